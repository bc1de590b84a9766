"""Protocols of attribution rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.attribution.candidate import AttributionCandidate
    from bot.attribution.syntax.parsed_block import ParsedBlock


class Rule(Protocol):
    """Finds one construction in a block.

    `__name__` is the name of the rule in `factdesk attribute --explain`. The docstring has at least two examples, which
    are tested and shown in the catalogue of rules.
    """

    __name__: str

    def __call__(self, block: ParsedBlock, /) -> Iterator[AttributionCandidate]: ...


class DependentRule(Protocol):
    """Revises the candidates of a block, found by other rules.

    Named and documented as a `Rule`.
    """

    __name__: str

    def __call__(self, block: ParsedBlock, candidates: list[AttributionCandidate], /) -> list[AttributionCandidate]: ...
