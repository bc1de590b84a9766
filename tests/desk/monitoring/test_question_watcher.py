"""Watched texts are asked of changed articles: each article once, none lost by a stop, none of before."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from bot.answer.evidence.units import split_units
from bot.desk.monitoring import article_checks
from bot.desk.monitoring.question_watcher import WATCHES_PER_POST, QuestionWatcher
from bot.desk.question_watches import TOO_COMMON, QuestionWatches, watch_kind
from bot.errors import UserError
from bot.library.document_units import DocumentUnitsService
from bot.library.documents import DocumentService
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.notifications import OutboxKind
from bot.model.question_watches import NewWatch, WatchKind, WatchState
from bot.model.spans import Quote
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.percolation import phrase_stems, stored_query
from bot.search.query import clean, parse
from bot.store.desk import question_watches
from tests.desk.conftest import GUILD, MARIA, DeskNewsroom
from tests.desk.monitoring.test_watcher import Articles, _article

VOCABULARY = Vocabulary({"Doric": 3, "Orlets": 3, "ferry": 5, "left": 9}, 20)
ASKED = "did the ferry leave Orlets?"
CARRIED = "The ferry left Orlets at noon."


class Watching:
    """Watches of a newsroom; the answer engine stands at the first sentence that it is asked for."""

    def __init__(self, room: DeskNewsroom) -> None:
        self.room = room
        self.articles = Articles(room)
        self.asked = list[str]()
        self.state = AnswerState.ANSWERED
        self.fails_on = ""
        self.watches = QuestionWatches(
            room.database, room.clock, 500, _no_refusal, DocumentService(room.database).generation
        )
        self.watcher = self.restarted()

    def restarted(self) -> QuestionWatcher:
        database, documents = self.room.database, DocumentService(self.room.database)
        units = DocumentUnitsService(database, documents)
        parsing = lambda text: parse(clean(text), VOCABULARY)  # noqa: E731
        return QuestionWatcher(database, documents, units, parsing, VOCABULARY.frequency, self._answer, self.room.clock)

    async def watch(self, text: str, channel: int = 5, guild: int = GUILD, *, is_private: bool = False) -> int:
        return (await self.watches.add(NewWatch(guild, channel, MARIA.user, text, is_private))).id

    async def posts(self) -> list[Any]:
        return [message for message in await self.room.sent() if message.kind is OutboxKind.WATCH]

    async def _answer(self, query: Any, hits: Any) -> Answer:
        self.asked.append(query.question)
        if self.fails_on and self.fails_on in query.question:
            raise RuntimeError("the parser fell over")
        documents = await DocumentService(self.room.database).get([hits[0].document])
        document = documents[hits[0].document]
        finding = Finding(document.reference, Quote(hits[0].span.of(document.text), hits[0].span))
        fields = {"findings": (finding,)} if self.state is AnswerState.ANSWERED else {"contrary": (finding,)}
        return Answer(query.question, self.state, "", **fields)


@pytest.fixture
def watching(room: DeskNewsroom) -> Watching:
    return Watching(room)


async def test_only_an_article_with_the_names_and_half_of_the_words_in_a_sentence_is_asked(watching: Watching) -> None:
    await watching.watch(ASKED)
    await watching.articles.put(
        apart="Orlets is a port.\n# Elsewhere\nA train stopped.\nNobody came.\nThe ferry is white.", none="It rained."
    )
    await watching.watcher.scan()
    assert watching.asked == []
    await watching.articles.put(news=CARRIED)
    assert await watching.watcher.scan() == 1
    assert watching.asked == [ASKED]


@pytest.mark.parametrize(
    ("state", "found"),
    [(AnswerState.ANSWERED, [WatchState.ANSWERED]), (AnswerState.CONTRARY, [WatchState.CONTRARY])],
)
async def test_answers_and_contrary_reports_are_posted(
    watching: Watching, state: AnswerState, found: list[Any]
) -> None:
    watching.state = state
    await watching.watch(ASKED)
    await watching.articles.put(news=CARRIED)
    await watching.watcher.scan()
    [message] = await watching.posts()
    post = await watching.watches.post(message)
    assert post is not None
    [(watch, finds)] = post.watches
    assert (watch.text, [find.state for find in finds]) == (ASKED, found)
    assert finds[0].finding.quote.text == CARRIED


async def test_closest_passages_are_not_posted(watching: Watching) -> None:
    watching.state = AnswerState.CLOSEST
    await watching.watch(ASKED)
    await watching.articles.put(news=CARRIED)
    assert await watching.watcher.scan() == 0


async def test_an_article_is_posted_once_also_after_a_change_a_restart_and_its_removal(watching: Watching) -> None:
    await watching.watch(ASKED)
    await watching.articles.put(news=CARRIED)
    assert await watching.watcher.scan() == 1
    await watching.articles.put(news=f"Updated.\n{CARRIED}")
    assert await watching.restarted().scan() == 0
    await watching.articles.remove("news")
    await watching.articles.put(news=CARRIED)
    assert await watching.watcher.scan() == 0


async def test_a_stop_between_two_syncs_loses_and_repeats_nothing(watching: Watching) -> None:
    await watching.watch(ASKED)
    await watching.articles.put(first=CARRIED)
    await watching.articles.put(second=CARRIED)
    queue = watching.watcher._queue
    watching.watcher._queue = _stop  # type: ignore[method-assign,assignment]
    with pytest.raises(InterruptedError):
        await watching.watcher.scan()
    assert await watching.posts() == []
    watching.watcher._queue = queue  # type: ignore[method-assign]
    assert await watching.restarted().scan() == 0
    [message] = await watching.posts()
    post = await watching.watches.post(message)
    assert post is not None
    assert [find.document for _, finds in post.watches for find in finds] == ["first", "second"]


async def _no_refusal(_: str) -> str | None:
    return None


def _stop(*_: object, **__: object) -> int:
    raise InterruptedError


async def test_a_fault_at_one_watch_stops_no_other(watching: Watching) -> None:
    await watching.watch(ASKED)
    await watching.watch("did the white ferry leave Orlets?")
    watching.fails_on = "white"
    await watching.articles.put(news=CARRIED)
    assert await watching.watcher.scan() == 1


async def test_each_place_gets_one_message_for_three_watches(watching: Watching) -> None:
    for number in range(WATCHES_PER_POST + 1):
        await watching.watch(f"did ferry {number} leave Orlets?")
    await watching.watch(ASKED, channel=6)
    await watching.watch("did any ferry leave Orlets?", is_private=True)
    await watching.watch("did the one ferry leave Orlets?", channel=6, is_private=True)
    await watching.articles.put(news=CARRIED, more=CARRIED)
    await watching.watcher.scan()
    posts = [await watching.watches.post(message) for message in await watching.posts()]
    shown = [(post.channel, post.recipient, len(post.watches)) for post in posts if post]
    assert shown == [(5, MARIA.user, 2), (5, None, 3), (5, None, 1), (6, None, 1)]


async def test_a_post_of_one_server_is_never_that_of_another(watching: Watching) -> None:
    await watching.watch(ASKED)
    await watching.watch(ASKED, guild=GUILD + 1)
    await watching.articles.put(news=CARRIED)
    await watching.watcher.scan()
    read = watching.room.database.read
    for guild in (GUILD, GUILD + 1):
        post = await read(partial(question_watches.post, guild=guild, number=1))
        assert post is not None
        assert {watch.guild for watch, _ in post.watches} == {guild}


async def test_a_stopped_watch_posts_nothing_that_waits(watching: Watching) -> None:
    id_ = await watching.watch(ASKED)
    await watching.articles.put(news=CARRIED)
    await watching.watcher.scan()
    [message] = await watching.posts()
    await watching.watches.stop(id_, GUILD, MARIA)
    assert await watching.watches.post(message) is None
    assert await watching.watch(ASKED) > id_


def _near(text: str) -> bool:
    query = stored_query(1, parse("did the white ferry leave Orlets?", VOCABULARY).parts)
    return article_checks.is_near(query, article_checks.ArticlePlaces(split_units(_article("news", text))))


def test_names_and_words_count_in_a_sentence_and_its_neighbours_only() -> None:
    assert _near("The ferry left Orlets.")
    assert _near("The white ferry is old. It has been at Orlets for a year.")
    assert not _near("The white ferry is old. It rained. It snowed. Orlets is a port.")
    assert not _near("Orlets is a port. It rained. It snowed. The white ferry is old.")
    assert not _near("Orlets is a port. It is white.")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("Pavel Doric", "It rained. Then Pavel Doric’s boat left.", "Pavel Doric’s"),
        ("harbour watch", "The Harbour Watches are published daily.", "Harbour Watches"),
        ("Pavel Doric", "Pavel met a Doric.", None),
        ("Pavel Doric", "# Pavel Doric\nHe left.", None),
    ],
)
def test_a_phrase_is_found_in_a_row_within_a_sentence(phrase: str, text: str, found: str | None) -> None:
    document = _article("news", text)
    place = article_checks.find_phrase(phrase_stems(phrase), split_units(document))
    assert (place and place[1].of(document.text)) == found
    assert place is None or place[0].contains(place[1])


def test_short_texts_without_a_question_are_phrases() -> None:
    kinds = {
        text: watch_kind(text) for text in ("Kurt Campbell", "who met Campbell", "the ferry left?", "a " * 6 + "ferry")
    }
    assert list(kinds.values()) == [WatchKind.PHRASE, WatchKind.QUESTION, WatchKind.QUESTION, WatchKind.QUESTION]
    for text in ("", "who is it?", "is it 500?"):
        with pytest.raises(UserError, match=TOO_COMMON):
            watch_kind(text)
    with pytest.raises(UserError, match="501 characters: at most 500"):
        watch_kind("x" * 501)
