"""Records of where a claim comes from: claimant, appearances, date, language; and a rating's number."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_COPY = " archived: "  # between a link and its archived copy; links have no spaces


class ClaimantKind(StrEnum):
    """Kinds of claimants and authors, as schema.org tells them apart."""

    PERSON = "person"
    ORGANIZATION = "organization"


@dataclass(frozen=True, slots=True)
class Claimant:
    """The person or organization that made a claim; `url` is a page about them."""

    name: str
    kind: ClaimantKind | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Appearance:
    """A page where a claim appeared; `archived` is the link of a copy."""

    url: str
    archived: str | None = None

    @property
    def line(self) -> str:
        """One line for forms, files and the log: "URL archived: URL"."""
        return f"{self.url}{_COPY}{self.archived}" if self.archived else self.url

    @classmethod
    def from_line(cls, line: str) -> Appearance:
        """Return the appearance of a `line`."""
        url, _, archived = line.partition(_COPY)
        return cls(url, archived or None)


@dataclass(frozen=True, slots=True)
class ClaimProvenance:
    """Who made a claim, where it appeared, when, and in which language.

    `claimed` is an ISO date, perhaps of a month or year only; `language` a BCP 47 tag.
    """

    claimant: Claimant | None = None
    appearances: tuple[Appearance, ...] = ()
    claimed: str | None = None
    language: str | None = None


UNKNOWN_PROVENANCE = ClaimProvenance()


@dataclass(frozen=True, slots=True)
class RatingValue:
    """A rating as a number, with the worst and the best of its scale."""

    value: float
    worst: float | None = None
    best: float | None = None
