"""How a change of a customer is told in the history."""

from tracker.audit.rules import Happening
from tracker.customers.rules.details import Details
from tracker.kernel.people import Viewer

Changes = dict[str, tuple[object, object]]


def told(kind: str, customer_id: int, actor: Viewer | None, changes: Changes, **words: object) -> Happening:
    """Return the event of a customer."""
    return Happening(
        kind=kind,
        subject_type="customer",
        subject_id=customer_id,
        actor_id=actor.id if actor else None,
        changes=changes,
        words=words,
    )


def facts(details: Details, tier: str) -> dict[str, object]:
    """Return what the history keeps of a customer; `tier` is the key of the tier."""
    return {
        "name": details.name,
        "reference": details.reference,
        "contacts": [contact.value for contact in details.contacts],
        "tags": list(details.tags),
        "tier": tier,
        "team_id": details.team_id,
        "yearly_volume": details.yearly_volume,
        "region": details.region,
        "language": details.language,
        "time_zone": details.time_zone,
    }


def changes(before: dict[str, object], after: dict[str, object]) -> Changes:
    """Return what differs, from what to what; enough to take it back."""
    return {name: (before[name], after[name]) for name in after if before[name] != after[name]}


def first_facts(details: Details, tier: str) -> Changes:
    """Return what is known of a new customer, as changes from nothing."""
    return {name: (None, fact) for name, fact in facts(details, tier).items() if fact not in (None, "", [])}
