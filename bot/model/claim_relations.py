"""Relations between claims that were merged or split."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model.claims import CardLocation


class RelationKind(StrEnum):
    """What a claim is to another; the values are the names of the events."""

    MERGED_INTO = "merged into another"
    TOOK_IN = "merged with another"
    SPLIT_OFF = "split off"
    SPLIT_FROM = "split from another"


@dataclass(frozen=True, slots=True)
class ClaimRelation:
    """A claim's relation to claim `number`, with the place of that claim's card."""

    kind: RelationKind
    number: int
    card: CardLocation | None = None
