"""Rows of published verdicts, by their claims and the duplicates of these."""

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

    Published are verdicts with a link, and imported ones. A claim that was reopened has none. A claim that was closed
    as a duplicate has the verdict of its original, at any depth.
    """
    rows = connection.execute(
        """
        WITH RECURSIVE original (wanted, desk_id, number) AS (
            SELECT wanted.value, d.id, wanted.value FROM desks d JOIN json_each(:claims) wanted
            WHERE d.guild_id = :guild
            UNION
            SELECT o.wanted, o.desk_id, c.duplicate_of FROM original o
            JOIN claims c ON c.desk_id = o.desk_id AND c.number = o.number WHERE c.duplicate_of IS NOT NULL
        )
        SELECT o.wanted, c.number, c.text, v.rating, v.explanation, v.imported, v.byline, v.published, v.approved_at,
            v.url, v.rating_value, v.worst_rating, v.best_rating, d.rating_values
        FROM original o JOIN desks d ON d.id = o.desk_id
        JOIN claims c ON c.desk_id = o.desk_id AND c.number = o.number
        JOIN verdicts v ON v.desk_id = d.id AND v.claim = c.number AND v.number = (
            SELECT max(number) FROM verdicts WHERE desk_id = d.id AND claim = c.number AND approved_at IS NOT NULL
        )
        WHERE c.status IN ('verdict', 'corrected') AND (v.imported OR v.url IS NOT NULL)
        """,
        {"guild": guild, "claims": json.dumps(list(claims))},
    )
    return {row[0]: _row(row[1:]) for row in rows}


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
