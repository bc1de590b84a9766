"""Actions of editors on the way to a verdict, one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.desk import provenance_input, validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import NewEvidence
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import Author, ClaimChange, Priority, Status
from bot.model.notifications import OutboxKind
from bot.store.desk import claim_details, claims, outbox, people, provenance_rows
from bot.store.sqlite.timestamps import stamp_or_none


def take(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Assign an unassigned claim to the actor.

    Raises UserError for a claim of somebody else.
    """
    action = transaction.begin(connection, request, number, Action.TAKE)
    assignee, person = action.claim.assignee, action.context.person
    if assignee is None:
        return transaction.commit(action, after={"assignee": person}, assignee=person)
    if assignee.number == person:
        return transaction.unchanged(action)
    cause = transaction.describe_last(action, Action.TAKE, Action.ASSIGN, Action.START)
    raise UserError(f"#{number} is already assigned to {assignee.name}: {cause}. An editor can assign it to you.")


def assign(connection: sqlite3.Connection, request: Request, number: int, to: Author | None) -> ClaimChange:
    """Assign a claim to somebody, or with None to nobody.

    A new assignee is notified, unless they assigned the claim themselves.
    """
    action = transaction.begin(connection, request, number, Action.ASSIGN)
    person = None if to is None else people.number_of(connection, action.context.desk, to.user, to.name)
    before = action.claim.assignee.number if action.claim.assignee else None
    if person == before:
        return transaction.unchanged(action)
    change = transaction.commit(action, {"assignee": before}, {"assignee": person}, assignee=person)
    if person is not None and person != action.context.person:
        outbox.put(action.context, OutboxKind.ASSIGNED, person, recipients=[person])
    return change


def set_due(connection: sqlite3.Connection, request: Request, number: int, due: datetime | None) -> ClaimChange:
    """Set a claim's due date, or with None remove it.

    Raises UserError for a date in the past.
    """
    action = transaction.begin(connection, request, number, Action.SET_DUE)
    validation.refuse_past(due, request.now)
    before, after = stamp_or_none(action.claim.due), stamp_or_none(due)
    if before == after:
        return transaction.unchanged(action)
    return transaction.commit(action, {"due": before}, {"due": after}, due_at=after)


def set_priority(connection: sqlite3.Connection, request: Request, number: int, priority: Priority) -> ClaimChange:
    """Set a claim's priority."""
    action = transaction.begin(connection, request, number, Action.SET_PRIORITY)
    if priority is action.claim.priority:
        return transaction.unchanged(action)
    return transaction.commit(
        action, {"priority": action.claim.priority}, {"priority": priority.value}, priority=priority.value
    )


def tag(connection: sqlite3.Connection, request: Request, number: int, tags: Iterable[str]) -> ClaimChange:
    """Replace a claim's tags."""
    action = transaction.begin(connection, request, number, Action.TAG)
    clean = validation.tags(tags)
    if clean == action.claim.tags:
        return transaction.unchanged(action)
    claims.put_tags(connection, action.context.desk, number, clean)
    return transaction.commit(action, {"tags": action.claim.tags}, {"tags": clean})


def add_tags(connection: sqlite3.Connection, request: Request, number: int, tags: Iterable[str]) -> ClaimChange:
    """Add tags to those that a claim has."""
    claim = transaction.find(connection, request.guild, number)
    return tag(connection, request, number, [*claim.tags, *tags])


def set_details(
    connection: sqlite3.Connection, request: Request, number: int, provenance: ClaimProvenance
) -> ClaimChange:
    """Replace a claim's claimant, appearances, date and language.

    Raises UserError for values that can't be read.
    """
    action = transaction.begin(connection, request, number, Action.SET_DETAILS)
    old, new = action.claim.provenance, provenance_input.provenance(provenance)
    before, after = provenance_rows.values(old), provenance_rows.values(new)
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        return transaction.unchanged(action)
    claims.change(connection, action.context.desk, number, **provenance_rows.columns(new))
    return transaction.commit(action, {name: before[name] for name in changed}, {name: after[name] for name in changed})


def start(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Start the check of an open claim, and take an unassigned one."""
    action = transaction.begin(connection, request, number, Action.START)
    if action.claim.assignee:
        return transaction.commit(action)
    return transaction.commit(action, after={"assignee": action.context.person}, assignee=action.context.person)


def add_evidence(
    connection: sqlite3.Connection, request: Request, number: int, new: Iterable[NewEvidence]
) -> ClaimChange:
    """Add evidence to a claim, with one event for each piece."""
    action = transaction.begin(connection, request, number, Action.ADD_EVIDENCE)
    change = transaction.unchanged(action)
    for piece in new:
        clean = validation.evidence(piece)
        evidence_number = claim_details.add_evidence(action.context, clean)
        change = transaction.commit(action, after={"evidence": evidence_number, "kind": clean.kind})
    return change


def send_to_review(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Move a claim from checking to review."""
    return transaction.commit(transaction.begin(connection, request, number, Action.SEND_TO_REVIEW))


def send_back(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> ClaimChange:
    """Return a claim from review to checking.

    A pending verdict can't be approved until the claim is in review again.
    """
    action = transaction.begin(connection, request, number, Action.SEND_BACK)
    return transaction.commit(action, after=_reason(why))


def reopen(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> ClaimChange:
    """Reopen a claim, keeping its verdict in force until a new one."""
    action = transaction.begin(connection, request, number, Action.REOPEN)
    if action.claim.status is Status.DUPLICATE:
        before = {"duplicate_of": action.claim.duplicate_of}
        return transaction.commit(action, before, _reason(why), duplicate_of=None)
    return transaction.commit(action, after=_reason(why))


def mark_duplicate(connection: sqlite3.Connection, request: Request, number: int, of: int) -> ClaimChange:
    """Close a claim as a duplicate of another.

    Its flaggers and watchers are notified now, and of the other claim's verdict. Raises UserError if the other claim
    is unknown, or is a duplicate itself.
    """
    action = transaction.begin(connection, request, number, Action.MARK_DUPLICATE)
    original = transaction.find(connection, request.guild, of)
    if of == number:
        raise UserError(f"#{number} can't be a duplicate of itself. Name another claim.")
    if original.status is Status.DUPLICATE:
        raise UserError(
            f"#{of} is itself a duplicate of #{original.duplicate_of}. Name #{original.duplicate_of} instead."
        )
    after = {"duplicate_of": of, **transaction.withdrawn(action)}
    change = transaction.commit(action, after=after, duplicate_of=of)
    recipients = [person.number for person in transaction.subscribers(action)]
    if recipients:
        outbox.put(action.context, OutboxKind.DUPLICATE, of, recipients=recipients)
    return change


def decline(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> ClaimChange:
    """Close a claim without a verdict. One that waits for approval is withdrawn."""
    action = transaction.begin(connection, request, number, Action.DECLINE)
    return transaction.commit(action, after={**_reason(why), **transaction.withdrawn(action)})


def watch(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Add the actor to a claim's watchers.

    They are notified of its verdict, and new articles are searched for the claim.
    """
    action = transaction.begin(connection, request, number, Action.WATCH)
    return transaction.commit(action) if claim_details.watch(action.context) else transaction.unchanged(action)


def unwatch(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Remove the actor from a claim's watchers."""
    action = transaction.begin(connection, request, number, Action.UNWATCH)
    return transaction.commit(action) if claim_details.unwatch(action.context) else transaction.unchanged(action)


def _reason(why: str) -> dict[str, object]:
    clean = validation.remark(why)
    return {"why": clean} if clean else {}
