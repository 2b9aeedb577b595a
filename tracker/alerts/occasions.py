"""The first words of a message about a promise: its subject and opening, by what it tells."""

from tracker.alerts.rules.ladders import NoticeKind
from tracker.kernel.words import N_

SUBJECTS = {
    NoticeKind.BEFORE_DUE: N_("Due %(when)s: %(what)s"),
    NoticeKind.DUE: N_("Now due (%(when)s): %(what)s"),
    NoticeKind.OVERDUE: N_("Overdue since %(when)s: %(what)s"),
    NoticeKind.SNOOZE: N_("Reminder: %(what)s"),
    NoticeKind.DRAFT: N_("Not finished yet: %(what)s"),
    NoticeKind.COMES_BACK: N_("Still open: %(what)s"),
    NoticeKind.OFFERED: N_("To take over: %(what)s"),
    NoticeKind.RETURNED: N_("Came back: %(what)s"),
    NoticeKind.CUSTOMER_OBJECTS: N_("The date does not suit the customer: %(what)s"),
    NoticeKind.CUSTOMER_CALL: N_("The customer asks for a call: %(what)s"),
    NoticeKind.CUSTOMER_THANKS: N_("The customer says thank you: %(what)s"),
    NoticeKind.CUSTOMER_DOUBTS: N_("The customer says that not everything was done: %(what)s"),
    NoticeKind.CUSTOMER_WRITES: N_("The customer answered our mail: %(what)s"),
    NoticeKind.GROUNDLESS: N_("What it follows from was taken back: %(what)s"),
}
OPENINGS = {
    NoticeKind.BEFORE_DUE: N_("This was promised and is due soon."),
    NoticeKind.DUE: N_("The promised time has come, and it is still open."),
    NoticeKind.OVERDUE: N_("This was promised, its time has passed, and it is still open."),
    NoticeKind.SNOOZE: N_("This is the reminder that was asked for."),
    NoticeKind.DRAFT: N_("Something is still missing in this promise. Until it is complete, nobody else sees it."),
    NoticeKind.COMES_BACK: N_("Somebody was on it until now, and it is still open."),
    NoticeKind.OFFERED: N_("This promise of %(owner)s is to be handed over. It needs an answer."),
    NoticeKind.RETURNED: N_("The hand-over was not accepted. The promise stays where it was."),
    NoticeKind.CUSTOMER_OBJECTS: N_(
        "The customer wrote on their page that this date does not suit. It stays agreed until there is a new one."
    ),
    NoticeKind.CUSTOMER_CALL: N_("The customer asked on their page to be called about this."),
    NoticeKind.CUSTOMER_THANKS: N_(
        "The customer wrote on their page that this is done. The promise still has to be settled here."
    ),
    NoticeKind.CUSTOMER_DOUBTS: N_(
        "Asked whether we did what we promised, the customer says no, or only partly. This is the last promise to them."
    ),
    NoticeKind.CUSTOMER_WRITES: N_(
        "The customer answered a mail that they got about this. What they wrote stands in the history of the promise; "
        "nothing else has changed."
    ),
    NoticeKind.GROUNDLESS: N_(
        "The decision that this promise follows from does not stand any more. The promise is still open: keep it, or "
        "withdraw it and tell the customer."
    ),
}
