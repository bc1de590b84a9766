"""Input to the desk: a claim, evidence, a verdict, an earlier fact-check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimantKind, ClaimProvenance, RatingValue
from bot.model.claims import EvidenceKind, FlagSource, Priority
from bot.model.spans import Span


@dataclass(frozen=True, slots=True)
class NewClaim:
    """Input of a flag: the claim in one sentence, with its reason.

    `due` is a moment; commands/ and bot/cli parse the words for it.
    """

    text: str
    why: str = ""
    priority: Priority = Priority.NORMAL
    due: datetime | None = None
    tags: tuple[str, ...] = ()
    origin: FlagSource | None = None
    evidence: tuple[NewEvidence, ...] = ()
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """New evidence: a pinned quote, a link, or a note.

    A quote has `document`, `sha256`, `span` and `text`. `title` is that of the article or the page; `source` is the
    line on who says it. `read_by_ocr` is that of the quoted document. A note about a file has its name as `title`, its
    `sha256`, and the `content` to be kept.
    """

    kind: EvidenceKind
    text: str
    document: str | None = None
    sha256: str | None = None
    span: Span | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    read_by_ocr: bool = False
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A new verdict: `rating`, `explanation` and the numbers of its `evidence`.

    The desk and the import fill in the other fields; see ClaimVerdict.
    """

    rating: str
    explanation: str
    evidence: tuple[int, ...] = ()
    needs_second_reader: bool = False
    url: str | None = None
    author: str | None = None
    published: str | None = None
    imported: bool = False
    author_kind: ClaimantKind | None = None
    value: RatingValue | None = None


@dataclass(frozen=True, slots=True)
class ImportedClaim:
    """An earlier fact-check from a file: closed with a `rating`, open without.

    `published` is an ISO date from the file, `author` the fact-checker, `url` the page of the fact-check.
    """

    text: str
    external_id: str | None = None
    title: str | None = None
    rating: str | None = None
    url: str | None = None
    published: str | None = None
    author: str | None = None
    explanation: str = ""
    tags: tuple[str, ...] = ()
    author_kind: ClaimantKind | None = None
    value: RatingValue | None = None
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE


@dataclass(frozen=True, slots=True)
class FlagDraft:
    """What somebody has typed into the flag form so far.

    `id` is the interaction that opened the form. `due` and `tags` are as typed; `due` counts from `touched`.
    `provenance` is what the message tells; it is saved with the claim once somebody has `confirmed` it. `unpinned` are
    the positions of the `evidence` that is left out.
    """

    id: str
    guild: int
    user: int
    touched: datetime
    text: str = ""
    why: str = ""
    priority: Priority = Priority.NORMAL
    due: str = ""
    tags: str = ""
    origin: FlagSource | None = None
    evidence: tuple[NewEvidence, ...] = ()
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE
    confirmed: bool = False
    unpinned: tuple[int, ...] = ()

    @property
    def pinned(self) -> tuple[NewEvidence, ...]:
        """The evidence that goes to the claim."""
        return tuple(piece for place, piece in enumerate(self.evidence) if place not in self.unpinned)
