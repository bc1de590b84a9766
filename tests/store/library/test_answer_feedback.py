"""Rows of feedback: one for each person and answer, with a pseudonym."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.model.answers import AnswerState
from bot.model.spans import Span
from bot.store.library import answer_feedback, personal_rows
from bot.store.library.answer_feedback import Feedback, FeedbackQuote
from bot.store.sqlite.database import Database, open_database

ADA, BEN = 700100200300400500, 700100200300400501
QUOTE = FeedbackQuote("id-ferry", "ferry", "ab", Span(3, 9), "cd")
PRESS = Feedback(
    answer_id="42",
    guild_id=5,
    answers=True,
    question="did the ferry sink?",
    limits="",
    state=AnswerState.ANSWERED,
    intent="is it so",
    quotes=(QUOTE,),
    generation=3,
    given_at="2026-11-29T10:00:00+00:00",
)


async def press(database: Database, feedback: Feedback, user: int, asker: int | None = None) -> None:
    await database.write(lambda db: answer_feedback.put(db, feedback, user, asker))


async def saved(database: Database, guild: int | None = None) -> list[Feedback]:
    return await database.read(partial(answer_feedback.everything, guild=guild))


async def test_feedback_is_read_as_it_was_saved(database: Database) -> None:
    await press(database, PRESS, ADA)
    assert await saved(database) == [replace(PRESS, id=1)]


async def test_the_second_press_of_a_person_replaces_the_first_and_keeps_its_id(database: Database) -> None:
    await press(database, PRESS, ADA)
    later = replace(PRESS, answers=False, quotes=(), generation=4, given_at="2026-11-29T11:00:00+00:00")
    await press(database, later, ADA)
    assert await saved(database) == [replace(later, id=1)]


async def test_feedback_is_separate_for_each_person_and_answer(database: Database) -> None:
    for feedback, user in ((PRESS, ADA), (PRESS, BEN), (replace(PRESS, answer_id="43"), ADA)):
        await press(database, feedback, user)
    assert [feedback.id for feedback in await saved(database)] == [1, 2, 3]


async def test_one_guild_is_listed_without_the_others(database: Database) -> None:
    for number, guild in enumerate((5, 6, None)):
        await press(database, replace(PRESS, answer_id=str(number), guild_id=guild), ADA)
    assert [feedback.guild_id for feedback in await saved(database)] == [5, 6, None]
    assert [feedback.guild_id for feedback in await saved(database, 6)] == [6]


async def test_no_user_id_is_in_the_file_and_pseudonyms_differ_by_database(tmp_path: Path) -> None:
    known = []
    for name in ("one", "two"):
        async with open_database(tmp_path / f"{name}.db") as database:
            await press(database, PRESS, ADA, asker=BEN)
            known.append(await database.read(lambda connection: answer_feedback.pseudonym(connection, ADA)))
        written = (tmp_path / f"{name}.db").read_bytes()
        assert str(ADA).encode() not in written
        assert ADA.to_bytes(8, "big") not in written
        assert BEN.to_bytes(8, "big") not in written
    assert known[0] != known[1]


async def test_erasing_a_person_deletes_feedback_by_them_and_on_their_questions(
    database: Database,
) -> None:
    await press(database, PRESS, ADA)
    await press(database, replace(PRESS, answer_id="43"), BEN, asker=ADA)
    await press(database, replace(PRESS, answer_id="44"), BEN)
    assert await database.read(partial(answer_feedback.count_of, user=ADA)) == 2
    await database.write(lambda db: personal_rows.forget(db, ADA))
    assert [feedback.answer_id for feedback in await saved(database)] == ["44"]
    assert await database.read(partial(answer_feedback.count_of, user=ADA)) == 0
