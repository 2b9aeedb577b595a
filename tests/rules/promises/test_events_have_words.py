"""Whatever happens to a promise has words on its page."""

import ast
from pathlib import Path

from tracker.promises.event_words import EVENTS
from tracker.promises.rules import SETTLED

ROOT = Path(__file__).parents[3]
WRITERS = [*(ROOT / "tracker/promises/use_cases").glob("*.py"), ROOT / "tracker/promises/rows.py"]


def told_kinds() -> set[str]:
    """Return the kinds of event about promises that the use cases write, as they are spelled in the code."""
    kinds = {f"promise_{outcome}" for outcome in SETTLED}
    for path in WRITERS:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tell":
                kinds |= {str(each.value) for each in node.args[2:3] if isinstance(each, ast.Constant)}
    return kinds


def test_every_event_of_the_use_cases_has_words() -> None:
    kinds = told_kinds() | {"promise_logged", "draft_saved", "customer_merged"}

    assert len(kinds) > 15
    assert kinds <= EVENTS.keys()
