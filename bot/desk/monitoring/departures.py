"""Claims of assignees who left the server: freed by the desk, and told in the digest."""

from __future__ import annotations

import sqlite3

from bot.model.claims import IN_WORK, ClaimFilter, Person
from bot.model.notifications import Departure, ReminderKind
from bot.store.desk import claim_order, claims, desks, events, outbox, people, schedules
from bot.store.desk.write_context import WriteContext

ASSIGNEE_LEFT = "assignee left"


def assignees(connection: sqlite3.Connection, guild: int) -> list[Person]:
    """Return the people with claims in work."""
    desk = desks.find(connection, guild)
    return [] if desk is None else claim_order.assignees(connection, desk)


def free_claims(connection: sqlite3.Connection, guild: int, user: int, at: str) -> list[int]:
    """Unassign the claims in work of a user who left, with an event of the desk for each; return their numbers."""
    desk = desks.find(connection, guild)
    person = None if desk is None else people.find(connection, desk, user)
    if desk is None or person is None:
        return []
    numbers = claims.numbers(connection, desk, ClaimFilter(statuses=IN_WORK, assignee=user))
    for number in numbers:
        context = WriteContext(connection, desk, number, None, at)
        claims.change(connection, desk, number, assignee=None)
        events.append(context, ASSIGNEE_LEFT, {"assignee": person}, {"assignee": None})
        schedules.drop(connection, desk, ReminderKind.REMINDER, number)
        outbox.put_card(context)
    return numbers


def departures(connection: sqlite3.Connection, desk: int, since: str) -> list[Departure]:
    """Return the claims freed since a time, and who left them, oldest first."""
    found = events.with_action(connection, desk, ASSIGNEE_LEFT, since)
    known = {claim.number: claim for claim in claims.get(connection, desk, [event.claim or 0 for event in found])}
    left = []
    for event in found:
        person = event.before.get("assignee")
        if event.claim in known and isinstance(person, Person):
            left.append(Departure(known[event.claim], person))
    return left
