"""The migrations build exactly what is mapped, and can be undone."""

import ast
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from tests.support.databases import Database, alembic_config, application
from tracker.kernel.extensions import db

ROOT = Path(__file__).parents[2]
MIGRATIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def test_the_migrations_build_what_is_mapped(app: Flask) -> None:
    with app.app_context():
        command.check(alembic_config(app))


@pytest.mark.long
def test_the_migrations_can_be_undone_and_done_again(spare: Database) -> None:
    app = application(spare.url)

    with app.app_context():
        command.downgrade(alembic_config(app), "base")
        left = set(inspect(db.engine).get_table_names())
        command.upgrade(alembic_config(app), "head")
        again = set(inspect(db.engine).get_table_names())
        db.engine.dispose()

    assert left == {"alembic_version"}
    assert again >= set(db.metadata.tables)


def test_the_migrations_are_one_line_of_history() -> None:
    history = ScriptDirectory(str(ROOT / "migrations"))

    assert len(history.get_heads()) == 1
    assert len(history.get_bases()) == 1


@pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_ours(migration: Path) -> None:
    imports = [
        node for node in ast.walk(ast.parse(migration.read_text())) if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    names = {alias.name for node in imports for alias in node.names} | {
        node.module or "" for node in imports if isinstance(node, ast.ImportFrom)
    }

    assert not {name for name in names if name.split(".")[0] in {"tracker", "config", "wsgi", "tests"}}
