"""Calendars are got from addresses that people typed, and from nowhere else."""

import pytest

from tests.support.http_sink import http_sink
from tracker.daysoff.fetching import MOST_HOPS, fetch
from tracker.daysoff.reading import MOST_BYTES
from tracker.kernel.errors import Invalid
from tracker.kernel.outbound import Outbound
from tracker.kernel.places import Gate

ON_THIS_MACHINE = Outbound(gate=Gate(with_loopback=True), total_s=3.0)
STRICT = Outbound(gate=Gate(), total_s=3.0)


def answered(head: str, body: str = "", more: str = "") -> str:
    return f"HTTP/1.1 {head}\r\n{more}Content-Length: {len(body)}\r\n\r\n{body}"


def refusal(address: str, outbound: Outbound = ON_THIS_MACHINE) -> Invalid:
    with pytest.raises(Invalid) as refused:
        fetch(address, outbound)
    assert refused.value.field == "address"
    return refused.value


def test_a_calendar_is_asked_for_without_a_body():
    with http_sink(answered("200 OK", "BEGIN:VCALENDAR")) as sink:
        content = fetch(f" {sink.url} ", ON_THIS_MACHINE)

    [got] = sink.received
    assert content == b"BEGIN:VCALENDAR"
    assert (got.method, got.body) == ("GET", b"")
    assert got.headers["accept"].startswith("text/calendar")


def test_an_address_that_has_moved_is_followed():
    with (
        http_sink(answered("200 OK", "there")) as target,
        http_sink(answered("302 Found", more=f"Location: {target.url}\r\n")) as sink,
    ):
        assert fetch(sink.url, ON_THIS_MACHINE) == b"there"


def test_every_place_on_the_way_has_to_pass_the_gate():
    with http_sink(answered("302 Found", more="Location: http://169.254.169.254/latest\r\n")) as sink:
        assert "public" in str(refusal(sink.url))


def test_an_address_that_leads_round_in_circles_is_given_up():
    with http_sink(answered("302 Found", more="Location: /hook\r\n")) as sink:
        refusal(sink.url)

    assert len(sink.received) == MOST_HOPS


@pytest.mark.parametrize("answer", ["404 Not Found", "204 No Content", "500 Oops"])
def test_another_answer_is_told_by_its_number(answer):
    with http_sink(answered(answer)) as sink:
        assert answer[:3] in str(refusal(sink.url))


def test_more_than_a_calendar_may_hold_is_refused():
    with http_sink(answered("200 OK", "x" * (MOST_BYTES + 1))) as sink:
        assert "too large" in str(refusal(sink.url))


def test_silence_is_no_calendar():
    with http_sink("close") as sink:
        assert "no answer" in str(refusal(sink.url))


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/a.ics", "https://[::1]/a.ics", "http://169.254.169.254/", "http://127.1/", "http://0x7f000001/"],
)
def test_nothing_inside_is_asked(address):
    assert "public" in str(refusal(address, STRICT))


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "calendar", "ftp://example.com/a", "https://u:p@example.com/"]
)
def test_what_is_no_address_is_refused_before_anybody_is_asked(address):
    assert "https://" in str(refusal(address))


@pytest.mark.parametrize("scheme", ["webcal", "webcals", "WEBCAL", "https"])
def test_a_calendar_link_means_an_encrypted_place(scheme):
    asked: list[int] = []

    def unreachable(_host: str, port: int) -> list[str]:
        asked.append(port)
        raise OSError("no network here")

    refusal(f"{scheme}://calendar.example/holidays.ics", Outbound(gate=Gate(), resolve=unreachable))

    assert asked == [443]
