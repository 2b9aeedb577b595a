"""The code keeps to its one direction, and to sizes that one look takes in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "tracker").rglob("*.py"))
MODULES = [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in FILES]
PURE = [module for module in MODULES if module == "tracker" or "rules" in module.split(".")]

LONGEST_FILE = 250
LONGEST_FUNCTION = 25


def test_rooms_import_downwards_only() -> None:
    program = Path(sys.executable).with_name("lint-imports")

    done = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("module", PURE)
def test_rules_load_without_web_and_database(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert not {"flask", "sqlalchemy"} & set(done.stdout.split())


def test_the_caldav_server_and_the_tracker_import_nothing_of_each_other() -> None:
    folder = ROOT / "tracker" / "feeds" / "caldav_server"
    its_own = {path.stem for path in folder.glob("*.py")} | {"radicale"}

    theirs = {name for path in folder.glob("*.py") for name in _imports(path)}
    ours = {name for path in FILES if folder not in path.parents for name in _imports(path)}

    assert theirs <= its_own | sys.stdlib_module_names
    assert not {name for name in ours if name in its_own or "caldav_server" in name}


def test_no_file_is_longer_than_one_look() -> None:
    long = {str(path.relative_to(ROOT)): length for path in FILES if (length := _length(path)) > LONGEST_FILE}

    assert long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": length
        for path in FILES
        for function, length in _functions(path)
        if length > LONGEST_FUNCTION
    }

    assert long == {}


def _imports(path: Path) -> Iterator[str]:
    """Yield what a file imports: top names, and ours in full."""
    for node in ast.walk(ast.parse(path.read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name if name.startswith("tracker") else name.split(".")[0] for name in names)


def _length(path: Path) -> int:
    return len(path.read_text().splitlines())


def _functions(path: Path) -> Iterator[tuple[ast.FunctionDef, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1
