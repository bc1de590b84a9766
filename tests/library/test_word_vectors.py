"""Vectors of words: near in meaning, one model, encoded once, corpus only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest

from bot.library.document_units import DocumentUnitsService
from bot.library.sentence_vectors import SentenceVectorService
from bot.library.word_vectors import WordVectorService
from tests.library.conftest import Library
from tests.library.tiny_model import write_model

ARTICLE = (
    "The Ferry sank in 2024. A ferry's crew of 12 drank café au lait, said U.S. officials; a 5G mast fell. I saw it.\n"
    f"Nobody read {'a' * 25} or {'b' * 26}.\n"
)
CORPUS = {
    *("the", "ferry", "sank", "in", "crew", "of", "drank", "cafe", "au", "lait", "said", "officials", "5g", "mast"),
    *("fell", "saw", "it", "nobody", "read", "or", "a" * 25),
}
Make = Callable[[str], WordVectorService]


@pytest.fixture
async def make(library: Library) -> AsyncIterator[Make]:
    (library.folder / "a.md").write_text(ARTICLE, encoding="utf-8")
    await library.sync()
    units = DocumentUnitsService(library.database, library.documents)
    made: list[tuple[SentenceVectorService, WordVectorService]] = []

    def make(setting: str = "minilm") -> WordVectorService:
        sentences = SentenceVectorService(library.database, library.documents, units, setting)
        made.append((sentences, WordVectorService(library.database, library.index, sentences.thread)))
        return made[-1][1]

    yield make
    for sentences, words in made:
        await sentences.close()
        await words.close()
    await units.close()


async def stored(library: Library) -> set[str]:
    rows = await library.database.read(lambda c: c.execute("SELECT word FROM word_vectors").fetchall())
    return {word for (word,) in rows}


async def test_words_near_in_meaning_have_near_vectors_of_length_one(make: Make) -> None:
    vectors = await make("minilm").get(["ferry", "boat", "cheese"])
    assert {(vector.shape, vector.dtype.name) for vector in vectors.values()} == {((384,), "float32")}
    assert all(abs(np.linalg.norm(vector) - 1) < 0.02 for vector in vectors.values())
    assert vectors["ferry"] @ vectors["boat"] > vectors["ferry"] @ vectors["cheese"] + 0.2


async def test_words_are_given_in_lower_case_and_case_and_accents_do_not_count(make: Make) -> None:
    vectors = await make("minilm").get(["Café", "CAFE", "Ferry's", "ferry"])
    assert vectors.keys() == {"café", "cafe", "ferry's", "ferry"}
    assert np.array_equal(vectors["café"], vectors["cafe"])
    assert np.array_equal(vectors["ferry's"], vectors["ferry"])


async def test_the_words_of_the_corpus_are_worked_out_but_numbers_and_very_long_or_short_ones(
    make: Make, library: Library
) -> None:
    service = make("minilm")
    assert await service.fill() == len(CORPUS)
    assert await service.fill() == 0
    assert await stored(library) == CORPUS
    assert await make("minilm").fill() == 0


async def test_the_words_of_a_new_article_are_added(make: Make, library: Library) -> None:
    service = make("minilm")
    await service.fill()
    (library.folder / "b.md").write_text("The tram sank.\n", encoding="utf-8")
    await library.sync()
    assert await service.fill() == 1
    assert "tram" in await stored(library)


async def test_a_stored_word_is_read_and_a_word_once_read_is_remembered(make: Make, library: Library) -> None:
    await make("minilm").fill()
    service = make("minilm")
    await service.get(["harbour"])
    await library.database.write(lambda db: db.execute("UPDATE word_vectors SET body = zeroblob(384)"))
    assert not (await service.get(["ferry"]))["ferry"].any()
    await library.database.write(lambda db: db.execute("DELETE FROM word_vectors"))
    assert not (await service.get(["ferry"]))["ferry"].any()
    assert (await make("minilm").get(["ferry"]))["ferry"].any()


async def test_words_encoded_for_a_question_are_stored_if_the_corpus_has_them(make: Make, library: Library) -> None:
    service = make("minilm")
    assert len(await service.get(["ferry", "2024", "harbour", "Lait"])) == 4
    await service.close()
    assert await stored(library) == {"ferry", "lait"}


async def test_a_call_encodes_at_most_200_words_and_the_next_one_the_others(make: Make) -> None:
    words = [f"w{number}" for number in range(201)]
    service = make("minilm")
    assert list(await service.get(words)) == words[:200]
    assert list(await service.get(words)) == words


async def test_a_table_that_takes_nothing_costs_no_answer(
    make: Make, library: Library, caplog: pytest.LogCaptureFixture
) -> None:
    service = make("minilm")
    await library.database.write(
        lambda db: db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON word_vectors BEGIN SELECT RAISE(ABORT, 'no room'); END"
        )
    )
    assert len(await service.get(["ferry"])) == 1
    await service.close()
    assert "1 words could not be stored" in caplog.text


async def test_questions_go_before_the_background(make: Make, library: Library) -> None:
    text = " ".join(f"ferry{number} tram{number}" for number in range(1000))
    (library.folder / "b.md").write_text(text + "\n", encoding="utf-8")
    await library.sync()
    service = make("minilm")
    filling = asyncio.create_task(service.fill())
    while not await stored(library):
        await asyncio.sleep(0)
    assert len(await service.get(["harbour"])) == 1
    assert not filling.done()
    assert await filling > 2000


async def test_vectors_of_another_model_are_neither_read_nor_stored(
    make: Make, library: Library, tmp_path: Path
) -> None:
    older = make(str(write_model(tmp_path / "older")))
    assert await older.fill() == len(CORPUS)
    newer = make("minilm")
    assert len((await newer.get(["ferry"]))["ferry"]) == 384
    assert await newer.fill() >= len(CORPUS) - 1
    rows = await library.database.read(lambda c: c.execute("SELECT DISTINCT model FROM word_vectors").fetchall())
    assert [model.split("-")[0] for (model,) in rows] == ["minilm"]


@pytest.mark.parametrize("setting", ["off", "/nowhere/at/all"])
async def test_without_a_model_nothing_is_known_and_nothing_fails(make: Make, setting: str) -> None:
    service = make(setting)
    assert await service.get(["ferry"]) == {}
    assert await service.fill() == 0
