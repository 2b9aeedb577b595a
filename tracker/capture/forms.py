"""The form of the quick line: one line, and what travels with it."""

import re
from hashlib import blake2b

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length

from tracker.capture.rules.line.parts import LONGEST_LINE
from tracker.kernel.bounds import number_or_none
from tracker.web.forms import LineField, PageForm, needed

KEY = re.compile(r"[0-9a-f]{16}")


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
    def once(self) -> str | None:
        """What tells this line on this page from every other, so that it is logged once."""
        if not KEY.fullmatch(self.key.data or ""):
            return None
        return f"{self.key.data}-{blake2b((self.line.data or '').encode(), digest_size=8).hexdigest()}"
