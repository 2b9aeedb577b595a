"""What keeps the tally: folding every minute, and every night the comparison with a full recount."""

import logging
import time
from datetime import timedelta

from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.kernel.extensions import snapshot, transaction
from tracker.reports.queries.cells import KEY
from tracker.reports.queries.recounting import differences
from tracker.reports.use_cases import folding

log = logging.getLogger(__name__)

CELLS_AT_ONCE = 500


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
    """Count everything anew, as of one moment; where the tally differs, say so and mend it."""
    with snapshot() as session:
        lacking = differences(session)
    for start in range(0, len(lacking), CELLS_AT_ONCE):
        with transaction() as session:
            folding.correct(session, lacking[start : start + CELLS_AT_ONCE])
    if lacking:
        first = " ".join(str(lacking[0][name]) for name in KEY)
        log.error("the tally had drifted in %s cells, the first was %s; it was mended", len(lacking), first)
    else:
        log.info("the tally is what a full recount gives")


TASKS = (
    Task("fold_tally", timedelta(minutes=1), fold_everything),
    Task("recount_tally", timedelta(days=1), compare_with_recount),
)
