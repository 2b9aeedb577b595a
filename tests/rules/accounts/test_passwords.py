"""Long passwords that nobody guesses are accepted, and there are no rules of composition."""

import pytest

from tracker.accounts.common_passwords import common_passwords
from tracker.accounts.rules.passwords import check_password
from tracker.kernel.errors import Invalid

AROUND = ("Stadtwerke Musterhausen", "Anna Nowak", "anna.nowak@stadtwerke.example")


@pytest.mark.parametrize(
    "password",
    [
        "tiefblau7",
        "correct horse battery staple",
        "zweifelderwirtschaft",
        "a" * 40 + "bcdef" * 4 + "wxyz",
        "pony-ast-wolke-" * 8 + "abcdefgh",
        "anna nowak mag lange spaziergänge",
        "🦉🐢🦔🐝 im garten",
    ],
)
def test_what_nobody_guesses_is_accepted(password: str) -> None:
    check_password(password, AROUND, common_passwords())


@pytest.mark.parametrize("password", ["", "kurz", "1234567", "x7-" * 43])
def test_less_than_8_and_more_than_128_characters_are_refused(password: str) -> None:
    with pytest.raises(Invalid, match="Between 8 and 128"):
        check_password(password, AROUND, common_passwords())


@pytest.mark.parametrize(
    "password",
    [
        "password",
        "12345678",
        "Iloveyou",
        "qwertzuiop",
        "PASSWORT",
        "passwort2026!",
        "sommer2026",
        "00000000",
        "abababab",
    ],
)
def test_what_attackers_try_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="on the lists"):
        check_password(password, AROUND, common_passwords())


@pytest.mark.parametrize("password", ["AnnaNowak1", "nowak2026", "Stadtwerke26", "musterhausen!", "anna.nowak"])
def test_what_everybody_here_knows_is_refused(password: str) -> None:
    with pytest.raises(Invalid, match="easy to guess"):
        check_password(password, AROUND, common_passwords())


def test_the_refusal_names_its_field() -> None:
    with pytest.raises(Invalid) as refusal:
        check_password("kurz", AROUND, common_passwords(), "new_password")

    assert refusal.value.field == "new_password"


def test_the_list_covers_the_3000_that_are_tried_first() -> None:
    assert len(common_passwords()) > 3_000
