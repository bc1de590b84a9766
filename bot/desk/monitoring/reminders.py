"""Daily digests and reminders of due dates, sent once, even late."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.actions.settings import next_digest
from bot.model.claims import IN_WORK, ClaimFilter, Status
from bot.model.notifications import Digest, Reminder, ReminderKind
from bot.store.desk import claim_details, claims, desks, schedules
from bot.store.desk.schedules import Scheduled
from bot.store.sqlite.timestamps import moment, stamp

_ABANDONED_AFTER = timedelta(minutes=10)  # a process that has not sent a message by then has ended
_MOST_LISTED = 10  # claims in each list of a digest


def due_now(connection: sqlite3.Connection, now: datetime) -> list[Reminder]:
    """Return the messages to send now, and reserve them for the caller."""
    reserved = schedules.claim_due(connection, stamp(now), stamp(now - _ABANDONED_AFTER))
    return [reminder for row in reserved if (reminder := _reminder(connection, row, now))]


def mark_sent(connection: sqlite3.Connection, id_: int, now: datetime) -> None:
    """Record a message as sent, and schedule the next digest."""
    row = schedules.get(connection, id_)
    if row is None:
        return
    settings = desks.settings(connection, row.guild)
    next_at = None
    if row.kind is ReminderKind.DIGEST and settings.digest_hour is not None:
        next_at = stamp(next_digest(settings, now))
    schedules.mark_sent(connection, id_, stamp(now), next_at)


def digest(connection: sqlite3.Connection, guild: int, now: datetime, since: datetime) -> Digest:
    """Return a desk's digest, with the evidence since the last one."""
    desk = desks.find(connection, guild)
    if desk is None:
        return Digest((), (), (), (), {}, since)
    filters = {
        "overdue": ClaimFilter(overdue=now),
        "unassigned": ClaimFilter(statuses=IN_WORK, unassigned=True),
        "in_review": ClaimFilter(statuses=frozenset({Status.REVIEW})),
    }
    numbers = {name: claims.numbers(connection, desk, filter_)[::-1] for name, filter_ in filters.items()}
    numbers["new_evidence"] = claim_details.with_new_evidence(connection, desk, stamp(since))
    lists = {name: tuple(claims.get(connection, desk, listed[:_MOST_LISTED])) for name, listed in numbers.items()}
    counts = {name: len(listed) for name, listed in numbers.items()}
    return Digest(**lists, counts=counts, since=since)


def _reminder(connection: sqlite3.Connection, row: Scheduled, now: datetime) -> Reminder | None:
    reminder = Reminder(row.id, row.kind, row.guild, moment(row.due_at))
    if row.kind is ReminderKind.REMINDER:
        found = claims.get(connection, row.desk, [row.claim])
        return replace(reminder, claim=found[0]) if found else None
    since = moment(row.since) if row.since else now - timedelta(days=1)
    return replace(reminder, digest=digest(connection, row.guild, now, since))
