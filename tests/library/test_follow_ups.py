"""A follow-up uses only answers visible to all of its readers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from bot.library.follow_ups import FollowUpContext, FollowUpService, people_of
from bot.library.search import SearchService
from bot.model.answers import Answer, AnswerState, Finding, QuotedAttribution
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.saved_answers import SavedAnswer
from bot.model.spans import Quote, Span
from bot.search.rewriting.follow_up import FollowUp
from bot.store.library import answers
from tests.library.conftest import Library

GUILD, CHANNEL, MESSAGE, ASKER, OTHER = 5, 10, 900, 1, 2
ANSWER = Answer("what did Mara Lindqvist say about the ferries?", AnswerState.NOTHING, "Nothing.")
ASKED = SavedAnswer("100", GUILD, CHANNEL, ASKER, "public", "2026-11-29T10:00:00+00:00", ANSWER, MESSAGE)
REPLY = FollowUpContext(GUILD, CHANNEL, OTHER, public=True, replied_to=MESSAGE)
IN_THREAD = FollowUpContext(GUILD, MESSAGE, OTHER, public=True)
TAKEN = FollowUp("what did Mara Lindqvist say about the fares?", "“she” is Mara Lindqvist")
OPEN = FollowUp("what did she say about the fares?")


async def ask(library: Library, context: FollowUpContext, *saved: SavedAnswer) -> FollowUp:
    for answer in saved:
        await library.database.write(lambda db, answer=answer: answers.put(db, answer))
    return await service(library).complete(OPEN.question, context)


def service(library: Library) -> FollowUpService:
    searching = SearchService(library.index, library.documents)
    return FollowUpService(library.database, partial(searching.in_thread, searching.vocabulary))


@pytest.mark.parametrize(
    "context", [REPLY, replace(REPLY, public=False), IN_THREAD], ids=["reply", "private", "thread"]
)
async def test_a_public_answer_is_followed_up_by_reply_and_in_its_thread(library: Library, context) -> None:
    assert await ask(library, context, ASKED) == TAKEN


@pytest.mark.parametrize(
    "context",
    [
        replace(REPLY, guild=6),
        replace(REPLY, guild=None),
        replace(REPLY, channel=11),
        replace(REPLY, replied_to=MESSAGE + 1),
        replace(REPLY, replied_to=None),
        replace(IN_THREAD, channel=MESSAGE + 1),
        replace(IN_THREAD, guild=6),
    ],
    ids=["guild", "direct message", "channel", "message", "no reply", "other thread", "thread elsewhere"],
)
async def test_an_answer_given_elsewhere_is_not_followed_up(library: Library, context) -> None:
    assert await ask(library, context, ASKED) == OPEN


@pytest.mark.parametrize(
    ("user", "public", "expected"),
    [(OTHER, True, OPEN), (OTHER, False, OPEN), (ASKER, True, OPEN), (ASKER, False, TAKEN)],
    ids=["another in public", "another in private", "the asker in public", "the asker in private"],
)
@pytest.mark.parametrize("way", [REPLY, IN_THREAD], ids=["reply", "thread"])
async def test_a_private_answer_serves_its_asker_alone_and_in_private(library, way, user, public, expected) -> None:
    context = replace(way, user=user, public=public)
    assert await ask(library, context, replace(ASKED, visibility="private")) == expected


def in_thread(number: int, speaker: str, **others: object) -> SavedAnswer:
    """Return answer `number` of the thread of `ASKED`, about `speaker`."""
    answer = replace(ANSWER, question=f"what did {speaker} say?")
    later = replace(ASKED, id=str(number), channel_id=MESSAGE, message_id=number + 1, answer=answer)
    return replace(later, **others)


async def test_in_a_thread_the_last_answer_is_followed_up(library: Library) -> None:
    answered = await ask(library, IN_THREAD, ASKED, in_thread(99_000, "Reck"), in_thread(101_000, "Petrov"))
    assert answered.question == "what did Petrov say about the fares?"


@pytest.mark.parametrize("public", [True, False])
async def test_in_a_thread_a_private_answer_of_another_is_passed_over(library: Library, public: bool) -> None:
    private = in_thread(102, "Petrov", visibility="private")
    answered = await ask(library, replace(IN_THREAD, public=public), ASKED, in_thread(101, "Reck"), private)
    assert answered.question == "what did Reck say about the fares?"


@pytest.mark.parametrize(("public", "speaker"), [(True, "Reck"), (False, "Petrov")])
async def test_in_a_thread_ones_own_private_answer_serves_in_private(
    library: Library, public: bool, speaker: str
) -> None:
    own = in_thread(102, "Petrov", visibility="private")
    context = replace(IN_THREAD, public=public, user=ASKER)
    answered = await ask(library, context, ASKED, in_thread(101, "Reck"), own)
    assert answered.question == f"what did {speaker} say about the fares?"


async def test_what_was_searched_for_in_a_thread_is_no_question_to_follow_up(library: Library) -> None:
    searched = in_thread(101, "Reck", message_id=None)
    assert await ask(library, IN_THREAD, ASKED, searched) == TAKEN


async def test_an_answer_that_was_purged_is_not_followed_up(library: Library) -> None:
    await ask(library, REPLY, ASKED)
    await library.database.write(lambda db: answers.purge(db, "9999"))
    assert await ask(library, REPLY) == OPEN


async def test_an_answer_finished_later_keeps_its_message(library: Library) -> None:
    assert await ask(library, REPLY, ASKED, replace(ASKED, message_id=None)) == TAKEN


def test_the_people_of_an_answer_are_the_persons_of_its_chains_the_innermost_first() -> None:
    links = [
        ("The Courier", SourceKind.ORGANISATION),
        ("Mara Lindqvist", SourceKind.PERSON),
        ("a clerk", SourceKind.PERSON),
    ]
    chain = tuple(ChainLink(name, Role.SAID, kind, Span(0, 1)) for name, kind in links)
    attribution = QuotedAttribution("a clerk", "said", AttributionKind.INDIRECT, chain)
    finding = Finding(DocumentRef("id", "ferry", "ab"), Quote("x", Span(0, 1)), attribution=attribution)
    reck = QuotedAttribution(
        "Reck", "said", AttributionKind.DIRECT, (ChainLink("Reck", Role.SAID, SourceKind.PERSON, Span(0, 1)),)
    )
    missed = replace(finding, attribution=reck)
    answer = replace(ANSWER, near_misses=(missed, replace(finding, attribution=None)), findings=(finding, finding))
    assert people_of(answer) == ["Mara Lindqvist", "Reck"]


async def answered_after(library: Library, question: str, before: str) -> FollowUp:
    answer = replace(ASKED, answer=replace(ANSWER, question=before))
    await library.database.write(lambda db: answers.put(db, answer))
    return await service(library).complete(question, REPLY)


@pytest.mark.parametrize(
    ("question", "completed", "taken"),
    [
        ("how long did it take?", "how long did the strike take?", "“it” is “the strike”"),
        ("wat happened there", "what happened there: who ended the strike?", "“who ended the strike?”"),
        ("n when?", "when was it that someone ended the strike?", "“who ended the strike?”"),
    ],
    ids=["it, that could stand for nothing", "shorthand", "a short and"],
)
async def test_a_question_that_would_be_refused_for_its_pronoun_is_completed(
    library: Library, question: str, completed: str, taken: str
) -> None:
    assert await answered_after(library, question, "who ended the strike?") == FollowUp(completed, taken)


@pytest.mark.parametrize("question", ["what did he want?", "did he end it?"], ids=["nobody", "one pronoun of two"])
async def test_a_question_that_stays_open_is_asked_as_it_was_typed(library: Library, question: str) -> None:
    assert await answered_after(library, question, "who ended the strike?") == FollowUp(question)
