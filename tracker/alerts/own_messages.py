"""What delivering has to say about itself: that an endpoint works, and what does not arrive."""

from datetime import datetime

from flask_babel import gettext

from tracker.alerts.rules.messages import Action, Link, Message
from tracker.alerts.rules.payloads import Trouble
from tracker.alerts.saying import settings
from tracker.alerts.use_cases.contents import TrialLetter, TroubleLetter
from tracker.kernel.words import N_

TROUBLES = {
    Trouble.UNDELIVERED: (
        N_("Some notices could not be delivered"),
        N_("Trying again did not help. In the application they were told all the same."),
    ),
    Trouble.UNREACHED: (
        N_("A mail did not reach a customer"),
        N_("The customer does not know yet what it says. Please check the address, and tell them another way."),
    ),
    Trouble.PAUSED: (
        N_("%(endpoint)s does not answer"),
        N_("It failed five times in a row and is left alone for a while. What is to go there waits."),
    ),
    Trouble.DISABLED: (
        N_("%(endpoint)s is gone"),
        N_("It said that it wants nothing any more, and was switched off. It can be switched on again."),
    ),
}


def trial_message(letter: TrialLetter, now: datetime) -> Message:
    """Return what shows that an endpoint works."""
    return Message(
        key=letter.key,
        language="",
        subject=gettext("It works: notices arrive here"),
        opening=gettext("This is a trial. Notices about promises will look like this one."),
        links=[Link(action=Action.OPEN, label=gettext("Open"), address=settings().base_url)],
        data={"type": "trial", "timestamp": now.isoformat(), "data": {}},
    )


def trouble_message(letter: TroubleLetter, now: datetime) -> Message:
    """Return what is wrong with delivering."""
    subject, opening = TROUBLES[letter.report.trouble]
    is_in_inbox = letter.report.trouble in {Trouble.UNDELIVERED, Trouble.UNREACHED}
    path, label = ("/notices", gettext("Notices")) if is_in_inbox else ("/settings/channels", gettext("My channels"))
    return Message(
        key=letter.key,
        language="",
        subject=gettext(subject, endpoint=letter.report.endpoint),
        opening=gettext(opening),
        facts=[(gettext("Last answer"), letter.report.said)] if letter.report.said else [],
        links=[Link(action=Action.OPEN, label=label, address=settings().base_url + path)],
        data={"type": f"delivery.{letter.report.trouble}", "timestamp": now.isoformat(), "data": {}},
    )
