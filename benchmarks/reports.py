"""The pages of managers: what they count must not be counted when they are opened."""

from benchmarks import report
from benchmarks.pages import KATRIN, Page, Reader, timed_in_turns
from benchmarks.places import Place
from benchmarks.report import Figure

SLOWER, LONGEST_MS = 1.5, 300
PAGES = (
    Page("report of a year, by kind", "/reports?period=365&by=kind", KATRIN),
    Page("report of a year, by weekday", "/reports?period=365&by=weekday", KATRIN),
    Page("report of a year, by lead time", "/reports?period=365&by=lead", KATRIN),
    Page("report of a year, one team", "/reports?period=365&team=1", KATRIN),
    Page("the same as a table", "/reports/export.csv?period=365", KATRIN),
    Page("today", "/today", KATRIN),
    Page("practice", "/practice", KATRIN),
    Page("consistency", "/consistency", KATRIN),
    Page("exceptions", "/exceptions", KATRIN),
    Page("topics of expectations", "/expectations", KATRIN),
)


def compare(small: Place, large: Place) -> list[Figure]:
    """Return how long each page takes in the large database, and how much longer than in the small one."""
    readers = (Reader(small), Reader(large))
    return [figure for page in PAGES for figure in _figures(readers, page)]


def _figures(readers: tuple[Reader, Reader], page: Page) -> list[Figure]:
    short, long = timed_in_turns(readers, page)
    database = readers[0].place.database
    how = f"{long:.1f} ms against {short:.1f} ms"
    return [
        report.show(Figure(database=database, what=page.name, value=long / short, unit="times", limit=SLOWER, how=how)),
        report.show(Figure(database=database, what=page.name, value=long, unit="ms", limit=LONGEST_MS)),
    ]
