"""Rows of speakers, saved and deleted with their attributions."""

from __future__ import annotations

from functools import partial

import pytest

from bot.model.attribution import Role, SourceKind
from bot.model.documents import DocumentRef
from bot.store.library import attributions, documents, speakers
from bot.store.library.documents import DocumentLocation
from bot.store.library.speakers import SpeakerLocation, SpeakerName, SpeakerRow

HOLM = SpeakerRow(0, "Ida Holm", SourceKind.PERSON, Role.SAID, True, "ida holm", "holm", None)  # noqa: FBT003
TIB = SpeakerRow(0, "TIB", SourceKind.ORGANISATION, Role.WAS_TOLD, False, "tib", "tib", "tib")  # noqa: FBT003


async def keep(database, document, *heard: SpeakerRow, version: str = "1") -> None:
    await database.write(
        partial(documents.put, documents=[(DocumentLocation("/f", document.name), document)], generation=1)
    )
    put = partial(attributions.put, document=document.reference, version=version, attributions=[], voices=heard)
    await database.write(put)


async def known(database) -> list[SpeakerName]:
    return await database.read(partial(speakers.frequent, kinds=list(SourceKind), limit=9))


async def test_names_are_saved_once_with_their_number_of_attributions(database, written):
    await keep(database, written("a"), HOLM, TIB)
    await keep(database, written("b"), HOLM)
    assert [(named.name, named.mentions) for named in await known(database)] == [("Ida Holm", 2), ("TIB", 1)]
    [holm, _] = await known(database)
    places = await database.read(partial(speakers.places, names=[holm.id], version="1"))
    assert places == [SpeakerLocation(f"id-{name}", 0, holm.id, Role.SAID, own=True) for name in "ab"]


async def test_the_newest_documents_come_first(database, written):
    for name, day in {"a": "2024-01-01", "b": None, "c": "2025-01-01"}.items():
        await keep(database, written(name, published=day), HOLM)
    [holm] = await known(database)
    places = await database.read(partial(speakers.places, names=[holm.id], version="1"))
    assert [place.document for place in places] == ["id-c", "id-a", "id-b"]


@pytest.mark.parametrize("change", ["removed", "changed", "worked out again", "forgotten"])
async def test_voices_go_with_their_attributions(database, written, change):
    document = written("a")
    await keep(database, document, HOLM, TIB)
    if change == "removed":
        await database.write(partial(documents.remove, ids=[document.id], generation=2))
    elif change == "changed":
        new = [(DocumentLocation("/f", "a"), written("a", text="It floats."))]
        await database.write(partial(documents.put, documents=new, generation=2))
    elif change == "forgotten":
        await database.write(partial(attributions.forget_other_versions, version="2"))
    else:
        await keep(database, document)
    assert await known(database) == []
    assert await database.read(lambda connection: connection.execute("SELECT count(*) FROM voices").fetchone()) == (0,)


async def test_nothing_is_saved_for_a_deleted_text(database):
    gone = DocumentRef("gone", "gone", "sha")
    await database.write(partial(attributions.put, document=gone, version="1", attributions=[], voices=[HOLM]))
    assert await known(database) == []


async def test_names_are_found_by_the_beginning_of_a_word(database, written):
    await keep(database, written("a"), HOLM, TIB)

    async def found(typed: str) -> list[str]:
        kinds = [SourceKind.PERSON, SourceKind.ORGANISATION]
        return [n.name for n in await database.read(partial(speakers.beginning, typed=typed, kinds=kinds, limit=9))]

    assert await found("hol") == ["Ida Holm"]
    assert await found("olm") == []
    assert await found("ti") == ["TIB"]
    assert await found("%") == []


async def test_documents_without_attributions_are_counted(database, written):
    await keep(database, written("a"), HOLM)
    await database.write(partial(documents.put, documents=[(DocumentLocation("/f", "b"), written("b"))], generation=2))
    assert await database.read(partial(speakers.unread, version="1")) == 1
    assert await database.read(partial(speakers.unread, version="2")) == 2
