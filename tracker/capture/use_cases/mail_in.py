"""A mail that somebody of ours sent to a customer, with a copy to the tracker: what it promises becomes drafts."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from tracker.accounts.queries.accounts import account_id_of, normal_email
from tracker.accounts.queries.teams import AddressedTeam, teams_at
from tracker.accounts.queries.viewers import viewer_of
from tracker.accounts.records import Account
from tracker.capture.queries.naming import Named
from tracker.capture.queries.reaching import customers_at
from tracker.capture.records import MailRead
from tracker.capture.rules.texts.mails import MailText
from tracker.capture.rules.texts.turns import LONGEST_TEXT
from tracker.capture.use_cases.reading import ReadPromise, read_text
from tracker.kernel.errors import Invalid
from tracker.kernel.people import Role, Viewer
from tracker.kernel.words import N_
from tracker.promises.rules import Channel
from tracker.promises.use_cases.logging import LogPromise

MOST_DRAFTS = 50
"""Nobody promises more in a mail, and nobody else can save anything while so many drafts are saved at once."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a mail promises: who sent it, and what is to be kept as drafts; `is_known` if that was done before.

    `other_teams` are those to whose address it was sent although the sender does not promise for them; `left_out`
    is how many promises there are beyond what one mail may make drafts of. `automatic` is what says that nobody
    wrote it, so that it promises nothing. `is_cut` if it is so long that its end was not read.
    """

    sender: Viewer
    drafts: tuple[LogPromise, ...] = ()
    whom: str = ""
    is_known: bool = False
    other_teams: tuple[str, ...] = ()
    left_out: int = 0
    automatic: str = ""
    is_cut: bool = False


def digest_of(mail: MailText, content: bytes) -> str:
    """Return what tells a mail from every other."""
    return hashlib.sha256(mail.message_id.encode() or content).hexdigest()


def take_mail(session: Session, mail: MailText, digest: str, now: datetime) -> Answered:
    """Return the drafts that a mail makes, and remember that it was read.

    Raises Invalid for a sender of no account, and for the address of a closed team that is not the sender's.
    """
    sender = _sender(session, mail)
    addressed = _addressed(session, mail, sender)
    if session.get(MailRead, digest) is not None:
        return Answered(sender, is_known=True)
    if mail.automatic:
        session.add(MailRead(digest=digest, read_at=now, drafts=0))
        return Answered(sender, automatic=mail.automatic)
    said_at = mail.sent_at if mail.sent_at and mail.sent_at <= now else now
    ours = {team.address for team in addressed}
    recipients = [each for each in mail.recipients if normal_email(each) not in ours]
    found = customers_at(session, sender, recipients)
    customer = found[0] if len(found) == 1 else None
    read = read_text(session, mail.text[:LONGEST_TEXT], sender, said_at, most=MOST_DRAFTS)
    drafts = tuple(_draft(each, sender, customer) for each in read.promises)
    session.add(MailRead(digest=digest, read_at=now, drafts=len(drafts)))
    others = tuple(dict.fromkeys(team.name for team in addressed if not sender.may_change_in(team.team_id)))
    whom = "" if customer else ", ".join(recipients)
    is_cut = len(mail.text) > LONGEST_TEXT
    return Answered(sender, drafts, whom, other_teams=others, left_out=read.left_out, is_cut=is_cut)


def _addressed(session: Session, mail: MailText, sender: Viewer) -> list[AddressedTeam]:
    """Return the teams to whose addresses a mail was sent.

    Drafts belong to who sent it, whichever team's address that was. What is sent to a closed team is that team's
    business alone: as a promise of somebody in another team everybody would see it.
    """
    addressed = teams_at(session, (*mail.recipients, *mail.delivered_to))
    for team in addressed:
        if not sender.may_see(team.team_id):
            raise Invalid(
                N_("%(address)s is the address of a closed team, of which %(name)s is no member."),
                address=team.address,
                name=sender.name,
            )
    return addressed


def _draft(promise: ReadPromise, sender: Viewer, customer: Named | None) -> LogPromise:
    return promise.command(sender, customer, channel=Channel.MAIL)


def _sender(session: Session, mail: MailText) -> Viewer:
    account_id = account_id_of(session, mail.sender) if mail.sender else None
    account = session.get(Account, account_id) if account_id is not None else None
    if account is None or not account.active or account.role == Role.ADMIN:
        raise Invalid(N_("Nobody here who promises has the address %(address)s."), address=mail.sender or "–")
    return viewer_of(session, account.id)
