"""Attributions: who says what, by which cue, through which chain of sources."""

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
class ChainLink:
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
    chain: tuple[ChainLink, ...] = ()
    parent: int | None = None
    inherited: bool = False
    inferred: bool = False
    hypothetical: bool = False
    negated: bool = False
