"""Attributions: source, cue, content, and the chain of sources."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.model.spans import Span


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
    """What a chain link did with the information, in the document's words."""

    PUBLISHED = "published"
    REPORTED = "reported"
    OBTAINED = "obtained"
    REVIEWED = "reviewed"
    VERIFIED = "verified"
    WROTE = "wrote"
    TOLD = "told"
    WAS_TOLD = "was told"
    SAID = "said"
    THOUGHT = "thought"  # wants, hopes, believes: the document reports an attitude, not a statement
    SHOWS = "shows"


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link of a chain; `name` is the slice of the document at `span`."""

    name: str
    role: Role
    kind: SourceKind
    span: Span
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution relation: source, cue and content spans with their chain.

    Each of `source`, `cue` and `content` may be discontinuous, or empty if the text leaves it out.
    `resolved` is the full mention of the source ("he" -> "Kurt Campbell").
    `chain` runs from the article inwards and ends with this attribution's own source.
    `parent` is the index, in the document's list, of the attribution with this one in its content.
    `inherited`: the source comes from a lead-in or a heading; `inferred`: implied, not stated;
    `hypothetical`: "would likely say"; `negated`: "did not say", "denies".
    """

    kind: AttributionKind
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    role: Role = Role.SAID
    source_kind: SourceKind = SourceKind.UNKNOWN
    resolved: Span | None = None
    chain: tuple[ChainLink, ...] = ()
    parent: int | None = None
    inherited: bool = False
    inferred: bool = False
    hypothetical: bool = False
    negated: bool = False
