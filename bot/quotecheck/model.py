"""Records of a quote check: match level, locations and changed words."""

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
    """The kind of a salient change: small to type, large in meaning."""

    NUMBER = "number"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class WordChange:
    """One differing word: `original` in the article, `typed` in the quote.

    One of them may be empty, and its span with it: `span` in the article, `typed_span` in the typed text.
    """

    op: Op
    original: str
    typed: str
    span: Span
    typed_span: Span
    salience: Salience | None = None


@dataclass(frozen=True, slots=True)
class QuoteLocation:
    """The origin of a text or of its part, with their differences.

    `typed` is the corresponding part of the typed text. `similarity` is the share of matching words, of the longer of
    the two. `omitted` are spans of the document behind an ellipsis. `respelled` are numbers of the same value in
    another form ("4", "four"); they are no changes.
    """

    document: str
    span: Span
    typed: Span
    similarity: float
    changes: tuple[WordChange, ...] = ()
    omitted: tuple[Span, ...] = ()
    respelled: tuple[WordChange, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteVerdict:
    """The match level of a text and its locations.

    A verbatim or altered text has one in each document, a spliced one has its segments. `nearest` may locate a part of
    a text that is not found.
    """

    level: MatchLevel
    places: tuple[QuoteLocation, ...] = ()
    nearest: QuoteLocation | None = None


@dataclass(frozen=True, slots=True)
class QuoteMatch:
    """A location with its quote and source.

    `attribution` is the basis of the source in `finding`. `read` is true after attribution, also without a source.
    """

    finding: Finding
    location: QuoteLocation
    attribution: Attribution | None = None
    read: bool = False


@dataclass(frozen=True, slots=True)
class QuoteCheckResult:
    """The result of a quote check.

    `matches` are all locations, the first published first; of a spliced text its segments in typed order. `nearest`
    locates a part of a text that is not found. `speaker` is the claimed speaker; `said_by_another` is true for another
    speaker in the article, and None if unknown. `searched` are the rare words of the search; `reason` says why a search
    was impossible. `not_compared` is the most further articles that may have it as well: they have all of its words.
    `pending` are ids of documents without attributions yet. `read_in_part` are documents whose unread part may hold a
    text that is not found. `unanswered` says which part of the index didn't answer.
    """

    text: str
    level: MatchLevel
    matches: tuple[QuoteMatch, ...] = ()
    nearest: QuoteMatch | None = None
    speaker: str | None = None
    said_by_another: bool | None = None
    searched: tuple[str, ...] = ()
    reason: str | None = None
    not_compared: int = 0
    pending: tuple[str, ...] = ()
    read_in_part: tuple[DocumentRef, ...] = ()
    unanswered: str | None = None
    documents_searched: int = 0
    elapsed_ms: float = 0.0
