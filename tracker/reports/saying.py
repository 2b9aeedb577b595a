"""Words about reports by mail: what a report looks at, how often it comes, why it did not."""

from collections.abc import Mapping
from datetime import date

from babel.lists import format_list
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from tracker.kernel.people import Viewer
from tracker.promises.shown import name_of
from tracker.promises.words import CHANNELS, LEADS, WEEKDAYS
from tracker.reports.forms.wishes import BREAKDOWNS, PERIODS, Wish
from tracker.reports.groups import Ground
from tracker.reports.queries.naming import Names
from tracker.reports.rules.periods import Period
from tracker.reports.rules.rhythms import Rhythm, Timetable
from tracker.web.languages import locale_in_force
from tracker.web.moments import dated_day

RHYTHMS = {
    Rhythm.DAILY: _l("every day"),
    Rhythm.WEEKLY: _l("every week"),
    Rhythm.MONTHLY: _l("every month, on the 1st"),
}
GONE, NOT_ALLOWED, INACTIVE = "gone", "not_allowed", "inactive"
REASONS = {
    GONE: _l("It was deleted."),
    NOT_ALLOWED: _l("You may not see this any more, or too few people are left in the team."),
    INACTIVE: _l("The account was closed."),
}
"""Why a mail did not go out though its moment had come."""
GONE_NAME = _l("(not there any more)")


def view_in_words(wish: Wish, names: Names, who: Viewer) -> list[tuple[str, str]]:
    """Return by what a report is narrowed, and by what it tells promises apart; what it leaves open is left out.

    A team that does not exist for whoever reads this has no name.
    """
    teams = {team_id: name for team_id, name in names.teams if who.may_see(team_id)}
    kinds = {kind.id: name_of(kind) for kind in names.kinds}
    return [
        *([(gettext("Whose"), gettext("My own"))] if wish.is_mine else []),
        *_named(gettext("Team"), teams, wish.team_id),
        *_named(gettext("Kind"), kinds, wish.kind_id),
        *_named(gettext("Customer"), names.customers, wish.customer_id),
        *([(gettext("Only"), dict(only_options(names)).get("-".join(wish.only), str(GONE_NAME)))] if wish.only else []),
        (gettext("Told apart by"), str(dict(BREAKDOWNS)[wish.by])),
    ]


def left_out_in_words(ground: Ground) -> str:
    """Return which teams a report does not tell apart, or why not everybody's; nothing where it tells all of them."""
    told, names = ground.told, dict(ground.names.teams)
    if not told.together:
        return ""
    few, others = (
        format_list(sorted(names[each] for each in teams), locale=locale_in_force())
        for teams in (told.few, told.together - told.few)
    )
    if not told.is_whole_told:
        return gettext(
            "Everybody's figures are not shown to you beside those of your team: "
            "what is left would be of fewer than five people (%(teams)s).",
            teams=few,
        )
    said = gettext("Not shown by themselves, because they are of fewer than five people: %(teams)s.", teams=few)
    if not others:
        return said
    also = gettext("Neither are others whose numbers would give theirs away: %(teams)s.", teams=others)
    return f"{said} {also}"


def only_options(names: Names) -> list[tuple[str, str]]:
    """Return each value of a facet that a report may be narrowed to, as an address has it and in words."""
    tiers = [(f"tier-{tier.id}", gettext("Tier: %(name)s", name=name_of(tier))) for tier in names.tiers]
    channels = [(f"channel-{key}", gettext("Channel: %(name)s", name=words)) for key, words in CHANNELS.items()]
    leads = [(f"lead-{step}", gettext("Lead time: %(span)s", span=words)) for step, words in enumerate(LEADS)]
    return [*tiers, *channels, *leads]


def rhythm_in_words(timetable: Timetable) -> str:
    """Return `every week on Monday at 07:00`."""
    at = "{:02}:{:02}".format(*divmod(timetable.minute, 60))
    if timetable.weekday is not None:
        return gettext("every week on %(day)s at %(time)s", day=WEEKDAYS[timetable.weekday], time=at)
    return gettext("%(rhythm)s at %(time)s", rhythm=RHYTHMS[timetable.rhythm], time=at)


def relative_in_words(name: str | None) -> str:
    """Return `last week`."""
    return str(dict(PERIODS).get(name or "", ""))


def days_in_words(period: Period) -> str:
    """Return `Mon 23 Feb 2026 to Sun 1 Mar 2026`, or one day."""
    if period.first == period.last:
        return _dated(period.first)
    return gettext("%(first)s to %(last)s", first=_dated(period.first), last=_dated(period.last))


def _dated(day: date) -> str:
    return dated_day(day, locale_in_force())


def _named(label: str, names: Mapping[int, str], wished: int | None) -> list[tuple[str, str]]:
    return [] if wished is None else [(label, names.get(wished, str(GONE_NAME)))]
