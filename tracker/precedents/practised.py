"""How cases like the one at hand were answered: precedents, what sets none, and what was done under another rule."""

from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from tracker.kernel.people import Viewer
from tracker.precedents.considering import Considered
from tracker.precedents.queries.practised import before_the_rule, without_precedent
from tracker.precedents.rules.cases import Case
from tracker.precedents.rules.practice import is_comparable


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """The answers to cases alike in everything that counts.

    `apart` are exceptions, goodwill and what was decided for a reason of its own: they bind nobody. `before` were
    answered under another rule; they are looked for where nothing else is found. `around` says how many stronger or
    weaker precedents say something.
    """

    binding: tuple[Case, ...] = ()
    apart: tuple[Case, ...] = ()
    before: tuple[Case, ...] = ()
    around: int = 0
    is_known: bool = True

    @property
    def alike(self) -> tuple[Case, ...]:
        """All of them under the rule in force, precedents first."""
        return (*self.binding, *self.apart)


def practised(session: Session, viewer: Viewer, considered: Considered) -> Practised:
    """Return how cases like this one were answered. Where a fact is missing, nothing can be compared."""
    ground, case = considered.ground, considered.case
    if not is_comparable(considered.zone):
        return Practised(is_known=False)
    precedents = considered.precedents
    binding = tuple(each.case for each in precedents if each.difference.is_near())
    apart = tuple(without_precedent(session, ground, case, viewer=viewer))
    is_new = not precedents and not apart
    before = tuple(before_the_rule(session, ground, case, viewer=viewer)) if is_new else ()
    return Practised(binding=binding, apart=apart, before=before, around=len(precedents))


def in_words(found: Practised, window: timedelta) -> str:
    """Say how cases like this one were answered."""
    if found.alike:
        return " ".join(filter(None, (_alike(found, window.days), _apart(found))))
    if found.before:
        return _before(found, window.days)
    if found.around:
        return ngettext(
            "No case quite like this one in %(days)s days; one stronger or weaker one says something about it.",
            "No case quite like this one in %(days)s days; %(num)s stronger or weaker ones say something about it.",
            found.around,
            days=window.days,
        )
    return gettext("No comparable case was decided in %(days)s days.", days=window.days) if found.is_known else ""


def _alike(found: Practised, days: int) -> str:
    return ngettext(
        "One comparable case in %(days)s days; granted: %(granted)s.",
        "%(num)s comparable cases in %(days)s days; granted: %(granted)s.",
        len(found.alike),
        granted=_granted(found.alike),
        days=days,
    )


def _apart(found: Practised) -> str:
    if not found.apart:
        return ""
    return ngettext(
        "One of them sets no precedent (an exception, once as goodwill, or for a reason of its own);"
        " granted: %(granted)s.",
        "%(num)s of them set no precedent (exceptions, once as goodwill, or for a reason of their own);"
        " granted: %(granted)s.",
        len(found.apart),
        granted=_granted(found.apart),
    )


def _before(found: Practised, days: int) -> str:
    return ngettext(
        "No comparable case was decided under the rule in force. Previous practice: one comparable case in %(days)s"
        " days; granted: %(granted)s. It is no precedent any more.",
        "No comparable case was decided under the rule in force. Previous practice: %(num)s comparable cases in"
        " %(days)s days; granted: %(granted)s. They are no precedents any more.",
        len(found.before),
        granted=_granted(found.before),
        days=days,
    )


def _granted(cases: tuple[Case, ...]) -> int:
    return sum(each.is_grant for each in cases)
