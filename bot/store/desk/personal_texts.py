"""Texts of a person at the desks, and their erasure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping

from bot.model.erasure import PersonalText, PersonalTextKind
from bot.store.desk import claims, kept_files
from bot.store.log import chain
from bot.store.log.chain import ERASED, Redaction

_FLAG_STEP = 100  # a flag has at most ten attachments
# A merge moves flags to another claim, so the event says who flagged first, and whose message. Events of earlier
# versions hold no changes.
_FIRST_FLAGGED = """
    SELECT e.claim FROM events e, json_each(iif(json_valid(e.changes), e.changes, '[]')) AS change
    WHERE e.desk_id = :desk AND e.action = 'flagged' AND json_extract(change.value, '$[0]') = 'flags'
        AND :person IN (json_extract(change.value, '$[2].person'), json_extract(change.value, '$[2].author'))
    UNION SELECT claim FROM events WHERE desk_id = :desk AND action = 'flagged' AND person = :person
    UNION SELECT claim FROM flags WHERE desk_id = :desk AND number = 1 AND :person IN (person, author)
"""

# A claim's words are the person's if they were the first to flag it, or wrote the message that was flagged first.
_FIND = {
    PersonalTextKind.CLAIM: f"""
        SELECT number, 1, text FROM claims WHERE desk_id = :desk AND number IN ({_FIRST_FLAGGED})
    """,  # noqa: S608 - a constant
    PersonalTextKind.WHY: "SELECT claim, number, why FROM flags WHERE desk_id = :desk AND person = :person",
    PersonalTextKind.LINK: "SELECT claim, number, link FROM flags WHERE desk_id = :desk AND author = :person",
    PersonalTextKind.EVIDENCE: """
        SELECT claim, number, text || coalesce(' ' || url, '') FROM evidence
        WHERE desk_id = :desk AND person = :person AND kind <> 'quote'
    """,
    PersonalTextKind.REASON: """
        SELECT claim, number, json_extract(after, '$.why') FROM events
        WHERE desk_id = :desk AND person = :person AND claim IS NOT NULL
    """,
    # The page may be the person's own post: their message or evidence linked it, or they asked for its copy.
    PersonalTextKind.COPY: """
        SELECT claim, number, url || coalesce(' ' || title, '') FROM page_copies c
        WHERE desk_id = :desk AND url <> '[erased]' AND (person = :person OR EXISTS (
            SELECT 1 FROM flags f WHERE f.desk_id = c.desk_id AND f.claim = c.claim AND f.author = :person
        ) OR EXISTS (
            SELECT 1 FROM evidence e
            WHERE e.desk_id = c.desk_id AND e.claim = c.claim AND e.person = :person AND e.url = c.url
        ))
    """,
    PersonalTextKind.ATTACHMENT: f"""
        SELECT k.claim, k.flag * {_FLAG_STEP} + k.position, k.name FROM kept_files k
        JOIN flags f ON f.desk_id = k.desk_id AND f.claim = k.claim AND f.number = k.flag
        WHERE k.desk_id = :desk AND f.author = :person
    """,  # noqa: S608 - a constant
}

# Claims whose card or thread may name the person: everywhere that people stand, and assignments of the past.
_CLAIMS_WITH = f"""
    {_FIRST_FLAGGED}
    UNION SELECT claim FROM flags WHERE desk_id = :desk AND :person IN (person, author)
    UNION SELECT claim FROM watchers WHERE desk_id = :desk AND person = :person
    UNION SELECT claim FROM evidence WHERE desk_id = :desk AND person = :person
    UNION SELECT claim FROM page_copies WHERE desk_id = :desk AND person = :person
    UNION SELECT claim FROM verdicts WHERE desk_id = :desk AND :person IN (author, second_reader)
    UNION SELECT claim FROM events WHERE desk_id = :desk AND claim IS NOT NULL
        AND :person IN (person, json_extract(after, '$.assignee'), json_extract(before, '$.assignee'))
    ORDER BY claim
"""  # noqa: S608 - a constant


def find(connection: sqlite3.Connection, user: int) -> list[PersonalText]:
    """Return the texts of a user at all desks, by claim."""
    desks = connection.execute(
        "SELECT d.id, d.guild_id, p.number FROM people p JOIN desks d ON d.id = p.desk_id WHERE p.user_id = ?", [user]
    ).fetchall()
    found = [text for desk, guild, person in desks for text in _find(connection, desk, guild, person)]
    return sorted(found, key=lambda text: (text.guild, text.claim, list(PersonalTextKind).index(text.kind)))


def _find(connection: sqlite3.Connection, desk: int, guild: int, person: int) -> Iterator[PersonalText]:
    for kind, query in _FIND.items():
        for claim, number, text in connection.execute(query, {"desk": desk, "person": person}).fetchall():
            if text and text != ERASED:
                yield PersonalText(guild, claim, kind, number, text)


def claims_with(connection: sqlite3.Connection, desk: int, person: int) -> list[int]:
    """Return the numbers of the claims that name a person anywhere."""
    rows = connection.execute(_CLAIMS_WITH, {"desk": desk, "person": person})
    return [claim for (claim,) in rows]


def erase(connection: sqlite3.Connection, desk: int, text: PersonalText) -> Mapping[int, Redaction]:
    """Erase one text; return what is to be recorded of the event that held it, if one did."""
    if text.kind is PersonalTextKind.REASON:
        return {text.number: chain.redact_reason(connection, desk, text.number)}
    _ERASE[text.kind](connection, desk, text)
    return {}


def _erase_claim(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    claims.change(connection, desk, text.claim, text=ERASED, title=None)


def _erase_why(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    # The first flag's reason stands at the claim, too, even if a merge moved the flag since.
    connection.execute(
        """
        UPDATE claims SET why = '' WHERE desk_id = :desk AND why = :why AND (number = :claim OR number IN (
            SELECT e.claim FROM events e JOIN flags f ON f.desk_id = e.desk_id AND f.person = e.person
            WHERE e.desk_id = :desk AND e.action = 'flagged' AND f.claim = :claim AND f.number = :flag
        ))
        """,
        {"desk": desk, "why": text.text, "claim": text.claim, "flag": text.number},
    )
    connection.execute(
        "UPDATE flags SET why = '' WHERE desk_id = ? AND claim = ? AND number = ?", [desk, text.claim, text.number]
    )


def _erase_link(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    connection.execute(
        "UPDATE flags SET link = NULL, written_at = NULL WHERE desk_id = ? AND claim = ? AND number = ?",
        [desk, text.claim, text.number],
    )


def _erase_evidence(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    connection.execute(
        "UPDATE evidence SET text = ?, url = NULL, source = NULL, title = NULL "
        "WHERE desk_id = ? AND claim = ? AND number = ?",
        [ERASED, desk, text.claim, text.number],
    )
    kept_files.delete_unused(connection, desk)


def _erase_copy(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    """Erase the address, the text and the archived address; a copy that waits is not made any more."""
    connection.execute(
        """
        UPDATE page_copies SET url = ?, title = NULL, text = NULL, sha256 = NULL, archived = NULL,
            failure = iif(state = 'waiting', 'it was erased', failure), state = iif(state = 'waiting', 'failed', state)
        WHERE desk_id = ? AND claim = ? AND number = ?
        """,
        [ERASED, desk, text.claim, text.number],
    )


def _erase_attachment(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    flag, position = divmod(text.number, _FLAG_STEP)
    kept_files.erase(connection, desk, text.claim, flag, position)


_ERASE: Mapping[PersonalTextKind, Callable[[sqlite3.Connection, int, PersonalText], None]] = {
    PersonalTextKind.CLAIM: _erase_claim,
    PersonalTextKind.WHY: _erase_why,
    PersonalTextKind.LINK: _erase_link,
    PersonalTextKind.EVIDENCE: _erase_evidence,
    PersonalTextKind.COPY: _erase_copy,
    PersonalTextKind.ATTACHMENT: _erase_attachment,
}
