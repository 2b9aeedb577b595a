"""What is remembered of mails that came in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.storage import Record


class MailRead(Record):
    """A mail that was read: `digest` is that of its Message-ID, or of all of it where it has none."""

    __tablename__ = "mail_read"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    read_at: Mapped[datetime]
    drafts: Mapped[int]

    __table_args__ = (CheckConstraint("drafts >= 0", name="drafts"),)
