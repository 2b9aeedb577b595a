# SPDX-License-Identifier: GPL-3.0-or-later
"""Radicale over the tracker's tasks: sign-in, storage and rights, all of them by HTTP.

Each request fetches the tasks once, with the app password that it brought. Ticking a task off is told to the tracker.
Whatever else a program changes is taken with a tag that no version has, so that it fetches the tracker's one at the
next look; who goes on from that tag meanwhile is understood. New tasks are refused: promises are made to customers,
not to oneself.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from promise_changes import Changes
from promise_desk import NOT_ALLOWED, Desk, present_desk
from radicale import pathutils
from radicale.auth import AuthContext, BaseAuth
from radicale.item import Item
from radicale.rights import BaseRights
from radicale.storage import BaseCollection, BaseStorage

FOLDER = "promises"
PREFIX = "http://radicale.org/ns/sync/"
"""Sync tokens have to be addresses; these are what Radicale makes of them itself."""

TASK = "BEGIN:VTODO\r\n"
MARK = "X-EDITS-NOT-KEPT"

changes = Changes()


class Auth(BaseAuth):
    """Who may come in is the tracker's to say."""

    def _login_ext(self, login: str, password: str, context: AuthContext) -> str:
        desk = present_desk()
        return login if desk is not None and desk.folder == login else ""


class Rights(BaseRights):
    """Everybody reads and ticks off in their own folder; nobody makes or removes anything."""

    def authorization(self, user: str, user_groups: set[str], path: str) -> str:
        """Return what this person may do at a place."""
        parts = pathutils.strip_path(path).split("/") if pathutils.strip_path(path) else []
        if not user or not parts:
            return "R" if user else ""
        if parts[0] != user:
            return ""
        return "R" if len(parts) == 1 else "rw"


class Place(BaseCollection):
    """The root, or somebody's own folder: it only leads on."""

    def __init__(self, path: str) -> None:
        self._path = path

    @property
    def path(self) -> str:
        """Where it is."""
        return self._path

    @property
    def last_modified(self) -> str:
        """A moment that never changes."""
        return "Sat, 01 Jan 2000 00:00:00 GMT"

    def get_meta(self, key: str | None = None) -> Any:
        """Return what it says about itself."""
        return {} if key is None else None

    def get_all(self) -> Iterable[Item]:
        """Return nothing: tasks are further down."""
        return []

    def get_multi(self, hrefs: Iterable[str]) -> Iterable[tuple[str, Item | None]]:
        """Return nothing for each."""
        return [(href, None) for href in hrefs]

    def upload(self, href: str, item: Item) -> tuple[Item, Item | None]:
        """Refuse."""
        raise ValueError(NOT_ALLOWED)


class Tasks(Place):
    """Somebody's open promises."""

    def __init__(self, path: str, desk: Desk) -> None:
        super().__init__(path)
        self.desk = desk

    def get_meta(self, key: str | None = None) -> Any:
        """Return what it says about itself: it holds tasks, nothing else."""
        meta = {
            "tag": "VCALENDAR",
            "D:displayname": self.desk.name,
            "C:supported-calendar-component-set": "VTODO",
        }
        return meta if key is None else meta.get(key)

    def get_all(self) -> Iterable[Item]:
        """Return every task."""
        return [self._item(name) for name in self.desk.tasks]

    def get_multi(self, hrefs: Iterable[str]) -> Iterable[tuple[str, Item | None]]:
        """Return these tasks, None for those that are not there any more."""
        return [(href, self._item(href) if href in self.desk.tasks else None) for href in hrefs]

    def _item(self, name: str) -> Item:
        text = _marked(self.desk.tasks[name], changes.edits(self.path, name))
        return Item(collection=self, href=name, text=text, last_modified=self.last_modified)

    def upload(self, href: str, item: Item) -> tuple[Item, Item | None]:
        """Tick off what is done; of everything else keep nothing. Raises ValueError for what is not there."""
        if href not in self.desk.tasks:
            raise ValueError(NOT_ALLOWED)
        done, at = _is_done(item)
        if done:
            self.desk.tick_off(href, at)
        else:
            changes.note_edit(self.path, href)
        present = self._item(href)
        tag = changes.tag_in_place_of(present.etag)
        return Item(collection=self, href=href, vobject_item=item.vobject_item, etag=tag), present

    def delete(self, href: str | None = None) -> None:
        """Refuse."""
        raise ValueError(NOT_ALLOWED)

    @property
    def etag(self) -> str:
        """Return what changes with any task, for programs that know no sync tokens."""
        return f'"{changes.state(self.path, self._tags())}"'

    def sync(self, old_token: str = "") -> tuple[str, Iterable[str]]:
        """Return what changed since a token that this process gave out. Raises ValueError for any other."""
        state, names = changes.since(self.path, self._tags(), old_token.removeprefix(PREFIX))
        return PREFIX + state, names

    def _tags(self) -> dict[str, str]:
        return {name: self._item(name).etag for name in self.desk.tasks}


class Storage(BaseStorage):
    """Leads from the root over a person's folder to their tasks."""

    def discover(
        self,
        path: str,
        depth: str = "0",
        child_context_manager: Any = None,
        user_groups: set[str] | frozenset[str] = frozenset(),
    ) -> Iterator[Item | BaseCollection]:
        """Yield what is at a path, and with a depth what is directly in it."""
        mine = present_desk()
        parts = [part for part in pathutils.strip_path(path).split("/") if part]
        if mine is None or (parts and parts[0] != mine.folder):
            if not parts:
                yield Place("")
            return
        folder = f"{mine.folder}/{FOLDER}"
        match parts:
            case [] | [_]:
                yield Place("/".join(parts))
                if depth != "0":
                    yield Tasks(folder, mine) if parts else Place(mine.folder)
            case [_, name, *rest] if name == FOLDER:
                yield from _in_folder(Tasks(folder, mine), rest, depth)

    def move(self, item: Item, to_collection: BaseCollection, to_href: str) -> None:
        """Refuse."""
        raise ValueError(NOT_ALLOWED)

    def create_collection(self, href: str, items: Any = None, props: Any = None) -> Any:
        """Refuse. Radicale asks for the folder of a person who signs in: that one is there."""
        if items is None and props is None:
            return Place(pathutils.strip_path(href)), {}, []
        raise ValueError(NOT_ALLOWED)

    @contextmanager
    def acquire_lock(self, mode: str, user: str = "", *args: Any, **kwargs: Any) -> Iterator[None]:
        """Lock nothing: the tracker does."""
        yield

    def verify(self) -> bool:
        """Nothing is stored here."""
        return True


def _in_folder(tasks: Tasks, rest: list[str], depth: str) -> Iterator[Item | BaseCollection]:
    if not rest:
        yield tasks
        if depth != "0":
            yield from tasks.get_all()
    elif len(rest) == 1:
        yield from (item for _, item in tasks.get_multi(rest) if item is not None)


def _is_done(item: Item) -> tuple[bool, str]:
    """Return whether a task is done by any of the three signs that programs use, and when, if it says so in UTC.

    Raises ValueError for what is no task.
    """
    task = getattr(item.vobject_item, "vtodo", None)
    if task is None:
        raise ValueError(NOT_ALLOWED)
    status = str(getattr(getattr(task, "status", None), "value", "")).upper()
    percent = str(getattr(getattr(task, "percent_complete", None), "value", ""))
    completed = getattr(getattr(task, "completed", None), "value", None)
    at = completed.isoformat() if isinstance(completed, datetime) and completed.tzinfo else ""
    return status == "COMPLETED" or percent == "100" or completed is not None, at


def _marked(text: str, edits: int) -> str:
    """Return the tracker's version, which edits in vain leave a mark on.

    Programs that know a version by its content would take the one from before their edit for what they have seen.
    """
    return text.replace(TASK, f"{TASK}{MARK}:{edits}\r\n", 1) if edits else text
