"""Forgetting what a customer was asked and answered, and that they wanted no more of it."""

from collections.abc import Sequence

from sqlalchemy import delete
from sqlalchemy.orm import Session

from tracker.surveys.records import Survey, SurveyRefusal


def forget_surveys(session: Session, customer_ids: Sequence[int]) -> None:
    """Delete both: nobody is asked any more, and few answers of one person could be recognised."""
    for table in (Survey, SurveyRefusal):
        session.execute(
            delete(table).where(table.customer_id.in_(customer_ids)), execution_options={"synchronize_session": False}
        )
