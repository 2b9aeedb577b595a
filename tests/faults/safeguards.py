"""Safeguards of a worker, each taken away: what they are for shows only then."""

from types import ModuleType
from typing import Any

from sqlalchemy import update

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
    begin, took_effect = delivering.begin_delivery, queries.took_effect

    def begin_delivery(*given: Any) -> Any:
        put(queries, "took_effect", lambda session, statement: took_effect(session, statement) or True)
        put(contents, "obstacle", lambda *_facts: "")
        try:
            return begin(*given)
        finally:
            put(queries, "took_effect", took_effect)
            put(contents, "obstacle", rules.obstacle)

    put(delivering, "begin_delivery", begin_delivery)


def _without_fence() -> None:
    """Let a delivery belong to everybody who ever claimed it."""
    put(queries, "held", lambda claim: update(Delivery).where(Delivery.id == claim.id, Delivery.state == "sending"))


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
