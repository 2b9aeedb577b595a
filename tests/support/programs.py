"""Real processes of the tracker, for tests that stop and kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 60.0
"""Generous: a busy machine takes ten times as long to start a process as a quiet one."""

Program = subprocess.Popen[bytes]


@contextmanager
def flask(*arguments: str, **settings: str) -> Iterator[Program]:
    """Run a flask command in a process group of its own; whatever is left of it is killed in the end."""
    plain = {name: text for name, text in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    command = [sys.executable, "-m", "flask", *arguments]
    program = subprocess.Popen(
        command, cwd=ROOT, env=plain | settings, start_new_session=True, stderr=subprocess.DEVNULL
    )
    try:
        yield program
    finally:
        kill_group(program)


def kill_group(program: Program) -> None:
    """End every process that a command began, at once."""
    try:
        os.killpg(program.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        program.wait()


def free_port() -> int:
    """Return a port that nobody listens at now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number: int = listener.getsockname()[1]
        return number


def wait_until(happened: Callable[[], object], patience_s: float = PATIENCE_S) -> None:
    """Wait until something has happened; fail when it does not."""
    deadline = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
