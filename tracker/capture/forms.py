"""The forms of capture: the quick line with what travels with it, and a text in which promises are looked for."""

import re
from datetime import datetime
from hashlib import blake2b

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import RadioField, StringField
from wtforms.validators import Length

from tracker.capture.rules.line.parts import LONGEST_LINE
from tracker.capture.rules.texts.decoding import decoded
from tracker.capture.rules.texts.mails import MailText, mail_in
from tracker.capture.rules.texts.turns import LONGEST_TEXT
from tracker.kernel.bounds import number_or_none
from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.promises.forms.moments import MomentForm, day_field, time_field
from tracker.promises.rules import Channel
from tracker.promises.words import TELLING_CHANNELS
from tracker.web.forms import LineField, PageForm, TextField, needed
from tracker.web.texts import clean_text

LARGEST_FILE = 200_000
KEY = re.compile(r"[0-9a-f]{16}")


def once(key: str | None, text: str) -> str | None:
    """Return what tells a text sent from a page from every other; None without a key of ours."""
    if not KEY.fullmatch(key or ""):
        return None
    return f"{key}-{blake2b(text.encode(), digest_size=8).hexdigest()}"


class QuickLineForm(PageForm):
    """A line, the customer of the page it was typed on, what of it was `seen` understood, and a key against repeats."""

    line = LineField(
        _l("New promise in one line"),
        [
            needed(_l("What was promised?")),
            Length(max=LONGEST_LINE, message=_l("That is too long for a line. The form has room.")),
        ],
    )
    customer = StringField()
    seen = LineField()
    key = StringField()

    @property
    def customer_id(self) -> int | None:
        """The customer whose page it was typed on."""
        return number_or_none(self.customer.data)

    @property
    def is_seen(self) -> bool:
        """Whether what this very line says was shown before it was sent."""
        return bool(self.line.data) and self.seen.data == self.line.data

    @property
    def form_key(self) -> str | None:
        """What tells this line on this page from every other, so that it is logged once."""
        return once(self.key.data, self.line.data or "")


class TranscriptForm(MomentForm):
    """A text, pasted or in a file, when and over which channel it was said, and who was promised."""

    text = TextField(
        _l("Mail, chat or transcript"),
        [Length(max=LONGEST_TEXT, message=_l("That is more than 200,000 characters. Leave out what matters least."))],
    )
    file = FileField(_l("Or a file"), render_kw={"accept": ".txt,.eml,text/plain,message/rfc822"})
    customer = LineField(_l("Whom?"))
    said_day = day_field(_l("Day"))
    said_time = time_field(_l("Time"))
    channel = RadioField(_l("Promised over"), choices=TELLING_CHANNELS, default=Channel.CHAT.value)
    key = StringField()

    def mail(self) -> MailText | None:
        """Return the mail that was uploaded, and put its text and moment, or those of any other file, into the fields.

        Raises Invalid for a file that is too large, or cannot be read.
        """
        content = self.file.data.read(LARGEST_FILE + 1) if self.file.data else b""
        if not content:
            return None
        if len(content) > LARGEST_FILE:
            raise Invalid(N_("The file is too large: 200 kB are taken."), field="file")
        try:
            mail = mail_in(content)
        except ValueError:
            self.text.data = clean_text(decoded(content))
            return None
        self.text.data, self.channel.data = clean_text(mail.text)[:LONGEST_TEXT], Channel.MAIL.value
        return mail

    def said_at(self, zone: str, now: datetime) -> datetime:
        """Return when it was said: now unless it is known, and never later than that."""
        return min(self.moment("said", zone, now) or now, now)
