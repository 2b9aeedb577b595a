"""What keeps the tally: folding every minute, and every night the comparison with a full recount."""

import logging
from datetime import timedelta

from tracker.alerts.jobs.upkeep import IsStopping, Task
from tracker.kernel.extensions import transaction
from tracker.reports.use_cases import folding

log = logging.getLogger(__name__)


def fold_everything(is_stopping: IsStopping = lambda: False) -> None:
    """Fold what has changed, bite by bite, until nothing is left."""
    while not is_stopping():
        with transaction() as session:
            many = folding.fold_changes(session)
        if many < folding.BITE:
            return


def compare_with_recount(is_stopping: IsStopping) -> None:
    """Count everything anew; where the tally differs, say so and let the recount stand."""
    fold_everything(is_stopping)
    with transaction() as session:
        folding.hold_writers(session)
        while folding.fold_changes(session):
            pass
        drift = folding.recount(session)
    if drift.cells:
        log.error("the tally had drifted in %s cells, the first was %s; it was counted anew", drift.cells, drift.first)
    else:
        log.info("the tally is what a full recount gives")


TASKS = (
    Task("fold_tally", timedelta(minutes=1), fold_everything),
    Task("recount_tally", timedelta(days=1), compare_with_recount),
)
