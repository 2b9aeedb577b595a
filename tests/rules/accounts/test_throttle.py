"""Attempts count against the account and against the network they come from."""

from datetime import timedelta

import pytest

from tests.support.clock import MOMENT
from tracker.accounts.rules.throttle import WINDOW, Limit, limits_for, network_of, wait_after


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("fe80::1%eth0", "fe80::/64"),
        (None, "unknown"),
    ],
)
def test_a_network_is_a_24_or_a_64(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_what_was_typed_is_not_kept() -> None:
    account, network = limits_for("sign-in", "Anna@Example.com", "203.0.113.77")

    assert "anna" not in account.key.casefold()
    assert account == limits_for("sign-in", "anna@example.com", "198.51.100.1")[0]
    assert network.key == "sign-in:203.0.113.0/24"


def test_signing_in_and_asking_for_a_link_count_apart() -> None:
    assert limits_for("sign-in", "a@b.example", None) != limits_for("reset", "a@b.example", None)


def test_the_wait_ends_with_the_window() -> None:
    limit = Limit("key", 10)

    assert wait_after(10, limit, MOMENT, MOMENT) is None
    assert wait_after(11, limit, MOMENT, MOMENT + timedelta(minutes=5)) == WINDOW - timedelta(minutes=5)
