"""A small export of an invented workshop, its mapping, and the command that imports it."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

MAPPING = """
[file]
zone = "Europe/Berlin"
delimiter = ";"
datetime_formats = ["%d.%m.%Y %H:%M"]
date_formats = ["%d.%m.%Y"]
empty = ["NULL"]

[external]
system = "workshop"
id = "number"

[customer]
id = "account"
name = "customer"
phone = "phone"

[promise]
made = { column = "made", default = "as-of" }
due = "due"
settled = "done"
kind = "kind"
statement = { template = "{words}[ (order {order})]" }
note = "remark"
owner = { column = "owner", map = { Petra = "petra@workshop.example" } }
state = { column = "status", map = { done = "kept", cancelled = "withdrawn" }, otherwise = "open", default = "open" }

[[team]]
name = "Workshop"
zone = "Europe/Berlin"
country = "DE"
region = "BY"
opens = "07:30"
closes = "16:00"

[[account]]
email = "petra@workshop.example"
name = "Petra Pfau"
team = "Workshop"
"""

FIRST = {
    "number": "1",
    "account": "77",
    "customer": "Müller GmbH",
    "phone": "030 123456",
    "made": "02.02.2026 09:00",
    "due": "04.02.2026 12:00",
    "done": "03.02.2026 15:30",
    "status": "done",
    "kind": "Repair",
    "words": "The bicycle will be ready",
    "order": "A-1",
    "remark": "Chain replaced",
    "owner": "Petra",
}
HEADER = list(FIRST)


@dataclass
class Answer:
    """What the command said, and the counts of its last line."""

    exit_code: int
    stdout: str
    stderr: str
    imported: int = -1
    updated: int = -1
    unchanged: int = -1
    rejected: int = -1

    @property
    def counts(self) -> tuple[int, int, int, int]:
        return self.imported, self.updated, self.unchanged, self.rejected


@dataclass
class Desk:
    """Somebody who imports files from a folder."""

    app: Flask
    folder: Path

    def write(self, *rows: dict[str, str], name: str = "export.csv") -> Path:
        """Write an export in which each row is FIRST with what is given."""
        path = self.folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, HEADER, delimiter=";")
            writer.writeheader()
            writer.writerows(FIRST | row for row in rows)
        return path

    def run(self, path: Path, *options: str, mapping: str = MAPPING) -> Answer:
        """Import a file with a mapping."""
        mapping_path = self.folder / "mapping.toml"
        mapping_path.write_text(mapping)
        return self.run_with(path, mapping_path, *options)

    def run_with(self, path: Path, mapping_path: Path, *options: str) -> Answer:
        """Import a file with the mapping in another file."""
        arguments = ["import", str(path), "--mapping", str(mapping_path), *options]
        result = self.app.test_cli_runner().invoke(args=arguments)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        counts = re.fullmatch(r"(\d+) imported, (\d+) updated, (\d+) unchanged, (\d+) rejected\n", result.stdout)
        numbers = [int(text) for text in counts.groups()] if counts else []
        return Answer(result.exit_code, result.stdout, result.stderr, *numbers)

    def rejects(self, path: Path) -> list[dict[str, str]]:
        """Return the rows that were refused."""
        rejected = path.with_name(f"{path.name}.rejects.csv")
        if not rejected.exists():
            return []
        with rejected.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture
def desk(app: Flask, tmp_path: Path) -> Iterator[Desk]:
    with app.app_context():
        yield Desk(app, tmp_path)
