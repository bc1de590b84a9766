"""Rows of published verdicts, by their claims."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.claim_provenance import RatingValue


@dataclass(frozen=True, slots=True)
class PublishedVerdictRow:
    """A published verdict of a claim; `scale` are the desk's ratings with a number."""

    claim: int
    text: str
    rating: str
    explanation: str
    imported: bool
    byline: str | None
    published: str | None
    approved_at: str
    url: str | None
    value: RatingValue | None
    scale: tuple[tuple[str, float], ...]


def read(connection: sqlite3.Connection, guild: int, claims: Sequence[int]) -> dict[int, PublishedVerdictRow]:
    """Return the published verdicts in force of a guild's claims, by claim.

    Published are verdicts with a link, and imported ones. A claim that was reopened has none.
    """
    rows = connection.execute(
        """
        SELECT c.number, c.text, v.rating, v.explanation, v.imported, v.byline, v.published, v.approved_at, v.url,
            v.rating_value, v.worst_rating, v.best_rating, d.rating_values
        FROM desks d JOIN json_each(:claims) wanted
        JOIN claims c ON c.desk_id = d.id AND c.number = wanted.value
        JOIN verdicts v ON v.desk_id = d.id AND v.claim = c.number AND v.number = (
            SELECT max(number) FROM verdicts WHERE desk_id = d.id AND claim = c.number AND approved_at IS NOT NULL
        )
        WHERE d.guild_id = :guild AND c.status IN ('verdict', 'corrected') AND (v.imported OR v.url IS NOT NULL)
        """,
        {"guild": guild, "claims": json.dumps(list(claims))},
    )
    return {row[0]: _row(row) for row in rows}


def _row(row: tuple[Any, ...]) -> PublishedVerdictRow:
    claim, text, rating, explanation, imported, byline, published, approved_at, url, number, worst, best, scale = row
    return PublishedVerdictRow(
        claim,
        text,
        rating,
        explanation,
        bool(imported),
        byline,
        published,
        approved_at,
        url,
        None if number is None else RatingValue(number, worst, best),
        tuple((name, float(value)) for name, value in json.loads(scale)),
    )
