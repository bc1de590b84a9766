"""Columns of a claim's provenance: claimant, appearances, date and language."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from bot.model.claim_provenance import UNKNOWN_PROVENANCE, Appearance, Claimant, ClaimantKind, ClaimProvenance


def values(provenance: ClaimProvenance) -> dict[str, object]:
    """Return the values by column, as the log records them; `appearances` is a list."""
    claimant = provenance.claimant
    return {
        "claimant": claimant.name if claimant else None,
        "claimant_kind": claimant.kind.value if claimant and claimant.kind else None,
        "claimant_url": claimant.url if claimant else None,
        "claimed_on": provenance.claimed,
        "language": provenance.language,
        "appearances": [appearance.line for appearance in provenance.appearances],
    }


def given_values(provenance: ClaimProvenance) -> dict[str, object]:
    """Return the values that are not empty, for the first event of a claim."""
    return {name: value for name, value in values(provenance).items() if value}


def columns(provenance: ClaimProvenance) -> dict[str, str | None]:
    """Return the columns of `claims`; `appearances` is JSON."""
    return {
        name: json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value
        for name, value in values(provenance).items()
        if value is None or isinstance(value, str | list)
    }


@lru_cache(maxsize=1_000)
def provenance(row: tuple[Any, ...]) -> ClaimProvenance:
    """Return the provenance of a row: name, kind and URL of the claimant, date, language, appearances."""
    name, kind, url, claimed, language, appearances = row
    if row == (None, None, None, None, None, "[]"):
        return UNKNOWN_PROVENANCE
    claimant = None if name is None else Claimant(name, ClaimantKind(kind) if kind else None, url)
    return ClaimProvenance(claimant, tuple(map(Appearance.from_line, json.loads(appearances))), claimed, language)
