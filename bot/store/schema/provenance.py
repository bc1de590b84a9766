"""Columns for claimant, appearances, date, language and the rating's number, as SQL."""

from __future__ import annotations

# `claimed_on` is an ISO date, perhaps without a day or month. `appearances` is a JSON list of "URL archived: URL".
# `rating_values` is a JSON list of pairs: a rating's name and its number.
PROVENANCE = (
    "ALTER TABLE claims ADD COLUMN claimant TEXT",
    "ALTER TABLE claims ADD COLUMN claimant_kind TEXT CHECK (claimant_kind IN ('person', 'organization'))",
    "ALTER TABLE claims ADD COLUMN claimant_url TEXT",
    "ALTER TABLE claims ADD COLUMN claimed_on TEXT",
    "ALTER TABLE claims ADD COLUMN language TEXT",
    "ALTER TABLE claims ADD COLUMN appearances TEXT NOT NULL DEFAULT '[]'",
    "CREATE INDEX claims_claimant ON claims (desk_id, claimant) WHERE claimant IS NOT NULL",
    # One review may be of several claims, so an id is no longer unique.
    "DROP INDEX claims_external",
    "CREATE INDEX claims_external ON claims (desk_id, external_id) WHERE external_id IS NOT NULL",
    "CREATE INDEX claims_words ON claims (desk_id, text)",  # an import looks for known claims
    "ALTER TABLE verdicts ADD COLUMN byline_kind TEXT CHECK (byline_kind IN ('person', 'organization'))",
    "ALTER TABLE verdicts ADD COLUMN rating_value REAL",
    "ALTER TABLE verdicts ADD COLUMN worst_rating REAL",
    "ALTER TABLE verdicts ADD COLUMN best_rating REAL",
    "DROP TRIGGER verdicts_are_not_edited",
    """
    CREATE TRIGGER verdicts_are_not_edited BEFORE UPDATE OF
        desk_id, claim, number, rating, explanation, author, created_at, evidence, needs_second, byline, published,
        imported, byline_kind, rating_value, worst_rating, best_rating
    ON verdicts BEGIN
        SELECT RAISE(ABORT, 'a verdict can not be edited');
    END
    """,
    "ALTER TABLE desks ADD COLUMN rating_values TEXT NOT NULL DEFAULT '[]'",
)
DEFAULT_SCALE_VALUES = "UPDATE desks SET rating_values = :values WHERE ratings = :ratings"
