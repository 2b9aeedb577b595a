"""The filters of the list, as its address names them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from flask import request

from tracker.customers.forms.amounts import amount_in
from tracker.customers.queries import Filters
from tracker.kernel.bounds import number
from tracker.kernel.errors import Invalid
from tracker.web.texts import clean_line


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What somebody looks for: words, filters, and the amount as it was typed."""

    words: str
    volume: str
    filters: Filters

    @classmethod
    def of_request(cls) -> Self:
        """Read the address. What cannot be right narrows nothing."""
        given = request.args
        volume = clean_line(given.get("volume"))
        filters = Filters(
            tier_id=given.get("tier", type=number),
            min_volume=_amount(volume),
            region=clean_line(given.get("region")),
            tag=clean_line(given.get("tag")),
            language=clean_line(given.get("language")),
        )
        return cls(clean_line(given.get("q")), volume, filters)

    def __bool__(self) -> bool:
        """Whether the list is narrowed down at all."""
        return bool(self.words or self.filters)


def _amount(text: str) -> Decimal | None:
    try:
        return amount_in(text)
    except Invalid:
        return None
