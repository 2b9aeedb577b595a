"""The form in which a request is answered: who asks, what is known of the case, and the answer."""

import secrets
from datetime import timedelta
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import Length

from tracker.kernel.bounds import number_or_none
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.precedents.considering import Draft
from tracker.precedents.forms.numbers import NumberField, with_unit
from tracker.precedents.records import Decision
from tracker.precedents.rules import schema
from tracker.precedents.rules.assessment import Question
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.deciding import Wish
from tracker.precedents.rules.situations import Factor, FactorKind, Facts, SituationFacts, Value
from tracker.precedents.use_cases.recording import Decide
from tracker.precedents.words import QUESTIONS
from tracker.promises.forms.whom import WhomFields
from tracker.promises.rules import Channel
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.forms import LineField, TextField
from tracker.web.languages import language

LONGEST_KEY = 40
ANSWER_WITHIN = [
    ("1", _l("within one office hour")),
    ("4", _l("within four office hours")),
    ("8", _l("within eight office hours")),
    ("24", _l("within 24 office hours")),
]
"""Hours of office time, those of `approvals.CHOICES_OF_TIME`."""
YES = "1"
YES_NO = [(YES, _l("Yes")), ("0", _l("No")), ("", _l("Not known"))]


class DecisionForm(WhomFields):
    """What every request needs; `decision_form` adds the fields of its situation. The customer may be nobody."""

    customer = LineField(_l("Who asks?"))
    request = TextField(_l("What is asked for?"))
    channel = RadioField(_l("Asked over"), choices=TELLING_CHANNELS, default=Channel.PHONE.value)
    amount = NumberField(_l("Amount"))
    reason = TextField(_l("What makes this case different?"))
    told = TextField(_l("What the customer is told"))
    one_off = BooleanField(_l("Once, as goodwill, and the customer is told so"))
    overrules = BooleanField(_l("From now on it is decided this way"))
    answer_within = SelectField(_l("Answer needed"), choices=ANSWER_WITHIN, default="8")
    outcome = StringField()
    corrects = HiddenField()
    aligns = HiddenField()
    form_key = HiddenField(validators=[Length(max=LONGEST_KEY)])

    situation: SituationFacts
    compares = True
    """Whether past decisions can be put beside what was typed."""

    @property
    def assessment_fields(self) -> list[Field]:
        """The fields of the short assessment, in order."""
        return [self[each.value] for each in Question]

    @property
    def is_assessed(self) -> bool:
        """Whether something of the assessment is answered, or wrong."""
        return any(each.data or each.errors for each in self.assessment_fields)

    @property
    def fact_fields(self) -> list[Field]:
        """The fields of what is asked about the case, in order."""
        return [self[_field_name(each)] for each in self.situation.factors]

    @property
    def corrects_id(self) -> int | None:
        """The decision that this one sets right."""
        return number_or_none(self.corrects.data)

    def start(self) -> None:
        """Give the form a key of its own, by which it is known when it is sent twice."""
        self.form_key.data = secrets.token_hex(LONGEST_KEY // 2)

    def show(self, earlier: Decision) -> None:
        """Begin with what was known when it was decided before."""
        self.show_facts(earlier)
        self.request.data, self.corrects.data = earlier.request, str(earlier.id)
        if earlier.customer is not None:
            self.choose(earlier.customer)

    def show_facts(self, earlier: Decision) -> None:
        """Fill in what was known of the case, over what was asked, and how much was given."""
        facts = schema.facts_from_json(earlier.facts)
        for factor in self.situation.factors:
            _show(self[_field_name(factor)], factor, facts.get(factor.name))
        self.channel.data = earlier.channel
        self.amount.populate(earlier.amount)

    def facts(self) -> Facts:
        """Return what is known of the case itself."""
        return {each.name: _value(self[_field_name(each)].data, each) for each in self.situation.factors}

    def draft(self, actor: Viewer, situation_id: int) -> Draft:
        """Return the request as it stands."""
        return Draft(
            actor=actor,
            situation_id=situation_id,
            facts=self.facts(),
            customer_id=self.chosen_id,
            channel=self.channel.data,
            aligns=number_or_none(self.aligns.data),
        )

    def wish(self, outcome: Outcome) -> Wish:
        """Return how it would be answered so."""
        return Wish(
            outcome=outcome,
            amount=self.amount.data if self.situation.has_amount else None,
            reason=self.reason.data or "",
            is_one_off=self.one_off.data,
            overrules=self.overrules.data,
        )

    def command(self, draft: Draft) -> Decide:
        """Return what is to be recorded. Raises Invalid where no answer was chosen."""
        if self.outcome.data not in set(Outcome):
            raise Invalid(N_("Choose the answer."))
        return self.command_to(Outcome(self.outcome.data), draft)

    def command_to(self, outcome: Outcome, draft: Draft) -> Decide:
        """Return what is to be recorded for an answer."""
        return Decide(
            draft=draft,
            wish=self.wish(outcome),
            request=self.request.data or "",
            told=self.told.data or "",
            channel=Channel(self.channel.data),
            corrects_id=self.corrects_id,
            form_key=self.form_key.data or None,
            answer_within=timedelta(hours=int(self.answer_within.data)),
            assessment={each: self[each.value].data == YES for each in Question if self[each.value].data},
        )


for _question in Question:
    setattr(DecisionForm, _question.value, RadioField(QUESTIONS[_question], choices=YES_NO, default=""))


def decision_form(situation: SituationFacts) -> type[DecisionForm]:
    """Return the form of a situation: one field for each of its factors."""
    return type("DecisionFormOfSituation", (DecisionForm,), fields_of(situation))


def fields_of(situation: SituationFacts) -> dict[str, object]:
    """Return what a form of a situation has besides: what is asked about its cases."""
    asked = {_field_name(each): _field(each) for each in situation.factors}
    return {**asked, **_amount(situation), "situation": situation}


def _amount(situation: SituationFacts) -> dict[str, object]:
    """Return the field for the amount with its unit, where amounts have one."""
    unit = situation.amount_unit
    return {"amount": NumberField(with_unit(gettext("Amount"), unit))} if unit else {}


def _field_name(factor: Factor) -> str:
    return f"fact_{factor.name}"


def _field(factor: Factor) -> object:
    label = factor.label_in(language())
    if factor.kind is FactorKind.BOOL:
        return RadioField(label, choices=YES_NO, default="")
    if factor.kind is FactorKind.ENUM:
        return SelectField(label, choices=[("", "–"), *((each, each) for each in factor.options)], default="")
    title = f"{label} ({factor.unit})" if factor.unit else label
    return NumberField(title, signed=factor.signed, render_kw={"inputmode": "decimal"})


def _value(given: str | Decimal | None, factor: Factor) -> Value:
    if given is None or given == "":
        return None
    if factor.kind is FactorKind.BOOL:
        return {"1": 1.0, "0": 0.0}.get(str(given))
    return str(given) if factor.kind is FactorKind.ENUM else float(given)


def _show(field: Field, factor: Factor, value: Value) -> None:
    if isinstance(field, NumberField):
        field.populate(value if isinstance(value, float | int) else None)
    elif factor.kind is FactorKind.BOOL:
        field.data = str(int(value)) if isinstance(value, float | int) else ""
    else:
        field.data = value or ""
