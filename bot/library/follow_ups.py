"""Completes a follow-up question from the previous answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.model.answers import Answer
from bot.model.attribution import SourceKind
from bot.model.saved_answers import SavedAnswer
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import clean
from bot.search.refusals.unanswerable_input import RefusalKind, refusal, too_long
from bot.search.rewriting.follow_up import FollowUp, complete_follow_up, resolve_pronoun
from bot.search.rewriting.shorthand import expand_shorthand
from bot.store.archive import Archive, ArchiveConnection
from bot.store.library import answers


@dataclass(frozen=True, slots=True)
class FollowUpContext:
    """Place and reader of a question.

    `channel` is the channel or thread; a thread has the id of the message that it was started from. `replied_to` is
    the message that the question replies to. With `public`, everybody in the channel sees the answer.
    """

    guild: int | None
    channel: int
    user: int
    public: bool
    replied_to: int | None = None


class FollowUpService:
    """Completes follow-up questions from earlier answers."""

    def __init__(self, database: Archive, vocabulary: Callable[[], Awaitable[Vocabulary]]) -> None:
        """Take the database and a function for the corpus vocabulary."""
        self._database = database
        self._vocabulary = vocabulary

    async def complete(self, question: str, context: FollowUpContext) -> FollowUp:
        """Return `question` with its omissions filled from the previous answer."""
        previous = await self._database.read(lambda connection: _previous(connection, context))
        if previous is None:
            return FollowUp(question)
        previous_question, people = previous.answer.question, people_of(previous.answer)
        return _complete(question, previous_question, people, await self._vocabulary())

    async def is_discussed(self, thread: int) -> bool:
        """Check for a thread that was started from an answer; it has the id of the answer's message."""
        return await self._database.read(lambda connection: answers.by_message(connection, thread)) is not None


def _complete(question: str, previous_question: str, people: Sequence[str], vocabulary: Vocabulary) -> FollowUp:
    """Complete the typed question, its expanded form, or its pronoun.

    The first of these that carries something over is used. Returns the question unchanged if none does, or if the
    result would still be refused for a pronoun.
    """
    if too_long(clean(question)) or too_long(previous_question):
        return FollowUp(question)
    full = expand_shorthand(clean(question), vocabulary)
    completed = complete_follow_up(question, previous_question, people)
    if not completed.carried_over:
        completed = complete_follow_up(full, previous_question, people)
    if not completed.carried_over and (pronoun := _refused_for(full, vocabulary)):
        completed = resolve_pronoun(full, pronoun, previous_question, people)
    still_refused = _refused_for(expand_shorthand(clean(completed.question), vocabulary), vocabulary)
    return completed if completed.carried_over and not still_refused else FollowUp(question)


def _refused_for(question: str, vocabulary: Vocabulary) -> str:
    """Return the pronoun of a refused question, or ""."""
    refused = refusal(question, vocabulary)
    return refused.word if refused is not None and refused.kind is RefusalKind.PRONOUN else ""


def people_of(answer: Answer) -> list[str]:
    """Return the people speaking in an answer's quotes, in order."""
    return list(dict.fromkeys(_people(answer)))


def _people(answer: Answer) -> Iterator[str]:
    for finding in answer.findings + answer.contrary + answer.near_misses:
        links = finding.attribution.chain if finding.attribution else ()
        # A chain ends with the speaker; a source without a capital is a description or a pronoun.
        yield from (link.name for link in reversed(links) if link.kind is SourceKind.PERSON and link.name[:1].isupper())


def _previous(connection: ArchiveConnection, context: FollowUpContext) -> SavedAnswer | None:
    """Return the answer replied to, else the latest of the thread."""
    if context.replied_to is not None:
        replied = answers.by_message(connection, context.replied_to)
        if replied is not None:
            return replied if _may_follow_up(replied, context) else None
    starter = answers.by_message(connection, context.channel)
    if starter is None or not _may_follow_up(starter, context):
        return None
    latest = answers.latest(connection, context.channel, None if context.public else context.user)
    return latest if latest is not None and _may_follow_up(latest, context) else starter


def _may_follow_up(answer: SavedAnswer, context: FollowUpContext) -> bool:
    """Return True for an answer already visible to all new readers."""
    is_same_channel = context.channel in {answer.channel_id, answer.message_id}
    is_own = answer.user_id == context.user and not context.public
    return answer.guild_id == context.guild and is_same_channel and (answer.is_public or is_own)
