"""What editors do to a claim on its way to a verdict. Each runs in one transaction on the writer's connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.desk import validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import NewEvidence
from bot.model.claims import Author, ClaimChange, Priority, Status
from bot.store.desk import claim_details, claims, content_hashes, people
from bot.store.sqlite.timestamps import stamp


def take(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Give a claim that nobody has to the actor. Raises UserError where somebody has it."""
    case = transaction.begin(connection, request, number, Action.TAKE)
    assignee = case.claim.assignee
    if assignee is None:
        return transaction.commit(case, after={"assignee": case.context.person}, assignee=case.context.person)
    if assignee.number == case.context.person:
        return transaction.unchanged(case)
    told = transaction.last(case, Action.TAKE, Action.ASSIGN, Action.START)
    raise UserError(f"#{number} is with {assignee.name} already: {told}. An editor can assign it to you.")


def assign(connection: sqlite3.Connection, request: Request, number: int, to: Author | None) -> ClaimChange:
    """Give a claim to somebody, or (None) to nobody."""
    case = transaction.begin(connection, request, number, Action.ASSIGN)
    person = None if to is None else people.number_of(connection, case.context.desk, to.user, to.name)
    before = case.claim.assignee.number if case.claim.assignee else None
    if person == before:
        return transaction.unchanged(case)
    return transaction.commit(case, {"assignee": before}, {"assignee": person}, assignee=person)


def set_due(connection: sqlite3.Connection, request: Request, number: int, due: datetime | None) -> ClaimChange:
    """Set or (None) take away the moment by which a claim should be settled. Raises UserError for one in the past."""
    case = transaction.begin(connection, request, number, Action.SET_DUE)
    if due is not None and due <= request.now:
        raise UserError("That due date has passed already: name one that is still to come.")
    before, after = (None if each is None else stamp(each) for each in (case.claim.due, due))
    if before == after:
        return transaction.unchanged(case)
    return transaction.commit(case, {"due": before}, {"due": after}, due_at=after)


def set_priority(connection: sqlite3.Connection, request: Request, number: int, priority: Priority) -> ClaimChange:
    case = transaction.begin(connection, request, number, Action.SET_PRIORITY)
    if priority is case.claim.priority:
        return transaction.unchanged(case)
    return transaction.commit(
        case, {"priority": case.claim.priority}, {"priority": priority.value}, priority=priority.value
    )


def tag(connection: sqlite3.Connection, request: Request, number: int, tags: Iterable[str]) -> ClaimChange:
    """Let a claim have these tags and no others."""
    case = transaction.begin(connection, request, number, Action.TAG)
    clean = validation.tags(tags)
    if clean == case.claim.tags:
        return transaction.unchanged(case)
    claims.put_tags(connection, case.context.desk, number, clean)
    return transaction.commit(case, {"tags": case.claim.tags}, {"tags": clean})


def start(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Begin the check of an open claim; where nobody has it, the actor takes it with that."""
    case = transaction.begin(connection, request, number, Action.START)
    if case.claim.assignee:
        return transaction.commit(case)
    return transaction.commit(case, after={"assignee": case.context.person}, assignee=case.context.person)


def add_evidence(
    connection: sqlite3.Connection, request: Request, number: int, new: Iterable[NewEvidence]
) -> ClaimChange:
    """Add pieces of evidence to a claim, each with an event of its own."""
    case = transaction.begin(connection, request, number, Action.ADD_EVIDENCE)
    change = transaction.unchanged(case)
    for each in new:
        clean = validation.evidence(each)
        piece = claim_details.add_evidence(case.context, clean)
        change = transaction.commit(
            case, after={"evidence": piece, "kind": clean.kind, "sha256": content_hashes.evidence(case.context, piece)}
        )
    return change


def send_to_review(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    return transaction.commit(transaction.begin(connection, request, number, Action.SEND_TO_REVIEW))


def send_back(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> ClaimChange:
    """Return a claim from review to checking; a verdict that waits for its second reader waits no more."""
    case = transaction.begin(connection, request, number, Action.SEND_BACK)
    return transaction.commit(case, after=_because(why))


def reopen(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> ClaimChange:
    """Take a settled claim up again; its verdict stays readable, and in force until there is another."""
    case = transaction.begin(connection, request, number, Action.REOPEN)
    if case.claim.status is Status.DUPLICATE:
        before = {"duplicate_of": case.claim.duplicate_of}
        return transaction.commit(case, before, _because(why), duplicate_of=None)
    return transaction.commit(case, after=_because(why))


def mark_duplicate(connection: sqlite3.Connection, request: Request, number: int, of: int) -> ClaimChange:
    """Set a claim aside as the same as another, whose verdict its flaggers hear then.

    Raises UserError where the other is not there, or is set aside for a third.
    """
    case = transaction.begin(connection, request, number, Action.MARK_DUPLICATE)
    other = transaction.find(connection, request.guild, of)
    if of == number:
        raise UserError(f"#{number} can't be a duplicate of itself: name the other claim.")
    if other.status is Status.DUPLICATE:
        raise UserError(f"#{of} is a duplicate of #{other.duplicate_of} itself: name #{other.duplicate_of} instead.")
    return transaction.commit(case, after={"duplicate_of": of}, duplicate_of=of)


def decline(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> ClaimChange:
    """End a claim without a verdict: it can't be checked, or is not worth it."""
    case = transaction.begin(connection, request, number, Action.DECLINE)
    return transaction.commit(case, after=_because(why))


def watch(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Let the actor hear of a claim's verdict, and the claim be looked for in new articles."""
    case = transaction.begin(connection, request, number, Action.WATCH)
    return transaction.commit(case) if claim_details.watch(case.context) else transaction.unchanged(case)


def unwatch(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    case = transaction.begin(connection, request, number, Action.UNWATCH)
    return transaction.commit(case) if claim_details.unwatch(case.context) else transaction.unchanged(case)


def _because(why: str) -> dict[str, object]:
    clean = validation.remark(why)
    return {"why": clean} if clean else {}
