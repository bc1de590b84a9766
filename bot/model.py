"""The records that every room speaks of; docs/architecture.md gives the words their one meaning.

Offsets are code points of `Document.text`, half-open: `document.text[span.start:span.end]` is the law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeAlias

# What the terminal's JSON is made of.
Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range `[start, end)` of code points in one document's text."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def __len__(self) -> int:
        return self.end - self.start

    def of(self, text: str) -> str:
        """Return the slice of `text` that this span names."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_HEADER = "table header"
    TABLE_ROW = "table row"
    QUOTATION = "quotation"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """One structural piece of a document.

    `headings` is the path of headings above it, outermost first. `lead_in` is the sentence that introduces a list
    or a table, from which its items inherit their source; `header` is a table's header row.
    `ai_generated` holds where the document itself discloses the range as AI-generated or AI-assisted.
    """

    kind: BlockKind
    span: Span
    headings: tuple[Span, ...] = ()
    lead_in: Span | None = None
    header: Span | None = None
    ai_generated: bool = False


@dataclass(frozen=True, slots=True)
class Reference:
    """What a card says of a document: where a quote was published, by whom, when.

    `id` is stable for one place in one folder; `name` is the file's stem, or a JSONL record's id.
    `published` is an ISO date or date and time, as far as the document tells it. `heading` is how a document without
    a title begins: its first heading or sentence, shortened.
    """

    id: str
    name: str
    sha256: str
    title: str | None = None
    outlet: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    heading: str | None = None

    @property
    def display_title(self) -> str:
        """Return what a reader calls the document: its title, how it begins, or its file's name."""
        return self.title or self.heading or self.name


@dataclass(frozen=True, slots=True)
class Document:
    """One article as indexed. For .txt and .md, `text` is the decoded file itself (a BOM aside)."""

    reference: Reference
    text: str
    blocks: tuple[Block, ...]

    @property
    def id(self) -> str:
        return self.reference.id

    @property
    def name(self) -> str:
        return self.reference.name


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: a run of whole sentences, one row or one bullet; `context` is found but never quoted.

    `ordinal` counts a document's passages from 0. `boilerplate` passages (link lists, pleas) may be shown as
    near, never as an answer.
    """

    document: str
    ordinal: int
    span: Span
    context: tuple[Span, ...] = ()
    boilerplate: bool = False
    ai_generated: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word to look for, as the question writes it (after correction), with its weight."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a search is limited to; `since` and `until` are days, both inclusive.

    `required` and `excluded` are words of the passage itself, `title` words of the article's title.
    An article without a date is outside every time.
    """

    outlet: str | None = None
    since: date | None = None
    until: date | None = None
    title: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def finds(self) -> bool:
        """Tell whether it says what should be found, and not only what should not."""
        return bool(self.outlet or self.since or self.until or self.title or self.required)


EVERYTHING = Narrowing()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that the index found. `score` is comparable within one result list only.

    `day` is when it was published, as YYYYMMDD; 0 where nobody tells.
    `sketch` is much the same for passages that are much the same, and empty for short ones; `copies` are the documents
    that hold this passage, or one much like it, too.
    """

    document: str
    ordinal: int
    span: Span
    score: float
    boilerplate: bool = False
    ai_generated: bool = False
    day: int = 0
    sketch: bytes = b""
    copies: tuple[str, ...] = ()


class SourceKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class AttributionKind(StrEnum):
    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    EVIDENTIAL = "evidential"
    PROVENANCE = "provenance"


class Role(StrEnum):
    """What a link of a chain did with the information, as the document words it."""

    PUBLISHED = "published"
    REPORTED = "reported"
    OBTAINED = "obtained"
    REVIEWED = "reviewed"
    VERIFIED = "verified"
    WROTE = "wrote"
    TOLD = "told"
    WAS_TOLD = "was told"
    SAID = "said"
    THOUGHT = "thought"  # wants, hopes, believes: told about the source, not by it
    SHOWS = "shows"


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain; `name` is the slice of the document at `span`."""

    name: str
    role: Role
    kind: SourceKind
    span: Span
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who stands behind which content, by which words.

    Each of `source`, `cue` and `content` may stand in several pieces, or be empty where the text leaves it out.
    `resolved` is where the document names the source in full ("he" -> "Kurt Campbell").
    `chain` runs from the article inwards and ends with this attribution's own source.
    `parent` is the index, in the document's list, of the attribution whose content holds this one.
    `inherited`: taken over from a lead-in or a heading; `inferred`: implied, not stated;
    `hypothetical`: "would likely say"; `negated`: "did not say", "denies".
    """

    kind: AttributionKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    role: Role = Role.SAID
    source_kind: SourceKind = SourceKind.UNKNOWN
    resolved: Span | None = None
    chain: tuple[Link, ...] = ()
    parent: int | None = None
    inherited: bool = False
    inferred: bool = False
    hypothetical: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the question that was read as another: "Ryazn" used as "Ryazan".

    `others` may have been meant as well; they are looked for too, but count for less.
    """

    typed: str
    used: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A slice of one document; `text` equals the document's text at `span`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attributed:
    """An attribution as an answer tells it: every name and cue is a slice of the document."""

    source: str | None
    cue: str | None
    kind: AttributionKind
    chain: tuple[Link, ...] = ()
    inherited: bool = False
    inferred: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quote with the document that it stands in."""

    document: Reference
    quote: Quote


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell of a quoted table row: the slice of the document at `span`, and the name of its column."""

    column: str
    span: Span


@dataclass(frozen=True, slots=True)
class Finding:
    """One quote that carries the question, with all that a card says about it.

    `highlights` are the matched words inside the quote; `section` is the heading it stands under;
    `support` are the sentences that its source is inherited from or its provenance stands in, `context` those right
    before and after it. `cells` are filled for
    a table row, so that it can be drawn with the names of its columns.
    """

    document: Reference
    quote: Quote
    highlights: tuple[Span, ...] = ()
    section: str | None = None
    attribution: Attributed | None = None
    support: tuple[Quote, ...] = ()
    context: tuple[Quote, ...] = ()
    ai_generated: bool = False
    boilerplate: bool = False
    hypothetical: bool = False
    cells: tuple[TableCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """The innermost nameable root of what one or several documents tell."""

    name: str
    documents: tuple[str, ...]


class AnswerState(StrEnum):
    """What an answer promises; docs/answers.md explains each state."""

    ANSWERED = "answered"  # the findings answer the question
    CONTRARY = "contrary"  # the articles report the same event otherwise, in the quotes of `contrary`
    CLOSEST = "closest"  # the near misses come closest; the reader has to check whether they answer
    NOTHING = "nothing"  # a name or all rare words of the question are missing from the articles


class Slot(StrEnum):
    """One line of the comparison between an asked statement and a quoted sentence."""

    WHO = "who"
    ACTION = "did what"
    WHOM = "to whom"
    HOW_MUCH = "how much"
    WHEN = "when"
    WHERE = "where"
    POLARITY = "polarity"


@dataclass(frozen=True, slots=True)
class SlotComparison:
    """One slot as the question states it and as the quote states it.

    `quoted` is a slice of the quoted document, or None if the quote does not fill the slot. `holds` is False only
    if the two differ.
    """

    slot: Slot
    asked: str
    quoted: str | None
    holds: bool


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One half of a two-part question, or one side of a comparison, with the findings that belong to it."""

    question: str
    state: AnswerState
    headline: str
    findings: tuple[Finding, ...] = ()
    near_misses: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Findings with what they establish (`state`), or the passages that come closest.

    `headline` and `notes` are fixed forms of words around names that the documents give. `copyable` is the one line
    that an editor may paste: quote, source, outlet, date. `contrary` are quotes that report the asked event otherwise,
    `comparison` sets the asked statement beside the first finding (or the first of `contrary`). `parts` are filled for
    questions with two halves. `carried_over` is what a follow-up question took from the answer before it.
    `pending` are the ids of documents whose attributions are not known yet. `narrowing` are the limits that were asked
    for; an `exact` answer takes the question's words as they were typed.
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
    narrowing: Narrowing = EVERYTHING
    exact: bool = False
    documents_searched: int = 0
    elapsed_ms: float = 0.0

    @property
    def answered(self) -> bool:
        """Return whether the findings answer the question."""
        return self.state is AnswerState.ANSWERED
