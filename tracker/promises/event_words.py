"""What each kind of event of a promise is called: one table."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from tracker.promises.rules import SETTLED


@dataclass(frozen=True, slots=True)
class EventWords:
    """What an event is called, its icon and tone, and the field whose change is told in the same line."""

    what: LazyString
    icon: str = "circle"
    tone: str = ""
    main: str = ""


EVENTS: dict[str, EventWords] = {
    "promise_logged": EventWords(_l("Promised"), "handshake", main="due_at"),
    "draft_saved": EventWords(_l("Saved as draft"), "circle-dashed", main="due_at"),
    "draft_changed": EventWords(_l("Draft changed"), "pencil", main="due_at"),
    "draft_completed": EventWords(_l("Draft completed: promised"), "handshake", main="due_at"),
    "draft_discarded": EventWords(_l("Draft discarded"), "trash-2"),
    "promise_kept": EventWords(_l("Kept"), "circle-check", "kept", "kept_at"),
    "promise_partly_kept": EventWords(_l("Partly kept"), "contrast", "kept", "kept_at"),
    "promise_broken": EventWords(_l("Broken"), "circle-x", "broken"),
    "promise_withdrawn": EventWords(_l("Withdrawn"), "circle-slash"),
    "promise_reopened": EventWords(_l("Reopened"), "undo-2"),
    "promise_renegotiated": EventWords(_l("New date:"), "repeat-2", "renegotiated", "due_at"),
    "customer_informed": EventWords(_l("Customer informed"), "message-square"),
    "confirmation_sent": EventWords(_l("Confirmed to the customer by mail"), "mail"),
    "confirmation_failed": EventWords(_l("The confirmation did not reach the customer"), "triangle-alert", "broken"),
    "customer_invited": EventWords(_l("Customer invited"), "calendar-days"),
    "invitation_moved": EventWords(_l("New date sent to the customer's calendar"), "calendar-days"),
    "invitation_cancelled": EventWords(_l("Taken out of the customer's calendar"), "calendar-days"),
    "hand_over_asked": EventWords(_l("Offered to"), "arrow-right-left", main="hand_over_to_id"),
    "hand_over_accepted": EventWords(_l("Taken over:"), "arrow-right-left", main="owner_id"),
    "hand_over_declined": EventWords(_l("Hand-over declined by"), "arrow-right-left", main="hand_over_to_id"),
    "hand_over_returned": EventWords(_l("Hand-over not answered by"), "arrow-right-left", main="hand_over_to_id"),
    "attempt_made": EventWords(_l("Tried, nobody reached"), "phone-missed"),
    "note_added": EventWords(_l("Note"), "pencil"),
    "promise_snoozed": EventWords(_l("Reminder moved to"), "alarm-clock", main="remind_at"),
    "promise_acknowledged": EventWords(_l("On it"), "hourglass"),
    "acknowledgement_ended": EventWords(_l("Not on it any more"), "undo-2"),
    "apology_given": EventWords(_l("Apologised to the customer"), "message-square"),
    "promise_corrected": EventWords(_l("Details corrected"), "pencil"),
    "customer_merged": EventWords(_l("Customer merged:"), "building-2", main="customer_id"),
    "promise_erased": EventWords(_l("Customer erased, and every word with them"), "trash-2"),
    "undone": EventWords(_l("Taken back"), "undo-2"),
    "customer_objects": EventWords(_l("The customer: this date does not suit me"), "message-circle"),
    "customer_call": EventWords(_l("The customer: please call me"), "phone"),
    "customer_thanks": EventWords(_l("The customer: done, thank you"), "message-circle"),
    "customer_writes": EventWords(_l("The customer answered our mail"), "mail"),
    "hand_over_taken_back": EventWords(_l("Hand-over taken back from"), "undo-2", main="hand_over_to_id"),
    "hand_over_receiver_left": EventWords(
        _l("Hand-over came back, promises cannot go to this person any more:"),
        "arrow-right-left",
        main="hand_over_to_id",
    ),
    "promise_moved": EventWords(_l("Went along with its owner into another team"), "arrow-right-left"),
    "promise_taken_over": EventWords(_l("Taken over:"), "arrow-right-left", main="owner_id"),
}
OTHER_EVENT = EventWords(_l("Changed"))

FIELDS: dict[str, LazyString] = {
    "due_at": _l("Until when"),
    "kept_at": _l("Done"),
    "remind_at": _l("Reminder"),
    "cause_id": _l("Cause"),
    "missing": _l("Missing"),
    "evidence": _l("Evidence"),
    "outcome_note": _l("Note"),
    "owner_id": _l("Owner"),
    "hand_over_to_id": _l("Hand-over"),
    "customer_id": _l("Customer"),
    "kind_id": _l("Kind"),
    "statement": _l("Statement"),
    "source_reference": _l("Reference"),
    "conditions": _l("Conditions"),
    "urgent": _l("Urgent"),
    "visible_to_customer": _l("Visible to the customer"),
}
"""The fields whose changes people want to read, in this order; all others follow from these."""

TOLD_BY_ITSELF = {
    "promise_logged": {"customer_id", "kind_id", "owner_id", "statement"},
    "draft_saved": {"customer_id", "kind_id", "owner_id", "statement"},
    "draft_completed": {"customer_id", "kind_id", "owner_id", "urgent", "visible_to_customer"},
    "promise_renegotiated": {"remind_at"},
    **{f"promise_{outcome}": {"remind_at"} for outcome in SETTLED},
}
"""What stands elsewhere on the page already when an event of this kind is read."""

BY_CUSTOMER = {
    **dict.fromkeys(("customer_objects", "customer_call", "customer_thanks"), _l("on the customer's page")),
    "customer_writes": _l("by mail"),
}
"""What the customer said, and where."""

NAMED_AFTER = {"hand_over_declined", "hand_over_taken_back", "hand_over_returned", "hand_over_receiver_left"}
"""The events whose main field was emptied: the one named is who it was."""
