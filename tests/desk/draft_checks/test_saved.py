"""Checked drafts: kept for a day, for one person in one server, and in no backup."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.draft_checks.saved import SavedDraftChecks, is_version
from bot.draftcheck.model import CheckedItem, DraftCheck, DraftItem, ItemKind, ItemLevel
from bot.library.saved_answers import SavedAnswerService
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.documents import DocumentRef
from bot.model.saved_answers import AnswerVisibility, SavedAnswer
from bot.model.spans import Quote, Span
from bot.quotecheck.model import Op, Salience, WordChange
from bot.store.desk import people
from bot.store.sqlite import copying
from bot.store.sqlite.database import Database, open_database
from tests.desk.conftest import GUILD, MARIA, OTHER_GUILD, DeskClock

SENTENCES = (
    "The ferry carried 300 people on Friday.",
    "The mayor said the bridge was safe.",
    "Nobody saw the otter again.",
    "The harbour closed at noon.",
)
SECRET = "The ferry carried 300"


def draft(*sentences: str, name: str = "ferry.docx") -> DraftCheck:
    """Return a check of sentences of which nothing was found."""
    text, items = "", list[CheckedItem]()
    for number, sentence in enumerate(sentences, 1):
        item = DraftItem(ItemKind.STATEMENT, Span(len(text), len(text) + len(sentence)), sentence, number)
        items.append(CheckedItem(item, ItemLevel.NOT_FOUND))
        text += f"{sentence}\n\n"
    return DraftCheck(name, text, tuple(items), documents_searched=12)


@pytest.fixture
async def database(database_file: Path) -> AsyncIterator[Database]:
    async with open_database(database_file) as opened:
        yield opened


@pytest.fixture
def clock() -> DeskClock:
    return DeskClock()


@pytest.fixture
def checks(database: Database, clock: DeskClock) -> SavedDraftChecks:
    return SavedDraftChecks(database, clock, timedelta(hours=24))


async def test_a_saved_check_is_read_back_as_it_was(checks: SavedDraftChecks) -> None:
    document = DocumentRef("d1", "a.md", "0" * 64, "The ferry", "The Ledger", (), "2026-11-01", None, None)
    change = WordChange(Op.REPLACE, "200", "300", Span(4, 7), Span(18, 21), Salience.NUMBER)
    [checked] = draft(SENTENCES[0]).items
    finding = Finding(document, Quote("The ferry carried 200.", Span(0, 22)))
    whole = CheckedItem(checked.item, ItemLevel.DIFFERS, (change,), (finding,), note="Another figure.")
    check = DraftCheck("ferry.docx", "The ferry carried 300 people on Friday.", (whole,), ("A table.",), 12, 3.5)
    await checks.save("1", GUILD, MARIA.user, check)
    saved = await checks.get("1")
    assert saved is not None
    assert (saved.check, saved.guild, saved.user) == (check, GUILD, MARIA.user)


async def test_a_check_expires_after_a_day_and_is_deleted_at_the_next_purge(
    checks: SavedDraftChecks, clock: DeskClock, database: Database
) -> None:
    await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    clock.passes(hours=24)
    assert await checks.get("1") is not None
    assert await checks.purge() == 0
    clock.passes(seconds=1)
    assert await checks.get("1") is None
    assert await checks.purge() == 1
    assert await database.read(lambda connection: connection.execute("SELECT * FROM draft_checks").fetchall()) == []


async def test_the_words_of_a_purged_draft_leave_the_file(
    checks: SavedDraftChecks, clock: DeskClock, database: Database
) -> None:
    await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    clock.passes(hours=25)
    await checks.purge()
    assert await database.overwrite_deleted()
    assert SECRET.encode() not in database.path.read_bytes()


async def test_a_backup_holds_no_draft(checks: SavedDraftChecks, database: Database, tmp_path: Path) -> None:
    await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    copying.write(database.path, tmp_path / "backup.db")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as copy:
        assert copy.execute("SELECT count(*) FROM draft_checks").fetchone() == (0,)
    assert SECRET.encode() not in (tmp_path / "backup.db").read_bytes()
    assert await checks.get("1") is not None


async def test_a_backup_holds_no_answer_asked_from_a_draft(database: Database, tmp_path: Path) -> None:
    answers = SavedAnswerService(database)
    asked = Answer(SENTENCES[0], AnswerState.NOTHING, "Nothing was found.")
    now = datetime.now(UTC).isoformat()
    kinds: dict[str, AnswerVisibility] = {"1": "draft", "2": "private", "3": "public"}
    for id_, visibility in kinds.items():
        question = SENTENCES[0] if visibility == "draft" else "what carried whom?"
        answer = replace(asked, question=question)
        await answers.save(SavedAnswer(id_, GUILD, 1, MARIA.user, visibility, now, answer))
    copying.write(database.path, tmp_path / "backup.db")
    with closing(sqlite3.connect(tmp_path / "backup.db")) as copy:
        assert copy.execute("SELECT id FROM answers ORDER BY id").fetchall() == [("2",), ("3",)]
    assert SECRET.encode() not in (tmp_path / "backup.db").read_bytes()
    assert await answers.get("1") is not None


async def test_an_erased_persons_drafts_are_deleted(checks: SavedDraftChecks, database: Database) -> None:
    await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    await checks.save("2", GUILD, MARIA.user + 1, draft(*SENTENCES))
    await database.write(lambda db: people.forget(db.conn, MARIA.user))
    assert await checks.get("1") is None
    assert await checks.get("2") is not None


async def test_two_marks_at_the_same_moment_are_both_kept(checks: SavedDraftChecks) -> None:
    shown = await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    first, second = (checked.item.key for checked in shown.check.items[:2])
    await checks.mark(shown, first)
    assert (await checks.mark(shown, second)).fine == {first, second}
    saved = await checks.get("1")
    assert saved is not None
    assert saved.fine == {first, second}


async def test_the_marks_of_a_draft_hold_for_its_next_version(checks: SavedDraftChecks) -> None:
    first = await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    key = first.check.items[1].item.key
    marked = await checks.mark(first, key)
    assert [checked.item.paragraph for checked in marked.open_items()] == [1, 3, 4]
    second = await checks.save("2", GUILD, MARIA.user, draft("It was dark.", *SENTENCES))
    assert second.earlier == "1"
    assert [checked.item.paragraph for checked in second.open_items()] == [1, 2, 4, 5]
    assert (await checks.unmark(second)).fine == frozenset()
    saved = await checks.get("2")
    assert saved is not None
    assert len(saved.open_items()) == 5


async def test_drafts_of_other_people_and_other_servers_are_no_earlier_versions(checks: SavedDraftChecks) -> None:
    await checks.save("1", GUILD, MARIA.user, draft(*SENTENCES))
    assert (await checks.save("2", OTHER_GUILD, MARIA.user, draft(*SENTENCES))).earlier is None
    assert (await checks.save("3", GUILD, MARIA.user + 1, draft(*SENTENCES))).earlier is None
    assert (await checks.save("4", None, MARIA.user, draft(*SENTENCES))).earlier is None
    assert (await checks.save("5", GUILD, MARIA.user, draft(*SENTENCES))).earlier == "1"


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        (draft(*SENTENCES), draft(SENTENCES[0], "A.", "B.", "C."), True),  # the same file: a fifth is enough
        (draft(*SENTENCES), draft("A.", "B.", "C."), False),
        (draft(*SENTENCES), draft(*SENTENCES[:2], "B.", "C.", name="other.docx"), True),
        (draft(*SENTENCES), draft(SENTENCES[0], "A.", "B.", "C.", name="other.docx"), False),
        (draft(*SENTENCES, name="pasted text"), draft(SENTENCES[0], "A.", "B.", "C.", name="pasted text"), False),
        (draft(name="a.txt"), draft(name="a.txt"), False),
    ],
)
def test_a_version_has_the_same_name_or_half_of_the_items(
    earlier: DraftCheck, later: DraftCheck, expected: bool
) -> None:
    assert is_version(earlier, later) is expected
