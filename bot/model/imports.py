"""Results of an import of earlier fact-checks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChangedVerdict:
    """A known claim's verdict that differs in the imported file.

    `place` counts the given claims from 0. `refused` is the reason why it can't be corrected by an import.
    """

    place: int
    number: int
    before: str | None
    after: str
    corrected: bool = False
    refused: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """Result of an import: numbers of added and of already known claims.

    A claim is known by its text, and its id or else its page; it stays as it is. `changed`: known claims with another
    verdict. `shared_ids`: pairs of an id and the numbers of its different claims.
    """

    added: int
    known: int
    first: int | None = None
    last: int | None = None
    changed: tuple[ChangedVerdict, ...] = ()
    shared_ids: tuple[tuple[str, tuple[int, ...]], ...] = ()
