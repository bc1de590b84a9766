"""Draw the cards of README and docs from the sample articles.

python -m tests.commands.draw DRAWER docs/pictures          those of README and docs
    python -m tests.commands.draw DRAWER /tmp/cards --all       every kind of card, wide and as on a telephone
    python -m tests.commands.draw DRAWER /tmp/cards check help  the cards of these names, in both ways

DRAWER is a program that takes MESSAGE.json and OUT.png, and `--mobile`, and draws a Discord message.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from discord.ui import ActionRow, Container, LayoutView, Modal

from bot.answer.presentation.unread_parts import with_unread_parts
from bot.app import App, open_app
from bot.model.documents import Document, DocumentRef
from bot.model.saved_answers import SavedAnswer
from bot.model.submissions import Submission, SubmissionResult
from bot.settings import Settings
from commands.ask.buttons import answer_view
from commands.ask.context import context_card
from commands.corpus.cards import removal_card, removed_card, results_card, submissions_card
from commands.corpus.cog import articles_modal, remove_button
from commands.documents.cards import document_card, documents_card
from commands.help.buttons import examples_view
from commands.people.cards import MAX_QUOTES, not_found_card, quotes_answer, who_card
from commands.people.cog import quotes_view
from commands.quotecheck.cards import check_as_answer
from commands.quotecheck.cog import quote_view
from commands.search.cards import MAX_PASSAGES
from commands.search.cog import search_view
from commands.welcome.cards import how_to_add_articles
from tests.commands import check_scene, desk_scene, state_scene, watch_scene, welcome_scene
from tests.commands.wire import COMPONENTS_V2, EPHEMERAL

IN_README = {"documents"} | check_scene.IN_DOCS | state_scene.IN_DOCS | desk_scene.IN_DOCS | watch_scene.IN_DOCS
SEEDS = Path(__file__).parents[2] / "seeds"
ANSWERED = "who reported the Ryazn training?"
QUESTIONS = {
    "asked": ANSWERED,
    "labelled": "which article was written with AI?",
    "halves": "where is the supply planning and how long does it take?",
    "portrait": "who is Kurt Campbell?",
    "counted": "how many pages did Black Moon obtain?",
    "leaked": "what rests on leaked documents?",
    "origins": "is there more than one independent source for Russia training Chinese paratroopers?",
    "reversed": "did China train Russian soldiers?",
    "another-number": "is the training in Ryazan 6 weeks long?",
}


CHECKED = {
    "quote": "the instructors would explain how Russian troops deal with American and NATO weapons",
    "quote-altered": "several thousand members of China's armed forces are not due to be trained in Russia this year",
    "quote-spliced": "Western equipment has paid a price there: the subject is the fighting in Ukraine",
    "quote-elided": "Western equipment has paid a price there … F-16 jets have come down as well",
    "quote-nowhere": "seven purple elephants were elected to the senate by acclamation",
    "quote-in-part": "Some captured vehicles were put on show in Moscow, where elephants sang to a king all night",
}


async def cards(app: App) -> AsyncIterator[tuple[str, LayoutView | Modal]]:
    """Yield every kind of card with a name."""
    async for name, answer in state_scene.cards(app):
        yield name, answer_view(answer, SavedAnswer("1", 1, 1, 1, "private", "", answer))
    for name, question in QUESTIONS.items():
        answer = await app.ask(question)
        yield name, answer_view(answer, SavedAnswer("1", 1, 1, 1, "private", "", answer))
    finding = (await app.ask(ANSWERED)).findings[0]
    documents = await app.documents.get([finding.document.id])
    document = documents[finding.document.id]
    yield "context", _view(context_card(finding, document))
    quotation, count = await app.examples.find(), await app.documents.count()
    yield "help", examples_view(quotation, count, on_server=True)
    yield "help-direct", examples_view(quotation, count, on_server=False)
    yield "help-empty", examples_view(None, 0, on_server=True)
    yield "add-articles", _view(how_to_add_articles(has_folders=False))
    for name, shown in welcome_scene.cards():
        yield name, shown
    searched = await app.passage_search.list_passages("Ryazn paratroopers", MAX_PASSAGES)
    yield "search", search_view(searched, SavedAnswer("1", 1, 1, 1, "private", "", searched))
    quoted = quotes_answer(await app.speakers.quotes("Kurt Campbell", limit=MAX_QUOTES), None)
    yield "quotes", quotes_view(quoted, SavedAnswer("1", 1, 1, 1, "private", "", quoted))
    yield "who", _view(who_card(await app.speakers.introductions("Kurt Campbell")))
    yield "nobody", _view(not_found_card(await app.speakers.quotes("Cambell")))
    for name, text in CHECKED.items():
        check = await app.quote(text, "Kurt Campbell")
        yield name, quote_view(check, SavedAnswer("1", 1, 1, 1, "private", "", check_as_answer(check)))
    count = await app.documents.count()
    page = await app.documents.page(0, 10)
    yield "documents", _view(documents_card(page, 0, count))
    yield "document", _view(document_card(document, len(document.text.split())))
    yield "corpus-form", articles_modal()
    for name, card in _submitted(page[0], page[1]):
        yield name, _view(card)
    async for name, shown in _read_badly(app, page, document):
        yield name, shown
    async for name, shown in watch_scene.cards(app):
        yield name, shown
    async for name, shown in check_scene.cards(app):
        yield name, shown
    async for name, shown in desk_scene.cards(app):
        yield name, shown


def _submitted(first: DocumentRef, second: DocumentRef) -> Iterator[tuple[str, Container[Any]]]:
    """Yield the cards of articles handed in from Discord."""
    at = datetime(2026, 11, 30, 9, 40, tzinfo=UTC)
    mine = Submission(1, "a.pdf", "ferry report (final).pdf", 1, 11, at, first)
    theirs = Submission(2, "b.pdf", "harbour.docx", 2, 12, at, second)
    bad = SubmissionResult("figures.xlsx", problem="is of a type that I can't read. Hand in .txt, .md or .pdf.")
    yield "corpus-added", results_card([SubmissionResult(mine.name, mine), SubmissionResult(theirs.name, theirs), bad])
    yield "corpus-refused", results_card([bad])
    yield "corpus-empty", submissions_card([], 0, 0, 1)
    yield "corpus-list", submissions_card([mine, theirs, replace(mine, document=None, user=None)], 0, 3, 1)
    yield "corpus-remove", removal_card(mine, 1).add_item(ActionRow(remove_button(mine)))
    yield "corpus-removed", removed_card(mine, is_searched=False)
    yield "corpus-removed-later", removed_card(mine, is_searched=True)


async def _read_badly(
    app: App, page: Sequence[DocumentRef], document: Document
) -> AsyncIterator[tuple[str, LayoutView]]:
    """Yield the cards of articles read by OCR or in part."""
    badly = replace(document.reference, read_in_part=True, read_by_ocr=True)
    yield "documents-part", _view(documents_card([badly, replace(badly, read_by_ocr=False), *page[2:]], 0, len(page)))
    yield "document-part", _view(document_card(replace(document, reference=badly), len(document.text.split())))
    answer = await app.ask(ANSWERED)
    scanned = replace(answer, findings=tuple(replace(shown, document=badly) for shown in answer.findings))
    yield "asked-ocr", answer_view(scanned, SavedAnswer("1", 1, 1, 1, "private", "", scanned))
    nothing = with_unread_parts(await app.ask("what did Ida Berg say about the whales of Atlantis?"), [badly])
    yield "nothing-part", answer_view(nothing, SavedAnswer("1", 1, 1, 1, "private", "", nothing))


def _view(card: Container[Any]) -> LayoutView:
    return LayoutView(timeout=None).add_item(card)


def _as_sent(shown: LayoutView | Modal, name: str) -> dict[str, Any]:
    """Return a card as Discord gets it; posts to all have no private note below them."""
    if isinstance(shown, Modal):
        return {"type": 9, "data": shown.to_dict()}
    is_posted = name.startswith((*desk_scene.POSTED, "watch-added", "watch-post")) or name in welcome_scene.POSTED
    private = 0 if is_posted else EPHEMERAL
    return {"flags": COMPONENTS_V2 | private, "components": shown.to_components()}


async def draw(drawer: str, folder: Path, names: set[str] | None) -> None:
    """Draw the cards of these names, or all of them, into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(_env_file=None, data=Path(home, "data"), cache=Path(home, "cache"), corpus=(SEEDS,))
        async with open_app(settings) as app:
            await app.sync()
            await app.attributions.fill()
            async for name, view in cards(app):
                message = _as_sent(view, name)
                path = Path(home, f"{name}.json")
                await asyncio.to_thread(path.write_text, json.dumps(message), encoding="utf-8")
                for picture, options in {name: [], f"{name}-mobile": ["--mobile"]}.items():
                    if names is None or picture in names:
                        command = [*drawer.split(), path, folder / f"{picture}.png", *options]
                        await asyncio.to_thread(subprocess.run, command, check=True)


def _chosen(options: Sequence[str]) -> set[str] | None:
    if "--all" in options:
        return None
    return {picture for name in options for picture in (name, f"{name}-mobile")} or IN_README


if __name__ == "__main__":
    asyncio.run(draw(sys.argv[1], Path(sys.argv[2]), _chosen(sys.argv[3:])))
