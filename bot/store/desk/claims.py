"""Rows of claims and their tags."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bot.model.claim_input import ImportedClaim
from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimProvenance
from bot.model.claims import IN_WORK, CardLocation, Claim, ClaimFilter, Person, Priority, Status
from bot.normalize import fold, words
from bot.store.desk import provenance_rows
from bot.store.sqlite.timestamps import moment, moment_or_none, stamp

_READ = """
    SELECT c.id, d.guild_id, c.number, c.text, c.status, c.priority, c.created_at, c.changed_at, c.version, c.why,
        c.due_at, (SELECT json_group_array(tag) FROM tags t WHERE t.desk_id = d.id AND t.claim = c.number),
        c.assignee, p.user_id, p.name, c.flags, c.evidence, c.source_changed, c.rating, c.duplicate_of, c.external_id,
        c.title, c.url, c.channel_id, c.message_id, c.thread_id, c.claimant, c.claimant_kind, c.claimant_url,
        c.claimed_on, c.language, c.appearances, c.card_files
    FROM claims c JOIN desks d ON d.id = c.desk_id
    LEFT JOIN people p ON p.desk_id = c.desk_id AND p.number = c.assignee
"""
_CHUNK = 500  # claims in one statement
_MOST_WORDS = 20


def add(
    connection: sqlite3.Connection,
    desk: int,
    text: str,
    at: str,
    *,
    why: str = "",
    priority: Priority = Priority.NORMAL,
    due: str | None = None,
    external_id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE,
) -> int:
    """Add an open claim, and return its number."""
    row = connection.execute(
        """
        INSERT INTO claims (desk_id, number, text, why, status, priority, due_at, created_at, changed_at, external_id,
            title, url)
        SELECT ?1, coalesce(max(number), 0) + 1, ?2, ?3, 'open', ?4, ?5, ?6, ?6, ?7, ?8, ?9
        FROM claims WHERE desk_id = ?1 RETURNING id, number
        """,
        [desk, text, why, priority.value, due, at, external_id, title, url],
    ).fetchone()
    connection.execute(
        "INSERT INTO claim_text (rowid, words) VALUES (?, ?)", [row[0], _folded(f"{text} {title or ''}")]
    )
    if provenance != UNKNOWN_PROVENANCE:
        change(connection, desk, row[1], **provenance_rows.columns(provenance))
    return int(row[1])


def rebuild_index(connection: sqlite3.Connection) -> None:
    """Empty the indexes over the claims' words, and fill the one of autocompletion.

    The other (`claim_words`) is filled at the next search.
    """
    for index in ("claim_text", "claim_words"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")  # noqa: S608 - of two
    rows = connection.execute("SELECT id, text, title FROM claims ORDER BY id").fetchall()
    connection.executemany(
        "INSERT INTO claim_text (rowid, words) VALUES (?, ?)",
        [(id_, _folded(f"{text} {title or ''}")) for id_, text, title in rows],
    )


def change(connection: sqlite3.Connection, desk: int, number: int, **columns: str | int | None) -> None:
    """Update columns of one claim."""
    settings = ", ".join(f"{column} = ?" for column in columns)
    connection.execute(
        f"UPDATE claims SET {settings} WHERE desk_id = ? AND number = ?",  # noqa: S608 - callers name the columns
        [*columns.values(), desk, number],
    )


def put_tags(connection: sqlite3.Connection, desk: int, number: int, tags: Iterable[str]) -> None:
    """Replace a claim's tags."""
    new = list(tags)
    # Only what changes: the log records each row that is added or deleted.
    connection.execute(
        "DELETE FROM tags WHERE desk_id = ? AND claim = ? AND tag NOT IN (SELECT value FROM json_each(?))",
        [desk, number, json.dumps(new)],
    )
    connection.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", [(desk, number, tag) for tag in new])


def get(connection: sqlite3.Connection, desk: int, numbers: Sequence[int]) -> list[Claim]:
    """Return claims by number, in the given order, without unknown ones."""
    found: dict[int, Claim] = {}
    for start in range(0, len(numbers), _CHUNK):
        chunk = numbers[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        rows = connection.execute(f"{_READ} WHERE c.desk_id = ? AND c.number IN ({marks})", [desk, *chunk])
        found |= {claim.number: claim for claim in map(_claim, rows)}
    return [found[number] for number in numbers if number in found]


def get_by_ids(connection: sqlite3.Connection, ids: Sequence[int]) -> list[Claim]:
    """Return claims by id, of any guild, in the given order."""
    marks = ", ".join("?" * len(ids))
    found = {claim.id: claim for claim in map(_claim, connection.execute(f"{_READ} WHERE c.id IN ({marks})", [*ids]))}
    return [found[id_] for id_ in ids if id_ in found]


def numbers(connection: sqlite3.Connection, desk: int, claim_filter: ClaimFilter) -> list[int]:
    """Return the numbers of a filter's claims, lowest first."""
    values = {
        "desk": desk,
        "assignee": claim_filter.assignee,
        "mine": claim_filter.mine,
        "tag": claim_filter.tag,
        "rating": claim_filter.rating,
        "overdue": None if claim_filter.overdue is None else stamp(claim_filter.overdue),
        "text": _match_query(claim_filter.text),
        "claimants": _matching_claimants(connection, desk, claim_filter.claimant) if claim_filter.claimant else None,
    }
    # All numbers are needed for the count anyway; sorting here leaves SQLite free to use the best index.
    where = " AND ".join(_conditions(claim_filter))
    return sorted(number for (number,) in connection.execute(f"SELECT c.number FROM claims c WHERE {where}", values))  # noqa: S608


def numbers_beginning_with(connection: sqlite3.Connection, desk: int, digits: str, limit: int) -> list[int]:
    """Return claim numbers by their first digits, shortest first."""
    found = list[int]()
    # 12, then 120 to 129, then 1200 to 1299: each is one range.
    for zeros in range(10):
        first, last = int(digits) * 10**zeros, (int(digits) + 1) * 10**zeros - 1
        rows = connection.execute(
            "SELECT number FROM claims WHERE desk_id = ? AND number BETWEEN ? AND ? ORDER BY number LIMIT ?",
            [desk, first, last, limit],
        )
        found += [number for (number,) in rows]
    return found[:limit]


def tags(connection: sqlite3.Connection, desk: int) -> dict[str, int]:
    """Return the number of claims of a desk by tag."""
    rows = connection.execute("SELECT tag, count(*) FROM tags WHERE desk_id = ? GROUP BY tag ORDER BY tag", [desk])
    return dict(rows.fetchall())


@dataclass(frozen=True, slots=True)
class KnownClaim:
    """A claim that an import may bring again.

    `pages` are the links of the claim and of its verdicts, "" for a claim without one.
    """

    number: int
    external_id: str | None
    text: str
    rating: str | None
    pages: frozenset[str]


def known(connection: sqlite3.Connection, desk: int, given: Iterable[ImportedClaim]) -> list[KnownClaim]:
    """Return the claims with the words, the external id or the number ("#12") of a given one."""
    texts, ids, own_numbers = set[str](), set[str](), set[int]()
    for claim in given:
        texts.add(claim.text)
        if claim.external_id:
            ids.add(claim.external_id)
            if number := re.fullmatch(r"#([1-9]\d{0,8})", claim.external_id):
                own_numbers.add(int(number[1]))
    found: dict[int, KnownClaim] = {}
    for column, values in (("text", texts), ("external_id", ids), ("number", own_numbers)):
        rows = connection.execute(
            f"""
            SELECT number, external_id, text, rating, coalesce(url, ''), (
                SELECT json_group_array(v.url) FROM verdicts v
                WHERE v.desk_id = claims.desk_id AND v.claim = claims.number AND v.url IS NOT NULL
            )
            FROM claims WHERE desk_id = ? AND {column} IN (SELECT value FROM json_each(?))
            """,  # noqa: S608 - one of three columns
            [desk, json.dumps(list(values))],
        )
        for number, external_id, text, rating, url, pages in rows:
            found[number] = KnownClaim(number, external_id, text, rating, frozenset({url, *json.loads(pages)}))
    return [found[number] for number in sorted(found)]


def claimants(connection: sqlite3.Connection, desk: int) -> dict[str, int]:
    """Return the number of claims of a desk by claimant."""
    rows = connection.execute(
        "SELECT claimant, count(*) FROM claims WHERE desk_id = ? AND claimant IS NOT NULL GROUP BY claimant", [desk]
    )
    return dict(rows.fetchall())


def _matching_claimants(connection: sqlite3.Connection, desk: int, typed: str) -> str:
    """Return the claimants with all typed words as a JSON list."""
    wanted = _folded(typed).split()

    def matches(name: str) -> bool:
        parts = _folded(name).split()
        return all(any(part.startswith(word) for part in parts) for word in wanted)

    return json.dumps([name for name in claimants(connection, desk) if matches(name)] if wanted else [])


def _conditions(claim_filter: ClaimFilter) -> Iterator[str]:
    yield "c.desk_id = :desk"
    if claim_filter.statuses:
        yield f"c.status IN ({_quoted(claim_filter.statuses)})"
    if claim_filter.unassigned:
        yield "c.assignee IS NULL"
    elif claim_filter.assignee is not None:
        yield f"c.assignee = {_PERSON.format('assignee')}"
    if claim_filter.mine is not None:
        mine = _PERSON.format("mine")
        yield (
            f"c.number IN (SELECT number FROM claims WHERE desk_id = :desk AND assignee = {mine} "  # noqa: S608
            f"UNION SELECT claim FROM flags WHERE desk_id = :desk AND person = {mine})"
        )
    if claim_filter.tag is not None:
        yield "c.number IN (SELECT claim FROM tags WHERE desk_id = :desk AND tag = :tag)"
    if claim_filter.rating is not None:
        yield "c.rating = :rating"
    if claim_filter.overdue is not None:
        yield f"c.due_at < :overdue AND c.status IN ({_quoted(IN_WORK)})"
    if claim_filter.claimant:
        yield "c.claimant IN (SELECT value FROM json_each(:claimants))"
    if _match_query(claim_filter.text):
        yield "c.id IN (SELECT rowid FROM claim_text WHERE claim_text MATCH :text)"


def _quoted(statuses: Iterable[Status]) -> str:
    """Return statuses as SQL literals.

    They are a closed set, and SQLite chooses a better index for literals than for parameters.
    """
    return ", ".join(f"'{status}'" for status in sorted(statuses))


_PERSON = "(SELECT number FROM people WHERE desk_id = :desk AND user_id = :{})"


def _match_query(text: str) -> str:
    """Return the FTS5 query for all words of a text, as prefixes."""
    return " ".join(f'"{word}"*' for word in _folded(text).split()[:_MOST_WORDS])


def _folded(text: str) -> str:
    """Return the words of a text without case, accents and punctuation."""
    return " ".join(fold(word.text) for word in words(text))


def _claim(row: tuple[Any, ...]) -> Claim:
    """Return the claim of a `_READ` row."""
    id_, guild, number, text, status, priority, created, changed, version, why, due, tags = row[:12]
    assignee, user, name, flags, evidence, source_changed, rating, duplicate_of, external_id, title, url = row[12:23]
    channel, message, thread = row[23:26]
    card_files = tuple(json.loads(row[-1]))
    return Claim(
        id_,
        guild,
        number,
        text,
        Status(status),
        Priority(priority),
        moment(created),
        moment(changed),
        version,
        why=why,
        due=moment_or_none(due),
        tags=tuple(sorted(json.loads(tags))),
        assignee=None if assignee is None else Person(assignee, user, name),
        flags=flags,
        evidence=evidence,
        source_changed=bool(source_changed),
        rating=rating,
        duplicate_of=duplicate_of,
        external_id=external_id,
        title=title,
        url=url,
        card=None if message is None else CardLocation(channel, message, thread, card_files),
        provenance=provenance_rows.provenance(row[26:-1]),
    )
