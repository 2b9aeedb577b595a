"""`flask run-all`: pages and worker live together and end together, and the port is free at once."""

import os
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support import databases
from tests.support.programs import PATIENCE_S, Program, flask, wait_until


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with databases.sqlite() as database:
        yield database.url


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        number: int = listener.getsockname()[1]
        return number


@contextmanager
def running(address: str, port: int) -> Iterator[Program]:
    with flask("run-all", "--port", str(port), DATABASE_URL=address) as program:
        wait_until(lambda: answers(port))
        yield program


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/robots.txt", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError):
        return False


def is_free(port: int) -> bool:
    try:
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def members(program: Program) -> dict[int, str]:
    """Return the processes of the group of a program and what they were started with."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == program.pid:
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
        except (ProcessLookupError, FileNotFoundError):
            continue
    return found


@pytest.mark.long
def test_it_answers_four_clients_at_once_and_stops_when_asked(address: str, port: int):
    with running(address, port) as program, ThreadPoolExecutor(4) as clients:
        assert all(clients.map(answers, [port] * 40))

        program.terminate()

        assert program.wait(PATIENCE_S) == 0
        assert is_free(port)
        wait_until(lambda: not members(program))


@pytest.mark.long
def test_when_the_worker_dies_the_pages_stop_too(address: str, port: int):
    with running(address, port) as program:
        wait_until(lambda: any(" work " in command for command in members(program).values()))
        [worker] = [number for number, command in members(program).items() if " work " in command]

        os.kill(worker, signal.SIGKILL)

        assert program.wait(PATIENCE_S) == 1
        assert is_free(port)


@pytest.mark.long
def test_when_it_is_killed_itself_nothing_is_left_running(address: str, port: int):
    with running(address, port) as program:
        program.kill()
        program.wait()

        wait_until(lambda: not members(program) and is_free(port))
