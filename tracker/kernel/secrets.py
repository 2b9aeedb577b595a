"""Secrets that have to be read again, such as the address of somebody's chat: encrypted where they are stored.

The key is derived from SECRET_KEY, so a backup alone tells nothing. Earlier keys still open what was sealed with them;
what is sealed anew takes the present one.
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Self

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from config import Settings

PURPOSE = b"promise tracker: secrets at rest"


class Unreadable(Exception):  # noqa: N818 - a state that the caller records
    """A secret was sealed with a key that this installation does not know any more."""


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals texts and opens them again."""

    keys: MultiFernet = field(repr=False)

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the vault of an installation."""
        return cls(MultiFernet([_key(text) for text in (settings.secret_key, *settings.secret_key_fallbacks)]))

    def seal(self, text: str) -> str:
        """Return the text encrypted; twice the same text looks different."""
        return self.keys.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Return the text again. Raises Unreadable."""
        try:
            return self.keys.decrypt(sealed).decode()
        except InvalidToken:
            raise Unreadable("it was encrypted with a SECRET_KEY that is no longer known") from None


def _key(secret: str) -> Fernet:
    """HKDF without a salt: SECRET_KEY is random already, what is derived from it only has to be its own."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
