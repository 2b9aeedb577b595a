"""Forgetting in which words customers said what they expect, and in which they were answered."""

from collections.abc import Sequence

from sqlalchemy import case, select, update
from sqlalchemy.orm import Session

from tracker.expectations.records import Expectation

NOTHING = "–"


def forget_expectations(session: Session, customer_ids: Sequence[int]) -> list[int]:
    """Take the words out of what these customers expect; topics count it as before. Return the numbers."""
    theirs = Expectation.customer_id.in_(customer_ids)
    ids = list(session.scalars(select(Expectation.id).where(theirs)))
    said = case((Expectation.said != "", NOTHING), else_="")
    wordless = update(Expectation).where(theirs).values(words="", said=said)
    session.execute(wordless, execution_options={"synchronize_session": False})
    return ids
