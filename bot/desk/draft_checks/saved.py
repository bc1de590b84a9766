"""Checked drafts, saved for the buttons of their cards until they expire."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from bot.draftcheck import serialize
from bot.draftcheck.model import CheckedItem, DraftCheck
from bot.store.desk import draft_checks
from bot.store.desk.draft_checks import DraftCheckRow
from bot.store.sqlite.database import Database
from bot.store.sqlite.timestamps import moment, stamp

# Shares of the items that two checks have in common, from which one is a version of the other.
_SAME_TEXT = 0.5
_SAME_NAME = 0.2  # of files of the same name: a name such as draft.docx is used for every article
_UNNAMED = frozenset({"message", "pasted text"})


@dataclass(frozen=True, slots=True)
class SavedDraftCheck:
    """A checked draft with the person who may use it.

    `id` is the interaction that asked for the check. `fine` are the keys of the items that the person marked as fine;
    a later version of the draft takes them over. `earlier` is the id of the check of the version before.
    """

    id: str
    guild: int | None
    user: int
    created: datetime
    check: DraftCheck
    fine: frozenset[str] = frozenset()
    earlier: str | None = None

    def open_items(self) -> tuple[CheckedItem, ...]:
        """Return the items that need eyes and are not marked as fine, in the order of the draft."""
        return tuple(item for item in self.check.items if item.needs_eyes and item.item.key not in self.fine)


class SavedDraftChecks:
    """Keeps checked drafts for some hours: each for one person in one server."""

    def __init__(self, database: Database, now: Callable[[], datetime], lifetime: timedelta) -> None:
        self._database = database
        self._now = now
        self._lifetime = lifetime

    @property
    def hours(self) -> int:
        """For how many hours a check is kept."""
        return self._lifetime // timedelta(hours=1)

    async def save(self, id_: str, guild: int | None, user: int, check: DraftCheck) -> SavedDraftCheck:
        """Save a check as a new version of the person's latest one of the same draft, if there is one.

        Raises UserError if it can't be saved.
        """
        saved = SavedDraftCheck(id_, guild, user, self._now(), check)
        if earlier := await self._earlier_version(guild, user, check):
            saved = replace(saved, earlier=earlier.id, fine=earlier.fine)
        row = await asyncio.to_thread(_row, saved)
        await self._database.write(lambda db: draft_checks.put(db.conn, row))
        return saved

    async def get(self, id_: str) -> SavedDraftCheck | None:
        """Return a check, or None once it has expired."""
        row = await self._database.read(partial(draft_checks.get, id_=id_, since=self._oldest()))
        return None if row is None else await asyncio.to_thread(_saved, row)

    async def mark(self, saved: SavedDraftCheck, key: str) -> SavedDraftCheck:
        """Mark an item as fine, for this version of the draft and the next ones."""
        fine = await self._database.write(lambda db: draft_checks.mark(db.conn, saved.id, key))
        return replace(saved, fine=fine)

    async def unmark(self, saved: SavedDraftCheck) -> SavedDraftCheck:
        """Take all marks back."""
        await self._database.write(lambda db: draft_checks.unmark(db.conn, saved.id))
        return replace(saved, fine=frozenset())

    async def purge(self) -> int:
        """Delete the expired checks, and return their number."""
        return await self._database.write(lambda db: draft_checks.purge(db.conn, self._oldest()))

    async def _earlier_version(self, guild: int | None, user: int, check: DraftCheck) -> SavedDraftCheck | None:
        rows = await self._database.read(partial(draft_checks.of_person, guild=guild, user=user, since=self._oldest()))
        return await asyncio.to_thread(_first_version, rows, check)

    def _oldest(self) -> str:
        return stamp(self._now() - self._lifetime)


def is_version(earlier: DraftCheck, later: DraftCheck) -> bool:
    """Return whether two checks are of versions of one draft: of the same file, or with half of the items."""
    is_same_file = earlier.name == later.name and earlier.name not in _UNNAMED
    return _shared(earlier.items, later.items) >= (_SAME_NAME if is_same_file else _SAME_TEXT)


def _shared(earlier: Iterable[CheckedItem], later: Iterable[CheckedItem]) -> float:
    """Return the share of common items, of the shorter draft; 0 without items."""
    before, after = ({checked.item.key for checked in items} for items in (earlier, later))
    return len(before & after) / max(min(len(before), len(after)), 1)


def _first_version(rows: Iterable[DraftCheckRow], check: DraftCheck) -> SavedDraftCheck | None:
    return next((saved for saved in map(_saved, rows) if is_version(saved.check, check)), None)


def _row(saved: SavedDraftCheck) -> DraftCheckRow:
    body = serialize.dump(saved.check)
    return DraftCheckRow(saved.id, saved.guild, saved.user, stamp(saved.created), body, saved.fine, saved.earlier)


def _saved(row: DraftCheckRow) -> SavedDraftCheck:
    check = serialize.load(row.body)
    return SavedDraftCheck(row.id, row.guild, row.user, moment(row.created_at), check, row.fine, row.earlier)
