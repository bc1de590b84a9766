"""Views for readers of the database: claims, verdicts, evidence and quotes by speaker, as SQL.

Their names and columns are promised (docs/how-to/query.md); a test holds them. They leave out what belongs to the desk
alone. A migration that changes a column below drops them first, and creates them again at its end.
"""

from __future__ import annotations

from collections.abc import Mapping


def _web_link(column: str) -> str:
    """Return SQL for a link that readers can open; links into Discord become NULL."""
    lowered = f"lower({column})"
    return (
        f"CASE WHEN {lowered} LIKE 'http%' AND {lowered} NOT LIKE '%://discord.%' AND {lowered} NOT LIKE '%.discord.%' "
        f"AND {lowered} NOT LIKE '%discordapp.%' THEN {column} END"
    )


# A claim is public once a verdict on it is in force, unless it was closed as a duplicate, declined, or erased.
_IS_PUBLIC = "c.status NOT IN ('duplicate', 'declined') AND c.text <> '[erased]'"
_CURRENT = """
    SELECT max(number) FROM verdicts m WHERE m.desk_id = c.desk_id AND m.claim = c.number AND m.approved_at IS NOT NULL
"""

PUBLIC_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "public_claims": (
        *("server", "claim", "text", "status", "rating", "rating_value", "worst_rating", "best_rating", "title"),
        *("claimant", "claimant_kind", "claimant_url", "claimed_on", "language", "appearances", "tags"),
        *("flagged_at", "ruled_at", "corrections", "url"),
    ),
    "public_verdicts": (
        *("server", "claim", "verdict", "is_current", "rating", "rating_value", "worst_rating", "best_rating"),
        *("explanation", "given_at", "ruled_at", "published_on", "author", "evidence", "url"),
    ),
    "public_evidence": (
        *("server", "claim", "evidence", "kind", "text", "speaker", "title", "url", "source_state", "read_by_ocr"),
        "added_at",
    ),
    "public_quotes": (
        *("speaker", "speaker_kind", "role", "quote", "article", "outlet", "published_on", "url", "rights"),
        *("read_by_ocr", "document", "start", "end"),
    ),
}

_CLAIMS = f"""
    CREATE VIEW public_claims AS
    SELECT CAST(d.guild_id AS TEXT) AS server, c.number AS claim, c.text AS text, c.status AS status,
        v.rating AS rating, v.rating_value AS rating_value, v.worst_rating AS worst_rating,
        v.best_rating AS best_rating, c.title AS title, c.claimant AS claimant, c.claimant_kind AS claimant_kind,
        {_web_link("c.claimant_url")} AS claimant_url, c.claimed_on AS claimed_on, c.language AS language,
        (SELECT json_group_array(a.value) FROM json_each(c.appearances) a WHERE {_web_link("a.value")} IS NOT NULL)
            AS appearances,
        (SELECT json_group_array(t.tag) FROM tags t WHERE t.desk_id = c.desk_id AND t.claim = c.number) AS tags,
        c.created_at AS flagged_at, v.approved_at AS ruled_at,
        (SELECT count(*) - 1 FROM verdicts m
            WHERE m.desk_id = c.desk_id AND m.claim = c.number AND m.approved_at IS NOT NULL) AS corrections,
        coalesce({_web_link("v.url")}, {_web_link("c.url")}) AS url
    FROM claims c JOIN desks d ON d.id = c.desk_id
    JOIN verdicts v ON v.desk_id = c.desk_id AND v.claim = c.number AND v.number = ({_CURRENT})
    WHERE {_IS_PUBLIC}
"""  # noqa: S608 - constants
_VERDICTS = f"""
    CREATE VIEW public_verdicts AS
    SELECT CAST(d.guild_id AS TEXT) AS server, v.claim AS claim, v.number AS verdict,
        v.number = ({_CURRENT}) AS is_current, v.rating AS rating, v.rating_value AS rating_value,
        v.worst_rating AS worst_rating, v.best_rating AS best_rating, v.explanation AS explanation,
        v.created_at AS given_at, v.approved_at AS ruled_at, v.published AS published_on, v.byline AS author,
        v.evidence AS evidence, {_web_link("v.url")} AS url
    FROM verdicts v JOIN claims c ON c.desk_id = v.desk_id AND c.number = v.claim JOIN desks d ON d.id = v.desk_id
    WHERE v.approved_at IS NOT NULL AND {_IS_PUBLIC}
"""  # noqa: S608 - constants
_EVIDENCE = f"""
    CREATE VIEW public_evidence AS
    SELECT CAST(d.guild_id AS TEXT) AS server, e.claim AS claim, e.number AS evidence, e.kind AS kind,
        CASE e.kind WHEN 'quote' THEN e.text END AS text, e.source AS speaker, e.title AS title,
        {_web_link("e.url")} AS url, e.pin AS source_state, e.read_by_ocr AS read_by_ocr, e.created_at AS added_at
    FROM evidence e JOIN claims c ON c.desk_id = e.desk_id AND c.number = e.claim JOIN desks d ON d.id = e.desk_id
    WHERE {_IS_PUBLIC} AND e.text <> '[erased]' AND (e.kind = 'quote' OR {_web_link("e.url")} IS NOT NULL)
        AND e.kind <> 'note' AND EXISTS (
            SELECT 1 FROM verdicts v JOIN json_each(v.evidence) cited ON cited.value = e.number
            WHERE v.desk_id = e.desk_id AND v.claim = e.claim AND v.approved_at IS NOT NULL
        )
"""  # noqa: S608 - constants
# What somebody "would say" or "did not say" is no quote of theirs.
QUOTES = """
    CREATE VIEW public_quotes AS
    SELECT n.name AS speaker, n.kind AS speaker_kind, v.role AS role,
        substr(d.text, json_extract(s.value, '$.start') + 1,
            json_extract(s.value, '$.end') - json_extract(s.value, '$.start')) AS quote,
        coalesce(d.title, d.heading, d.name) AS article, d.outlet AS outlet, d.published AS published_on, d.url AS url,
        json_extract(d.details, '$.rights') AS rights, d.read_by_ocr AS read_by_ocr, d.id AS document,
        json_extract(s.value, '$.start') AS start, json_extract(s.value, '$.end') AS "end"
    FROM voices v JOIN voice_names n ON n.id = v.name_id
    JOIN attributions a ON a.document_id = v.document_id AND a.version = v.version
    JOIN documents d ON d.id = a.document_id AND d.sha256 = a.sha256
    JOIN json_each(a.body, '$[' || v.position || '].content') s
    WHERE v.own AND NOT coalesce(json_extract(a.body, '$[' || v.position || '].hypothetical'), 0)
        AND NOT coalesce(json_extract(a.body, '$[' || v.position || '].negated'), 0)
"""

PUBLIC_VIEWS = (_CLAIMS, _VERDICTS, _EVIDENCE, QUOTES)
