"""How measures are told outside pages: as JSON for programs, as a table for a terminal."""

from datetime import timedelta

from tracker.promises.measures import FEW, Measures, Share

NOTHING = "–"


def as_json(measures: Measures) -> dict[str, int | float | None]:
    """Return counts, rates (fractions of 1) and lateness (seconds); None where there is nothing to divide by."""
    low, high = measures.kept_rate.interval or (None, None)
    return {
        "due": measures.due,
        "kept_on_time": measures.kept_on_time,
        "kept_late": measures.kept_late,
        "partly_kept": measures.partly_kept,
        "broken": measures.broken,
        "open_overdue": measures.open_overdue,
        "withdrawn": measures.withdrawn,
        "kept_rate": measures.kept_rate.rate,
        "kept_rate_low": low,
        "kept_rate_high": high,
        "kept_as_first_promised": measures.kept_as_first_promised.rate,
        "informed_before_due": measures.informed_before_due.rate,
        "lateness_median_s": measures.lateness_median,
        "lateness_p90_s": measures.lateness_p90,
    }


def as_table(measures: Measures, office_lateness: tuple[float | None, float | None]) -> str:
    """Return one line per measure: counts, shares with their denominators, lateness in clock and office time."""
    office_median, office_p90 = office_lateness
    lines = [
        ("Due", str(measures.due)),
        ("  kept on time", str(measures.kept_on_time)),
        ("  kept late", str(measures.kept_late)),
        ("  partly kept", str(measures.partly_kept)),
        ("  broken", str(measures.broken)),
        ("  open and overdue", str(measures.open_overdue)),
        ("  open, still ahead", str(measures.open_ahead)),
        ("Withdrawn (not counted)", str(measures.withdrawn)),
        ("Kept on time", share(measures.kept_rate)),
        ("Kept as first promised", share(measures.kept_as_first_promised)),
        ("Informed before the due", share(measures.informed_before_due)),
        ("Lateness, median", span(measures.lateness_median)),
        ("Lateness, 90th percentile", span(measures.lateness_p90)),
        ("  in office hours, median", hours(office_median)),
        ("  in office hours, 90th", hours(office_p90)),
    ]
    return "\n".join(f"{name:<27}{value}" for name, value in lines)


def share(counted: Share) -> str:
    """Return a share with its denominator and 95 % interval; of a few only "7 of 8"."""
    if counted.rate is None or counted.interval is None:
        return NOTHING
    of = f"{counted.part} of {counted.whole}"
    if counted.whole < FEW:
        return of
    low, high = counted.interval
    return f"{counted.rate:.1%} ({of}; 95 % interval {low:.1%} to {high:.1%})"


def span(seconds: float | None) -> str:
    """Return a length of time in days, hours, minutes and seconds."""
    return NOTHING if seconds is None else str(timedelta(seconds=round(seconds)))


def hours(seconds: float | None) -> str:
    """Return an amount of office time in hours and minutes: a day of it would be no day."""
    if seconds is None:
        return NOTHING
    whole, minutes = divmod(round(seconds / 60), 60)
    return f"{whole}:{minutes:02} h"
