"""Links in mails by which a notice is answered without signing in: signed, and each good for one answer.

A link names the delivery and what it does, nothing else; whether it still works is asked of the database.
"""

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer

from tracker.alerts.rules.messages import Action
from tracker.alerts.saying import settings
from tracker.alerts.use_cases.answering import no_such_link

PURPOSE = "answer to a notice"


@dataclass(frozen=True, slots=True)
class AnswerLink:
    """What a link says: to which delivery it belongs, and what it does."""

    key: str
    action: Action


def answer_address(link: AnswerLink) -> str:
    """Return the address for a mail. Its host is that of the settings: a worker has no request."""
    token = _signer().dumps([link.key, link.action])
    return f"{settings().base_url}/answers/{token}"


def read_token(token: str) -> AnswerLink:
    """Return what a link's token says. Raises Gone when it is not ours."""
    try:
        key, action = _signer().loads(token)
        return AnswerLink(str(key), Action(action))
    except (BadSignature, ValueError, TypeError):
        raise no_such_link() from None


def _signer() -> URLSafeSerializer:
    keys = [*reversed(settings().secret_key_fallbacks), settings().secret_key]
    return URLSafeSerializer(keys, salt=PURPOSE)
