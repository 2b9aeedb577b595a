"""What a phone has to load stays small."""

import gzip
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "tracker" / "static"
KIB = 1024


@pytest.mark.parametrize(
    ("name", "most_kib"), [("app.css", 12), ("app.js", 6), ("icons.svg", 5), ("vendor/htmx-4.0.1.min.js", 14)]
)
def test_a_file_stays_within_its_budget(name: str, most_kib: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 9)) <= most_kib * KIB


@pytest.mark.parametrize("vendored", ["htmx-4.0.1", "lucide-1.62"])
def test_what_others_wrote_carries_its_licence(vendored: str) -> None:
    assert "ermission" in (STATIC / "vendor" / f"{vendored}.LICENSE.txt").read_text()


def test_no_script_needs_what_the_policy_forbids() -> None:
    script = (STATIC / "app.js").read_text()

    assert [word for word in ("eval(", "new Function", ".style.", "innerHTML") if word in script] == []
