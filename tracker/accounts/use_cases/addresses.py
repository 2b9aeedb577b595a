"""Mail addresses: of accounts, and those to which copies of mails for a team are sent."""

from collections.abc import Sequence

from email_validator import EmailNotValidError, validate_email
from sqlalchemy.orm import Session

from tracker.accounts.queries import accounts
from tracker.accounts.queries.teams import teams_at
from tracker.accounts.records import Team, TeamAddress
from tracker.accounts.use_cases.changes import Changes
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_

MOST_OF_A_TEAM = 10


def stored_address(text: str, *, field: str) -> str:
    """Return an address as it is stored. Raises Invalid."""
    try:
        # An office may well have a mail domain of its own that ends in .local.
        checked = validate_email(text.strip(), check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise Invalid(N_("This is not a mail address."), field=field) from None
    return accounts.normal_email(checked.normalized)


def check_no_team_has(session: Session, address: str) -> None:
    """Refuse for a person an address that is a team's. Raises Invalid."""
    if teams_at(session, [address]):
        raise Invalid(N_("This is the address of a team for copies of mails."), field="email")


def free_addresses(session: Session, texts: Sequence[str], *, team_id: int | None) -> list[str]:
    """Return the addresses of a team as they are stored. Raises Invalid for one that is none or taken."""
    addresses = sorted({stored_address(text, field="addresses") for text in texts})
    if len(addresses) > MOST_OF_A_TEAM:
        raise Invalid(N_("At most ten addresses."), field="addresses")
    for taken in teams_at(session, addresses):
        if taken.team_id != team_id:
            raise Invalid(
                N_("%(address)s is the address of the team %(team)s."),
                field="addresses",
                address=taken.address,
                team=taken.name,
            )
    for address in addresses:
        if accounts.account_id_of(session, address) is not None:
            raise Invalid(N_("%(address)s is the address of a person."), field="addresses", address=address)
    return addresses


def change_addresses(team: Team, addresses: Sequence[str]) -> Changes:
    """Let a team that was loaded with its addresses have these, and return what changed."""
    before = [each.address for each in team.addresses]
    if before == list(addresses):
        return {}
    kept = {each.address: each for each in team.addresses}
    team.addresses = [kept.get(address) or TeamAddress(address=address) for address in addresses]
    return {"addresses": (", ".join(before), ", ".join(addresses))}
