"""Safeguards of a worker, each taken away: what they are for shows only then."""

from types import ModuleType
from typing import Any

from sqlalchemy import bindparam, or_, update

from tracker.alerts.queries import delivering as queries
from tracker.alerts.records import Delivery
from tracker.alerts.rules import delivering as rules
from tracker.alerts.use_cases import contents, delivering
from tracker.kernel import extensions


def put(module: ModuleType, name: str, thing: object) -> None:
    """Put something in the place of what a module has; it must be there."""
    getattr(module, name)
    setattr(module, name, thing)


def _without_guard() -> None:
    """Send whatever was claimed, without asking whether it is still wanted or still ours."""
    begin, count_attempt = delivering.begin_delivery, queries.count_attempt

    def begin_delivery(*given: Any) -> Any:
        put(queries, "count_attempt", lambda *counted: count_attempt(*counted) or True)
        put(contents, "obstacle", lambda *_facts: "")
        try:
            return begin(*given)
        finally:
            put(queries, "count_attempt", count_attempt)
            put(contents, "obstacle", rules.obstacle)

    put(delivering, "begin_delivery", begin_delivery)


def _without_fence() -> None:
    """Let a delivery belong to everybody who ever claimed it."""
    columns = queries.DELIVERY.c
    of_anybody = or_(columns.lease_token == bindparam("claimed_token"), columns.lease_token >= 0)
    is_it = (columns.id == bindparam("claimed_id"), columns.state == "sending")
    put(queries, "HELD", update(queries.DELIVERY).where(*is_it, of_anybody))


def _without_immediate() -> None:
    """Begin every transaction on SQLite without its write lock."""
    put(extensions, "_begin_sqlite", lambda connection: connection.exec_driver_sql("BEGIN"))


def _without_skip_locked() -> None:
    """Wait for the rows that another worker is claiming."""

    def claim(ready: Any) -> Any:
        chosen = ready.with_for_update().cte("chosen").prefix_with("MATERIALIZED")
        return update(Delivery).where(Delivery.id == chosen.c.id)

    put(queries, "_claim_on_postgresql", claim)


WITHOUT = {
    "guard": _without_guard,
    "fence": _without_fence,
    "immediate": _without_immediate,
    "skip_locked": _without_skip_locked,
}
