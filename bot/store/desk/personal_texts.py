"""Texts of a person at the desks, and their erasure."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping

from bot.model.erasure import PersonalText, PersonalTextKind
from bot.store.desk import claims, kept_files
from bot.store.log import chain

_FLAG_STEP = 100  # a flag has at most ten attachments
ERASED = "[erased]"  # the only text that the triggers accept in the place of another

# A claim's words are the person's if they were the first to flag it, or wrote the message that was flagged first.
_FIND = {
    PersonalTextKind.CLAIM: """
        SELECT c.number, 1, c.text FROM claims c JOIN flags f ON f.desk_id = c.desk_id AND f.claim = c.number
        WHERE c.desk_id = :desk AND f.number = 1 AND :person IN (f.person, f.author)
    """,
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
    PersonalTextKind.ATTACHMENT: f"""
        SELECT k.claim, k.flag * {_FLAG_STEP} + k.position, k.name FROM kept_files k
        JOIN flags f ON f.desk_id = k.desk_id AND f.claim = k.claim AND f.number = k.flag
        WHERE k.desk_id = :desk AND f.author = :person
    """,  # noqa: S608 - a constant
}

# Claims whose card or thread may name the person: everywhere that people stand, and assignments of the past.
_CLAIMS_WITH = """
    SELECT claim FROM flags WHERE desk_id = :desk AND :person IN (person, author)
    UNION SELECT claim FROM watchers WHERE desk_id = :desk AND person = :person
    UNION SELECT claim FROM evidence WHERE desk_id = :desk AND person = :person
    UNION SELECT claim FROM verdicts WHERE desk_id = :desk AND :person IN (author, second_reader)
    UNION SELECT claim FROM events WHERE desk_id = :desk AND claim IS NOT NULL
        AND :person IN (person, json_extract(after, '$.assignee'), json_extract(before, '$.assignee'))
    ORDER BY claim
"""


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


def erase(connection: sqlite3.Connection, desk: int, text: PersonalText) -> Mapping[int, str]:
    """Erase one text; return the new hash of the event that held it, if one did."""
    if text.kind is PersonalTextKind.REASON:
        return {text.number: chain.redact_reason(connection, desk, text.number)}
    _ERASE[text.kind](connection, desk, text)
    return {}


def _erase_claim(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    claims.change(connection, desk, text.claim, text=ERASED)


def _erase_why(connection: sqlite3.Connection, desk: int, text: PersonalText) -> None:
    # The first flag's reason stands at the claim, too.
    connection.execute(
        "UPDATE claims SET why = '' WHERE desk_id = ? AND number = ? AND why = ?", [desk, text.claim, text.text]
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
        "UPDATE evidence SET text = ?, url = NULL, source = NULL WHERE desk_id = ? AND claim = ? AND number = ?",
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
    PersonalTextKind.ATTACHMENT: _erase_attachment,
}
