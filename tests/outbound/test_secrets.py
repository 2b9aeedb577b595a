"""Secrets at rest: unreadable without the key, readable after the key was replaced."""

import pytest

from config import Settings
from tracker.kernel.secrets import Unreadable, Vault

OLD, NEW = "an-older-secret-key-of-ours", "a-newer-secret-key-of-ours"
SECRET = "https://hooks.example/T0/B0/Größe"


def test_what_was_sealed_opens_again_and_does_not_show():
    vault = Vault.of(Settings(secret_key=NEW))

    sealed = vault.seal(SECRET)

    assert vault.open(sealed) == SECRET
    assert "hooks" not in sealed
    assert sealed != vault.seal(SECRET)
    assert NEW not in repr(vault)


def test_an_earlier_key_still_opens_what_it_sealed():
    sealed = Vault.of(Settings(secret_key=OLD)).seal(SECRET)

    assert Vault.of(Settings(secret_key=NEW, secret_key_fallbacks=(OLD,))).open(sealed) == SECRET


@pytest.mark.parametrize("sealed", ["", "nonsense", Vault.of(Settings(secret_key=OLD)).seal(SECRET)])
def test_what_another_key_sealed_is_refused(sealed: str):
    with pytest.raises(Unreadable):
        Vault.of(Settings(secret_key=NEW)).open(sealed)
