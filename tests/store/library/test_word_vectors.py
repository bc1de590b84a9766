"""Rows of word vectors of one model, byte for byte."""

from __future__ import annotations

from functools import partial

from bot.store.library import word_vectors

FERRY, TRAM = bytes([1, 255, 0, 127]), bytes(4)


async def put(database, vectors, model="m") -> None:
    await database.write(lambda db: word_vectors.put(db, model, vectors))


async def get(database, *words, model="m"):
    return await database.read(lambda connection: word_vectors.get(connection, model, words))


async def missing(database, *words, model="m") -> list[str]:
    return await database.read(lambda connection: word_vectors.missing(connection, model, words))


async def test_vectors_come_back_as_they_were_and_unknown_words_are_left_out(database) -> None:
    await put(database, {"ferry": FERRY, "tram": TRAM, "čaj": TRAM})
    assert await get(database, "tram", "čaj", "bridge", "ferry") == {"ferry": FERRY, "tram": TRAM, "čaj": TRAM}
    assert await get(database) == {}
    assert await missing(database, "ship", "tram", "bridge") == ["ship", "bridge"]


async def test_a_word_has_one_vector_for_each_model_the_newest(database) -> None:
    await put(database, {"ferry": TRAM})
    await put(database, {"ferry": FERRY})
    assert await get(database, "ferry") == {"ferry": FERRY}
    assert await database.read(partial(word_vectors.count, model="m")) == 1


async def test_those_of_another_model_are_never_read_and_can_be_forgotten(database) -> None:
    await put(database, {"ferry": TRAM, "bridge": TRAM}, model="older")
    await put(database, {"ferry": FERRY})
    assert await get(database, "ferry", "bridge") == {"ferry": FERRY}
    assert await missing(database, "ferry", "bridge") == ["bridge"]
    assert await database.write(lambda db: word_vectors.forget_other_models(db, "m")) == 2
    assert await database.read(partial(word_vectors.count, model="older")) == 0
    assert await get(database, "ferry") == {"ferry": FERRY}


async def test_more_words_than_a_statement_takes_parameters_are_read_at_once(database) -> None:
    words = [f"word{number}" for number in range(300_000)]
    await put(database, {words[-1]: FERRY})
    assert await get(database, *words) == {words[-1]: FERRY}
    assert len(await missing(database, *words)) == len(words) - 1
