"""Reading the city's requests: every file through the mapping that the documentation shows, moved to the present."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from tracker.demo.boston.moving import moved, moved_moment, weeks_since
from tracker.demo.boston.people import found_city
from tracker.demo.bulk.writing import fold_all
from tracker.demo.sign_in import SignIn, hashes
from tracker.imports import mapping_file
from tracker.imports.export import UnreadableError, opened
from tracker.imports.mapping import Mapping, MappingError
from tracker.imports.running import Run
from tracker.imports.use_cases.importing import Fate
from tracker.kernel.commands import Unusable
from tracker.kernel.errors import Refusal
from tracker.kernel.extensions import transaction

MAPPING = Path(__file__).parents[3] / "docs" / "import" / "boston311.toml"
BEFORE = timedelta(days=400)
"""So long before the end of the data the city's people are there: it covers a year."""

Say = Callable[[str], None]


def city() -> Mapping:
    """Return the documented mapping. Raises Unusable where the documentation did not come along."""
    try:
        return mapping_file.parsed(MAPPING.read_bytes())
    except OSError as error:
        raise Unusable(f"The mapping {MAPPING} cannot be read: {error.strerror}") from error


def exports(path: Path) -> list[Path]:
    """Return the files to read: this one, or the CSV files of this folder. Raises Unusable where there are none."""
    if path.is_file():
        return [path]
    found = sorted(path.glob("*.csv")) if path.is_dir() else []
    if not found:
        raise Unusable(f"{path} is neither a CSV export of Boston's service requests nor a folder of them.")
    return found


def fill(mapping: Mapping, paths: list[Path], sign_ins: list[SignIn], *, now: datetime, say: Say) -> None:
    """Make the city's people and read its requests. Raises Unusable."""
    weeks = weeks_since(mapping.file.zone, now)
    as_of = moved_moment(weeks, mapping.file.zone)
    known = hashes(sign_ins)
    try:
        _check(paths, mapping)
        with transaction() as session:
            found_city(session, mapping, known, as_of - BEFORE)
        for path in paths:
            _read(path, mapping, weeks=weeks, as_of=as_of, say=say)
    except (MappingError, Refusal, UnreadableError) as error:
        raise Unusable(f"The data of Boston cannot be used: {error}") from error
    fold_all()
    say(f"All dates are {weeks} weeks later than in the data, so that its last day is {as_of:%Y-%m-%d}.")


def _check(paths: list[Path], mapping: Mapping) -> None:
    """Look at every file before anything is made. Raises UnreadableError."""
    for path in paths:
        with opened(path, mapping):
            pass


def _read(path: Path, mapping: Mapping, *, weeks: int, as_of: datetime, say: Say) -> None:
    reasons: Counter[str] = Counter()
    run = Run(mapping, as_of, lambda _row, reason: reasons.update([reason]), is_rehearsal=False)
    with moved(path, mapping, weeks) as export:
        for _done in run.over(export):
            pass
    say(f"{path.name}: {run.fates[Fate.IMPORTED]} imported, {run.fates[Fate.REJECTED]} rejected")
    for reason, many in reasons.most_common():
        say(f"  {many} × {reason}")
