"""The form that confirms an erasure."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from tracker.kernel.bounds import number_or_none
from tracker.web.forms import LineField, PageForm, needed


class EraseForm(PageForm):
    """The reference, typed by hand: nobody erases by a slip of the mouse."""

    seen_version = HiddenField()
    typed = LineField(_l("Reference of the customer"), [needed(_l("Type the reference of the customer exactly."))])

    @property
    def version(self) -> int:
        """The version of the customer that was looked at."""
        return number_or_none(self.seen_version.data) or 0
