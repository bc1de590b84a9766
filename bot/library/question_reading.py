"""Parses a typed question by a sequence of pure functions.

The steps: shorthand, refusals, limits of time, spelling, capitals of names, parts.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.library.english_words import is_english
from bot.model.answers import Correction
from bot.model.search import SearchFilter
from bot.normalize import words
from bot.search.compound_questions import CompoundKind, CompoundQuestion, split_question
from bot.search.expansion.spelling import correct
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.publication_dates import extract_publication_dates
from bot.search.query import Query, clean, parse
from bot.search.refusals.unanswerable_input import Refusal, refusal, too_long
from bot.search.rewriting.case_restoration import restore_case
from bot.search.rewriting.shorthand import expand_shorthand


@dataclass(frozen=True, slots=True)
class ParsedQuestion:
    """A corrected question with its parsed parts and its search filter."""

    text: str
    parts: tuple[Query, ...]
    kind: CompoundKind
    narrowing: SearchFilter
    typed_parts: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The first part; a single question has only this one."""
        return self.parts[0]


def read_question(
    question: str,
    vocabulary: Vocabulary,
    narrowing: SearchFilter,
    today: date,
    outlets: Collection[str],
    *,
    exact: bool,
) -> ParsedQuestion | Refusal:
    """Parse `question`, or return its refusal.

    With `exact` it is taken as typed: no expansion, no correction, no splitting.
    """
    text = clean(question)
    if refused := too_long(text):
        return refused
    vocabulary.look_up(word.text for word in words(text))
    if exact:
        refused = refusal(text, vocabulary)
        query = parse(text, vocabulary, (), tuple(outlets))
        return refused or ParsedQuestion(text, (query,), CompoundKind.SINGLE, narrowing)
    expanded = expand_shorthand(text, vocabulary)
    if refused := refusal(expanded, vocabulary):
        return refused
    undated, limits = extract_publication_dates(expanded, narrowing, today)
    corrected, corrections = correct(undated, vocabulary, is_english)
    restored = restore_case(corrected, vocabulary)
    compound = split_question(restored)
    parts = _parse_parts(compound, vocabulary, corrections, tuple(outlets))
    return ParsedQuestion(restored, parts, compound.kind, limits, compound.typed)


def _parse_parts(
    compound: CompoundQuestion, vocabulary: Vocabulary, corrections: tuple[Correction, ...], outlets: tuple[str, ...]
) -> tuple[Query, ...]:
    return tuple(parse(part, vocabulary, corrections, outlets) for part in compound.parts)
