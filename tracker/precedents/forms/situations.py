"""The form of a situation and its factors."""

from collections.abc import Sequence

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from tracker.kernel.bounds import number_or_none
from tracker.kernel.errors import Invalid
from tracker.precedents.forms.numbers import as_typed, number_in
from tracker.precedents.records import Situation
from tracker.precedents.rules.configuring import (
    LONGEST_FACTOR_NAME,
    LONGEST_TITLE,
    MOST_DAYS,
    MOST_FACTORS,
    SituationWish,
)
from tracker.precedents.rules.situations import (
    TIER,
    VOLUME,
    Factor,
    FactorKind,
    Tolerance,
    ToleranceKind,
)
from tracker.precedents.words import DIRECTIONS, FACTOR_KINDS
from tracker.web.forms import LineField, PageForm, TextField, needed

SPARE = 2
"""So many empty rows stand below the factors that there are."""
KINDS = [(key.value, words) for key, words in FACTOR_KINDS.items()]
NEED_NAME = _l("Give it a name.")
NEED_DAYS = _l("From 1 to 3650 days.")


class FactorForm(Form):
    """One factor; a row without a question is none."""

    name = HiddenField(validators=[Length(max=LONGEST_FACTOR_NAME)])
    label_de = LineField(_l("Question in German"), [Length(max=60)])
    label_en = LineField(_l("Question in English"), [Length(max=60)])
    kind = SelectField(_l("Answer"), choices=KINDS, default=FactorKind.NUMBER.value)
    direction = SelectField(_l("Which way it speaks"), choices=DIRECTIONS, default="1")
    unit = LineField(_l("Unit"), [Length(max=10)])
    tolerance = LineField(_l("Alike up to"), [Length(max=20)])
    options = LineField(_l("Options, with commas"))
    signed = BooleanField(_l("It can be less than 0"))
    material = BooleanField(_l("Cases are compared by it"), default=True)

    def factor(self) -> Factor | None:
        """Return the factor, None for an empty row. Raises Invalid for a tolerance that cannot be read."""
        if not (self.label_de.data or self.label_en.data):
            return None
        return Factor(
            name=self.name.data or "",
            kind=FactorKind(self.kind.data),
            direction=int(self.direction.data),
            material=self.material.data,
            signed=self.signed.data,
            tolerance=_tolerance(self.tolerance),
            unit=self.unit.data or "",
            label_de=self.label_de.data or "",
            label_en=self.label_en.data or "",
            options=tuple(filter(None, (each.strip() for each in (self.options.data or "").split(",")))),
        )


class SituationForm(PageForm):
    """What a kind of request is called, and by what its cases are told apart."""

    row_version = HiddenField()
    title_de = LineField(_l("Name in German"), [needed(NEED_NAME), Length(max=LONGEST_TITLE)])
    title_en = LineField(_l("Name in English"), [needed(NEED_NAME), Length(max=LONGEST_TITLE)])
    factors = FieldList(FormField(FactorForm), max_entries=MOST_FACTORS + SPARE)
    by_tier = BooleanField(_l("Customers are compared by tier"), default=True)
    by_volume = BooleanField(_l("Customers are compared by yearly volume"))
    has_amount = BooleanField(_l("An amount is granted"))
    amount_basis = SelectField(_l("The amount is measured against"), validate_choice=False, default="")
    window_days = IntegerField(
        _l("Days that decisions count as precedents"),
        [InputRequired(NEED_DAYS), NumberRange(1, MOST_DAYS, NEED_DAYS)],
        default=365,
    )
    words = TextField(_l("How it is asked for"))
    active = BooleanField(_l("Can be chosen"), default=True)

    def refuse(self, refusal: Invalid) -> None:
        """Show what was refused about a factor at its row."""
        of_factor = {f"factor:{row.form.name.data}": row.form for row in self.factors if row.form.name.data}
        row = of_factor.get(refusal.field or "")
        if row is not None:
            refusal.field = (row.kind if row.label_de.data else row.label_de).name
        super().refuse(refusal)

    @property
    def version(self) -> int:
        """The version that was looked at."""
        return number_or_none(self.row_version.data) or 0

    def offer(self, factors: Sequence[Factor]) -> None:
        """Fill the choices, and keep some rows empty for more factors."""
        numbers = [each for each in factors if each.kind is FactorKind.NUMBER]
        nothing = ("", gettext("nothing: amounts are compared as they are"))
        self.amount_basis.choices = [nothing, *((each.name, each.label_en) for each in numbers)]
        empty = sum(not (row.label_de.data or row.label_en.data) for row in self.factors)
        for _ in range(min(SPARE - empty, MOST_FACTORS + SPARE - len(self.factors))):
            self.factors.append_entry()

    def tick(self, name: str) -> None:
        """Let cases be compared by this factor, as is suggested by how flags ended."""
        for row in self.factors:
            row.form.material.data = row.form.material.data or bool(name and row.form.name.data == name)

    def wish(self) -> SituationWish:
        """Return the situation as it shall be. Raises Invalid for what cannot be read."""
        asked = [(TIER, self.by_tier.data), (VOLUME, self.by_volume.data)]
        return SituationWish(
            title_de=self.title_de.data or "",
            title_en=self.title_en.data or "",
            factors=tuple(filter(None, (row.form.factor() for row in self.factors))),
            customer_fields=tuple(name for name, is_wanted in asked if is_wanted),
            has_amount=self.has_amount.data,
            amount_basis=self.amount_basis.data or None,
            window_days=self.window_days.data or 0,
            words=self.words.data or "",
            active=self.active.data,
        )


def shown_of(situation: Situation) -> dict[str, object]:
    """Return what the form shows of a situation that is there already."""
    facts = situation.facts()
    return {
        "row_version": situation.row_version,
        "title_de": situation.title_de,
        "title_en": situation.title_en,
        "factors": [_row(each) for each in facts.factors],
        "by_tier": TIER in facts.customer_fields,
        "by_volume": VOLUME in facts.customer_fields,
        "has_amount": facts.has_amount,
        "amount_basis": facts.amount_basis or "",
        "window_days": facts.window_days,
        "words": situation.words,
        "active": situation.active,
    }


def _row(factor: Factor) -> dict[str, object]:
    return {
        "name": factor.name,
        "label_de": factor.label_de,
        "label_en": factor.label_en,
        "kind": factor.kind.value,
        "direction": str(factor.direction),
        "unit": factor.unit,
        "tolerance": _as_typed(factor.tolerance),
        "options": ", ".join(factor.options),
        "material": factor.material,
        "signed": factor.signed,
    }


def _tolerance(field: StringField) -> Tolerance | None:
    """Return the tolerance that was typed: `5`, or `10 %`."""
    text = (field.data or "").strip()
    kind = ToleranceKind.PERCENT if text.endswith("%") else ToleranceKind.ABSOLUTE
    try:
        amount = number_in(text.removesuffix("%"))
    except ValueError as error:
        raise Invalid(str(error), field=field.name) from None
    return None if amount is None else Tolerance(kind=kind, amount=float(amount))


def _as_typed(tolerance: Tolerance | None) -> str:
    if tolerance is None:
        return ""
    return as_typed(tolerance.amount) + (" %" if tolerance.kind is ToleranceKind.PERCENT else "")
