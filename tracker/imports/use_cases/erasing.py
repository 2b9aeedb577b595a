"""Forgetting the prints of the rows that promises came from."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.imports.records import ImportedPromise


def forget_prints(session: Session, promise_ids: Sequence[int]) -> None:
    """Delete the prints of these promises: a print can be compared with a guess at the row."""
    session.execute(
        delete(ImportedPromise).where(ImportedPromise.promise_id.in_(promise_ids)),
        execution_options={"synchronize_session": False},
    )
