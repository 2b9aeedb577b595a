"""What a flag found, told in a sentence with its numbers."""

from collections.abc import Mapping, Sequence

from flask_babel import gettext, ngettext

from tracker.precedents.records import Decision
from tracker.precedents.rules.breaches import Breach
from tracker.precedents.rules.cases import Outcome
from tracker.precedents.rules.flags import FlagType
from tracker.precedents.shown import day_of
from tracker.precedents.words import BREACHES

Numbers = Mapping[str, float | str]


def sentence_of(kind: FlagType, decision: Decision, evidence: Sequence[Decision], numbers: Numbers) -> str:
    """Return what was found against a decision."""
    if kind is FlagType.POLICY:
        return str(BREACHES[Breach(str(numbers["breach"]))])
    if kind is FlagType.AMOUNT:
        times = round(float(numbers["ratio"]), 1)
        return gettext("The amount is %(times)s times what cases like this one usually got.", times=times)
    if kind is FlagType.EXPECTATION:
        return _expected(evidence)
    return _unequal(decision, numbers)


def _expected(evidence: Sequence[Decision]) -> str:
    if not evidence:
        return gettext("This customer got it before and was not told that it was for once.")
    day = day_of(evidence[0].decided_at)
    return gettext("This customer got it on %(day)s and was not told that it was for once.", day=day)


def _unequal(decision: Decision, numbers: Numbers) -> str:
    against, supporting = int(float(numbers["against"])), int(float(numbers["supporting"]))
    if decision.outcome == Outcome.REFUSED:
        return ngettext(
            "Refused, although one case that was no stronger was granted (refused like it: %(like)s).",
            "Refused, although %(num)s cases that were no stronger were granted (refused like it: %(like)s).",
            against,
            like=supporting,
        )
    return ngettext(
        "Granted, although one case that was no weaker was refused (granted like it: %(like)s).",
        "Granted, although %(num)s cases that were no weaker were refused (granted like it: %(like)s).",
        against,
        like=supporting,
    )
