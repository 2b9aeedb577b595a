"""The form of a policy: its wording in both languages, and its rule as rows of comparisons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.forms.comparing import Comparable
from tracker.precedents.forms.numbers import NumberField, with_unit
from tracker.precedents.records import PolicyVersion
from tracker.precedents.rules import schema
from tracker.precedents.rules.conditions import All, Any, Comparison, Condition, Term
from tracker.precedents.rules.configuring import PolicyWish
from tracker.precedents.rules.policies import RuleFacts
from tracker.precedents.words import APPROVERS, COMPARISONS
from tracker.promises.forms.moments import day_field
from tracker.web.forms import LineField, PageForm, TextField, needed
from tracker.worktime.zones import local_day, start_of_day

ROWS = 4
MOST_DAYS = 3650
MODES = [("all", _l("all of these")), ("any", _l("one of these"))]
NEED_TEXT = _l("Write the policy in both languages.")


class TermForm(Form):
    """One comparison; a row without a field is none."""

    field = SelectField(_l("What"), validate_choice=False, default="")
    comparison = SelectField(
        _l("Comparison"), choices=[(key.value, words) for key, words in COMPARISONS.items()], validate_choice=False
    )
    value = LineField(_l("Value"))

    def term(self, known: Mapping[str, Comparable]) -> Term | None:
        """Return the comparison, None for an empty row. Raises Invalid for a value that is missing or cannot be."""
        if not self.field.data:
            return None
        if self.field.data not in known:
            raise Invalid(N_("This is nothing that is known of a case."), field=self.field.name)
        if not self.value.data:
            raise Invalid(N_("Say with what it is compared."), field=self.value.name)
        if self.comparison.data not in set(Comparison):
            raise Invalid(N_("Choose one of these."), field=self.comparison.name)
        comparison = Comparison(self.comparison.data)
        try:
            return Term(self.field.data, comparison, known[self.field.data].read(comparison, self.value.data))
        except ValueError as error:
            raise Invalid(str(error), field=self.value.name) from None


class PolicyForm(PageForm):
    """A version of a policy. It follows `base`: what that says and no field can show stays as it is."""

    seen = HiddenField()
    text_de = TextField(_l("The policy in German"), [needed(NEED_TEXT)])
    text_en = TextField(_l("The policy in English"), [needed(NEED_TEXT)])
    entitled_if = SelectField(_l("There is a right to it if"), choices=MODES)
    entitled = FieldList(FormField(TermForm), min_entries=ROWS, max_entries=ROWS)
    prohibited_if = SelectField(_l("It is ruled out if"), choices=MODES)
    prohibited = FieldList(FormField(TermForm), min_entries=ROWS, max_entries=ROWS)
    band_from = NumberField(_l("Amounts from"))
    band_to = NumberField(_l("Amounts up to"))
    agent_up_to = NumberField(_l("Agents may give up to"))
    manager_up_to = NumberField(_l("Managers may give up to"))
    approver = SelectField(_l("Exceptions are made by"))
    expires_after_days = IntegerField(
        _l("A grant ends after so many days"), [Optional(), NumberRange(1, MOST_DAYS, _l("From 1 to 3650 days."))]
    )
    valid_from = day_field(_l("In force from"))
    ends_on = day_field(_l("In force until, that day included"))
    reason = TextField(_l("Why does it change?"))
    keeps_practice = BooleanField(_l("It writes down what is done already: earlier decisions stay precedents"))

    known: Mapping[str, Comparable]
    base = RuleFacts()

    def follow(self, followed: PolicyVersion | None, known: Mapping[str, Comparable]) -> None:
        """Take the version that this one follows, and fill the choices of what can be compared."""
        self.known = known
        self.base = schema.rule_from_json(followed.rule) if followed is not None else RuleFacts()
        self.approver.choices = [*({self.base.approver: self.base.approver} | APPROVERS).items()]
        for rows in (self.entitled, self.prohibited):
            for row in rows:
                row.form.field.choices = [("", "–"), *((name, each.label) for name, each in known.items())]

    def measure(self, unit: str) -> None:
        """Name the unit of amounts."""
        for field in self.amounts:
            field.label.text = with_unit(field.label.text, unit)

    @property
    def amounts(self) -> tuple[NumberField, ...]:
        """The fields for amounts."""
        return self.band_from, self.band_to, self.agent_up_to, self.manager_up_to

    def begin(self, followed: PolicyVersion | None, newest: PolicyVersion | None, zone: str) -> None:
        """Begin with the version that is followed; the first one mostly writes down what is done already.

        What holds for a while only goes on to end when it was to: whoever mends a word means no more.
        """
        self.approver.data = self.base.approver
        self.keeps_practice.data = newest is None
        self.seen.data = newest.mark if newest is not None else ""
        if followed is not None:
            self._show_version(followed)
        if followed is not None and followed.ends_at is not None and followed.ends_at == followed.valid_to:
            self.ends_on.data = last_day(followed.ends_at, zone)

    def _show_version(self, version: PolicyVersion) -> None:
        rule = self.base
        self.text_de.data, self.text_en.data = version.text_de, version.text_en
        self.expires_after_days.data = rule.expires_after_days
        if rule.band is not None:
            self.band_from.populate(rule.band[0])
            self.band_to.populate(rule.band[1])
        self.agent_up_to.populate(rule.authority.get("agent"))
        self.manager_up_to.populate(rule.authority.get("manager"))
        self.entitled_if.data = self._show(self.entitled, rule.entitled)
        self.prohibited_if.data = self._show(self.prohibited, rule.prohibited)

    def wish(self, actor: Viewer, now: datetime) -> PolicyWish:
        """Return the version as it shall be. Raises Invalid for what cannot be read."""
        return PolicyWish(
            rule=self.rule(),
            text_de=self.text_de.data or "",
            text_en=self.text_en.data or "",
            valid_from=self._starts(actor, now),
            ends_at=end_of_day(self.ends_on.data, actor.time_zone),
            reason=self.reason.data or "",
            keeps_practice=self.keeps_practice.data,
        )

    def rule(self) -> RuleFacts:
        """Return the rule as it stands. Raises Invalid for what cannot be read."""
        given = {"agent": self.agent_up_to.data, "manager": self.manager_up_to.data}
        others = {role: most for role, most in self.base.authority.items() if role not in given}
        return replace(
            self.base,
            entitled=self._condition("entitled"),
            prohibited=self._condition("prohibited"),
            band=self._band(),
            authority=others | {role: float(most) for role, most in given.items() if most is not None},
            approver=self.approver.data or self.base.approver,
            expires_after_days=self.expires_after_days.data,
        )

    def kept(self) -> dict[str, Condition]:
        """Return the conditions that have no place in rows, by their name: they stay as they are."""
        found = {name: getattr(self.base, name) for name in ("entitled", "prohibited")}
        return {name: each for name, each in found.items() if not _has_rows(each)}

    def _band(self) -> tuple[float, float] | None:
        low, high = self.band_from.data, self.band_to.data
        if low is not None and high is None:
            raise Invalid(N_("Say up to which amount."), field="band_to")
        return None if high is None else (float(low or 0), float(high))

    def _starts(self, actor: Viewer, now: datetime) -> datetime:
        day = self.valid_from.data
        is_today = day is None or day == local_day(now, actor.time_zone)
        return now if is_today else start_of_day(day, actor.time_zone)

    def _condition(self, name: str) -> Condition | None:
        if name in self.kept():
            return self.kept()[name]
        found = tuple(filter(None, (row.form.term(self.known) for row in self[name])))
        if not found:
            return None
        return Any(found) if self[f"{name}_if"].data == "any" else All(found)

    def _show(self, rows: FieldList, condition: Condition | None) -> str:
        """Put a condition into rows and return how they are joined."""
        for row, part in zip(rows, _parts(condition), strict=False):
            if isinstance(part, Term):
                self._show_term(row.form, part)
        return "any" if isinstance(condition, Any) else "all"

    def _show_term(self, row: TermForm, term: Term) -> None:
        """Show a comparison; one with something that is not known of cases any more under its bare name."""
        known = self.known.get(term.field)
        if known is None:
            row.field.choices = [*(row.field.choices or []), (term.field, term.field)]
        row.field.data, row.comparison.data = term.field, term.comparison.value
        row.value.data = known.typed(term.value) if known is not None else str(term.value)


def end_of_day(day: date | None, zone: str) -> datetime | None:
    """Return the moment at which a day has ended."""
    return None if day is None else start_of_day(day + timedelta(days=1), zone)


def last_day(ends_at: datetime, zone: str) -> date:
    """Return the day that was said as the last one of what ends at a moment."""
    return local_day(ends_at - timedelta(microseconds=1), zone)


def _parts(condition: Condition | None) -> Sequence[Condition]:
    return condition.parts if isinstance(condition, All | Any) else (condition,) if condition else ()


def _has_rows(condition: Condition | None) -> bool:
    """Whether a condition can be shown as rows of comparisons."""
    parts = _parts(condition)
    return condition is None or (0 < len(parts) <= ROWS and all(isinstance(each, Term) for each in parts))
