"""Rows of the outbox: messages to send to Discord.

An action adds them in its own transaction; a row is deleted after it was sent. A message that is queued again before
it was sent stays one row with its place in the order (card updates: the card is drawn from the claim when it is sent).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import replace

from bot.model.claims import CardLocation, Person
from bot.model.notifications import OutboxBacklog, OutboxKind, OutboxMessage
from bot.store.desk import claim_moves, claims, kept_files, people
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import moment, moment_or_none

_WHOLE_DESK = 0
_MOST_READY = 500  # claims of one look at the outbox

# The webhook and the copies of pages don't wait for Discord, nor Discord for them (webhook_queue.py, page_copies.py).
_FOR_DISCORD = "o.kind NOT IN ('webhook', 'archive')"
# Only the first row of a claim may be sent. A retry planned after `latest` is left from before the clock was set back.
_DUE = "(o.retry_at IS NULL OR o.retry_at <= :now OR o.retry_at > :latest)"


def put(
    context: WriteContext,
    kind: OutboxKind,
    subject: int = 0,
    *,
    body: str = "",
    recipients: Iterable[int] = (),
) -> None:
    """Queue a message about the context's claim or desk.

    The same message (kind and subject) waiting already is replaced; it goes to the recipients of both. `recipients`
    are numbers of people. The newsroom's own desk, without a server, gets none.
    """
    row = context.connection.execute(
        """
        INSERT INTO outbox (desk_id, claim, kind, subject, person, body, created_at, queued_at, nonce)
        SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?7, lower(hex(randomblob(6))) FROM desks WHERE id = ?1 AND guild_id <> 0
        ON CONFLICT (desk_id, claim, kind, subject) DO UPDATE SET
            person = excluded.person, body = iif(kind = 'digest', body, excluded.body), queued_at = excluded.queued_at,
            retry_at = NULL, posted = 0, revision = revision + 1, nonce = iif(kind = 'card', nonce, excluded.nonce)
        RETURNING id
        """,
        [context.desk, context.claim, kind.value, subject, context.person, body, context.at],
    ).fetchone()
    if row is not None:
        context.connection.executemany(
            "INSERT OR IGNORE INTO outbox_recipients VALUES (?, ?, ?)",
            [(row[0], context.desk, person) for person in recipients],
        )


def put_card(context: WriteContext) -> None:
    """Queue the update of a claim's card, or the card itself.

    A claim without a card gets none as long as its desk has no channel.
    """
    has_place = context.connection.execute(
        """
        SELECT 1 FROM claims c JOIN desks d ON d.id = c.desk_id WHERE c.desk_id = ? AND c.number = ?
            AND (c.message_id IS NOT NULL OR d.channel_id IS NOT NULL)
        """,
        [context.desk, context.claim],
    ).fetchone()
    if has_place:
        put(context, OutboxKind.CARD)


def put_files(context: WriteContext) -> None:
    """Queue the fetching of a claim's attachments, if any wait for it. Behind the card, which doesn't wait for them."""
    if kept_files.has_waiting(context.connection, context.desk, context.claim):
        put(context, OutboxKind.FILES)


def put_notice(connection: sqlite3.Connection, text: str, at: str) -> int:
    """Queue a text for every desk's channel; return the number of desks for which it waits now.

    A text that is waiting already is not queued again.
    """
    desks = connection.execute(
        """
        SELECT id, EXISTS (SELECT 1 FROM outbox WHERE desk_id = desks.id AND kind = ? AND body = ?)
        FROM desks WHERE channel_id IS NOT NULL
        """,
        [OutboxKind.NOTICE.value, text],
    ).fetchall()
    for desk in (desk for desk, is_waiting in desks if not is_waiting):
        [subject] = connection.execute(
            "SELECT coalesce(max(subject), 0) + 1 FROM outbox WHERE desk_id = ? AND kind = ?",
            [desk, OutboxKind.NOTICE.value],
        ).fetchone()
        put(WriteContext(connection, desk, _WHOLE_DESK, None, at), OutboxKind.NOTICE, subject, body=text)
    return len(desks)


def ready(connection: sqlite3.Connection, guilds: Collection[int], now: str, latest: str) -> list[tuple[int, int]]:
    """Return guild and claim of due first messages, oldest first.

    Only guilds among `guilds` count; claim 0 is the whole desk.
    """
    return connection.execute(
        f"""
        SELECT d.guild_id, o.claim FROM outbox o JOIN desks d ON d.id = o.desk_id
        WHERE d.guild_id IN (SELECT value FROM json_each(:guilds)) AND {_DUE} AND {_FOR_DISCORD}
            AND NOT EXISTS (
                SELECT 1 FROM outbox f
                WHERE f.desk_id = o.desk_id AND f.claim = o.claim AND f.id < o.id
                    AND f.kind NOT IN ('webhook', 'archive')
            )
        ORDER BY o.id LIMIT :limit
        """,  # noqa: S608 - a constant
        {"guilds": json.dumps(list(guilds)), "now": now, "latest": latest, "limit": _MOST_READY},
    ).fetchall()


def first(connection: sqlite3.Connection, guild: int, claim: int, now: str, latest: str) -> OutboxMessage | None:
    """Return a claim's first message, or None without a due one."""
    row = connection.execute(
        f"""
        SELECT o.id, o.desk_id, o.kind, o.subject, o.person, o.body, o.queued_at, o.attempts, o.posted, o.revision,
            o.nonce, {_DUE}
        FROM outbox o JOIN desks d ON d.id = o.desk_id
        WHERE d.guild_id = :guild AND o.claim = :claim AND {_FOR_DISCORD} ORDER BY o.id LIMIT 1
        """,  # noqa: S608 - a constant
        {"guild": guild, "claim": claim, "now": now, "latest": latest},
    ).fetchone()
    if row is None or not row[-1]:
        return None
    id_, desk, kind, subject, person, body, queued, attempts, posted, revision, nonce, _ = row
    to = [number for (number,) in connection.execute("SELECT person FROM outbox_recipients WHERE message = ?", [id_])]
    known = people.get(connection, desk, [person, *to])
    return OutboxMessage(
        id_,
        guild,
        claim,
        OutboxKind(kind),
        subject,
        body,
        moment(queued),
        attempts,
        bool(posted),
        revision,
        nonce,
        by=known.get(person),
        recipients=tuple(known[number] for number in sorted(to)),
    )


def begin(connection: sqlite3.Connection, message: int, retry_at: str) -> None:
    """Count an attempt at a message, and plan the next one."""
    connection.execute("UPDATE outbox SET attempts = attempts + 1, retry_at = ? WHERE id = ?", [retry_at, message])


def release(connection: sqlite3.Connection, desk: int | None = None) -> None:
    """Make all waiting messages, or those of one desk, due now."""
    connection.execute(
        "UPDATE outbox SET retry_at = NULL WHERE retry_at IS NOT NULL AND (?1 IS NULL OR desk_id = ?1)", [desk]
    )


def mark_reached(connection: sqlite3.Connection, message: OutboxMessage, reached: Iterable[Person]) -> None:
    """Record the thread and these recipients as reached.

    Nothing is recorded if the message was queued again meanwhile.
    """
    current = connection.execute(
        "UPDATE outbox SET posted = 1 WHERE id = ? AND revision = ?", [message.id, message.revision]
    )
    if current.rowcount:
        connection.executemany(
            "DELETE FROM outbox_recipients WHERE message = ? AND person = ?",
            [(message.id, person.number) for person in reached],
        )


def finish(connection: sqlite3.Connection, message: OutboxMessage) -> None:
    """Delete a message, or make a requeued one due."""
    deleted = connection.execute(
        "DELETE FROM outbox WHERE id = ? AND revision = ?", [message.id, message.revision]
    ).rowcount
    if not deleted:
        connection.execute("UPDATE outbox SET retry_at = NULL WHERE id = ?", [message.id])


def save_card(connection: sqlite3.Connection, desk: int, claim: int, card: CardLocation | None) -> None:
    """Save the place of a claim's card in Discord, without an event."""
    ids = (None, None, None) if card is None else (card.channel, card.message, card.thread)
    columns = dict(zip(("channel_id", "message_id", "thread_id"), ids, strict=True))
    claims.change(connection, desk, claim, **columns, card_files=json.dumps(card.files if card else ()))


def save_card_files(connection: sqlite3.Connection, desk: int, claim: int, names: Iterable[str]) -> None:
    """Save the names of the files that a claim's card holds, without an event."""
    claims.change(connection, desk, claim, card_files=json.dumps(list(names)))


def put_cards_that_link_to(context: WriteContext) -> None:
    """Queue the cards of the claims that this one was merged with or split from."""
    for relation in claim_moves.relations(context.connection, context.desk, context.claim):
        put_card(replace(context, claim=relation.number))


def put_thread_after_card(context: WriteContext, message: OutboxMessage) -> None:
    """Turn a sent card's row into one for its thread.

    A card that was queued again meanwhile gets a new row behind it. The higher revision keeps `finish` of the card from
    deleting the row.
    """
    connection = context.connection
    [revision] = connection.execute("SELECT revision FROM outbox WHERE id = ?", [message.id]).fetchone()
    connection.execute(
        "UPDATE outbox SET kind = ?, retry_at = NULL, attempts = 0, revision = revision + 1 WHERE id = ?",
        [OutboxKind.THREAD.value, message.id],
    )
    if revision != message.revision:
        put_card(context)


def backlog(connection: sqlite3.Connection, guild: int | None = None) -> OutboxBacklog:
    """Return the number of messages that wait for Discord, of one guild or of all."""
    count, oldest = connection.execute(
        f"""
        SELECT count(*), min(created_at) FROM outbox o JOIN desks d ON d.id = o.desk_id
        WHERE (?1 IS NULL OR d.guild_id = ?1) AND {_FOR_DISCORD}
        """,  # noqa: S608 - a constant
        [guild],
    ).fetchone()
    return OutboxBacklog(count, moment_or_none(oldest))


def forget(connection: sqlite3.Connection, desk: int, person: int) -> None:
    """Remove a person from the recipients and authors of waiting messages."""
    connection.execute("DELETE FROM outbox_recipients WHERE desk_id = ? AND person = ?", [desk, person])
    connection.execute("UPDATE outbox SET person = NULL WHERE desk_id = ? AND person = ?", [desk, person])


def purge(connection: sqlite3.Connection, before: str) -> int:
    """Delete the messages queued before a time, and return their number."""
    return connection.execute("DELETE FROM outbox WHERE queued_at < ?", [before]).rowcount
