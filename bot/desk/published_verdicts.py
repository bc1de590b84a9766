"""Published verdicts on what somebody asks, quotes, flags or posts: "already checked"."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.corpus.sentences import sentences
from bot.desk.similarity.normalize import normalize
from bot.desk.similarity.search import SimilarClaim, SimilarClaims
from bot.desk.statements import is_yes_no, stated_in, statements, turned_around
from bot.errors import UserError
from bot.model.claims import RULED, Status
from bot.model.published_verdicts import PublishedVerdict, rating_share
from bot.model.spans import Span
from bot.store.desk import published_verdicts
from bot.store.desk.published_verdicts import PublishedVerdictRow
from bot.store.sqlite.database import Database

if TYPE_CHECKING:
    from spacy.language import Language

_log = logging.getLogger(__name__)

_WITH_VERDICT = RULED | {Status.DUPLICATE}
_MOST_STATEMENTS = 10  # of a message
_MOST_SIMILAR = 3  # hints on a message
_MIN_DICE = 0.4  # of the terms of a statement and a claim shown as a hint
_MOST_READ = 1_000  # characters of an explanation

# Runs work with the parser on its thread, as AttributionService.run_with_parser does.
RunWithParser = Callable[[Callable[["Language"], str | None]], Awaitable[str | None]]


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """A statement with the published verdicts on the same claim, newest first."""

    text: str
    verdicts: tuple[PublishedVerdict, ...]


@dataclass(frozen=True, slots=True)
class SimilarVerdict:
    """A statement with a published verdict on a claim that is only similar.

    `match` holds what differs; the verdict says nothing about the statement.
    """

    text: str
    match: SimilarClaim
    verdict: PublishedVerdict


@dataclass(frozen=True, slots=True)
class MessageCheck:
    """The statements of a message that were checked before, and hints at similar claims."""

    checked: tuple[CheckedStatement, ...]
    similar: tuple[SimilarVerdict, ...]


class PublishedVerdicts:
    """Finds the published verdicts of one guild's desk on the same claim.

    The same is a claim without any difference; a similar one is never shown as checked. A claim that an editor closed
    as a duplicate has the verdict of its original.
    """

    def __init__(self, database: Database, similar_claims: SimilarClaims, run_with_parser: RunWithParser) -> None:
        self._database = database
        self._similar_claims = similar_claims
        self._run_with_parser = run_with_parser

    async def on_text(self, guild: int, text: str) -> tuple[PublishedVerdict, ...]:
        """Return the verdicts on a quoted or flagged text, or on the first of its sentences with one."""
        checked = await self.on_statements(guild, [text, *statements(text, _MOST_STATEMENTS)])
        return checked[0].verdicts if checked else ()

    async def on_question(self, guild: int, question: str) -> tuple[PublishedVerdict, ...]:
        """Return the verdicts on the statement in a question.

        A question that can't be turned into a statement safely has none.
        """
        if statement := stated_in(question):
            return await self._verdicts(guild, statement)
        # Most questions are about no checked claim, and need no parse.
        if not is_yes_no(question) or not await self._has_similar(guild, question):
            return ()
        try:
            turned = await self._run_with_parser(partial(turned_around, question))
        except UserError as error:
            _log.warning("a question is not compared with claims: %s", error.message)
            return ()
        return await self._verdicts(guild, turned) if turned else ()

    async def on_statements(self, guild: int, texts: Sequence[str]) -> list[CheckedStatement]:
        """Return the statements with a published verdict on the same claim, in order."""
        found = [CheckedStatement(text, await self._verdicts(guild, text)) for text in dict.fromkeys(texts)]
        return [statement for statement in found if statement.verdicts]

    async def on_message(self, guild: int, text: str) -> MessageCheck:
        """Return the verdicts on all statements of a message, and similar ones as hints."""
        checked, hints = dict[tuple[int, ...], CheckedStatement](), dict[int, SimilarVerdict]()
        for statement in statements(text, _MOST_STATEMENTS):
            matches, published = await self._published(guild, statement)
            same = _on_same(matches, published)
            if same:
                checked.setdefault(tuple(verdict.claim for verdict in same), CheckedStatement(statement, same))
            others = [match for match in matches if match.status in RULED and not is_same(match)]
            for match in others[:_MOST_SIMILAR]:
                if _dice(statement, match) >= _MIN_DICE:
                    hints.setdefault(match.number, SimilarVerdict(statement, match, published[match.number]))
        shown = {number for numbers in checked for number in numbers}
        similar = [hint for number, hint in hints.items() if number not in shown]
        return MessageCheck(tuple(checked.values()), tuple(similar[:_MOST_SIMILAR]))

    async def on_claim(self, guild: int, number: int) -> PublishedVerdict | None:
        """Return the published verdict on a claim or on its original, or None."""
        rows = await self._database.read(partial(published_verdicts.read, guild=guild, claims=[number]))
        return _verdict(rows[number], number) if number in rows else None

    async def _verdicts(self, guild: int, text: str) -> tuple[PublishedVerdict, ...]:
        matches, published = await self._published(guild, text)
        return _on_same(matches, published)

    async def _has_similar(self, guild: int, text: str) -> bool:
        return bool((await self._published(guild, text))[0])

    async def _published(self, guild: int, text: str) -> tuple[list[SimilarClaim], dict[int, PublishedVerdict]]:
        """Return the claims like a text that have a published verdict, or whose original has one, with it."""
        found = [match for match in await self._similar_claims.similar(guild, text) if match.status in _WITH_VERDICT]
        if not found:
            return [], {}

        def read(connection: sqlite3.Connection) -> dict[int, PublishedVerdict]:
            rows = published_verdicts.read(connection, guild, [match.number for match in found])
            return {number: _verdict(row, number) for number, row in rows.items()}

        published = await self._database.read(read)
        return [match for match in found if match.number in published], published


def is_same(match: SimilarClaim) -> bool:
    """Check for a claim that accounts for every word; "probably the same" is not enough."""
    return match.accounted


def _on_same(
    matches: Sequence[SimilarClaim], published: Mapping[int, PublishedVerdict]
) -> tuple[PublishedVerdict, ...]:
    """Return the verdicts on the same claims, newest first, each once.

    If a claim and its duplicates are the same as a text, the claim itself counts.
    """
    verdicts = [published[match.number] for match in matches if is_same(match)]
    by_claim: dict[int, PublishedVerdict] = {}
    for verdict in sorted(verdicts, key=lambda verdict: verdict.duplicate is not None):
        by_claim.setdefault(verdict.claim, verdict)
    kept = [verdict for verdict in verdicts if by_claim[verdict.claim] is verdict]
    return tuple(sorted(kept, key=lambda verdict: verdict.date or "", reverse=True))


def _verdict(row: PublishedVerdictRow, compared: int) -> PublishedVerdict:
    return PublishedVerdict(
        row.claim,
        row.text,
        row.rating,
        _first_sentence(row.explanation),
        row.byline if row.imported else None,
        row.published if row.imported else row.approved_at[:10],
        row.url,
        row.imported,
        rating_share(row.rating, row.value, row.scale),
        None if compared == row.claim else compared,
    )


def _first_sentence(explanation: str) -> str:
    typed = " ".join(explanation[:_MOST_READ].split())
    return next((span.of(typed) for span in sentences(typed, Span(0, len(typed)))), "")


def _dice(text: str, match: SimilarClaim) -> float:
    """Return the Dice coefficient of the terms of a statement and a claim."""
    ours, theirs = set(normalize(text).terms), set(normalize(match.text).terms)
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0
