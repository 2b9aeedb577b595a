"""Real server processes to measure against."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from config import ROOT
from tracker.worker import WEB_SERVER

PATIENCE_S = 30


@contextmanager
def pages_and_worker(environment: dict[str, str]) -> Iterator[int]:
    """Run the application as `make run` does, and yield its port."""
    port = _free_port()
    with _running([sys.executable, "-m", "flask", "run-all", "--port", str(port)], port, environment):
        yield port


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[None]:
    """Run one worker, which may take some seconds until it begins; end it as it should be ended."""
    with _ending([sys.executable, "-m", "flask", "work"], environment):
        yield


@contextmanager
def pages(application: str, environment: dict[str, str]) -> Iterator[int]:
    """Run one WSGI application, without a worker, and yield its port."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *WEB_SERVER, application]
    with _running(command, port, environment):
        yield port


@contextmanager
def _running(command: Sequence[str], port: int, environment: dict[str, str]) -> Iterator[None]:
    with _ending(command, environment) as process:
        _wait_for(port, process)
        yield


@contextmanager
def _ending(command: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_S)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the server does not answer")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
