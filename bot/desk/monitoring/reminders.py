"""What the desk sends of itself: the daily digest, and reminders of due dates. Late ones are sent still, once."""

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

_ABANDONED_AFTER = timedelta(minutes=10)  # whoever took a row and hasn't sent it by then has ended
_HANDFUL = 10


def due_now(connection: sqlite3.Connection, now: datetime) -> list[Reminder]:
    """Return what is to be sent now, and let nobody else have it meanwhile."""
    taken = schedules.take(connection, stamp(now), stamp(now - _ABANDONED_AFTER))
    return [due for row in taken if (due := _due(connection, row, now))]


def sent(connection: sqlite3.Connection, id_: int, now: datetime) -> None:
    """Note that something was sent; a digest is due again at its hour."""
    row = schedules.get(connection, id_)
    if row is None:
        return
    settings = desks.settings(connection, row.guild)
    again = None
    if row.kind is ReminderKind.DIGEST and settings.digest_hour is not None:
        again = stamp(next_digest(settings, now))
    schedules.sent(connection, id_, stamp(now), again)


def digest(connection: sqlite3.Connection, guild: int, now: datetime, since: datetime) -> Digest:
    """Return what a desk's digest tells: what is late, nobody's, in review, and has got evidence since the last one."""
    desk = desks.find(connection, guild)
    if desk is None:
        return Digest((), (), (), (), {}, since)
    wanted = {
        "overdue": ClaimFilter(overdue=now),
        "unassigned": ClaimFilter(statuses=IN_WORK, unassigned=True),
        "in_review": ClaimFilter(statuses=frozenset({Status.REVIEW})),
    }
    numbers = {name: claims.numbers(connection, desk, filter_)[::-1] for name, filter_ in wanted.items()}
    numbers["new_evidence"] = claim_details.with_news(connection, desk, stamp(since))
    found = {name: tuple(claims.get(connection, desk, some[:_HANDFUL])) for name, some in numbers.items()}
    counts = {name: len(some) for name, some in numbers.items()}
    return Digest(**found, counts=counts, since=since)


def _due(connection: sqlite3.Connection, row: Scheduled, now: datetime) -> Reminder | None:
    due = Reminder(row.id, row.kind, row.guild, moment(row.due_at))
    if row.kind is ReminderKind.REMINDER:
        found = claims.get(connection, row.desk, [row.claim])
        return replace(due, claim=found[0]) if found else None
    since = moment(row.since) if row.since else now - timedelta(days=1)
    return replace(due, digest=digest(connection, row.guild, now, since))
