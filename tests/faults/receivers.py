"""Who receives: a mail server and a web server that write into the ledger what they take before they say so."""

import json
import socket
import threading
import time
from typing import BinaryIO

from tests.faults.ledger import Ledger
from tests.support.http_sink import HttpSink
from tests.support.smtp_sink import SmtpSink

NOTHING_SAID = {"hang", "close", "reset", "trickle"}
"""Answers after which the sender cannot know whether the message was taken."""
REFUSALS = ("3", "4", "5")


class MailServer(SmtpSink):
    """Takes mails; `answers` may make it misbehave."""

    def __init__(self, ledger: Ledger, port: int, takes_s: float) -> None:
        super().__init__(takes_s=takes_s, port=port)
        self._ledger = ledger
        self._here = threading.local()

    def _say(self, connection: socket.socket, word: str, usual: str) -> bool:
        if word == "MAIL":
            self._here.began = time.time()
        return super()._say(connection, word, usual)

    def _keep(self, content: bytes) -> None:
        self._ledger.write_mail(content, self._here.began)
        if self.answers.get(".") in NOTHING_SAID:
            self._ledger.write(what="broken off")


class WebServer(HttpSink):
    """Takes webhooks at `/hook/ACCOUNT`; what it answers with a redirect points to where it takes nothing."""

    def __init__(self, ledger: Ledger) -> None:
        super().__init__()
        self._ledger = ledger

    def address(self, account_id: int) -> str:
        """Return where the messages to a person go."""
        return f"{self.url}/{account_id}"

    def _take(self, lines: BinaryIO) -> None:
        began = time.time()
        super()._take(lines)
        got = self.received[-1]
        if not got.target.startswith("/hook/"):
            self._ledger.write(what="strayed", target=got.target)
            return
        status = self.answer.partition(" ")[2]
        if not status.startswith(REFUSALS):
            is_repeat = json.loads(got.body)["message"]["possible_repeat"]
            to = int(got.target.rpartition("/")[2])
            self._ledger.write_message(got.headers["webhook-id"], to, is_repeat=is_repeat, began=began)
        if self.answer in NOTHING_SAID:
            self._ledger.write(what="broken off")
