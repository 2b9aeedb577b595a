"""Every records module, so that migrations and tests see every table."""

from tracker.accounts import records as accounts
from tracker.alerts import records as alerts
from tracker.audit import records as audit
from tracker.capture import records as capture
from tracker.customers import records as customers
from tracker.expectations import records as expectations
from tracker.feeds import records as feeds
from tracker.imports import records as imports
from tracker.kernel.storage import Record
from tracker.portal import records as portal
from tracker.precedents import records as precedents
from tracker.promises import records as promises
from tracker.reports import records as reports
from tracker.review import records as review
from tracker.surveys import records as surveys

ROOMS = (
    accounts,
    alerts,
    audit,
    capture,
    customers,
    expectations,
    feeds,
    imports,
    portal,
    precedents,
    promises,
    reports,
    review,
    surveys,
)
metadata = Record.metadata


def is_ours(_thing: object, name: str | None, kind: str, _reflected: bool, _counterpart: object) -> bool:  # noqa: FBT001
    """Whether Alembic should compare this.

    The search index is another thing on each database (FTS5 tables on SQLite, a trigram index on
    PostgreSQL): the migration makes it by hand and the search tests prove it.
    """
    return not (kind in {"table", "index"} and "customer_search" in (name or ""))
