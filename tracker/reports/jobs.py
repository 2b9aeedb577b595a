"""What keeps the tally: folding every minute, and every night a full recount. And reports whose hour has come."""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from tracker.alerts.jobs.sweeping import read
from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.kernel import clock
from tracker.kernel.extensions import snapshot, transaction
from tracker.reports.queries import scheduled
from tracker.reports.queries.drifting import TALLIES, Tallied, differences
from tracker.reports.use_cases import folding, scheduling

log = logging.getLogger(__name__)

ROWS_AT_ONCE = 500
REPORTS_AT_ONCE = 200


def fold_everything(is_stopping: IsStopping = lambda: False) -> None:
    """Fold what has changed, bite by bite, until nothing is left.

    After each bite it rests for as long as that took: where one writes at a time, others want their turn.
    """
    while not is_stopping():
        began = time.monotonic()
        with transaction() as session:
            many = folding.fold_changes(session)
        if many < folding.BITE:
            return
        time.sleep(time.monotonic() - began)


def compare_with_recount(_is_stopping: IsStopping) -> None:
    """Count everything anew, as of one moment; where a tally differs, say so and mend it."""
    with snapshot() as session:
        found = [(tally, differences(session, tally)) for tally in TALLIES]
    for tally, lacking in found:
        _mend(tally, lacking)
    if not any(lacking for _, lacking in found):
        log.info("the tallies are what a full recount gives")


def _mend(tally: Tallied, lacking: Sequence[dict[str, Any]]) -> None:
    for start in range(0, len(lacking), ROWS_AT_ONCE):
        with transaction() as session:
            folding.correct(session, tally, lacking[start : start + ROWS_AT_ONCE])
    if lacking:
        first = " ".join(str(lacking[0][name]) for name in tally.key)
        log.error("%s had drifted in %s rows, the first was %s; it was mended", tally.table.name, len(lacking), first)


def mail_reports(is_stopping: IsStopping = lambda: False) -> None:
    """Let the reports go whose hour has come, each on its own; what is left waits for the next run."""
    for export_id in read(lambda session: scheduled.due(session, clock.now(), REPORTS_AT_ONCE)):
        if is_stopping():
            return
        try:
            with transaction() as session:
                scheduling.let_go(session, export_id, clock.now())
        except Exception:
            log.exception("the report %s could not be mailed", export_id)


TASKS = (
    Task("fold_tally", timedelta(minutes=1), fold_everything),
    Task("mail_reports", timedelta(minutes=1), mail_reports),
    Task("recount_tally", timedelta(days=1), compare_with_recount),
)
