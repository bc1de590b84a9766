"""Flag drafts are saved as typed, for a week, and erased with their author."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.model.attachments import Attachment
from bot.model.claim_input import FlagDraft, NewEvidence
from bot.model.claims import Author, EvidenceKind, FlagSource, Priority
from bot.model.spans import Span
from bot.store.desk import flag_drafts, people
from bot.store.sqlite.database import open_database

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
PICTURE = Attachment("ferry.png", "image/png", 9_000, "https://cdn.example/1/2/ferry.png?ex=1", is_spoiler=True)
DRAFT = FlagDraft(
    "77",
    500,
    14,
    NOON,
    "The ferry carried 300 people.",
    "It is all over town.",
    Priority.HIGH,
    "tomorrow 17:00",
    "ferry, harbour",
    FlagSource(
        "https://discord.com/channels/1/2/3", Author(99, "Poster"), NOON, "300 people on one ferry!", (PICTURE,)
    ),
    (NewEvidence(EvidenceKind.QUOTE, "300", document="d", sha256="e" * 64, span=Span(4, 7)),),
)


async def test_a_draft_comes_back_as_it_was_typed(tmp_path: Path) -> None:
    async with open_database(tmp_path / "factdesk.db") as database:
        await database.write(lambda db: flag_drafts.put(db.conn, DRAFT))
        assert await database.read(lambda connection: flag_drafts.get(connection, "77")) == DRAFT
        assert await database.read(lambda connection: flag_drafts.get(connection, "78")) is None


async def test_a_draft_untouched_for_a_week_is_deleted(tmp_path: Path) -> None:
    later = replace(DRAFT, id="78", touched=NOON + timedelta(days=7, seconds=1))
    async with open_database(tmp_path / "factdesk.db") as database:
        for draft in (DRAFT, later):
            await database.write(lambda db, draft=draft: flag_drafts.put(db.conn, draft))
        assert await database.read(lambda connection: flag_drafts.get(connection, "77")) is None
        assert await database.read(lambda connection: flag_drafts.get(connection, "78")) == later


async def test_erasing_a_person_deletes_their_drafts_and_copies_of_their_messages(tmp_path: Path) -> None:
    async with open_database(tmp_path / "factdesk.db") as database:
        for user in (14, 99):
            await database.write(lambda db: flag_drafts.put(db.conn, DRAFT))
            await database.write(lambda db, user=user: people.forget(db.conn, user))
            assert await database.read(lambda connection: flag_drafts.get(connection, "77")) is None
