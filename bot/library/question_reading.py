"""Reading a typed question: shorthand, refusals, time limits, spelling, names, parts; each step a pure function."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from bot.library.english_words import is_english
from bot.model.answers import Correction
from bot.model.search import SearchFilter
from bot.search.compound_questions import CompoundKind, CompoundQuestion, split_question
from bot.search.expansion.spelling import correct
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.publication_dates import extract_publication_dates
from bot.search.query import Query, clean, parse
from bot.search.refusals.unanswerable_input import Refusal, refusal
from bot.search.rewriting.case_restoration import restore_case
from bot.search.rewriting.shorthand import expand_shorthand


@dataclass(frozen=True, slots=True)
class ReadQuestion:
    """A question as it is looked up: its text with corrections and capitals, its parts, and the limits of time."""

    text: str
    parts: tuple[Query, ...]
    kind: CompoundKind
    narrowing: SearchFilter
    typed_parts: tuple[str, ...] = ()

    @property
    def query(self) -> Query:
        """The first part, which is the whole of a single question."""
        return self.parts[0]


def read_question(
    question: str,
    vocabulary: Vocabulary,
    narrowing: SearchFilter,
    today: date,
    outlets: Collection[str],
    *,
    exact: bool,
) -> ReadQuestion | Refusal:
    """Return what `question` asks, or why it can't be looked up; an `exact` one is taken as it was typed."""
    text = clean(question)
    if exact:
        refused = refusal(text, vocabulary)
        whole = parse(text, vocabulary, (), tuple(outlets))
        return refused or ReadQuestion(text, (whole,), CompoundKind.SINGLE, narrowing)
    expanded = expand_shorthand(text, vocabulary)
    if refused := refusal(expanded, vocabulary):
        return refused
    asked, limits = extract_publication_dates(expanded, narrowing, today)
    corrected, corrections = correct(asked, vocabulary, is_english)
    restored = restore_case(corrected, vocabulary)
    compound = split_question(restored)
    parts = _parsed(compound, vocabulary, corrections, tuple(outlets))
    return ReadQuestion(restored, parts, compound.kind, limits, compound.typed)


def _parsed(
    compound: CompoundQuestion, vocabulary: Vocabulary, corrections: tuple[Correction, ...], outlets: tuple[str, ...]
) -> tuple[Query, ...]:
    return tuple(parse(part, vocabulary, corrections, outlets) for part in compound.parts)
