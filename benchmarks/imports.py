"""Importing another system's export."""

import csv
from itertools import cycle, islice
from pathlib import Path

from benchmarks import report
from benchmarks.places import Place, Places
from benchmarks.report import Figure, timed
from config import ROOT

EXTRACT = ROOT / "tests" / "use_cases" / "imports" / "boston311_extract.csv"
MAPPING = ROOT / "docs" / "import" / "boston311.toml"
AS_OF = "2016-01-13T00:00:00-05:00"
ROWS = 20_000
LIMIT = 2_000


def measure(places: Places) -> Figure:
    """Return how many rows a second are imported into an empty database."""
    place = places.empty("imported")
    file = places.folder / "export.csv"
    _write_export(file)
    spent = timed(lambda: _import(place, file)) / 1000
    how = f"{ROWS:,} rows in {spent:.1f} s"
    return report.show(
        Figure(
            database=place.database,
            what="import",
            value=ROWS / spent,
            unit="rows/s",
            limit=LIMIT,
            how=how,
            is_floor=True,
        )
    )


def _import(place: Place, file: Path) -> None:
    arguments = ["import", str(file), "--mapping", str(MAPPING), "--as-of", AS_OF]
    done = place.app.test_cli_runner().invoke(args=arguments)
    if not done.stdout.startswith(f"{ROWS} imported"):
        raise RuntimeError(f"the import went wrong: {done.stdout or done.stderr or done.exception}")


def _write_export(file: Path) -> None:
    """Write the committed extract over and over, each time with new numbers."""
    with EXTRACT.open(newline="") as extract, file.open("w", newline="") as export:
        rows = csv.DictReader(extract)
        promised = cycle([row for row in rows if row["TARGET_DT"]])
        writer = csv.DictWriter(export, rows.fieldnames or [])
        writer.writeheader()
        for number, row in enumerate(islice(promised, ROWS)):
            writer.writerow(row | {"CASE_ENQUIRY_ID": f"{number:09}"})
