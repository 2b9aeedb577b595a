"""Are we getting better? How promises were kept, why not, and in which groups; as a page and as a file."""

from dataclasses import replace

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from tracker.audit.queries import version
from tracker.kernel.clock import now
from tracker.kernel.errors import Forbidden
from tracker.kernel.extensions import db
from tracker.kernel.people import Viewer
from tracker.promises.measures import Measures
from tracker.promises.shown import name_of
from tracker.reports import charts
from tracker.reports.exporting import as_csv, as_xlsx
from tracker.reports.forms import BREAKDOWNS, PERIODS, Wish
from tracker.reports.groups import (
    Days,
    Ground,
    Group,
    change_in_words,
    groups,
    interval_in_words,
    kept_rate_in_words,
    list_address,
)
from tracker.reports.queries import counting, naming
from tracker.reports.queries.cells import Facet
from tracker.reports.queries.counting import Asked
from tracker.reports.queries.naming import Names
from tracker.reports.rules.figures import percentile_of_counts
from tracker.reports.rules.periods import Period
from tracker.reports.views.room import blueprint
from tracker.web.fragments import page_or_block
from tracker.web.freshness import not_modified, with_etag
from tracker.web.guards import needs_sign_in, viewer
from tracker.web.languages import locale_in_force
from tracker.web.moments import bar_label
from tracker.worktime.zones import local_day

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/reports")
@needs_sign_in
def overview() -> ResponseReturnValue:
    """Show how promises were kept in a period."""
    data = version(db.session())
    if (same := not_modified(data)) is not None:
        return same
    return with_etag(page_or_block("reports/report.html", "main", **_report(viewer(), _wish(viewer()))), data)


@blueprint.get("/reports/export.csv")
@needs_sign_in
def export() -> ResponseReturnValue:
    """Give the groups of a report as a file for any spreadsheet."""
    wish, found = _found()
    return _file(as_csv(dict(BREAKDOWNS)[wish.by], found), wish, "csv", "text/csv")


@blueprint.get("/reports/export.xlsx")
@needs_sign_in
def export_workbook() -> ResponseReturnValue:
    """Give the groups of a report as a workbook."""
    wish, found = _found()
    return _file(as_xlsx(dict(BREAKDOWNS)[wish.by], found), wish, "xlsx", WORKBOOK)


def _found() -> tuple[Wish, list[Group]]:
    session, who = db.session(), viewer()
    wish, names = _wish(who), naming.names(session)
    ground = Ground(_asked(who, wish, names), names)
    return wish, groups(session, wish, ground, counting.by_day(session, ground.asked))


def _file(content: str | bytes, wish: Wish, ending: str, mimetype: str) -> Response:
    name = f"{wish.by}_{wish.period.first}_{wish.period.last}.{ending}"
    return Response(content, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _wish(who: Viewer) -> Wish:
    return Wish.of_request(local_day(now(), who.time_zone))


def _asked(who: Viewer, wish: Wish, names: Names) -> Asked:
    if wish.team_id is not None and not wish.is_mine and wish.team_id not in names.large - who.hidden_team_ids:
        raise Forbidden(gettext("Rates of groups of fewer than five people are not shown."))
    return Asked(
        period=wish.period,
        moment=now(),
        team_id=who.team_id if wish.is_mine else wish.team_id,
        kind_id=wish.kind_id,
        owner_id=who.id if wish.is_mine else None,
        team_ids=frozenset(team_id for team_id, _ in names.teams) - who.hidden_team_ids,
        hidden=who.hidden_team_ids,
        has_fresh=counting.has_fresh(db.session()),
    )


def _report(who: Viewer, wish: Wish) -> dict[str, object]:
    session, names = db.session(), naming.names(db.session())
    asked = _asked(who, wish, names)
    days = counting.by_day(session, asked)
    before = counting.by_kind(session, replace(asked, period=wish.period.before()))
    whole, earlier = counting.total(days.values()), counting.total(before.values()).measures()
    series = _bars(days, wish.period)
    found = (
        [] if wish.is_mine and wish.by not in {"kind", "weekday"} else groups(session, wish, Ground(asked, names), days)
    )
    measures = whole.measures()
    return {
        "wish": wish,
        "measures": measures,
        "earlier": earlier,
        "counts": whole.counts,
        "bars": charts.stacked(series),
        "series": series,
        "groups": found,
        "funnel": charts.funnel([(group.name, group.measures) for group in found], measures),
        **_causes(asked, wish),
        **_words(who, wish),
        **_choices(who, wish, names),
    }


def _bars(days: Days, period: Period) -> list[tuple[str, Measures]]:
    locale = locale_in_force()
    parts = [(part, [each for day, each in days.items() if part.first <= day <= part.last]) for part in period.bars()]
    return [(bar_label(part.first, period.days, locale), counting.total(each).measures()) for part, each in parts]


def _causes(asked: Asked, wish: Wish) -> dict[str, object]:
    """Return why promises were not kept, how late, and how long logging took; a person's own page has none of it."""
    session = db.session()
    if wish.is_mine:
        return {"causes": [], "late_median": None, "late_p90": None, "log_median": None}
    names = {str(cause.id): name_of(cause) for cause in naming.causes(session)}
    found = counting.by_values(session, asked, [Facet.CAUSE, Facet.LATE, Facet.LOG])
    minutes = {int(value): each.counts["kept_late"] for value, each in found[Facet.LATE].items()}
    seconds = {int(value): each.measures().due for value, each in found[Facet.LOG].items()}
    judged = [(names[value], each.measures().judged) for value, each in found[Facet.CAUSE].items() if value in names]
    return {
        "causes": charts.pareto(judged),
        "late_median": percentile_of_counts(minutes, 0.5),
        "late_p90": percentile_of_counts(minutes, 0.9),
        "log_median": percentile_of_counts(seconds, 0.5),
    }


def _words(who: Viewer, wish: Wish) -> dict[str, object]:
    owner = who.id if wish.is_mine else None

    def behind(standing: str, group: Group | None = None) -> str:
        return list_address(wish, standing=standing, owner_id=owner, **(group.narrowed if group else {}))

    return {
        "rate": kept_rate_in_words,
        "interval": interval_in_words,
        "change": change_in_words,
        "behind": behind,
        "address": lambda **other: {**wish.address(), **other},
    }


def _choices(who: Viewer, wish: Wish, names: Names) -> dict[str, object]:
    shown = names.large - who.hidden_team_ids
    return {
        "breakdown": dict(BREAKDOWNS)[wish.by],
        "periods": PERIODS,
        "breakdowns": BREAKDOWNS,
        "team_options": [(team_id, name) for team_id, name in names.teams if team_id in shown],
        "kind_options": [(kind.id, name_of(kind)) for kind in names.kinds],
    }
