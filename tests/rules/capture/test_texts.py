"""Who said what in a pasted text, and what a mail says."""

import time
from contextlib import suppress
from datetime import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.capture.rules.texts.decoding import decoded
from tracker.capture.rules.texts.html import text_of
from tracker.capture.rules.texts.mails import mail_in
from tracker.capture.rules.texts.turns import LONGEST_TEXT, language_of, promises_of_ours, turns

PATIENCE_S = 20
"""So long a page or a mail may take on a machine that is busy; a second is usual."""
CHAT = """[10:02] Kundin: Mein Paket ist nicht da. Ich werde kündigen!
[10:03] Anna Nowak: Das tut mir leid. Ich rufe Sie morgen zurück.
Das Ersatzteil geht heute noch raus.
[10:05] Kundin: Ich rufe Sie dann auch an.
"""
MAIL = """From: Anna Nowak <anna@shop.example>
To: "Müller, Petra" <petra@mueller.example>
Date: Mon, 2 Mar 2026 09:30:00 +0100
Message-ID: <1@shop.example>
Subject: =?utf-8?q?R=C3=BCckfrage?=
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: 8bit

Ich rufe Sie morgen zurück.

Am 1. März 2026 um 10:00 schrieb Petra Müller:
> Ich schicke Ihnen die Unterlagen.
"""


def quotes(text: str, *names: str) -> list[str]:
    return [each.quote for each in promises_of_ours(text, names)]


def test_only_our_side_promises():
    assert quotes(CHAT, "Anna Nowak") == ["Ich rufe Sie morgen zurück.", "Das Ersatzteil geht heute noch raus."]


@pytest.mark.parametrize("label", ["Agent", "Support (Bremen)", "10:15 Kundenservice", "Nowak", "Berater 2"])
def test_labels_say_who_is_ours(label):
    text = f"Frau Krüger: Ich rufe Sie morgen an.\n{label}: Ich schicke Ihnen das heute.\n"

    assert quotes(text, "Anna Nowak") == ["Ich schicke Ihnen das heute."]


def test_without_anybody_of_ours_all_is_ours_that_no_customer_said():
    assert quotes("Customer: I'll wait here for you.\nBen: I'll call you back.\n") == ["I'll call you back."]


def test_without_labels_all_is_ours():
    assert quotes("I'll call you back. We will send it today.") == ["I'll call you back.", "We will send it today."]


@pytest.mark.parametrize(
    "line",
    [
        "Tel.: 0800 123456",
        "Hotline: 0800 123456",
        "Support: help@shop.example",
        "Hinweis: Wir sind umgezogen.",
        "PS: Danke!",
    ],
)
def test_a_line_of_a_signature_is_nobody_who_speaks(line):
    assert quotes(f"Ich rufe Sie morgen zurück.\n\nViele Grüße\nAnna Nowak\n{line}\n") == [
        "Ich rufe Sie morgen zurück."
    ]


@pytest.mark.parametrize(
    "head",
    [
        "Von: Petra Sommer <petra@sommer.example>\nGesendet: Freitag, 27. Februar 2026 18:00\nAn: Anna Nowak",
        "From: Petra Sommer\nSent: Friday, 27 February 2026 18:00\nTo: Anna Nowak\nSubject: Boiler",
    ],
)
def test_an_earlier_mail_below_its_head_was_said_before(head):
    text = f"Ich rufe Sie morgen zurück.\n\n{head}\n\nIch schicke Ihnen die Unterlagen.\n"

    assert quotes(text, "Anna Nowak") == ["Ich rufe Sie morgen zurück."]


def test_a_customer_with_the_first_name_of_a_colleague_is_a_customer():
    text = "Tobias Weber: Ich rufe Sie morgen an.\nAnna Nowak: Ich schicke Ihnen das heute.\nTobias: Wir melden uns.\n"

    assert quotes(text, "Tobias Weiß", "Anna Nowak") == ["Ich schicke Ihnen das heute.", "Wir melden uns."]


def test_what_a_mail_quotes_was_said_before():
    assert quotes(mail_in(MAIL.encode()).text) == ["Ich rufe Sie morgen zurück."]
    assert quotes("Ich rufe an.\n> Ich schicke Ihnen das.\nWir melden uns.\n") == ["Ich rufe an.", "Wir melden uns."]


@pytest.mark.parametrize(
    "head",
    [
        "Am 27. Februar 2026 um 18:00 schrieb Petra Sommer:",
        "Am Fr., 27. Feb. 2026 um 18:00 Uhr schrieb Petra Sommer <\npetra@sommer.example>:",
        "On Fri, 27 Feb 2026 at 18:00, Petra Sommer <petra@sommer.example>\nwrote:",
        "Petra Sommer schrieb am 27.02.2026 um 18:00:",
        "-----Ursprüngliche Nachricht-----",
    ],
)
def test_an_answer_below_a_marked_quotation_is_ours(head):
    quoted = "> Ich schicke Ihnen die Unterlagen.\n>\n> Wann melden Sie sich?\n"
    text = f"Guten Tag,\n\n{head}\n{quoted}\nIch rufe Sie morgen an.\n"

    assert quotes(text) == ["Ich rufe Sie morgen an."]


def test_answers_between_quoted_lines_are_ours():
    head = "On 27 Feb 2026 at 18:00, Petra wrote:\n\n"
    text = head + "> Will you call?\nI'll call you tomorrow.\n> And the money?\nYou'll get it."

    assert quotes(text) == ["I'll call you tomorrow.", "You'll get it."]


def test_below_a_quotation_that_is_not_marked_nobody_knows_who_speaks():
    text = "Wir melden uns.\n\nAm 27. Februar 2026 um 18:00 schrieb Petra:\nIch schicke das.\n\nIch rufe Sie an.\n"

    assert quotes(text) == ["Wir melden uns."]


def test_an_answer_below_a_quotation_of_html_is_ours():
    html = (
        "<p>Am 27.02.2026 um 18:00 schrieb Petra:</p><blockquote>Ich schicke das.</blockquote><p>Ich rufe Sie an.</p>"
    )

    assert quotes(text_of(html)) == ["Ich rufe Sie an."]


@pytest.mark.parametrize(
    "stamps",
    [
        ("[12.11.26, 14:03:11] ", "[13.11.26, 09:30:00] "),
        ("12/11/2026, 14:03 - ", "13/11/2026, 09:30 - "),
        ("\u200e[12.11.2026 14:03] ", "[13.11.2026 09:30] "),
        ("[12/11/26, 2:03:11 PM] ", "[13/11/26, 9:30:00\u202fAM] "),
        ("2026-11-12 14:03 ", "2026-11-13 09:30 "),
    ],
)
def test_stamps_of_chats_say_when_something_was_said(stamps):
    text = f"{stamps[0]}Petra: Ich warte auf Sie.\n{stamps[1]}Anna Nowak: Ich rufe Sie morgen an.\n"

    [promise] = promises_of_ours(text, ["Anna Nowak"])

    assert promise.quote == "Ich rufe Sie morgen an."
    assert f"{promise.wall:%Y-%m-%d %H:%M}" == "2026-11-13 09:30"


def test_where_the_month_stands_first_it_does_in_stamps():
    text = "[11/12/26, 2:03 PM] Anna: I'll call you tomorrow.\n[99/99/26, 2:03 PM] Anna: I'll send it.\n"

    assert [each.wall for each in promises_of_ours(text, ["Anna Nowak"], month_first=True)] == [
        datetime(2026, 11, 12, 14, 3),  # noqa: DTZ001 - a wall clock
        None,
    ]


@pytest.mark.parametrize("bold", ["**{}:**", "**{}**:", "*{}:*", "__{}:__"])
def test_labels_may_be_written_bold(bold):
    text = f"{bold.format('Kunde')} Ich schicke Ihnen das morgen.\n{bold.format('Agent')} Ich rufe Sie an.\n"

    assert quotes(text) == ["Ich rufe Sie an."]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b"", "Ich rufe Sie zurück.".encode()),
        (b"", "Ich rufe Sie zurück.".encode("cp1252")),
        (b"Content-Type: text/plain\n", "Ich rufe Sie zurück.".encode()),
        (b"Content-Type: text/plain; charset=us-ascii\n", "Ich rufe Sie zurück.".encode()),
        (b"Content-Type: text/plain; charset=no-such-thing\n", "Ich rufe Sie zurück.".encode()),
        (b"Content-Type: text/plain; charset=utf-8\n", "Ich rufe Sie zurück.".encode("cp1252")),
        (b"Content-Type: text/plain; charset=utf-8\n", "Ich ru\x00fe Sie zurück.".encode()),
    ],
)
def test_a_mail_is_read_whatever_it_says_of_its_letters(head, body):
    assert mail_in(b"From: a@b.example\n" + head + b"\n" + body).text == "Ich rufe Sie zurück."


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Auto-Submitted: auto-replied", "Auto-Submitted: auto-replied"),
        ("X-Autoreply: yes", "X-Autoreply"),
        ("Precedence: auto_reply", "Precedence: auto_reply"),
        ("Subject: Out of Office: Re: boiler", "Subject: Out of Office: Re: boiler"),
        ("Subject: Automatische Antwort: Heizung", "Subject: Automatische Antwort: Heizung"),
        ("Subject: Abwesenheitsnotiz", "Subject: Abwesenheitsnotiz"),
        ("Auto-Submitted: no", ""),
        ("Subject: AW: Abwesenheitsnotiz", ""),
        ("Subject: Automatic doors", ""),
    ],
)
def test_an_automatic_reply_says_so(head, reason):
    assert mail_in(f"From: a@b.example\n{head}\n\nIch rufe Sie zurück.".encode()).automatic == reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_file_is_read_in_any_usual_encoding(encoding):
    assert decoded("Ich rufe Sie zurück.".encode(encoding)) == "Ich rufe Sie zurück."


@given(st.binary(max_size=100), st.text(max_size=8))
def test_no_bytes_are_without_letters(content, charset):
    assert isinstance(decoded(content, charset), str)


def test_quotes_stand_in_the_text_where_they_say():
    assert all(CHAT[each.start : each.end] == each.quote for each in promises_of_ours(CHAT, ["Anna Nowak"]))


@pytest.mark.parametrize(("text", "language"), [(CHAT, "de"), ("I will call you back about it.", "en"), ("", "en")])
def test_the_language_is_that_of_the_small_words(text, language):
    assert language_of(text) == language


def test_a_mail_says_when_and_between_whom():
    mail = mail_in(MAIL.encode())

    assert f"{mail.sent_at:%Y-%m-%d %H:%M %Z}" == "2026-03-02 08:30 UTC"
    assert mail.addresses == ("petra@mueller.example", "anna@shop.example")
    assert (mail.message_id, mail.subject) == ("<1@shop.example>", "Rückfrage")


@pytest.mark.parametrize("content", [b"", b"no mail at all", b"Date: x\n\n", b"\x00\xff", b"From: a@b.example\n\n  \n"])
def test_what_is_no_mail_is_refused(content):
    with pytest.raises(ValueError, match="no mail"):
        mail_in(content)


@given(st.binary(max_size=300))
def test_no_bytes_fail_otherwise(content):
    with suppress(ValueError):
        mail_in(b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + content)


@given(st.text(max_size=300), st.text(max_size=20))
def test_turns_lie_inside_the_text_in_its_order(text, name):
    found = turns(text, [name])

    assert all(0 <= turn.start < turn.end <= len(text) for turn in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("piece", ["<!--", "<a ", "<", "<a b='", '<a b="', "</", "<!", "<blockquote>", "<p>x", "&#"])
def test_html_is_read_in_one_go_whatever_is_left_open(piece):
    began = time.process_time()

    text_of(piece * 100_000)

    assert time.process_time() - began < PATIENCE_S


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("a<br>b <b>c</b>&amp;d", "a\nb c&d"),
        ('<p title="x > y">a</p>b', "a\nb"),
        ("<style>p > a {}</style><script>if (a<b) x()</script>c", "c"),
        ("a <!-- <p>b</p> --> c", "a c"),
        ("a<blockquote>b<blockquote>c</blockquote>d</blockquote>e", "a\n>\ne"),
        ("1 < 2", "1 < 2"),
        ("a<!-- b", "a"),
    ],
)
def test_html_says_its_words(html, words):
    assert text_of(html) == words


@pytest.mark.parametrize(
    "head",
    [
        b"To: " + b"(" * 20_000,
        b"To: " + b'"' * 20_001,
        b"Content-Type: text/plain; " + b"a=b;" * 40_000,
        b"X: " + b"a" * 100_000,
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(2_000)),
    ],
)
def test_a_mail_with_a_monstrous_head_takes_no_time(head):
    began = time.process_time()

    with suppress(ValueError):
        mail_in(b"From: a@b.example\n" + head + b"\n\nIch rufe Sie an.")

    assert time.process_time() - began < PATIENCE_S


@pytest.mark.long
@pytest.mark.parametrize(
    "piece", ["!", ".", '."', "und\n", "Wird und\n", "wird ", "A: x\n", "\n", ">\n", "Am 1:00 ", "İ"]
)
def test_a_long_text_of_anything_is_read_in_time(piece):
    began = time.process_time()

    promises_of_ours((piece * LONGEST_TEXT)[: LONGEST_TEXT - 1] + "x", ["Anna Nowak"])

    assert time.process_time() - began < PATIENCE_S
