"""How long the quick line takes to say what it understood, among many customers."""

from urllib.parse import urlencode

from benchmarks import report
from benchmarks.browsers import Browser, Inside, sign_in
from benchmarks.places import Place
from benchmarks.report import Figure, median, percentile, timed
from tracker.demo.people import JANA

CUSTOMERS = 200_000
LIMIT_MS = 50
ROUNDS = 5
OK = 200
LINES = {
    "a known customer": "Rückruf Löwenzahn morgen 15:00 wegen Rechnung 4711",
    "a frequent name": "Rückruf @schäfer morgen 15:00 wegen Rechnung 4711",
    "a title and a frequent name": "call back Mrs Taylor tomorrow at 3 about the invoice",
    "a number": "Gutschrift 35 € an @K-100 bis fr 12 !",
    "nobody": "Unterlagen zur Xylophonreparatur schicken bis nächsten Mittwoch",
    "many words": "we send the spare part for the heating by express to Kingfisher only for key accounts by friday",
    "half a word": "Rückruf Lö",
}


def measure(place: Place) -> list[Figure]:
    """Return how long each sort of line takes, letter by letter as it is typed."""
    browser = Inside(place.app)
    sign_in(browser, JANA.email)
    return [_typed(place, browser, what, line) for what, line in LINES.items()]


def _typed(place: Place, browser: Browser, what: str, line: str) -> Figure:
    """Ask for every beginning that ends with a word, as somebody who pauses there sees it, and for the whole line."""
    ends = [at for at, letter in enumerate(line) if letter == " "] + [len(line)]
    times = [min(timed(_ask, browser, line[:end]) for _ in range(ROUNDS)) for end in ends]
    how = f"median {median(times):.1f} ms, slowest {max(times):.1f} ms"
    value = percentile(times, 0.95)
    figure = Figure(database=place.database, what=f"line: {what}", value=value, unit="ms", limit=LIMIT_MS, how=how)
    return report.show(figure)


def _ask(browser: Browser, line: str) -> None:
    if browser.get(f"/line?{urlencode({'line': line})}").status != OK:
        raise RuntimeError(f"the line {line!r} is not answered")
