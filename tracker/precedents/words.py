"""What people read for what the rules say."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.precedents.rules.assessment import Question
from tracker.precedents.rules.breaches import Breach
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.conditions import Comparison
from tracker.precedents.rules.deciding import Departure
from tracker.precedents.rules.eligibility import Answer
from tracker.precedents.rules.flags import FlagState, FlagType
from tracker.precedents.rules.policies import Zone
from tracker.precedents.rules.ranks import Rank
from tracker.precedents.rules.situations import CHANNEL, REGION, TIER, VOLUME, FactorKind
from tracker.promises.rules import Channel

OUTCOMES: dict[Outcome, LazyString] = {
    Outcome.GRANTED: _l("Granted"),
    Outcome.PARTIAL: _l("Partly granted"),
    Outcome.REFUSED: _l("Refused"),
}
OUTCOME_BADGES: dict[Outcome, tuple[str, str]] = {
    Outcome.GRANTED: ("kept", "circle-check"),
    Outcome.PARTIAL: ("partly_kept", "contrast"),
    Outcome.REFUSED: ("withdrawn", "circle-slash"),
}
"""The look and the icon of an answer."""

NO_LONGER: dict[str, LazyString] = {
    "corrected": _l("decided anew"),
    "retracted": _l("taken back"),
}
"""What became of a decision that does not stand any more."""

ELIGIBLE: dict[Answer, tuple[str, str, LazyString]] = {
    Answer.YES: ("kept", "circle-check", _l("It applies")),
    Answer.NO: ("withdrawn", "circle-slash", _l("It does not apply")),
    Answer.UNKNOWN: ("open", "circle", _l("Not known yet")),
}
"""The look, the icon and the words for whether something applies to a customer."""

ZONES: dict[Zone, LazyString] = {
    Zone.ENTITLED: _l("By the policy there is a right to this."),
    Zone.PROHIBITED: _l("The policy rules this out."),
    Zone.DISCRETION: _l("The policy leaves this to your discretion."),
    Zone.UNDECIDABLE: _l("Whether the policy allows this is not known yet."),
}
NO_POLICY = _l("Nothing is written about this: it is at your discretion.")

QUESTIONS: dict[Question, LazyString] = {
    Question.JUSTIFIED: _l("Is the complaint justified (defective, wrong, charged wrongly, treated badly, unsafe)?"),
    Question.HARMLESS: _l("Can it be met without harm to anybody?"),
    Question.ILLEGAL: _l("Would it be illegal?"),
    Question.HURTS_COLLEAGUES: _l("Would it hurt colleagues?"),
}
"""The short assessment of a request."""

BREACHES: dict[Breach, LazyString] = {
    Breach.OUT_OF_SCOPE: _l("The policy rules this out: granting it takes somebody who may make exceptions."),
    Breach.ENTITLEMENT_DENIED: _l("By the policy there is a right to this: refusing it takes a reason."),
    Breach.OVER_AUTHORITY: _l("This is more than you may give: it takes somebody who may make exceptions."),
}

APPROVERS: dict[str, LazyString] = {
    Rank.MANAGER.value: _l("The manager of the team"),
    Rank.ABOVE.value: _l("The manager above the one of the team"),
}
"""Who may make exceptions, as far as policies name them; whoever stands higher may as well."""

DEPARTURES: dict[Departure, LazyString] = {
    Departure.DISTINGUISHED: _l("Decided otherwise, because this case differs"),
    Departure.OVERRULED: _l("From now on decided this way"),
    Departure.EXCEPTED: _l("Exception from the policy"),
}

FLAG_TYPES: dict[FlagType, LazyString] = {
    FlagType.POLICY: _l("Against the policy"),
    FlagType.EXPECTATION: _l("Expectation disappointed"),
    FlagType.TREATMENT: _l("Unequal treatment"),
    FlagType.AMOUNT: _l("Unusual amount"),
    FlagType.DRIFT: _l("The exception has become the rule"),
    FlagType.LEANING: _l("Different grant rate"),
}

FLAG_STATES: dict[FlagState, LazyString] = {
    FlagState.OPEN: _l("To be looked into"),
    FlagState.JUSTIFIED: _l("The reason holds: the case differs"),
    FlagState.CORRECTED: _l("The customer got another answer"),
    FlagState.POLICY_CHANGED: _l("The policy was changed"),
    FlagState.ACCEPTED_ONCE: _l("Accepted for once"),
    FlagState.NOT_COMPARABLE: _l("The cases cannot be compared"),
    FlagState.EXPIRED: _l("Nobody looked into it within 90 days"),
    FlagState.EVIDENCE_REMOVED: _l("What it rests on no longer stands"),
    FlagState.PASSED: _l("It is no longer so"),
}
EXPOSED: dict[FlagType, LazyString] = {
    FlagType.POLICY: _l("answered alike, though the policy says otherwise there as well"),
    FlagType.EXPECTATION: _l("refused to the same customer as well"),
    FlagType.TREATMENT: _l("answered alike, though the same decision speaks against it"),
    FlagType.AMOUNT: _l("given an amount as far from the usual one"),
}
"""Of whom else the same could be said that a flag says of a decision."""

UNIT_STATES: dict[FlagState, LazyString] = {
    **FLAG_STATES,
    FlagState.JUSTIFIED: _l("There is a reason for it, and it holds"),
    FlagState.CORRECTED: _l("From now on it is done otherwise"),
}
"""The same for what is about more than one decision."""

CUSTOMER_FACTS: dict[str, LazyString] = {TIER: _l("Customer tier"), VOLUME: _l("Yearly volume")}
CASE_FACTS = {**CUSTOMER_FACTS, CHANNEL: _l("Channel"), REGION: _l("Region")}

WAYS_OF_ASKING: dict[str, LazyString] = {
    Channel.PHONE: _l("by phone"),
    Channel.MAIL: _l("by e-mail"),
    Channel.CHAT: _l("in the chat"),
    Channel.IN_PERSON: _l("in person"),
    Channel.LETTER: _l("by letter"),
}
"""Over what something was asked, as it is said to a customer; the others are other ways."""
ANOTHER_WAY = _l("in another way")

FACTOR_KINDS: dict[FactorKind, LazyString] = {
    FactorKind.NUMBER: _l("A number"),
    FactorKind.BOOL: _l("Yes or no"),
    FactorKind.ENUM: _l("One of several"),
    FactorKind.ORDINAL: _l("Level"),
}
DIRECTIONS = [
    ("1", _l("More speaks for granting")),
    ("-1", _l("More speaks against granting")),
    ("0", _l("Speaks for neither")),
]

COMPARISONS: dict[Comparison, LazyString] = {
    Comparison.AT_MOST: _l("at most"),
    Comparison.LESS: _l("less than"),
    Comparison.AT_LEAST: _l("at least"),
    Comparison.MORE: _l("more than"),
    Comparison.EQUAL: _l("is"),
    Comparison.UNEQUAL: _l("is not"),
}
YES, NO = _l("yes"), _l("no")
YES_WORDS: dict[str, float | str] = {"yes": 1.0, "ja": 1.0, "1": 1.0, "no": 0.0, "nein": 0.0, "0": 0.0}
SPEAKS: dict[int, LazyString] = {
    1: _l("more speaks for granting"),
    -1: _l("more speaks against granting"),
    0: _l("speaks for neither"),
}
