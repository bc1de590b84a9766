"""Follow-up questions: which answer they follow up, and what may be taken from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.model.answers import Answer
from bot.model.attribution import SourceKind
from bot.model.saved_answers import SavedAnswer
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import clean
from bot.search.refusals.unanswerable_input import RefusalKind, refusal
from bot.search.rewriting.follow_up import FollowUp, complete_follow_up, resolve_pronoun
from bot.search.rewriting.shorthand import expand_shorthand
from bot.store.library import answers
from bot.store.sqlite.database import Database


@dataclass(frozen=True, slots=True)
class FollowUpContext:
    """Where a question was asked, by whom, and who will see its answer.

    `channel` is the channel or thread; a thread has the id of the message that it was started from. `replied_to` is
    the message that the question replies to.
    """

    guild: int | None
    channel: int
    user: int
    public: bool
    replied_to: int | None = None


class FollowUpService:
    """Completes questions from the answers that they follow up."""

    def __init__(self, database: Database, vocabulary: Callable[[], Awaitable[Vocabulary]]) -> None:
        """`vocabulary` returns the words of the corpus."""
        self._database = database
        self._vocabulary = vocabulary

    async def complete(self, question: str, context: FollowUpContext) -> FollowUp:
        """Return `question` with what it leaves out taken from the answer before, or unchanged if there is none."""
        previous = await self._database.read(lambda connection: _previous(connection, context))
        if previous is None:
            return FollowUp(question)
        before, people = previous.answer.question, people_of(previous.answer)
        return _complete(question, before, people, await self._vocabulary())


def _complete(question: str, before: str, people: Sequence[str], vocabulary: Vocabulary) -> FollowUp:
    """Complete a question as it was typed, else in full words, else because it would be refused for its pronoun."""
    full = expand_shorthand(clean(question), vocabulary)
    completed = complete_follow_up(question, before, people)
    if not completed.carried_over:
        completed = complete_follow_up(full, before, people)
    if not completed.carried_over and (pronoun := _refused_for(full, vocabulary)):
        completed = resolve_pronoun(full, pronoun, before, people)
    still_open = _refused_for(expand_shorthand(clean(completed.question), vocabulary), vocabulary)
    return completed if completed.carried_over and not still_open else FollowUp(question)


def _refused_for(question: str, vocabulary: Vocabulary) -> str:
    """Return the pronoun for which a question can't be looked up, or ""."""
    refused = refusal(question, vocabulary)
    return refused.word if refused is not None and refused.kind is RefusalKind.PRONOUN else ""


def people_of(answer: Answer) -> list[str]:
    """Return the people who speak in an answer's quotes, the first quote's first."""
    return list(dict.fromkeys(_people(answer)))


def _people(answer: Answer) -> Iterator[str]:
    for finding in answer.findings + answer.contrary + answer.near_misses:
        links = finding.attribution.chain if finding.attribution else ()
        # A chain ends with who speaks; a source without a capital is a description or a pronoun.
        yield from (link.name for link in reversed(links) if link.kind is SourceKind.PERSON and link.name[:1].isupper())


def _previous(connection: sqlite3.Connection, context: FollowUpContext) -> SavedAnswer | None:
    """Return the answer replied to, else the last one of a thread that was started from an answer."""
    if context.replied_to is not None:
        replied = answers.by_message(connection, context.replied_to)
        if replied is not None:
            return replied if _may_follow_up(replied, context) else None
    starter = answers.by_message(connection, context.channel)
    if starter is None or not _may_follow_up(starter, context):
        return None
    last = answers.latest(connection, context.channel, None if context.public else context.user)
    return last if last is not None and _may_follow_up(last, context) else starter


def _may_follow_up(asked: SavedAnswer, context: FollowUpContext) -> bool:
    """Tell whether nothing of the answer is shown to anybody who could not see it before."""
    here = context.channel in {asked.channel_id, asked.message_id}
    own = asked.user_id == context.user and not context.public
    return asked.guild_id == context.guild and here and (asked.visibility == "public" or own)
