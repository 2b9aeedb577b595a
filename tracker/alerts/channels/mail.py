"""Mail: text with HTML beside it, and links by which it is answered without signing in."""

from dataclasses import replace

from flask import current_app
from flask_babel import force_locale

from tracker.alerts.answer_links import AnswerLink, answer_address
from tracker.alerts.queries.parcels import Addressee, Parcel
from tracker.alerts.rules.delivering import Outcome, Result
from tracker.alerts.rules.messages import ANSWERS, Link, Message
from tracker.kernel.mail import Mail, Mailer
from tracker.kernel.smtp import MailFailed
from tracker.web.languages import BABEL_NAMES


def send(parcel: Parcel, message: Message) -> Result:
    """Hand a mail to the mail server."""
    mailer: Mailer = current_app.extensions["mailer"]
    try:
        return Result(outcome=Outcome.OK, said=mailer.send(mail_of(message, parcel.to)))
    except MailFailed as failure:
        return Result(outcome=_outcome(failure), said=str(failure), status=failure.status)


def mail_of(message: Message, to: Addressee) -> Mail:
    """Return a message as a mail. Nobody else reads it, so its links may answer in the reader's name."""
    told = replace(message, links=[_personal(link, message.key) for link in message.links])
    with force_locale(BABEL_NAMES[message.language]):
        text, html = (_rendered(f"{message.template}.{form}", told) for form in ("txt", "html"))
    return Mail(
        to=to.email,
        name=to.name,
        subject=message.subject,
        text=text,
        html=html,
        language=message.language,
        key=message.key,
        is_possible_repeat=bool(message.repeated),
        calendar=message.calendar,
        calendar_method=message.calendar_method,
        attachment=message.attachment,
        reply_to=message.reply_to,
    )


def _personal(link: Link, key: str) -> Link:
    if link.action not in ANSWERS:
        return link
    return replace(link, address=answer_address(AnswerLink(key=key, action=link.action)))


def _outcome(failure: MailFailed) -> Outcome:
    if failure.is_permanent:
        return Outcome.PERMANENT
    return Outcome.AMBIGUOUS if failure.is_ambiguous else Outcome.TRANSIENT


def _rendered(template: str, message: Message) -> str:
    """Render without what only pages of a signed-in person have."""
    return current_app.jinja_env.get_template(template).render(told=message) + "\n"
