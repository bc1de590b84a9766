"""Changed articles: pinned quotes are checked, watched claims searched for."""

from __future__ import annotations

from functools import partial

import pytest

from bot.desk.monitoring.watcher import ArticleWatcher
from bot.library.documents import DocumentService
from bot.model.claim_input import NewEvidence
from bot.model.claims import OWN_GUILD, Evidence, EvidenceKind, PinState
from bot.model.documents import Block, BlockKind, Document, DocumentRef
from bot.model.notifications import OutboxKind
from bot.model.spans import Span
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import clean, parse
from bot.store.library import documents
from bot.store.library.documents import DocumentLocation
from tests.desk.conftest import GUILD, MARIA, READER, DeskNewsroom

LOG = "The harbour log counts 30 passengers. The ferry left at noon."


class Articles:
    """Indexed articles without files, put and removed by name."""

    def __init__(self, room: DeskNewsroom) -> None:
        self.room = room
        self.watching = ArticleWatcher(room.database, DocumentService(room.database), self._parse, room.clock)

    async def put(self, **texts: str) -> None:
        def write(db: object) -> None:
            generation = documents.next_generation(db)  # type: ignore[arg-type]
            put = [(DocumentLocation("folder", name), _article(name, text)) for name, text in texts.items()]
            documents.put(db, put, generation)  # type: ignore[arg-type]

        await self.room.database.write(write)

    async def remove(self, name: str) -> None:
        await self.room.database.write(lambda db: documents.remove(db, [name], documents.next_generation(db)))

    async def quoted(self, name: str, quote: str) -> NewEvidence:
        """Return a quote as it is pinned."""
        found = (await self.room.database.read(partial(documents.get, ids=[name])))[name]
        start = found.text.index(quote)
        span = Span(start, start + len(quote))
        return NewEvidence(EvidenceKind.QUOTE, quote, name, found.reference.sha256, span, found.reference.title)

    def _parse(self, text: str) -> object:
        return parse(clean(text), Vocabulary({}, 1))


def _article(name: str, text: str) -> Document:
    blocks, start = [], 0
    for paragraph in text.split("\n"):
        kind = BlockKind.HEADING if paragraph.startswith("# ") else BlockKind.PARAGRAPH
        blocks.append(Block(kind, Span(start, start + len(paragraph))))
        start += len(paragraph) + 1
    return Document(DocumentRef(name, name, f"sha of {text}", title=name.title()), text, tuple(blocks))


@pytest.fixture
def articles(room: DeskNewsroom) -> Articles:
    return Articles(room)


async def _pinned(articles: Articles, quote: str = "The harbour log counts 30 passengers.") -> int:
    """Return a claim's number, with a quote of the harbour's log as evidence."""
    number = await articles.room.flagged()
    await articles.room.by(MARIA).add_evidence(number, [await articles.quoted("log", quote)])
    return number


async def _evidence(room: DeskNewsroom, number: int) -> Evidence:
    return (await room.desk.file(room.guild, number)).evidence[0]


async def test_a_quote_of_an_unchanged_article_holds(room: DeskNewsroom, articles: Articles) -> None:
    await articles.put(log=LOG, other="Nothing of that.")
    number = await _pinned(articles)
    await articles.put(other="Nothing of that at all.")
    assert await articles.watching.scan() == 0
    assert (await _evidence(room, number)).pin is PinState.HOLDS
    assert not (await room.desk.get(room.guild, number)).source_changed


async def test_a_quote_that_only_moved_holds(room: DeskNewsroom, articles: Articles) -> None:
    await articles.put(log=LOG)
    number = await _pinned(articles)
    await articles.put(log="Updated at 14:00.\n" + LOG)
    assert await articles.watching.scan() == 0
    assert (await _evidence(room, number)).pin is PinState.HOLDS


async def test_a_changed_quote_is_reported_once_with_old_and_new_words(room: DeskNewsroom, articles: Articles) -> None:
    await articles.put(log=LOG)
    number = await _pinned(articles)
    await articles.put(log=LOG.replace("30", "130"))
    assert await articles.watching.scan() == 1
    evidence = await _evidence(room, number)
    assert (evidence.pin, evidence.text) == (PinState.CHANGED, "The harbour log counts 30 passengers.")
    assert evidence.found == "The harbour log counts 130 passengers."
    assert (await room.desk.get(room.guild, number)).source_changed
    event = (await room.desk.history(room.guild, number))[-1]
    assert (event.action, event.by) == ("source changed", None)
    assert (event.before["text"], event.after["text"]) == (evidence.text, evidence.found)
    [change] = await room.sent()
    assert (change.kind, change.claim, change.subject) == (OutboxKind.SOURCE, number, evidence.number)
    assert await articles.watching.scan() == 0
    assert await room.sent() == []


async def test_a_pending_report_stays_when_the_article_changes_elsewhere(
    room: DeskNewsroom, articles: Articles
) -> None:
    await articles.put(log=LOG)
    await _pinned(articles)
    await articles.put(log=LOG.replace("30", "130"))
    assert await articles.watching.scan() == 1
    await articles.put(log=LOG.replace("30", "130").replace("noon", "one"))
    assert await articles.watching.scan() == 0
    assert len(await room.sent()) == 1


async def test_a_desk_moved_to_a_guild_reports_no_old_findings(articles: Articles) -> None:
    own = DeskNewsroom(articles.room.database, articles.room.clock, OWN_GUILD)
    await own.flagged("The ferry carried 300 people.")
    await articles.put(news="The ferry carried 300 people, its owner said.")
    assert await articles.watching.scan() == 1
    await articles.room.needs_second_reader()
    assert (await articles.room.desk.get(GUILD, 1)).text == "The ferry carried 300 people."
    assert await articles.room.sent() == []


async def test_a_deleted_quote_is_reported_without_new_words(room: DeskNewsroom, articles: Articles) -> None:
    await articles.put(log=LOG)
    number = await _pinned(articles)
    await articles.put(log="This page has moved.")
    await articles.watching.scan()
    evidence = await _evidence(room, number)
    assert (evidence.pin, evidence.found) == (PinState.CHANGED, None)


async def test_a_deleted_article_is_reported_and_so_is_its_return(room: DeskNewsroom, articles: Articles) -> None:
    await articles.put(log=LOG)
    number = await _pinned(articles)
    await articles.remove("log")
    assert await articles.watching.scan() == 1
    assert (await _evidence(room, number)).pin is PinState.GONE
    assert await articles.watching.scan() == 0
    await articles.put(log=LOG)
    assert await articles.watching.scan() == 1
    assert (await _evidence(room, number)).pin is PinState.HOLDS
    assert not (await room.desk.get(room.guild, number)).source_changed
    assert (await room.happened(number))[-2:] == ["source changed", "source restored"]


async def test_an_open_claim_in_a_new_article_is_reported_once_with_its_quote(
    room: DeskNewsroom, articles: Articles
) -> None:
    await articles.put(old="The ferry carried 300 people, the harbour master said.")
    await articles.watching.scan()
    number = await room.flagged("The ferry carried 300 people.")
    assert await articles.watching.scan() == 0
    await articles.put(news="It rained.\nThe ferry had carried 30 people, its owner said on Monday.", sport="They won.")
    assert await articles.watching.scan() == 1
    [message] = await room.sent()
    seen = await room.desk.outbox.mention(message)
    assert (seen.claim.number, seen.guild, seen.document, seen.title) == (number, room.guild, "news", "News")
    assert seen.text == "The ferry had carried 30 people, its owner said on Monday."
    assert seen.span == Span(11, 11 + len(seen.text))
    await articles.put(news="It rained.\nThe ferry had carried 31 people, its owner said on Monday.")
    assert await articles.watching.scan() == 0
    assert await room.sent() == []
    assert (await room.happened(number)).count("seen in an article") == 1


async def test_a_claim_with_a_verdict_is_searched_for_only_while_watched(
    room: DeskNewsroom, articles: Articles
) -> None:
    number = await room.ruled()
    await articles.put(news="The ferry carried 300 people, its owner said.")
    assert await articles.watching.scan() == 0
    await room.by(READER).watch(number)
    await articles.put(more="The ferry carried 300 people, its captain said.")
    assert await articles.watching.scan() == 1
    await room.by(READER).unwatch(number)
    await articles.put(last="The ferry carried 300 people, everybody said.")
    assert await articles.watching.scan() == 0


async def test_an_article_already_pinned_as_evidence_is_not_reported(room: DeskNewsroom, articles: Articles) -> None:
    await articles.put(log="The ferry carried 300 people. The ferry left at noon.")
    await _pinned(articles, "The ferry left at noon.")
    await articles.put(log="The ferry carried 300 people. The ferry left at noon. It rained.")
    assert await articles.watching.scan() == 0


@pytest.mark.parametrize(
    "text",
    [
        "The ferry carried mail.",
        "A bus carried 300 people.",
        "The ferry was late.\nPeople were angry. They carried signs.",
        "# The ferry carried 300 people",
    ],
)
async def test_an_article_on_another_topic_is_no_mention(room: DeskNewsroom, articles: Articles, text: str) -> None:
    await room.flagged("The ferry carried 300 people.")
    await room.flagged("Maria Volkova of the harbour told the council that ferries carried people.")
    await articles.put(news=text)
    assert await articles.watching.scan() == 0


async def test_an_article_on_another_person_is_no_mention(room: DeskNewsroom, articles: Articles) -> None:
    sentence = "On Monday {} told the angry council that the crowded ferry carried cattle across the frozen harbour."
    await room.flagged(sentence.format("Petrenko"))
    await articles.put(news=sentence.format("Volkova"))
    assert await articles.watching.scan() == 0
    await articles.put(more=sentence.format("Petrenko"))
    assert await articles.watching.scan() == 1


async def test_a_claim_of_no_words_finds_nothing(room: DeskNewsroom, articles: Articles) -> None:
    await room.flagged("🙂 ?!")
    await articles.put(news="🙂 ?! The ferry.")
    assert await articles.watching.scan() == 0
