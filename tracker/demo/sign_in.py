"""Who can sign in to the demo company, with which password."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.accounts import passwords
from tracker.accounts.records import Account
from tracker.demo.people import PASSWORD, PEOPLE
from tracker.kernel.people import Role

MADE_BYTES = 12


@dataclass(frozen=True, slots=True)
class SignIn:
    """What somebody needs to sign in."""

    email: str
    password: str
    role: str


class Known(Protocol):
    """Somebody of a demo company."""

    @property
    def email(self) -> str:
        """With what they sign in."""

    @property
    def role(self) -> Role:
        """What they may do."""


def new_sign_ins(people: Sequence[Known] = PEOPLE, *, is_development: bool) -> list[SignIn]:
    """Return passwords for demo people: the known one, but where real data may be, one made for each."""
    return [
        SignIn(person.email, PASSWORD if is_development else secrets.token_urlsafe(MADE_BYTES), person.role.value)
        for person in people
    ]


def hashes(sign_ins: list[SignIn]) -> Mapping[str, str]:
    """Return the password hashes by address. Takes a third of a second: not inside a transaction."""
    return {each.email: passwords.hashed_password(each.password) for each in sign_ins}


def known_sign_ins(session: Session, people: Sequence[Known] = PEOPLE) -> Iterator[SignIn]:
    """Yield the demo people who can still sign in with the known password, in their order."""
    emails = [person.email for person in people]
    asked = select(Account.email, Account.password, Account.role).where(Account.email.in_(emails), Account.active)
    found = {row.email: row for row in session.execute(asked)}
    for row in (found[email] for email in emails if email in found):
        if passwords.verified(PASSWORD, row.password).is_right:
            yield SignIn(row.email, PASSWORD, row.role)
