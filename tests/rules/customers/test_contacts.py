"""Contact points: what is a phone number, and which spellings mean the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.customers.rules.contacts import (
    Contact,
    ContactKind,
    Number,
    check_contact,
    contact_in,
    each_once,
    phone_key,
    phone_number,
)
from tracker.kernel.errors import Invalid

SPELLINGS = (
    "+49 30 123456",
    "+49 (0)30 123456",
    "+49 (0) 30 / 12 34 56",
    "0049 30 123456",
    "0049-30-123456",
    "030 123456",
    "(030) 12-34-56",
    "030/123456",
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_all_spellings_of_a_number_have_one_key(text: str) -> None:
    assert phone_key(text) == "30123456"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+1 212 555 0100", Number("1", "2125550100")),
        ("+7 495 123 45 67", Number("7", "4951234567")),
        ("+44 (0)20 7946 0000", Number("44", "2079460000")),
        ("+353 1 234 5678", Number("353", "12345678")),
        ("0800 330 1000", Number("", "8003301000")),
        ("110", Number("", "110")),
    ],
)
def test_the_country_is_told_from_the_number_within_it(text: str, number: Number) -> None:
    assert phone_number(text) == number


@given(st.text())
def test_any_text_has_a_key_of_digits(text: str) -> None:
    assert set(phone_key(text)) <= set("0123456789")


@given(st.from_regex(r"[1-9][0-9]{5,9}", fullmatch=True))
def test_a_number_is_the_same_from_home_and_from_abroad(national: str) -> None:
    assert phone_key(f"0{national}") == phone_key(f"+49 {national}") == phone_key(f"0049{national}")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("info@sommer.de", ContactKind.MAIL),
        ("030 123456", ContactKind.PHONE),
        ("Tel. 030 123456", ContactKind.PHONE),
        ("@sommer", ContactKind.MAIL),
        ("Fax", ContactKind.OTHER),
        ("Ahornallee 123", ContactKind.OTHER),
    ],
)
def test_the_kind_of_a_contact_point_shows_in_how_it_is_written(line: str, kind: ContactKind) -> None:
    assert contact_in(line).kind is kind


@pytest.mark.parametrize("line", ["@sommer", "info@", "in fo@sommer.de", "a@b@c.de", "info@sommer"])
def test_what_is_no_mail_address_is_refused(line: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_contact(contact_in(line))

    assert refused.value.field == "contacts"


def test_what_has_no_digits_is_no_phone_number() -> None:
    with pytest.raises(Invalid):
        check_contact(Contact(ContactKind.PHONE, "unknown"))


def test_of_two_spellings_the_first_one_stays() -> None:
    first, second, other = (contact_in(line) for line in ("030 123456", "+49 30 123456", "Info@Sommer.de"))

    assert each_once([first, second, other, contact_in("info@sommer.de")]) == (first, other)
