"""Several processes that live and end together."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import NoReturn

LOOK_EVERY_S = 0.1
PATIENCE_S = 5.0
"""How long a process may take to end by itself before it is killed."""
PR_SET_PDEATHSIG = 1

Process = subprocess.Popen[bytes]


def stop_on_signals(stop: Event) -> None:
    """Let the signals that ask a process to end set `stop`."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda _number, _frame: stop.set())


def end_now(patience_s: float) -> NoReturn:
    """End this process with exit code 0 once its other threads have, or after `patience_s`, whatever they are at.

    Python waits for them without an end; a count over a million rows would take minutes.
    """
    ends_at = time.monotonic() + patience_s
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join(max(0.0, ends_at - time.monotonic()))
    logging.shutdown()
    sys.stdout.flush()
    os._exit(0)


def run_together(commands: Sequence[Sequence[str]], folder: Path, environment: Mapping[str, str]) -> int:
    """Run commands in our process group until we are asked to stop, or one of them ends, which ends the others.

    Return 0 in the first case and 1 in the second. On Linux they end too when this process is killed.
    """
    stop = Event()
    stop_on_signals(stop)
    running: list[Process] = []
    try:
        running.extend(_started(command, folder, environment) for command in commands)
        while not stop.wait(LOOK_EVERY_S):
            if any(process.poll() is not None for process in running):
                return 1
        return 0
    finally:
        _end(running)


def _started(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Process:
    before = _end_with_parent if sys.platform == "linux" else None
    return subprocess.Popen(command, cwd=folder, env=environment, preexec_fn=before)  # noqa: PLW1509, S603


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(running: Sequence[Process]) -> None:
    for process in running:
        process.terminate()
    deadline = time.monotonic() + PATIENCE_S
    for process in running:
        try:
            process.wait(max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
