"""Names: how they sort, and which of them are likely to mean one customer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.customers.rules.names import LONGEST_NAME, alike_key, sort_key
from tracker.kernel.folding import fold

ONE_NAME = (
    ("Bäckerei Sommer GmbH", "Baeckerei Sommer"),
    ("Bäckerei Sommer GmbH", "SOMMER, BÄCKEREI"),
    ("Sommer GmbH & Co. KG", "Sommer AG"),
    ("Sommer G.m.b.H.", "Sommer gmbh"),
    ("Sommer e. K.", "Sommer e.K."),
    ("Sommer UG (haftungsbeschränkt)", "Sommer UG"),
    ("Acme Ltd.", "ACME Limited"),
    ("Weiß", "WEISS"),
    ("Anna Müller", "Mueller, Anna"),
    ("Smith and Sons Inc.", "Smith & Sons"),
)


@pytest.mark.parametrize(("one", "other"), ONE_NAME)
def test_spellings_of_one_name_look_alike(one: str, other: str) -> None:
    assert alike_key(one) == alike_key(other)


@pytest.mark.parametrize(("one", "other"), [("Sommer", "Winter"), ("Sommer 1", "Sommer 2"), ("Anna Weiß", "Weiß")])
def test_different_names_do_not(one: str, other: str) -> None:
    assert alike_key(one) != alike_key(other)


def test_a_name_of_company_forms_alone_keeps_them() -> None:
    assert alike_key("The Company Ltd")


@given(st.text())
def test_keys_fit_into_their_columns(name: str) -> None:
    assert len(sort_key(name)) <= LONGEST_NAME
    assert len(alike_key(name)) <= LONGEST_NAME


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
