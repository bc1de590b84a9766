"""What a quote check gives: how true a text is to the articles, where it stands there, and what was changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.answers import Finding
from bot.model.attribution import Attribution
from bot.model.documents import DocumentRef
from bot.model.spans import Span


class MatchLevel(StrEnum):
    VERBATIM = "verbatim"
    ALTERED = "altered"
    SPLICED = "spliced"
    NOT_FOUND = "not found"


class Op(StrEnum):
    REPLACE = "replace"
    INSERT = "insert"
    DELETE = "delete"


class Salience(StrEnum):
    """What a changed word turns: nothing is so easily changed, and changes as much."""

    NUMBER = "number"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class WordChange:
    """One word that differs: `original` as the article has it, `typed` as it was typed; one of them may be empty.

    `span` is where it stands in the article, `typed_span` where in the typed text; either may be empty.
    """

    op: Op
    original: str
    typed: str
    span: Span
    typed_span: Span
    loud: Salience | None = None


@dataclass(frozen=True, slots=True)
class QuoteLocation:
    """Where a text, or a part of it, comes from: document, span, and what differs between them.

    `typed` is the part of the typed text that it is the original of. `similarity` is the share of words, of whichever
    is longer, that are the same. `omitted` are spans of the document that an ellipsis leaves out.
    """

    document: str
    span: Span
    typed: Span
    similarity: float
    changes: tuple[WordChange, ...] = ()
    omitted: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteVerdict:
    """How true the text is to the documents looked at, and its places: one each, or the parts of a spliced one.

    Where it is not found, `nearest` may be where a part of it stands.
    """

    level: MatchLevel
    places: tuple[QuoteLocation, ...] = ()
    nearest: QuoteLocation | None = None


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A place with its quote and who says it, as a card tells it; `said` is what it tells that from.

    `read` holds once it is known who says it, be it nobody.
    """

    finding: Finding
    place: QuoteLocation
    said: Attribution | None = None
    read: bool = False


@dataclass(frozen=True, slots=True)
class QuoteCheckResult:
    """The result of a quote check.

    `matches` are all places, the first published first; of a spliced text its parts in the order they were typed.
    `nearest` is where a part of a text stands that is not found as a whole. `speaker` is who was said to have said it;
    `said_by_another` holds where the article has somebody else say it, and is None where that isn't known.
    `searched` are the rare words by which articles were looked for; `reason` says why nothing could be looked for.
    `pending` are ids of documents of which it isn't known yet who says what in them. `read_in_part` are documents that
    may hold a text that is not found in what could be read of them.
    """

    text: str
    level: MatchLevel
    matches: tuple[QuoteMatch, ...] = ()
    nearest: QuoteMatch | None = None
    speaker: str | None = None
    said_by_another: bool | None = None
    searched: tuple[str, ...] = ()
    reason: str | None = None
    pending: tuple[str, ...] = ()
    read_in_part: tuple[DocumentRef, ...] = ()
    documents_searched: int = 0
    elapsed_ms: float = 0.0
