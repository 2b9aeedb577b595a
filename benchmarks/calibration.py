"""The hint at logging, judged on real data: what it learns from half a year of Boston's promises holds for the next."""

import csv
import os
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks import report
from benchmarks.report import Figure
from config import ROOT
from tracker.promises.measures import Share
from tracker.promises.rules import Due
from tracker.reports.rules.calibration import Bin, Prediction, brier_score, calibration_error, reliability
from tracker.reports.rules.realism import History, Slot, evidence, slot_of

BOSTON = Path(os.environ.get("BOSTON_DATA", ROOT.parent / "shared" / "data" / "boston311"))
ZONE = "America/New_York"
FORMAT = "%m/%d/%Y %I:%M:%S %p"
HALF_TIME = datetime(2015, 7, 1, tzinfo=ZoneInfo(ZONE))
EXPORTED = datetime(2016, 1, 13, tzinfo=ZoneInfo(ZONE))
"""The "today" of the data: what is open and past its target then was not kept."""

MOST_OFF = 0.1
NOTHING = Share(0, 0)
Counts = dict[tuple[str, str], dict[Slot, Share]]


@dataclass(frozen=True, slots=True)
class Request:
    """A promise of the city: of which kind, by whom, in which slot, and whether it was kept as judged at the end."""

    group: tuple[str, str]
    made_at: datetime
    due_at: datetime
    closed_at: datetime | None

    @property
    def slot(self) -> Slot:
        """Its lead time and weekday."""
        return slot_of(Due(self.due_at), self.made_at, ZONE)

    @property
    def known_at(self) -> datetime:
        """When it was known whether it is kept: when it was closed in time, else at its due."""
        return self.closed_at if self.closed_at is not None and self.is_kept() else self.due_at

    def is_kept(self) -> bool:
        """Whether it was closed in time."""
        return self.closed_at is not None and self.closed_at <= self.due_at


def measure() -> list[Figure]:
    """Return how well half a year predicts the next; say loudly when the data is not there."""
    requests = [request for path in sorted(BOSTON.glob("*.csv")) for request in _read(path)]
    if not requests:
        print(f"SKIPPED: the data is not in {BOSTON}; name its folder in BOSTON_DATA.")
        return []
    learned = [each for each in requests if each.due_at <= HALF_TIME]
    judged = [each for each in requests if each.made_at >= HALF_TIME and each.due_at <= EXPORTED]
    overall = Share(sum(each.is_kept() for each in learned), len(learned)).rate or 0.0
    always = [Prediction(overall, each.is_kept()) for each in judged]
    once = list(_predicted(learned, judged, overall))
    daily = list(_predicted_daily(requests, judged, overall))
    for what, hinted in (("learned once, from the first half", once), ("learned day by day, as the hint is", daily)):
        print(what)
        _show(reliability(hinted))
    return [*_figures("once", once, always), *_figures("daily", daily, always)]


def _figures(how_learned: str, hinted: list[Prediction], always: list[Prediction]) -> list[Figure]:
    score, limit = brier_score(hinted), brier_score(always)
    how = f"{score:.4f}; always the overall rate: {limit:.4f}; {len(hinted):,} promises"
    off = calibration_error(hinted)
    what, rates = f"Brier score {how_learned}, relative", f"expected rates {how_learned} off by"
    figures = (
        Figure(database="rules", what=what, value=score / limit, unit="", limit=1.0, how=how),
        Figure(database="rules", what=rates, value=off, unit="", limit=MOST_OFF),
    )
    return [report.show(figure) for figure in figures]


def _predicted(learned: Iterable[Request], judged: Iterable[Request], overall: float) -> Iterator[Prediction]:
    histories = _histories(learned)
    for each in judged:
        found = evidence(histories.get(each.group, {}), each.slot)
        yield Prediction(overall if found is None else found.expected, each.is_kept())


def _predicted_daily(requests: Iterable[Request], judged: Iterable[Request], overall: float) -> Iterator[Prediction]:
    """Predict each promise from everything that was known when it was made."""
    counts: Counts = defaultdict(lambda: defaultdict(lambda: NOTHING))
    known = deque(sorted((each for each in requests if each.due_at <= EXPORTED), key=lambda each: each.known_at))
    for each in sorted(judged, key=lambda each: each.made_at):
        while known and known[0].known_at < each.made_at:
            _count(counts, known.popleft())
        found = evidence(counts[each.group], each.slot)
        yield Prediction(overall if found is None else found.expected, each.is_kept())


def _histories(requests: Iterable[Request]) -> Mapping[tuple[str, str], History]:
    counts: Counts = defaultdict(lambda: defaultdict(lambda: NOTHING))
    for each in requests:
        _count(counts, each)
    return counts


def _count(counts: Counts, request: Request) -> None:
    so_far = counts[request.group][request.slot]
    counts[request.group][request.slot] = Share(so_far.part + request.is_kept(), so_far.whole + 1)


def _show(bins: Iterable[Bin]) -> None:
    print("expected    kept")
    for each in bins:
        low, high = each.kept.interval or (0.0, 1.0)
        kept = f"{each.kept.rate or 0:>8.1%}  of {each.kept.whole:,}: {low:.1%} to {high:.1%}"
        print(f"{each.expected:>8.1%}{kept}{'' if each.is_calibrated else '  outside of the interval'}")


def _read(path: Path) -> Iterator[Request]:
    """Yield what was promised: rows without a target are no promises."""
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        for row in csv.DictReader(file):
            if row["TARGET_DT"]:
                closed = _moment(row["CLOSED_DT"]) if row["CLOSED_DT"] else None
                group = (row["TYPE"], row["Department"])
                yield Request(group, _moment(row["OPEN_DT"]), _moment(row["TARGET_DT"]), closed)


def _moment(text: str) -> datetime:
    return datetime.strptime(text, FORMAT).replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
