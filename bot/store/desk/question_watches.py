"""Rows of watched questions, of the articles found for them, and of the messages to post."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from bot.model.notifications import OutboxKind
from bot.model.question_watches import NewWatch, QuestionWatch, WatchFind, WatchKind, WatchPost, WatchState
from bot.store import row_mapping
from bot.store.desk import outbox
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import moment

_COLUMNS = "w.id, d.guild_id, w.channel_id, w.user_id, w.text, w.kind, w.visibility, w.created_at"
_FROM = "FROM question_watches w JOIN desks d ON d.id = w.desk_id"
# The place of a private watch is its person's direct messages, wherever it was set.
_SAME_PLACE = "w.visibility = :visibility AND iif(w.visibility = 'public', w.channel_id = :channel, w.user_id = :user)"


@dataclass(frozen=True, slots=True)
class AskedWatch:
    """A watch to ask new articles; older ones than its `since` are no news."""

    id: int
    text: str
    kind: WatchKind
    since: int


def add(context: WriteContext, new: NewWatch, kind: WatchKind, since: int) -> int:
    """Save a watch of the articles after a generation, and return its id."""
    row = context.connection.execute(
        """
        INSERT INTO question_watches (desk_id, channel_id, user_id, text, kind, visibility, since, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
        """,
        [
            context.desk,
            new.channel,
            new.user,
            new.text,
            kind.value,
            _visibility(new),
            since,
            context.at,
        ],
    ).fetchone()
    return int(row[0])


def get(connection: sqlite3.Connection, id_: int) -> QuestionWatch | None:
    """Return a watch, or None after it was stopped."""
    return next(iter(_watches(connection, "w.id = :id", {"id": id_})), None)


def of_guild(connection: sqlite3.Connection, guild: int, user: int | None = None) -> list[QuestionWatch]:
    """Return the watches of a server, or those of one person there, the newest first."""
    condition = "d.guild_id = :guild AND (:user IS NULL OR w.user_id = :user)"
    return _watches(connection, condition, {"guild": guild, "user": user})[::-1]


def same(connection: sqlite3.Connection, new: NewWatch) -> QuestionWatch | None:
    """Return the watch of the same text at the same place, or None."""
    values = {
        "guild": new.guild,
        "channel": new.channel,
        "user": new.user,
        "text": new.text,
        "visibility": _visibility(new),
    }
    condition = f"d.guild_id = :guild AND lower(w.text) = lower(:text) AND {_SAME_PLACE}"
    return next(iter(_watches(connection, condition, values)), None)


def stop(connection: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Delete watches with their finds."""
    connection.executemany("DELETE FROM question_watches WHERE id = ?", [(id_,) for id_ in ids])


def forget(connection: sqlite3.Connection, user: int) -> None:
    """Delete a person's watches at all servers."""
    connection.execute("DELETE FROM question_watches WHERE user_id = ?", [user])


def asked_generation(connection: sqlite3.Connection) -> int:
    """Return the generation of articles that were asked last."""
    return int(connection.execute("SELECT questions_asked FROM state").fetchone()[0])


def put_asked_generation(connection: sqlite3.Connection, generation: int) -> None:
    connection.execute("UPDATE state SET questions_asked = ?", [generation])


def to_ask(connection: sqlite3.Connection) -> list[AskedWatch]:
    """Return all watches of all servers."""
    rows = connection.execute("SELECT id, text, kind, since FROM question_watches ORDER BY id")
    return [AskedWatch(id_, text, WatchKind(kind), since) for id_, text, kind, since in rows]


def known_finds(connection: sqlite3.Connection, document: str, watches: Collection[int]) -> set[int]:
    """Return those of the watches that have found a document before."""
    rows = connection.execute(
        f"SELECT watch FROM question_finds WHERE document_id = ? AND watch IN ({', '.join('?' * len(watches))})",  # noqa: S608
        [document, *watches],
    )
    return {watch for (watch,) in rows}


def add_finds(connection: sqlite3.Connection, finds: Iterable[WatchFind], at: str) -> int:
    """Save finds, and return the number of new ones; a watch may have been stopped meanwhile."""
    added = 0
    for find in finds:
        added += connection.execute(
            """
            INSERT INTO question_finds (watch, document_id, state, finding, found_at)
            SELECT id, ?2, ?3, ?4, ?5 FROM question_watches WHERE id = ?1 ON CONFLICT DO NOTHING
            """,
            [find.watch, find.document, find.state.value, row_mapping.finding_body(find.finding), at],
        ).rowcount
    return added


def has_unqueued(connection: sqlite3.Connection) -> bool:
    """Check for finds of a scan that was interrupted before their messages were queued."""
    return bool(connection.execute("SELECT EXISTS (SELECT 1 FROM question_finds WHERE post IS NULL)").fetchone()[0])


def queue_posts(connection: sqlite3.Connection, most: int, at: str) -> int:
    """Queue the messages for all new finds, and return their number.

    Each place gets one message for every `most` watches.
    """
    rows = connection.execute(
        """
        SELECT DISTINCT w.desk_id, iif(w.visibility = 'private', 0, w.channel_id),
            iif(w.visibility = 'private', w.user_id, 0), w.id
        FROM question_finds f JOIN question_watches w ON w.id = f.watch WHERE f.post IS NULL ORDER BY 1, 2, 3, 4
        """
    ).fetchall()
    count = 0
    for (desk, _, _), group in groupby(rows, key=lambda row: row[:3]):
        watches = [watch for *_, watch in group]
        for start in range(0, len(watches), most):
            _queue_post(connection, desk, watches[start : start + most], at)
            count += 1
    return count


def post(connection: sqlite3.Connection, guild: int, number: int) -> WatchPost | None:
    """Return a server's post, or None if all its watches were stopped."""
    rows = connection.execute(
        f"""
        SELECT f.document_id, f.state, f.finding, {_COLUMNS}
        {_FROM} JOIN question_finds f ON f.watch = w.id
        WHERE d.guild_id = ? AND f.post = ? AND f.finding IS NOT NULL ORDER BY w.id, f.found_at, f.document_id
        """,
        [guild, number],
    ).fetchall()
    by_watch: dict[QuestionWatch, list[WatchFind]] = {}
    for document, state, finding, *watch_row in rows:
        watch = _watch(tuple(watch_row))
        find = WatchFind(watch.id, document, WatchState(state), row_mapping.finding(finding))
        by_watch.setdefault(watch, []).append(find)
    if not by_watch:
        return None
    first = next(iter(by_watch))
    watches = tuple((watch, tuple(finds)) for watch, finds in by_watch.items())
    return WatchPost(first.channel, first.user if first.is_private else None, watches)


def empty_post(connection: sqlite3.Connection, guild: int, number: int) -> None:
    """Delete the quotes of a post that was sent or given up; the articles stay known."""
    connection.execute(
        """
        UPDATE question_finds SET finding = NULL WHERE post = ? AND watch IN (
            SELECT w.id FROM question_watches w JOIN desks d ON d.id = w.desk_id WHERE d.guild_id = ?
        )
        """,
        [number, guild],
    )


def _queue_post(connection: sqlite3.Connection, desk: int, watches: Collection[int], at: str) -> None:
    [number] = connection.execute(
        """
        SELECT coalesce(max(f.post), 0) + 1 FROM question_finds f JOIN question_watches w ON w.id = f.watch
        WHERE w.desk_id = ?
        """,
        [desk],
    ).fetchone()
    connection.executemany(
        "UPDATE question_finds SET post = ? WHERE watch = ? AND post IS NULL", [(number, watch) for watch in watches]
    )
    # A lane of its own: the desk's messages may wait for a channel that the desk doesn't have.
    outbox.put(WriteContext(connection, desk, -number, None, at), OutboxKind.WATCH, number)


def _watches(connection: sqlite3.Connection, condition: str, values: Mapping[str, object]) -> list[QuestionWatch]:
    rows = connection.execute(f"SELECT {_COLUMNS} {_FROM} WHERE {condition} ORDER BY w.id", values)
    return [_watch(row) for row in rows]


def _watch(row: tuple[Any, ...]) -> QuestionWatch:
    id_, guild, channel, user, text, kind, visibility, created = row
    return QuestionWatch(id_, guild, channel, user, text, WatchKind(kind), visibility == "private", moment(created))


def _visibility(new: NewWatch) -> str:
    return "private" if new.is_private else "public"
