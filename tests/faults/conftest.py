"""The ground on which accidents happen, and how many of them: `make faults` takes a few, more are a matter of time."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import Store
from tests.faults.ground import Ground
from tests.support.databases import Database

KILLS = int(os.environ.get("FAULT_KILLS", "12"))
ALERTS = int(os.environ.get("FAULT_ALERTS", "200"))
BURST = int(os.environ.get("FAULT_BURST", "300"))


@pytest.fixture
def kills() -> int:
    """Return how many workers are to be killed in the long run."""
    return KILLS


@pytest.fixture
def alerts() -> int:
    """Return how many alerts are at least to go out meanwhile."""
    return ALERTS


@pytest.fixture
def burst() -> int:
    """Return how many alerts are due within the same minute."""
    return BURST


@pytest.fixture
def ground(app: Flask, database: Database, store: Store, tmp_path: Path) -> Iterator[Ground]:
    """Yield an empty installation; its workers end with the test."""
    ground = Ground(database, store, tmp_path)
    yield ground
    ground.dismiss()
