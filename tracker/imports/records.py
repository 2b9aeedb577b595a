"""What an import remembers of the promises that it wrote."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import BigId, Record


class ImportedPromise(Record):
    """The print of the row that a promise came from.

    The next import sees by it which parts of the row have changed in the other system, whatever
    happened to the promise here: what people changed here stays.
    """

    __tablename__ = "imported_promise"

    promise_id: Mapped[int] = mapped_column(
        BigId, ForeignKey("promise.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    fingerprint: Mapped[str] = mapped_column(String(120))
