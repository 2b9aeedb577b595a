"""Microsoft Teams: the address of a Workflow (Power Automate) that posts an Adaptive Card."""

from tracker.alerts.channels.posting import as_json, post
from tracker.alerts.queries.parcels import Parcel
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.alerts.rules.messages import Line, Message

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
CARD = "application/vnd.microsoft.card.adaptive"
VERSION = "1.4"
MARKDOWN = str.maketrans({sign: f"\\{sign}" for sign in "\\[]()*_`#"})

Part = dict[str, object]


def send(parcel: Parcel, message: Message) -> Result:
    """Post to the workflow of a channel or a chat."""
    if parcel.destination is None:
        return Result(outcome=Outcome.PERMANENT, said="there is no address to send to")
    return post(parcel.destination, as_json(payload(message)), {})


def payload(message: Message) -> dict[str, object]:
    """Return the message as a card. Runs of rich text are never read as Markdown; elsewhere its signs are escaped."""
    body = [_text(message.subject, size="Large", weight="Bolder"), _text(message.opening)]
    if message.statement:
        colour = "Attention" if message.is_late else "Default"
        body.append({"type": "Container", "style": "emphasis", "items": [_text(message.statement, color=colour)]})
    body += [_line(line) for line in message.lines]
    if message.facts:
        body.append({"type": "FactSet", "facts": [_fact(*fact) for fact in message.facts]})
    foot = " · ".join(filter(None, (message.repeated, message.organisation)))
    body.append(_text(foot, size="Small", isSubtle=True))
    actions = [{"type": "Action.OpenUrl", "title": link.label, "url": link.address} for link in message.links]
    card = {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": VERSION,
        "lang": message.language,
        "body": body,
        "actions": actions,
        "msteams": {"width": "Full"},
    }
    return {"type": "message", "attachments": [{"contentType": CARD, "contentUrl": None, "content": card}]}


def _text(text: str, **looks: object) -> Part:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **looks}]}


def _line(line: Line) -> Part:
    """Return one of several things; a settled one is struck out and leads nowhere."""
    leads: Part = {} if line.is_settled else {"selectAction": {"type": "Action.OpenUrl", "url": line.address}}
    head = {"type": "TextRun", "text": line.text, "strikethrough": line.is_settled, **leads}
    note = {"type": "TextRun", "text": f" – {line.note}", "isSubtle": True}
    return {"type": "RichTextBlock", "inlines": [head, note]}


def _fact(label: str, value: str) -> Part:
    return {"title": label, "value": value.translate(MARKDOWN)}
