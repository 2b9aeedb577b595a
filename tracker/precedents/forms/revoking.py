"""The form in which a grant is revoked."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tracker.kernel.bounds import number_or_none
from tracker.web.forms import PageForm, TextField, needed


class RevokeForm(PageForm):
    """Why a grant ends."""

    seen_version = HiddenField()
    reason = TextField(_l("Why does it end?"), [needed(_l("Say why."))])

    @property
    def version(self) -> int:
        """The version of the decision that was looked at."""
        return number_or_none(self.seen_version.data) or 0
