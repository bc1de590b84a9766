"""Daily digests and reminders of due dates, sent once, even late."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.desk import witness
from bot.desk.actions.settings import next_digest
from bot.desk.monitoring import departures
from bot.desk.witness_delivery import WitnessTarget
from bot.model.claims import IN_WORK, ClaimFilter, Status
from bot.model.notifications import Digest, OutboxKind, ReminderKind
from bot.model.witness import file_line
from bot.store.desk import claim_details, claims, desks, events, outbox, schedules
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

NOT_POSTED = "not posted"
_MOST_LISTED = 10  # claims in each list of a digest
_MOST_PROBLEMS = 8


def queue_due(connection: sqlite3.Connection, now: datetime, targets: Sequence[WitnessTarget] = ()) -> int:
    """Put the due digests, reminders and witness lines into the outbox; return their number.

    The next digest is scheduled in the same transaction. Witness lines go to `targets`, once a day.
    """
    for desk in schedules.desks_without(connection, ReminderKind.WITNESS) if targets else ():
        schedules.put(connection, desk, ReminderKind.WITNESS, stamp(now))
    due = schedules.due(connection, stamp(now))
    for row in due:
        context, next_at = WriteContext(connection, row.desk, row.claim, None, stamp(now)), None
        if row.kind is ReminderKind.WITNESS:
            _queue_witness(context, row.guild, targets)
            next_at = stamp(now + timedelta(days=1))
        elif row.kind is ReminderKind.DIGEST:
            outbox.put(context, OutboxKind.DIGEST, body=row.since or stamp(now - timedelta(days=1)))
            settings = desks.settings(connection, row.guild)
            next_at = None if settings.digest_hour is None else stamp(next_digest(settings, now))
        else:
            _queue_reminder(context)
        schedules.mark_sent(connection, row.id, stamp(now), next_at)
    return len(due)


def _queue_witness(context: WriteContext, guild: int, targets: Sequence[WitnessTarget]) -> None:
    for head in witness.heads(context.connection, guild):
        for target in targets:
            outbox.put(context, OutboxKind.WITNESS, target.value, body=f"{context.at} {file_line(head)}")


def _queue_reminder(context: WriteContext) -> None:
    [claim] = claims.get(context.connection, context.desk, [context.claim])
    if claim.assignee and claim.due:
        outbox.put_card(context)
        outbox.put(context, OutboxKind.REMINDER, body=stamp(claim.due), recipients=[claim.assignee.number])


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
    problems = tuple(events.reasons(connection, desk, NOT_POSTED, stamp(since), _MOST_PROBLEMS))
    log = next(iter(witness.heads(connection, guild)), None)
    left = tuple(departures.departures(connection, desk, stamp(since)))
    return Digest(**lists, counts=counts, since=since, problems=problems, log=log, departures=left)
