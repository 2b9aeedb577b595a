"""Where the numbers of a report lead: each to a list of exactly so many promises."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from flask_babel import gettext
from markupsafe import Markup

from tracker.promises.measures import FEW, Share
from tracker.reports.forms.wishes import Wish
from tracker.reports.groups import NOTHING, list_address

Narrowed = Mapping[str, object] | None
NOTHING_MORE: Narrowed = {}


@dataclass(frozen=True, slots=True)
class Leading:
    """Makes numbers of a wish into links to the promises behind them; `owner_id` where it is about one person alone."""

    wish: Wish
    owner_id: int | None

    def to(self, standing: str, narrowed: Narrowed = NOTHING_MORE, **more: object) -> str:
        """Return the address of the promises of a bar or a dot; none of those without a list."""
        if narrowed is None:
            return ""
        return list_address(self.wish, standing=standing, owner_id=self.owner_id, **{**narrowed, **more})

    def number(self, many: int, standing: str, narrowed: Narrowed = NOTHING_MORE, **more: object) -> Markup | int:
        """Return a number that leads to its promises; none of them, or those without a list, lead nowhere."""
        if not many or narrowed is None:
            return many
        return Markup('<a href="{}">{}</a>').format(self.to(standing, narrowed, **more), many)

    def kept_rate(self, share: Share, narrowed: Narrowed = NOTHING_MORE, **more: object) -> str:
        """Return a kept rate, part and whole of which lead to their promises."""
        leads = partial(self.number, narrowed=None if narrowed is None else {**narrowed, **more})
        return self._rate(share, leads(share.part, "kept_on_time"), leads(share.whole, "judged"))

    def marked_rate(self, share: Share, standing: str, mark: str, of: str | None = None) -> str:
        """Return the share of those of a standing (and with a mark themselves) that have a mark."""
        return self._rate(
            share, self.number(share.part, standing, mark=mark), self.number(share.whole, standing, mark=of)
        )

    def _rate(self, share: Share, part: Markup | int, whole: Markup | int) -> str:
        """Say a share as `groups.kept_rate_in_words` does."""
        if share.rate is None:
            return NOTHING
        if share.whole < FEW:
            return Markup(gettext("%(part)s of %(whole)s", part=part, whole=whole))  # noqa: S704 - both are made here
        said = gettext("%(rate)s %% (%(part)s of %(whole)s)", rate=round(100 * share.rate), part=part, whole=whole)
        return Markup(said)  # noqa: S704 - numbers and links that are made here
