"""What editors do to a claim on its way to a verdict. Each runs in one transaction on the writer's connection."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from bot.desk import cases, limits
from bot.desk.cases import Request
from bot.desk.handed_in import NewEvidence
from bot.desk.lifecycle import Action
from bot.desk.records import Author, Change, Priority, Status
from bot.errors import UserError
from bot.store import case_files, claims, people, seals
from bot.store.times import stamp


def take(connection: sqlite3.Connection, request: Request, number: int) -> Change:
    """Give a claim that nobody has to the actor. Raises UserError where somebody has it."""
    case = cases.opened(connection, request, number, Action.TAKE)
    assignee = case.claim.assignee
    if assignee is None:
        return cases.settle(case, after={"assignee": case.deed.person}, assignee=case.deed.person)
    if assignee.number == case.deed.person:
        return cases.unchanged(case)
    told = cases.last(case, Action.TAKE, Action.ASSIGN, Action.START)
    raise UserError(f"#{number} is with {assignee.name} already: {told}. An editor can assign it to you.")


def assign(connection: sqlite3.Connection, request: Request, number: int, to: Author | None) -> Change:
    """Give a claim to somebody, or (None) to nobody."""
    case = cases.opened(connection, request, number, Action.ASSIGN)
    person = None if to is None else people.number_of(connection, case.deed.desk, to.user, to.name)
    before = case.claim.assignee.number if case.claim.assignee else None
    if person == before:
        return cases.unchanged(case)
    return cases.settle(case, {"assignee": before}, {"assignee": person}, assignee=person)


def set_due(connection: sqlite3.Connection, request: Request, number: int, due: datetime | None) -> Change:
    """Set or (None) take away the moment by which a claim should be settled. Raises UserError for one in the past."""
    case = cases.opened(connection, request, number, Action.SET_DUE)
    if due is not None and due <= request.now:
        raise UserError("That due date has passed already: name one that is still to come.")
    before, after = (None if each is None else stamp(each) for each in (case.claim.due, due))
    if before == after:
        return cases.unchanged(case)
    return cases.settle(case, {"due": before}, {"due": after}, due_at=after)


def set_priority(connection: sqlite3.Connection, request: Request, number: int, priority: Priority) -> Change:
    case = cases.opened(connection, request, number, Action.SET_PRIORITY)
    if priority is case.claim.priority:
        return cases.unchanged(case)
    return cases.settle(case, {"priority": case.claim.priority}, {"priority": priority.value}, priority=priority.value)


def tag(connection: sqlite3.Connection, request: Request, number: int, tags: Iterable[str]) -> Change:
    """Let a claim have these tags and no others."""
    case = cases.opened(connection, request, number, Action.TAG)
    clean = limits.tags(tags)
    if clean == case.claim.tags:
        return cases.unchanged(case)
    claims.put_tags(connection, case.deed.desk, number, clean)
    return cases.settle(case, {"tags": case.claim.tags}, {"tags": clean})


def start(connection: sqlite3.Connection, request: Request, number: int) -> Change:
    """Begin the check of an open claim; where nobody has it, the actor takes it with that."""
    case = cases.opened(connection, request, number, Action.START)
    if case.claim.assignee:
        return cases.settle(case)
    return cases.settle(case, after={"assignee": case.deed.person}, assignee=case.deed.person)


def add_evidence(connection: sqlite3.Connection, request: Request, number: int, new: Iterable[NewEvidence]) -> Change:
    """Add pieces of evidence to a claim, each with an event of its own."""
    case = cases.opened(connection, request, number, Action.ADD_EVIDENCE)
    change = cases.unchanged(case)
    for each in new:
        clean = limits.evidence(each)
        piece = case_files.add_evidence(case.deed, clean)
        change = cases.settle(
            case, after={"evidence": piece, "kind": clean.kind, "sha256": seals.evidence(case.deed, piece)}
        )
    return change


def send_to_review(connection: sqlite3.Connection, request: Request, number: int) -> Change:
    return cases.settle(cases.opened(connection, request, number, Action.SEND_TO_REVIEW))


def send_back(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> Change:
    """Return a claim from review to checking; a verdict that waits for its second reader waits no more."""
    case = cases.opened(connection, request, number, Action.SEND_BACK)
    return cases.settle(case, after=_because(why))


def reopen(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> Change:
    """Take a settled claim up again; its verdict stays readable, and in force until there is another."""
    case = cases.opened(connection, request, number, Action.REOPEN)
    if case.claim.status is Status.DUPLICATE:
        before = {"duplicate_of": case.claim.duplicate_of}
        return cases.settle(case, before, _because(why), duplicate_of=None)
    return cases.settle(case, after=_because(why))


def mark_duplicate(connection: sqlite3.Connection, request: Request, number: int, of: int) -> Change:
    """Set a claim aside as the same as another, whose verdict its flaggers hear then.

    Raises UserError where the other is not there, or is set aside for a third.
    """
    case = cases.opened(connection, request, number, Action.MARK_DUPLICATE)
    other = cases.find(connection, request.guild, of)
    if of == number:
        raise UserError(f"#{number} can't be a duplicate of itself: name the other claim.")
    if other.status is Status.DUPLICATE:
        raise UserError(f"#{of} is a duplicate of #{other.duplicate_of} itself: name #{other.duplicate_of} instead.")
    return cases.settle(case, after={"duplicate_of": of}, duplicate_of=of)


def decline(connection: sqlite3.Connection, request: Request, number: int, why: str = "") -> Change:
    """End a claim without a verdict: it can't be checked, or is not worth it."""
    case = cases.opened(connection, request, number, Action.DECLINE)
    return cases.settle(case, after=_because(why))


def watch(connection: sqlite3.Connection, request: Request, number: int) -> Change:
    """Let the actor hear of a claim's verdict, and the claim be looked for in new articles."""
    case = cases.opened(connection, request, number, Action.WATCH)
    return cases.settle(case) if case_files.watch(case.deed) else cases.unchanged(case)


def unwatch(connection: sqlite3.Connection, request: Request, number: int) -> Change:
    case = cases.opened(connection, request, number, Action.UNWATCH)
    return cases.settle(case) if case_files.unwatch(case.deed) else cases.unchanged(case)


def _because(why: str) -> dict[str, object]:
    clean = limits.remark(why)
    return {"why": clean} if clean else {}
