"""Ladders and rungs for tests of rules."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import count
from typing import Any

from tracker.alerts.rules.ladders import Audience, Channel, RungFacts

numbers = count(100)


def a_rung(
    offset: timedelta,
    *,
    in_office_time: bool = True,
    audience: Iterable[Audience] = (Audience.OWNER,),
    channels: Iterable[Channel] = (Channel.APP, Channel.MAIL),
    number: int | None = None,
    **more: Any,
) -> RungFacts:
    """Make a rung for the owner, on both channels."""
    return RungFacts(
        id=next(numbers) if number is None else number,
        offset=offset,
        in_office_time=in_office_time,
        audience=frozenset(audience),
        channels=frozenset(channels),
        **more,
    )


EVERYBODYS = (
    a_rung(-timedelta(hours=4), number=1),
    a_rung(timedelta(0), in_office_time=False, channels=(Channel.APP,), number=2),
    a_rung(timedelta(hours=1), audience=(Audience.OWNER, Audience.MANAGER), number=3),
)
"""The ladder that every installation begins with."""
