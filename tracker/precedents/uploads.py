"""A history that was uploaded: an archive, or its files; packed for the worker, unpacked for reading. Pure."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path, PurePosixPath

from tracker.precedents.files import Unreadable

NEEDED = ("situations.json", "policies.json", "agents.csv", "decisions.csv")
MOST_BYTES = 40_000_000
"""So much is unpacked at most, whatever the archive says."""


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return the files of a history as one archive, whether it was given as one or singly. Raises Unreadable."""
    archives = [content for name, content in files.items() if name.lower().endswith(".zip")]
    if archives:
        _members(archives[0])
        return archives[0]
    absent = [name for name in NEEDED if name not in files]
    if absent:
        raise Unreadable(f"files are missing: {', '.join(absent)}")
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writing:
        for name in NEEDED:
            writing.writestr(name, files[name])
    return archive.getvalue()


def unpack(archive: bytes, folder: Path) -> None:
    """Write the files of a history into a folder, and nothing else. Raises Unreadable."""
    members, left = _members(archive), MOST_BYTES
    try:
        with zipfile.ZipFile(BytesIO(archive)) as reading:
            for name, member in members.items():
                with reading.open(member) as content:
                    held = content.read(left + 1)
                left -= len(held)
                if left < 0:
                    raise Unreadable("the files are too large; use flask precedents audit for them")
                (folder / name).write_bytes(held)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(f"the archive cannot be read: {error}") from error


def _members(archive: bytes) -> dict[str, str]:
    """Return the name in the archive of every file of the history; what else is in it is left alone."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as reading:
            paths = sorted((PurePosixPath(each) for each in reading.namelist()), key=lambda each: len(each.parts))
    except zipfile.BadZipFile as error:
        raise Unreadable("this is no ZIP archive") from error
    found = {name: next((str(each) for each in paths if each.name == name), "") for name in NEEDED}
    absent = [name for name, member in found.items() if not member]
    if absent:
        raise Unreadable(f"files are missing: {', '.join(absent)}")
    return found
