"""Where the mails of tests end up."""

from tracker.kernel.mail import Mail


class Mailbox:
    """A mailer that keeps what it was given, in order; it fails as long as `failure` is set.

    `failing` names who alone is not reached; empty for everybody.
    """

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.failure: Exception | None = None
        self.failing = ""

    def send(self, mail: Mail) -> str:
        """Keep the mail, or fail."""
        if self.failure is not None and self.failing in {"", mail.to}:
            raise self.failure
        self.mails.append(mail)
        return "250 kept"
