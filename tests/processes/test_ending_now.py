"""A worker that is asked to end does so, whatever its other threads are at."""

import subprocess
import sys

from tests.support.programs import PATIENCE_S, ROOT

ENDING = """
import threading, time
from tracker.kernel.processes import end_now

def work():
    time.sleep({takes_s})
    print("done")

threading.Thread(target=work).start()
end_now({patience_s})
"""


def ended(takes_s: float, patience_s: float) -> tuple[int, str]:
    """Return the exit code and what was said by a process whose thread takes so long; fail if it does not end."""
    script = ENDING.format(takes_s=takes_s, patience_s=patience_s)
    program = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    return program.returncode, program.stdout


def test_what_ends_soon_is_waited_for():
    assert ended(takes_s=0.2, patience_s=PATIENCE_S) == (0, "done\n")


def test_what_would_take_minutes_is_not():
    assert ended(takes_s=10 * PATIENCE_S, patience_s=0.2) == (0, "")
