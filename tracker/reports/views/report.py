"""Are we getting better? How promises were kept, why not, and in which groups; as a page and as a file."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.accounts.rules.telling import Told
from tracker.audit.queries import version
from tracker.customers.queries import suggest
from tracker.kernel.attachments import Attachment
from tracker.kernel.clock import now
from tracker.kernel.errors import Invalid
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.kernel.words import N_
from tracker.promises.measures import Measures
from tracker.promises.shown import name_of
from tracker.reports import charts, funnels
from tracker.reports.afterwards import afterwards
from tracker.reports.asking import TOO_FEW, Found, check_is_told, followed, found, found_on, ground_of, is_told
from tracker.reports.causes import causes
from tracker.reports.choices import choices
from tracker.reports.exporting import as_file
from tracker.reports.forms.wishes import BY_CUSTOMER, Wish
from tracker.reports.groups import (
    Days,
    Ground,
    Group,
    change_in_words,
    interval_in_words,
    kept_rate_in_words,
)
from tracker.reports.lateness import lateness
from tracker.reports.leading import Leading
from tracker.reports.queries import counting, naming
from tracker.reports.queries.ahead import Asked
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.counting import Tallied
from tracker.reports.queries.late import late_in_office_hours
from tracker.reports.rules.figures import percentile_of_counts
from tracker.reports.rules.mails import may_have_mails
from tracker.reports.rules.periods import MOST_DAYS, Period
from tracker.reports.saying import left_out_in_words, view_in_words
from tracker.reports.views.room import blueprint
from tracker.web.addresses import see_other
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import locale_in_force
from tracker.web.moments import bar_label
from tracker.web.texts import clean_line
from tracker.worktime.zones import local_day

UNUSABLE_DAYS = N_(
    "Name a first day that is not in the future and not after the last one, and no more than %(days)s days in all."
)


@blueprint.get("/reports")
@needs_sign_in
def overview() -> ResponseReturnValue:
    """Show how promises were kept in a period."""
    data, who, wish = version(db.session()), viewer(), followed(db.session(), _wish(viewer()))
    if (same := not_modified(data)) is not None:
        return same
    ground = ground_of(db.session(), who, wish, now())
    if wish.team_id is None and not is_told(wish, ground.told):
        return _instead_of_all(wish, ground.told)
    check_is_told(wish, ground.told)
    return with_etag(page_or_block("reports/report.html", "main", **_report(who, wish, ground)), data)


def _instead_of_all(wish: Wish, told: Told) -> ResponseReturnValue:
    """Lead to the team that stands in place of everybody's for its manager; else say why nothing is shown."""
    if told.alone:
        return see_other(f"{url_for('.overview')}?{urlencode({**wish.address(), 'team': min(told.alone)})}")
    return page_or_block("reports/too_few.html", "main", address=_address_of(wish), fault=gettext(TOO_FEW))


@blueprint.get("/reports/export.csv")
@needs_sign_in
def export() -> ResponseReturnValue:
    """Give the groups of a report as a file for any spreadsheet."""
    return _file(as_file(_found(), "csv"))


@blueprint.get("/reports/export.xlsx")
@needs_sign_in
def export_workbook() -> ResponseReturnValue:
    """Give the groups of a report as a workbook."""
    return _file(as_file(_found(), "xlsx"))


def _found() -> Found:
    """Return what a file holds. Raises Invalid for days that make no period: a file of others would be believed."""
    wish = _wish(viewer())
    if wish.has_other_days:
        raise Invalid(UNUSABLE_DAYS, field="since", days=MOST_DAYS)
    return found(db.session(), viewer(), wish, now())


def _file(file: Attachment) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, mimetype=file.mimetype, headers=headers)


def _wish(who: Viewer) -> Wish:
    return Wish.of(request.args, local_day(now(), who.time_zone))


def _report(who: Viewer, wish: Wish, ground: Ground) -> dict[str, object]:
    session, report = db.session(), found_on(db.session(), wish, ground)
    asked, names, days = report.ground.asked, report.ground.names, report.days
    before = counting.by_kind(session, asked.of(wish.period.before()))
    whole, earlier = counting.total(days.values()), counting.total(before.values()).measures()
    series = _bars(days, wish.period)
    measures = whole.measures()
    return {
        "wish": wish,
        "view": view_in_words(wish, names, who),
        "fault": gettext(UNUSABLE_DAYS, days=MOST_DAYS) if wish.has_other_days else "",
        "measures": measures,
        "earlier": earlier,
        "bars": charts.stacked(_named(series)),
        "series": series,
        "groups": report.groups,
        "left_out": _left_out(wish, ground),
        "funnel": None if wish.by == BY_CUSTOMER else funnels.funnel(_named(report.groups), measures),
        "may_have_mails": may_have_mails(who),
        **_behind_the_rate(asked, wish, whole),
        **_words(who, wish),
        **choices(wish, ground),
        **_whom(who),
    }


def _left_out(wish: Wish, ground: Ground) -> str:
    """Return which teams are not told apart, where that matters: beside teams, and for whom one stands for all."""
    is_beside_teams = wish.by == "team" and wish.team_id is None
    is_in_place_of_all = not wish.is_mine and not ground.told.is_whole_told
    return left_out_in_words(ground) if is_beside_teams or is_in_place_of_all else ""


def _whom(who: Viewer) -> dict[str, object]:
    typed = clean_line(request.args.get("whom"))
    return {"typed": typed, "candidates": suggest(db.session(), who, typed)}


def _named(groups: list[Group]) -> list[tuple[str, Measures]]:
    return [(group.name, group.measures) for group in groups]


def _bars(days: Days, period: Period) -> list[Group]:
    locale = locale_in_force()
    parts = [(part, [each for day, each in days.items() if part.first <= day <= part.last]) for part in period.bars()]
    return [
        Group(
            bar_label(part.first, period.days, locale),
            counting.total(each).measures(),
            {"since": part.first, "until": part.last},
        )
        for part, each in parts
    ]


def _behind_the_rate(asked: Asked, wish: Wish, whole: Tallied) -> dict[str, object]:
    """Return why promises were not kept, how late, what followed, how long logging took; beside a facet none of it."""
    session = db.session()
    if wish.is_mine or wish.only:
        return {"causes": None, "late": None, "log_median": None, "afterwards": None}
    names = {str(cause.id): name_of(cause) for cause in naming.causes(session)}
    found = counting.by_values(session, asked, [Facet.CAUSE, Facet.LATE, Facet.LOG, Facet.MOVED, Facet.HANDED])
    minutes = {int(value): each.counts["kept_late"] for value, each in found[Facet.LATE].items()}
    seconds = {int(value): each.measures().due for value, each in found[Facet.LOG].items()}
    missed = whole.measures().judged - whole.measures().kept_on_time
    return {
        "causes": causes(names, found[Facet.CAUSE], missed),
        "late": lateness(minutes, late_in_office_hours(session, asked) if minutes else ()),
        "log_median": percentile_of_counts(seconds, 0.5),
        "afterwards": afterwards(session, asked, whole, found),
    }


def _words(who: Viewer, wish: Wish) -> dict[str, object]:
    owner, before = who.id if wish.is_mine else None, replace(wish, period=wish.period.before(), relative=None)
    return {
        "rate": kept_rate_in_words,
        "interval": interval_in_words,
        "change": change_in_words,
        "leads": Leading(wish, owner),
        "led": Leading(before, owner),
        "address": _address_of(wish),
    }


def _address_of(wish: Wish) -> Callable[..., dict[str, object]]:
    return lambda **other: {**wish.address(), **other}
