"""Customers' pages in tests."""

from datetime import datetime

from sqlalchemy.orm import Session

from tests.support.clock import MOMENT
from tracker.kernel.people import Viewer
from tracker.portal.use_cases.links import MakeLink, make_link


def a_page(
    session: Session, actor: Viewer, customer_id: int, *, now: datetime = MOMENT, language: str = "en", days: int = 90
) -> str:
    """Open a customer's page and return its address on this site."""
    wish = MakeLink(actor=actor, customer_id=customer_id, language=language, days=days)
    return f"/p/{make_link(session, wish, now)}"
