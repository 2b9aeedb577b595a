"""The number that a mail is known by: made of the key by which it was sent, so that an answer names what it answers."""

import re
from email.utils import make_msgid

UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9.-]+")


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a mail: the same for the same key; without one a new one."""
    return f"<{UNSAFE_IN_ID.sub('.', key)}@{domain}>" if key else make_msgid(domain=domain)


def is_message_id_of(key: str, number: str) -> bool:
    """Whether a Message-ID is that of the mail with a key, from whichever address it was sent."""
    return number.startswith(message_id(key, "").removesuffix(">"))
