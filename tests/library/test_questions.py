"""Questions answered over real files, database, index and parser."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App, open_app
from bot.attribution.pipeline import VERSION
from bot.model.answers import Answer, AnswerState
from bot.model.documents import BlockKind
from bot.quotecheck.headline import headline, notes
from bot.settings import load_settings
from bot.store.library import attributions

FOLDER = {
    "harbour.txt": (
        "Council closes the Velm bridge\n\n"
        "The Velm bridge closed to lorries on Sunday, Mayor Mara Lindt told the Evening Post.\n\n"
        "Lindt said that engineers had found cracks in two pillars.\n"
    ),
    "ferry.txt": "Ferry traffic doubles\n\nNordlink carried 3,000 lorries last week, its director Jonas Brandt said.\n",
}

Open = Callable[..., AbstractAsyncContextManager[App]]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in FOLDER.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def opened(tmp_path: Path, articles: Path) -> Open:
    @asynccontextmanager
    async def opened(*, interactive: bool = False, **settings: object) -> AsyncIterator[App]:
        chosen = load_settings(data=tmp_path / "data", corpus=(articles,), _env_file=None, **settings)
        async with open_app(chosen, interactive=interactive) as app:
            await app.sync()
            yield app

    return opened


async def test_a_question_is_answered_with_its_source_and_what_was_searched(opened: Open) -> None:
    async with opened() as app:
        answer = await app.ask("who said that the bridge closed to lorries?")
    assert answer.answered
    assert answer.documents_searched == 2
    assert answer.elapsed_ms > 0
    attribution = answer.findings[0].attribution
    assert attribution is not None
    assert {"Evening Post"} <= {link.name for link in attribution.chain}


async def test_a_misspelt_name_is_corrected_to_the_known_one_and_reported(opened: Open) -> None:
    async with opened() as app:
        answer = await app.ask("what did Lindtt say about the cracks?")
    assert answer.answered
    assert [(correction.typed, correction.used) for correction in answer.corrections] == [("Lindtt", "Lindt")]
    assert answer.question == "what did Lindtt say about the cracks?"


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("x" * 6_000, "6,000 characters"),
        ("🙂🙂🙂", "Type a question"),
        ("the", "no word to search for"),
        ("", "Type a question"),
        ("\x00\u202e\u200f", "Type a question"),
        ("@everyone `", "Type a question"),
        ("https://example.org/", "Type a question"),
    ],
)
async def test_what_cannot_be_looked_up_is_declined_in_one_sentence(opened: Open, question: str, reason: str) -> None:
    async with opened() as app:
        answer = await app.ask(question)
    assert not answer.answered
    assert answer.reason is not None
    assert reason in answer.reason


async def test_a_word_that_no_passage_holds_is_looked_for_in_vain_and_the_card_says_in_how_many(opened: Open) -> None:
    async with opened() as app:
        answer = await app.ask("who said 🙂 about the zeppelin?")
    assert answer.state is AnswerState.NOTHING
    assert answer.headline == "No passage in the 2 articles matched."


async def test_right_to_left_marks_and_backticks_do_not_hide_a_question(opened: Open) -> None:
    async with opened() as app:
        answer = await app.ask("\u202ewho said `Nordlink` carried 3,000\x00 lorries?")
    assert answer.answered


async def test_a_deleted_article_leaves_the_answers_at_once(opened: Open, articles: Path) -> None:
    async with opened() as app:
        assert (await app.ask("who carried 3,000 lorries?")).answered
        (articles / "ferry.txt").unlink()
        await app.sync()
        answer = await app.ask("who carried 3,000 lorries?")
    assert not answer.answered
    assert answer.documents_searched == 1


async def test_stored_attributions_spare_the_next_process_the_parsing(opened: Open) -> None:
    async with opened() as app:
        await app.ask("what did Lindt say about the cracks?")
    async with opened(spacy_model="no_such_model") as app:
        answer = await app.ask("what did Lindt say about the cracks?")
    attribution = answer.near_misses[0].attribution
    assert attribution is not None
    assert attribution.source == "Lindt"


async def test_the_other_documents_found_are_read_too_once_the_parser_is_loaded(opened: Open) -> None:
    async with opened() as app:
        await app.ask("what did Lindt say about the lorries?")
        assert await app.database.read(lambda db: attributions.missing(db, VERSION, 10)) == []


async def test_without_its_model_it_shows_the_closest_passages_and_says_what_is_missing(opened: Open) -> None:
    async with opened(spacy_model="no_such_model") as app:
        answer = await app.ask("who carried 3,000 lorries?")
        nothing = await app.ask("what did Aurelio Brandt say about whales?")
    assert answer.state is AnswerState.CLOSEST
    assert "3,000 lorries" in answer.near_misses[0].quote.text
    assert not answer.findings
    assert any("no_such_model" in note for note in answer.notes)
    assert not nothing.answered


async def test_what_is_not_ready_in_time_is_said_to_be_coming_and_comes(opened: Open) -> None:
    async with opened(interactive=True) as app:
        app.questions._timeout_s = 0.0
        answer = await app.ask("who carried 3,000 lorries?")
        app.questions._timeout_s = 60.0
        finished = await app.finish(answer)
    assert answer.answered
    assert answer.findings[0].document.id in answer.pending
    assert any("still being identified" in note for note in answer.notes)
    assert not any("No source" in note for note in answer.notes)
    assert finished.pending == ()
    assert finished.findings[0].attribution is not None


async def test_the_rest_is_worked_out_in_the_background_and_only_once(opened: Open) -> None:
    async with opened(interactive=True) as app:
        assert await app.attributions.fill() == 2
        assert await app.attributions.fill() == 0
        assert await app.database.read(lambda db: attributions.missing(db, VERSION, 10)) == []


@pytest.mark.parametrize(
    ("question", "old", "new"),
    [
        ("who said that the bridge closed to lorries?", "Mara Lindt told the Evening", "Nina Brent told the Morning"),
        ("did the Velm bridge close to lorries?", "closed to lorries", "opened to lorries"),
        ("how many lorries did Nordlink carry?", "carried 3,000 lorries", "carried 5,000 lorries"),
    ],
    ids=["speaker", "verb", "number"],
)
async def test_a_changed_article_is_quoted_as_it_is_now(
    opened: Open, articles: Path, question: str, old: str, new: str
) -> None:
    assert len(old) == len(new)  # so that whatever is remembered of the old text would fit the new one
    async with opened() as app:
        assert old in shown(await app.ask(question))
        for name, text in FOLDER.items():
            (articles / name).write_text(text.replace(old, new), encoding="utf-8")
        await app.sync()
        after = await app.ask(question)
    assert new in shown(after)
    assert old not in shown(after)
    async with opened() as fresh:
        assert replace(after, elapsed_ms=0.0) == replace(await fresh.ask(question), elapsed_ms=0.0)


def shown(answer: Answer) -> str:
    return " ".join(finding.quote.text for finding in (*answer.findings, *answer.contrary, *answer.near_misses))


async def test_what_stands_in_an_unread_part_is_not_said_to_be_missing(opened: Open, articles: Path) -> None:
    data = '{"@type": "NewsArticle", "headline": "Quay closes", "isAccessibleForFree": false, "wordCount": 900}'
    (articles / "quay.html").write_text(
        f'<html><head><script type="application/ld+json">{data}</script></head><body><article><p>The harbour board '
        "voted on Tuesday to close the north quay for nine weeks, its chair said.</p></article></body></html>"
    )
    async with opened() as app:
        report = await app.sync()
        answer = await app.ask("what did Ole Brandtner say about the west lock?")
        check = await app.quote("The west lock is next, and nobody has told the pilots.")
    assert report.read_in_part == ("Quay closes",)
    assert answer.state is AnswerState.NOTHING
    assert answer.headline == "What could be read of the articles does not mention “Ole Brandtner”."
    assert answer.notes == ("Only part of this article could be read, the rest was not searched: “Quay closes”.",)
    assert headline(check) == "Not in what could be read of the articles"
    assert answer.notes[0] in notes(check)


async def test_a_line_that_an_outlets_pages_share_answers_nothing(opened: Open, articles: Path) -> None:
    for number in range(6):
        lines = (
            f"---\noutlet: Lock Courier\ntitle: Vote {number}\n---\n",
            f"Councillor number {number} spoke about tree {number} and garden {number}.\n",
            "The zeppelin desk of our town\n",
            f"Street {number} gets lamp {number}.\n",
        )
        (articles / f"page{number}.md").write_text("\n".join(lines))
    async with opened() as app:
        await app.sync()
        documents = await app.documents.get([each.id for each in await app.documents.page(0, 20)])
    shared = [
        block.span.of(document.text)
        for document in documents.values()
        for block in document.blocks
        if block.kind is BlockKind.BOILERPLATE
    ]
    assert shared == ["The zeppelin desk of our town"] * 6
