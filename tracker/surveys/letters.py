"""The words of a survey's mail, in the customer's language, with the link to answer by."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import force_locale, gettext

from config import Settings
from tracker.alerts.rules.payloads import WrittenMail
from tracker.surveys.links import token_for
from tracker.surveys.use_cases.asking import Asked
from tracker.web.languages import BABEL_NAMES, locale_in_force
from tracker.web.moments import dated_day


def compose(asked: Asked) -> WrittenMail:
    """Return the mail of a survey."""
    settings: Settings = current_app.extensions["settings"]
    address = f"{settings.base_url}/s/{token_for(asked.survey_id)}"
    with force_locale(BABEL_NAMES.get(asked.language, "en_GB")):
        return WrittenMail(
            email=asked.email,
            name=asked.name,
            language=asked.language,
            subject=gettext("Two questions from %(organisation)s", organisation=settings.organisation),
            opening="\n\n".join(_paragraphs(asked)),
            statement="",
            links=[(gettext("Answer both questions"), address)],
            reply_to=asked.reply_to,
        )


def _paragraphs(asked: Asked) -> Iterator[str]:
    last = asked.expires_at.astimezone(ZoneInfo(asked.time_zone)).date()
    day = dated_day(last, locale_in_force())
    yield gettext("Hello,")
    yield gettext("we have not heard from you for a while, and would like to know whether we do what we say.")
    yield gettext("1. Did we do what we promised you?")
    yield gettext("2. Is there anything you expect from us that we have not talked about?")
    yield gettext("The link leads to both questions, without signing in; it works once, until %(day)s.", day=day)
    yield gettext("If you want no more such mails, you can say so there.")
