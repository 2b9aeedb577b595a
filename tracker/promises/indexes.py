"""By what promises are found, so that no page reads more of them than it shows."""

from sqlalchemy import Index

from tracker.kernel.storage import partial_index

OWED_BY = ("owner", "team")
MISSED = "state IN ('partly_kept', 'broken') OR (state = 'kept' AND kept_at > late_at)"
"""What was not kept on time and has ended, without what was withdrawn; questions must say it in these very words."""


def indexes_of_promises() -> list[Index]:
    """Return the indexes of the table, made anew: each belongs to one table."""
    return [
        *(partial_index(f"ix_promise_{of}_open", f"{of}_id", "due_at", "id", where="state = 'open'") for of in OWED_BY),
        partial_index("ix_promise_team_late", "team_id", "late_at", "id", where="state = 'open'"),
        partial_index("ix_promise_team_kind_late", "team_id", "kind_id", "late_at", where="state = 'open'"),
        partial_index("ix_promise_open_due", "due_at", "id", where="state = 'open'"),
        partial_index("ix_promise_attention_at", "attention_at", "id", where="attention_at IS NOT NULL"),
        *(Index("ix_promise_customer_id", "customer_id", "due_at", "id"), Index("ix_promise_due_at", "due_at", "id")),
        *(Index(f"ix_promise_{whose}_due", f"{whose}_id", "due_at", "id") for whose in OWED_BY),
        partial_index("ix_promise_owner_draft", "owner_id", "id", where="state = 'draft'"),
        partial_index("ix_promise_settled_due", "due_at", "id", where="settled_at IS NOT NULL"),
        partial_index("ix_promise_settled", "settled_by_id", "settled_at", "id", where="settled_at IS NOT NULL"),
        partial_index("ix_promise_source_reference", "source_reference", "id", where="source_reference <> ''"),
        partial_index("uq_promise_form_key", "form_key", where="form_key IS NOT NULL", unique=True),
        partial_index("ix_promise_scoped", "id", where="scope <> 'customer' AND state = 'open'"),
        partial_index("ix_promise_makes_good_id", "makes_good_id", where="makes_good_id IS NOT NULL"),
        partial_index("ix_promise_amends_due", "due_at", "id", where="makes_good_id IS NOT NULL"),
        partial_index("ix_promise_team_amends", "team_id", "due_at", "id", where="makes_good_id IS NOT NULL"),
        partial_index("ix_promise_missed", "due_on", "customer_id", "team_id", "kind_id", where=MISSED),
        partial_index("ix_promise_team_missed", "team_id", "due_on", "customer_id", "kind_id", where=MISSED),
    ]
