"""Slack: an incoming webhook with Block Kit.

What people typed stands in plain text or is escaped: nobody can call a whole channel by the words of a promise.
"""

from tracker.alerts.channels.posting import as_json, post
from tracker.alerts.queries.parcels import Parcel
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.alerts.rules.messages import Line, Link, Message

LONGEST_HEADER = 150
LONGEST_TEXT = 2900
LONGEST_LINE = 400
MOST_FIELDS = 10

Block = dict[str, object]


def send(parcel: Parcel, message: Message) -> Result:
    """Post to the webhook of a channel or a person."""
    if parcel.destination is None:
        return Result(outcome=Outcome.PERMANENT, said="there is no address to send to")
    return post(parcel.destination, as_json(payload(message)), {})


def payload(message: Message) -> dict[str, object]:
    """Return the message as blocks, and as one line for notifications."""
    blocks: list[Block] = [
        {"type": "header", "text": _plain(message.subject, LONGEST_HEADER)},
        {"type": "section", "text": _plain(message.opening, LONGEST_TEXT)},
    ]
    if message.statement:
        blocks.append({"type": "section", "text": _plain(f"» {message.statement}", LONGEST_TEXT)})
    if message.facts:
        blocks.append({"type": "section", "fields": [_fact(*fact) for fact in message.facts[:MOST_FIELDS]]})
    blocks += [_line(line) for line in message.lines]
    blocks += [_links(message.links), _foot(message)]
    return {"text": escaped(message.subject), "blocks": blocks}


def escaped(text: str) -> str:
    """Return a text in which Slack finds neither links nor calls."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(text: str, longest: int) -> Block:
    short = text if len(text) <= longest else f"{text[: longest - 1]}…"
    return {"type": "plain_text", "text": short, "emoji": False}


def _fact(label: str, value: str) -> Block:
    return {"type": "mrkdwn", "text": f"*{escaped(label)}*\n{escaped(value)}"[:2000], "verbatim": True}


def _line(line: Line) -> Block:
    """Return one of several things; a settled one is struck out and leads nowhere."""
    short = escaped(line.text if len(line.text) <= LONGEST_LINE else f"{line.text[:LONGEST_LINE]}…")
    head = f"~{short.replace('~', '∼')}~" if line.is_settled else f"<{line.address}|{short.replace('|', '¦')}>"
    return {"type": "section", "text": {"type": "mrkdwn", "text": f"{head}\n{escaped(line.note)}", "verbatim": True}}


def _links(links: list[Link]) -> Block:
    text = "  ·  ".join(f"<{link.address}|{escaped(link.label)}>" for link in links)
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _foot(message: Message) -> Block:
    words = " · ".join(filter(None, (message.repeated, message.organisation)))
    return {"type": "context", "elements": [_plain(words, LONGEST_TEXT)]}
