"""Two records of one customer become one."""

from dataclasses import dataclass, replace
from datetime import datetime

from tracker.customers.rules.contacts import each_once
from tracker.customers.rules.details import Details
from tracker.kernel.errors import ChangedMeanwhile, Invalid
from tracker.kernel.words import N_


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What decides whether a record may be merged; `seen_version` is the one that was decided on."""

    id: int
    team_id: int | None
    merged_into_id: int | None
    erased_at: datetime | None
    row_version: int
    seen_version: int


def check_may_merge(kept: Standing, merged: Standing) -> None:
    """Refuse to merge a record with itself, twice, unseen changes along, or past the walls of a team."""
    if kept.id == merged.id:
        raise Invalid(N_("This is the same customer."), field="other")
    if kept.merged_into_id or merged.merged_into_id:
        raise Invalid(N_("One of the two was merged before."), field="other")
    if kept.erased_at or merged.erased_at:
        raise Invalid(N_("This customer was erased."), field="other")
    if kept.team_id != merged.team_id:
        raise Invalid(N_("The two belong to different teams. Give both to the same team first."), field="other")
    if any(each.row_version != each.seen_version for each in (kept, merged)):
        raise ChangedMeanwhile(N_("Somebody changed one of the two meanwhile. Please look at both again."))


def merged_details(kept: Details, merged: Details, *, takes_volume: bool = False) -> Details:
    """Return what is known afterwards: the kept record's word goes first, the other fills what it leaves open.

    Of two yearly volumes it takes the other's where somebody chose that one.
    """
    volumes = (merged, kept) if takes_volume else (kept, merged)
    return replace(
        kept,
        contacts=each_once((*kept.contacts, *merged.contacts)),
        tags=tuple(sorted({*kept.tags, *merged.tags})),
        yearly_volume=next((each.yearly_volume for each in volumes if each.yearly_volume is not None), None),
        region=kept.region or merged.region,
    )


def earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the earlier of two moments, of which each may be missing."""
    return min((each for each in (one, other) if each is not None), default=None)
