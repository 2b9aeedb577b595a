"""Lateness and time to log are counted for all kinds together, too, and lateness in fewer steps.

Revision ID: 0114
Revises: 0111
"""

from alembic import op

revision = "0114"
down_revision = "0111"
branch_labels = None
depends_on = None

COUNTED = (
    *("kept_on_time", "kept_late", "partly_kept", "broken", "withdrawn", "open", "as_first_promised"),
    *("informed_instead", "open_informed", "moved", "new_dates", "handovers"),
)
STEPS = (
    *((80, 1), (160, 2), (320, 4), (600, 8)),
    *((1_200, 15), (2_400, 30), (4_800, 60), (9_600, 120), (28_800, 240), (57_600, 720)),
)
A_DAY = 1_440


def upgrade() -> None:
    """Put the cells of lateness together, then add up both facets over the kinds."""
    minutes = "CAST(value AS INTEGER)"
    cases = " ".join(f"WHEN {minutes} < {below} THEN {minutes} - {minutes} % {step}" for below, step in STEPS)
    step = f"CAST(CASE {cases} ELSE {minutes} - {minutes} % {A_DAY} END AS VARCHAR(20))"
    _add_up("'coarser'", "kind_id", step, "facet = 'late'")
    op.execute("DELETE FROM tally WHERE facet = 'late'")
    op.execute("UPDATE tally SET facet = 'late' WHERE facet = 'coarser'")
    _add_up("facet", "0", "value", "facet IN ('late', 'log')")


def _add_up(facet: str, kind: str, value: str, which: str) -> None:
    """Add cells that are sums of those there are."""
    sums = ", ".join(f"sum({name})" for name in COUNTED)
    names = ", ".join(("team_id", "facet", "grain", "day", "kind_id", "home_id", "value", *COUNTED))
    keys = f"team_id, {facet}, grain, day, {kind}, home_id, {value}"
    op.execute(
        f"INSERT INTO tally ({names}) SELECT {keys}, {sums} FROM tally WHERE {which} GROUP BY 1, 2, 3, 4, 5, 6, 7"  # noqa: S608
    )


def downgrade() -> None:
    """Forget the sums. The nightly recount puts lateness back into its finer steps."""
    op.execute("DELETE FROM tally WHERE kind_id = 0")
