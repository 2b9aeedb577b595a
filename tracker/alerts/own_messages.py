"""What delivering has to say about itself: that an endpoint works, and what does not arrive."""

from datetime import datetime

from flask_babel import gettext

from tracker.alerts.rules.messages import Action, Link, Message
from tracker.alerts.rules.payloads import Trouble
from tracker.alerts.saying import settings, what
from tracker.alerts.use_cases.contents import TrialLetter, TroubleLetter
from tracker.kernel.words import N_

TROUBLES = {
    Trouble.UNDELIVERED: (
        N_("Some notices could not be delivered"),
        N_("Trying again did not help. In the application they were told all the same."),
    ),
    Trouble.UNREACHED: (
        N_("A mail did not reach the customer: %(what)s"),
        N_("The customer does not know yet what it says. Please check the address, and tell them another way."),
    ),
    Trouble.PAUSED: (
        N_("%(endpoint)s does not answer"),
        N_("It failed five times in a row and is left alone for a while. What is to go there waits."),
    ),
    Trouble.DISABLED: (
        N_("%(endpoint)s is gone"),
        N_("The other side wants nothing any more; the channel was switched off. It can be switched on again."),
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
    (subject, opening), about = TROUBLES[letter.report.trouble], letter.about
    facts = [(gettext("To whom"), about.customer if about else ""), (gettext("Last answer"), letter.report.said)]
    return Message(
        key=letter.key,
        language="",
        subject=gettext(subject, endpoint=letter.report.endpoint, what=what(about) if about else gettext("unknown")),
        opening=gettext(opening),
        statement=about.statement if about else "",
        facts=[(label, value) for label, value in facts if value],
        links=[_where_to_help(letter)],
        data={"type": f"delivery.{letter.report.trouble}", "timestamp": now.isoformat(), "data": {}},
    )


def _where_to_help(letter: TroubleLetter) -> Link:
    path, label = "/settings/channels", gettext("My channels")
    if letter.about is not None:
        path, label = f"/promises/{letter.about.promise_id}", gettext("Open the promise")
    elif letter.report.trouble in {Trouble.UNDELIVERED, Trouble.UNREACHED}:
        path, label = "/notices", gettext("Notices")
    return Link(action=Action.OPEN, label=label, address=settings().base_url + path)
