"""Forms: what every form of ours can do, and how a view answers one."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import format_decimal, gettext
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.kernel.errors import Invalid
from tracker.web.addresses import leave_for
from tracker.web.fragments import page_or_block
from tracker.web.texts import clean_line, clean_text
from tracker.web.wtforms_words import OurTexts

LONGEST_LINE = 200
LONGEST_TEXT = 4000
UNPROCESSABLE = 422

Context = Mapping[str, object] | Callable[[], Mapping[str, object]]
NOTHING_MORE: Mapping[str, object] = {}


class PageForm(FlaskForm):
    """The form under every page: token against forged requests, errors from rules as well as from fields."""

    class Meta(FlaskForm.Meta):
        """What WTForms says by itself is said in the language in force, whole."""

        def get_translations(self, form: object) -> object:  # noqa: ARG002
            """Return its texts."""
            return OurTexts()

    def refuse(self, refusal: Invalid) -> None:
        """Show what a rule refused at the field it named, in a row of the form as well, or above the form."""
        field = next((each for each in _all_fields(self) if each.name == refusal.field), None)
        shown_at = self.form_errors if field is None else _errors_of(field)
        shown_at.append(refusal.said(_said))

    def faults(self) -> list[tuple[Field | None, str]]:
        """Return every error with its field, those of the form as a whole first, in the order of the page."""
        own: list[tuple[Field | None, str]] = [(None, str(error)) for error in self.form_errors]
        return own + [(field, str(error)) for field in _all_fields(self) for error in _own(field.errors)]


def _said(message: str, **values: object) -> str:
    """Translate a refusal, its fractions written as they are in the language in force."""
    written = {name: format_decimal(each) if isinstance(each, float) else each for name, each in values.items()}
    return gettext(message, **written)


class LineField(StringField):
    """One line of text, cleaned."""

    def __init__(self, label: Any = None, validators: Sequence[object] = (), **kwargs: Any) -> None:
        limits = [] if _has_limit(validators) else [Length(max=LONGEST_LINE)]
        super().__init__(label, [*validators, *limits], filters=[clean_line], **kwargs)


class TextField(TextAreaField):
    """Several lines of text, cleaned."""

    def __init__(self, label: Any = None, validators: Sequence[object] = (), **kwargs: Any) -> None:
        limits = [] if _has_limit(validators) else [Length(max=LONGEST_TEXT)]
        super().__init__(label, [*validators, *limits], filters=[clean_text], **kwargs)


def needed(message: Any) -> DataRequired:
    """Require the field, asking for it in words: `needed(_l("What was promised?"))`."""
    return DataRequired(message)


def answer_form(
    form: PageForm,
    template: str,
    block: str,
    /,
    *,
    save: Callable[[], str],
    context: Context = NOTHING_MORE,
) -> ResponseReturnValue:
    """Show the form; when it is sent and right, save it and go on; else show it again with its errors (422).

    `save` opens the transaction, calls one use case and returns the address to go to. An `Invalid` that it
    raises is shown in the form; other refusals get their own page. A `context` that is a function is only
    asked when the form is shown.
    """
    if form.validate_on_submit():
        try:
            return leave_for(save())
        except Invalid as refusal:
            form.refuse(refusal)
    answer = page_or_block(template, block, form=form, **(context() if callable(context) else context))
    answer.status_code = UNPROCESSABLE if form.is_submitted() else answer.status_code
    return answer


def _errors_of(field: Field) -> list[str]:
    """Return the field's errors as a list that can grow: before validation WTForms keeps a tuple."""
    grown = [str(error) for error in field.errors]
    field.errors = grown  # type: ignore[assignment]
    return grown


def _all_fields(form: Iterable[Field]) -> Iterator[Field]:
    """Yield the fields of a form, and those of its rows after the list that holds them."""
    for field in form:
        yield field
        if isinstance(field, FieldList | FormField):
            yield from _all_fields(field)


def _own(errors: object) -> list[object]:
    """Return the messages about a field itself; those about its rows stand at the fields of these."""
    if isinstance(errors, Mapping):
        return []
    return [each for each in errors if not isinstance(each, Mapping | list | tuple)]  # type: ignore[attr-defined]


def _has_limit(validators: Sequence[object]) -> bool:
    return any(isinstance(each, Length) for each in validators)
