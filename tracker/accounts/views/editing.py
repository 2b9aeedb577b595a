"""Forms that change what others may change at the same time: whoever is second sees the first one's change."""

from collections.abc import Callable, Mapping

from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import BooleanField, Field, HiddenField, SelectField

from tracker.kernel.errors import ChangedMeanwhile
from tracker.web.forms import PageForm, answer_form
from tracker.web.fragments import page_or_block

CONFLICT = 409


def answer_edit(
    form: PageForm,
    template: str,
    /,
    *,
    save: Callable[[], str],
    fresh: Callable[[], PageForm],
    context: Mapping[str, object],
) -> ResponseReturnValue:
    """Answer like `answer_form`; after somebody else's change show both versions, nothing lost (409).

    `fresh` makes the form anew from what is stored now.
    """
    try:
        return answer_form(form, template, "form", save=save, context=context)
    except ChangedMeanwhile:
        theirs = fresh()
        form["row_version"].data = theirs["row_version"].data
        answer = page_or_block(template, "form", form=form, differences=differences(form, theirs), **context)
        answer.status_code = CONFLICT
        return answer


def differences(mine: PageForm, theirs: PageForm) -> list[tuple[str, str, str]]:
    """Return label, my version and theirs of every field in which they differ."""
    pairs = ((field, theirs[field.name]) for field in mine if not isinstance(field, HiddenField))
    shown = ((str(own.label.text), as_read(own), as_read(other)) for own, other in pairs)
    return [(label, own, other) for label, own, other in shown if own != other]


def as_read(field: Field) -> str:
    """Return what a field says, in words."""
    if isinstance(field, BooleanField):
        return gettext("yes") if field.data else gettext("no")
    if isinstance(field, SelectField):
        words = {field.coerce(value): text for value, text in field.choices or []}
        return str(words.get(field.data, field.data or ""))
    return str(field.data or "")
