"""Answers, with their findings and sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.attribution import AttributionKind, ChainLink
from bot.model.documents import DocumentRef
from bot.model.search import NO_FILTER, SearchFilter
from bot.model.spans import Quote, Span


@dataclass(frozen=True, slots=True)
class Correction:
    """A corrected word of the question: "Ryazn" used as "Ryazan".

    `others` are further possible readings; they are searched for as well, with less weight.
    """

    typed: str
    used: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuotedAttribution:
    """An attribution with its texts; every name is a document slice."""

    source: str | None
    cue: str | None
    kind: AttributionKind
    chain: tuple[ChainLink, ...] = ()
    inherited: bool = False
    inferred: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a quoted table row: column name and span."""

    column: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One quote of an answer, with everything for its card.

    `highlights` are the matched words inside the quote, `section` is the heading above it. `support` are the sentences
    with its source or provenance, `context` those right before and after it. `cells` are filled for a table row, which
    is displayed with its column names.
    """

    document: DocumentRef
    quote: Quote
    highlights: tuple[Span, ...] = ()
    section: str | None = None
    attribution: QuotedAttribution | None = None
    support: tuple[Quote, ...] = ()
    context: tuple[Quote, ...] = ()
    ai_generated: bool = False
    boilerplate: bool = False
    hypothetical: bool = False
    cells: tuple[TableCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """An innermost nameable source, with the documents based on it."""

    name: str
    documents: tuple[str, ...]


class AnswerState(StrEnum):
    """The claim of an answer; docs/answers.md explains each state."""

    ANSWERED = "answered"  # the findings answer the question
    CONTRARY = "contrary"  # the quotes of `contrary` report the same event differently
    CLOSEST = "closest"  # the near misses come closest; the reader has to check them
    NOTHING = "nothing"  # no article has a name, or all rare words, of the question


class Slot(StrEnum):
    """A line of the comparison between asked statement and quote."""

    WHO = "who"
    ACTION = "did what"
    WHOM = "to whom"
    HOW_MUCH = "how much"
    WHEN = "when"
    WHERE = "where"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class SlotComparison:
    """One slot of question and quote.

    `quoted` is a slice of the quoted document, or None if the quote does not fill the slot. `holds` is False only
    if the two differ.
    """

    slot: Slot
    asked: str
    quoted: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One part of a compound question, with its findings."""

    question: str
    state: AnswerState
    headline: str
    findings: tuple[Finding, ...] = ()
    near_misses: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a question: state, findings, and notes.

    `headline` and `notes` are fixed phrases around names from the documents. `copyable` is the line for editors to
    paste: quote, source, outlet, date. `contrary` are quotes that report the asked event differently. `comparison`
    compares the asked statement with the first finding (or the first of `contrary`). `parts` are filled for compound
    questions. `carried_over` are the words that a follow-up question took from the answer before it. `pending` are the
    ids of documents with unknown attributions. `narrowing` are the search filters; an `exact` answer takes the
    question's words as typed.
    """

    question: str
    state: AnswerState
    headline: str
    reason: str | None = None
    corrections: tuple[Correction, ...] = ()
    findings: tuple[Finding, ...] = ()
    near_misses: tuple[Finding, ...] = ()
    contrary: tuple[Finding, ...] = ()
    comparison: tuple[SlotComparison, ...] = ()
    parts: tuple[AnswerPart, ...] = ()
    copyable: str | None = None
    carried_over: str | None = None
    origins: tuple[Origin, ...] = ()
    conflict: bool = False
    notes: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    narrowing: SearchFilter = NO_FILTER
    exact: bool = False
    documents_searched: int = 0
    elapsed_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Check for the state ANSWERED."""
        return self.state is AnswerState.ANSWERED
