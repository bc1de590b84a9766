"""What people hand to the desk: a claim to flag, evidence, a verdict, an earlier fact-check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.claims import EvidenceKind, FlagSource, Priority
from bot.model.spans import Span


@dataclass(frozen=True, slots=True)
class NewClaim:
    """What a flag brings: the claim in one sentence, and why; due is a moment, not words (see due_dates.py)."""

    text: str
    why: str = ""
    priority: Priority = Priority.NORMAL
    due: datetime | None = None
    tags: tuple[str, ...] = ()
    origin: FlagSource | None = None
    evidence: tuple[NewEvidence, ...] = ()


@dataclass(frozen=True, slots=True)
class NewEvidence:
    """Evidence that somebody brings: a pinned quote (`document`, `sha256`, `span`, `text`), a link, or a note.

    `title` names the article or the page; `source` tells who says it, as a card would.
    """

    kind: EvidenceKind
    text: str
    document: str | None = None
    sha256: str | None = None
    span: Span | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class NewVerdict:
    """A ruling that somebody makes: `rating`, `explanation` and the numbers of the `evidence` it rests on.

    The rest is the desk's and the import's to fill in; see Verdict.
    """

    rating: str
    explanation: str
    evidence: tuple[int, ...] = ()
    needs_second_reader: bool = False
    url: str | None = None
    author: str | None = None
    published: str | None = None
    imported: bool = False


@dataclass(frozen=True, slots=True)
class ImportedClaim:
    """An earlier fact-check, brought in from a file; with a `rating` it is ruled already, otherwise open.

    `published` is an ISO date as the file tells it, `author` who ruled, `url` where it was published.
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


@dataclass(frozen=True, slots=True)
class FlagDraft:
    """What somebody has typed into the flag form so far.

    `id` is the interaction that opened the form. `due` and `tags` are as typed; `due` counts from `touched`.
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
