"""The forms of a link, of what a customer says, and of a mail that confirms a promise."""

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from wtforms import HiddenField, RadioField, SelectField
from wtforms.validators import Length

from tracker.kernel.bounds import number, number_or_none
from tracker.portal.confirming import LONGEST_SUBJECT, LONGEST_TEXT
from tracker.portal.rules import LIFETIMES, LONGEST_WORDS
from tracker.web.forms import LineField, PageForm, TextField, needed
from tracker.web.languages import LANGUAGE_NAMES


class LinkForm(PageForm):
    """For how long a customer's page is open, and in which language it begins."""

    days = SelectField(_l("Holds for"), coerce=number, validate_choice=False)
    language = RadioField(_l("Language of the page"), choices=list(LANGUAGE_NAMES.items()))

    def offer(self, language: str) -> None:
        """Fill the choices; the customer's language is chosen unless somebody says otherwise."""
        self.days.choices = [(days, ngettext("%(num)d day", "%(num)d days", days)) for days in LIFETIMES]
        if not self.is_submitted():
            self.days.data, self.language.data = LIFETIMES[1], language


class SayForm(PageForm):
    """What a customer wants to add. The secret in the address stands for the token against forged requests."""

    class Meta(PageForm.Meta):
        """No session, hence no token of one."""

        csrf = False

    words = TextField(_l("Would you like to add something?"), [Length(max=LONGEST_WORDS)])

    @property
    def said(self) -> str:
        """What was typed; empty for nothing."""
        return str(self.words.data or "")


class ConfirmationForm(PageForm):
    """A mail as it will be sent: to one of the customer's addresses, in words that may be changed before."""

    seen_version = HiddenField()
    email = SelectField(_l("To"), validate_choice=False)
    subject = LineField(_l("Subject"), [needed(_l("Which subject?")), Length(max=LONGEST_SUBJECT)])
    text = TextField(_l("Text"), [needed(_l("What shall the customer read?")), Length(max=LONGEST_TEXT)])

    @property
    def version(self) -> int:
        """The version of the promise that was looked at; 0, which none has, if the form does not say."""
        return number_or_none(self.seen_version.data) or 0
