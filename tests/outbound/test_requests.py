"""Requests over real connections on this machine, and what becomes of every misbehaviour."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support.certificates import certified
from tests.support.http_sink import HttpSink, http_sink
from tracker.kernel.outbound import Answer, Outbound, Request, RequestFailed
from tracker.kernel.places import Gate

ON_THIS_MACHINE = Outbound(gate=Gate(with_loopback=True), total_s=5.0)


def send(sink: HttpSink, outbound: Outbound = ON_THIS_MACHINE, *, most: int = 1000) -> Answer:
    request = Request(url=sink.url, headers={"Content-Type": "application/json"}, body=b'{"a": 1}')
    return outbound.send(request, most=most)


def failure(answer: str, *, total_s: float = 5.0) -> RequestFailed:
    with http_sink(answer) as sink, pytest.raises(RequestFailed) as failed:
        send(sink, replace(ON_THIS_MACHINE, total_s=total_s))
    return failed.value


def answered(head: str, body: str = "") -> str:
    return f"HTTP/1.1 {head}\r\nContent-Length: {len(body)}\r\n\r\n{body}"


def test_a_request_arrives_as_it_was_written():
    with http_sink(answered("200 OK", "taken")) as sink:
        answer = send(sink)

    [got] = sink.received
    assert (answer.status, answer.body, answer.is_cut) == (200, b"taken", False)
    assert (got.method, got.target, got.body) == ("POST", "/hook", b'{"a": 1}')
    assert got.headers["content-type"] == "application/json"
    assert got.headers["accept-encoding"] == "identity"


def test_the_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to():
    asked: list[str] = []

    def turncoat(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    with http_sink(answered("200 OK")) as sink:
        gate = Gate(allowed=frozenset({f"hooks.example:{sink.port}"}))
        outbound = Outbound(gate=gate, resolve=turncoat, total_s=5.0)
        outbound.send(Request(url=f"http://hooks.example:{sink.port}/a%20b?c=d&e=%2F"))

    assert asked == ["hooks.example"]
    assert sink.received[0].headers["host"] == f"hooks.example:{sink.port}"
    assert sink.received[0].target == "/a%20b?c=d&e=%2F"


def test_a_place_that_is_not_allowed_hears_nothing():
    with http_sink() as sink, pytest.raises(RequestFailed) as failed:
        send(sink, Outbound(gate=Gate()))

    assert failed.value.is_permanent
    assert sink.received == []


def test_a_redirect_is_an_answer_and_is_not_followed():
    with http_sink() as inside, http_sink(f"HTTP/1.1 302 Found\r\nLocation: {inside.url}\r\n\r\n") as sink:
        answer = send(sink)

    assert answer.status == 302
    assert inside.received == []


def test_no_more_is_read_than_was_asked_for():
    with http_sink(answered("200 OK", "z" * 5000)) as sink:
        answer = send(sink, most=100)

    assert (len(answer.body), answer.is_cut) == (100, True)


@pytest.mark.parametrize("answer", ["close", "reset"])
def test_what_breaks_off_after_the_request_may_have_arrived(answer: str):
    failed = failure(answer)

    assert (failed.is_permanent, failed.is_ambiguous) == (False, True)


def test_a_body_without_end_costs_no_more_time_than_there_is():
    began = time.monotonic()

    with http_sink("HTTP/1.1 200 OK\r\n\r\ndrip") as sink:
        sink.drips = True
        answer = send(sink, replace(ON_THIS_MACHINE, total_s=0.4))

    assert time.monotonic() - began < 2
    assert answer.status == 200


@pytest.mark.parametrize("answer", ["hang", "trickle"])
def test_whoever_takes_too_long_is_left(answer: str):
    began = time.monotonic()

    failed = failure(answer, total_s=0.4)

    assert time.monotonic() - began < 2
    assert failed.is_ambiguous
    assert "in time" in str(failed)


def test_where_nobody_listens_nothing_arrived():
    with http_sink() as sink:
        pass

    with pytest.raises(RequestFailed) as failed:
        send(sink)

    assert (failed.value.is_permanent, failed.value.is_ambiguous) == (False, False)


def test_what_is_no_http_is_no_answer():
    assert failure("SSH-2.0-OpenSSH\r\n").is_ambiguous


def test_the_secret_address_shows_nowhere():
    with http_sink() as sink:
        pass

    with pytest.raises(RequestFailed) as failed:
        ON_THIS_MACHINE.send(Request(url=f"{sink.url}/top-secret"))

    assert "top-secret" not in str(failed.value)
    assert "top-secret" not in repr(Request(url=f"{sink.url}/top-secret"))


@pytest.mark.parametrize(
    ("said", "expected"), [("120", 120), ("", None), ("soon", None), ("-5", None), ("Fri, 01 Jan 1999 00:00:00 GMT", 0)]
)
def test_when_to_come_back_is_read_in_both_spellings(said: str, expected: int | None):
    answer = Answer(status=429, headers={"retry-after": said}, body=b"", is_cut=False)

    assert answer.retry_after_s == expected


def test_tls_is_spoken_with_the_name_and_its_certificate_is_checked(tmp_path: Path):
    serving, trusting = certified("hooks.example", tmp_path)

    with http_sink(answered("200 OK"), serving) as sink:
        gate = Gate(allowed=frozenset({f"hooks.example:{sink.port}", f"other.example:{sink.port}"}))
        outbound = Outbound(gate=gate, resolve=lambda _host, _port: ["127.0.0.1"], trust=trusting, total_s=5.0)
        answer = outbound.send(Request(url=f"https://hooks.example:{sink.port}/hook"))
        with pytest.raises(RequestFailed, match="CERTIFICATE_VERIFY_FAILED"):
            outbound.send(Request(url=f"https://other.example:{sink.port}/hook"))

    assert answer.status == 200
    assert sink.names == ["hooks.example", "other.example"]
    assert len(sink.received) == 1
