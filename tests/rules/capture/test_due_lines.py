"""`flask capture due`: lines of JSON in, answers out, in order."""

import json
import os
import subprocess
import sys
import time

import pytest

from config import ROOT
from tracker.capture.lines import Refused, due_line

PATIENCE_S = 10
LINE = {
    "id": 7,
    "text": "bis nächsten Mittwoch",
    "lang": "de",
    "reference": "2026-12-01 10:20:00",
    "tz": "Europe/Berlin",
    "order": "DMY",
}


def asked(**other: object) -> bytes:
    return json.dumps(LINE | other).encode()


def test_a_line_is_answered_by_its_id():
    assert due_line(asked()) == {
        "id": 7,
        "due": "2026-12-09T23:59:59",
        "start": "2026-12-09T00:00:00",
        "end": "2026-12-09T23:59:59",
        "relation": "deadline",
        "vague": False,
        "alternatives": ["2026-12-02T23:59:59"],
        "rules": ["de.until", "de.which-weekday"],
    }


def test_a_line_without_a_due_says_nothing():
    answer = due_line(asked(text="Rechnung 4711"))

    assert (answer["due"], answer["relation"], answer["rules"]) == (None, None, [])


def test_zone_and_order_need_not_be_named():
    line = {name: value for name, value in LINE.items() if name not in {"tz", "order"}}

    assert due_line(json.dumps(line).encode())["due"] == "2026-12-09T23:59:59"


@pytest.mark.parametrize(
    "line",
    [
        b"{",
        b"\xff\xfe",
        b"[]",
        b"7",
        b"[" * 100_000,
        asked(text=None),
        asked(text=3),
        asked(lang="fr"),
        asked(lang=["de"]),
        asked(reference="yesterday"),
        asked(reference=None),
        asked(tz="Europe/Nowhere"),
        asked(tz="../../etc/passwd"),
        asked(tz=7),
        asked(tz=""),
        asked(order="YMD"),
        asked(order=[]),
    ],
)
def test_a_line_that_cannot_be_read_is_refused(line):
    with pytest.raises(Refused):
        due_line(line)


def test_the_command_answers_in_order_and_goes_on_after_a_bad_line():
    lines = b"\n".join(
        [asked(id="a"), b"", b"nonsense", asked(id="b", lang="fr"), asked(id="c", text="bis 03/04"), asked(id="\ud800")]
    )

    ran = subprocess.run(
        [sys.executable, "-m", "flask", "capture", "due"],
        input=lines,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:////nowhere/at/all.db"},
        capture_output=True,
        timeout=60,
        check=False,
    )

    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == ["a", None, "b", "c", "\ud800"]
    assert [set(answer) == {"id", "error"} for answer in answers] == [False, True, True, False, False]
    assert ran.returncode == 2
    assert b"2 lines" in ran.stderr


@pytest.mark.parametrize("reference", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles", "Pacific/Kiritimati"])
@pytest.mark.parametrize("text", ["gestern 3pm EST", "tomorrow 3pm PST", "in 2-3 months", "end of 9999", "by midnight"])
def test_no_moment_at_the_edge_of_the_calendar_fails(reference, zone, text):
    line = asked(text=text, lang="en", reference=reference, tz=zone)

    assert "due" in due_line(line)


@pytest.mark.parametrize(
    "piece", ["0", "1.", "1-", "3. ", "morgen ", "in 2 ", "\x00", "\u202e", "\U0001f600", "\ud800"]
)
def test_an_endless_line_of_anything_is_answered_in_time(piece):
    line = asked(text=piece * 1_000_000)
    began = time.process_time()

    due_line(line)

    assert time.process_time() - began < PATIENCE_S
