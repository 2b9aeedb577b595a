"""Addresses of our own static files, with their content's hash: browsers may keep them for a year."""

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from flask import current_app, url_for

FILES = ("app.css", "app.js", "line.js", "review.js", "icons.svg", "vendor/htmx-4.0.1.min.js")


def asset(name: str) -> str:
    """Return the address of a static file."""
    return url_for("static", filename=name, v=_hash_of(_path(name), _path(name).stat().st_mtime_ns))


def asset_version() -> str:
    """Return one value that changes whenever the look of all pages may have changed."""
    return "".join(_hash_of(_path(name), _path(name).stat().st_mtime_ns) for name in FILES)


def _path(name: str) -> Path:
    return Path(str(current_app.static_folder)) / name


@lru_cache(maxsize=64)
def _hash_of(path: Path, _changed_at_ns: int) -> str:
    return blake2b(path.read_bytes(), digest_size=5).hexdigest()
