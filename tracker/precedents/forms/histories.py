"""The form in which a history from elsewhere is brought."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField

from tracker.kernel.errors import Invalid
from tracker.kernel.words import N_
from tracker.precedents.files import Unreadable
from tracker.precedents.uploads import packed
from tracker.web.forms import PageForm


class HistoryForm(PageForm):
    """A ZIP archive, or the four files themselves."""

    files = MultipleFileField(_l("ZIP archive, or the four files"), render_kw={"accept": ".zip,.csv,.json"})

    def archive(self) -> bytes:
        """Return what was brought as one archive. Raises Invalid where it cannot be a history."""
        given = {
            each.filename.rsplit("/", 1)[-1]: each.read() for each in self.files.data or () if each and each.filename
        }
        if not given:
            raise Invalid(N_("Choose a file."), field="files")
        try:
            return packed(given)
        except Unreadable as error:
            raise Invalid(N_("This is no history: %(why)s"), field="files", why=str(error)) from error
