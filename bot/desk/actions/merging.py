"""Claims merged into one, and one split into two; each in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.desk import validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import ClaimAction, Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claims import ClaimChange, Status
from bot.model.notifications import OutboxKind
from bot.store.desk import claim_details, claim_moves, claims, events, outbox, page_copies
from bot.store.sqlite.timestamps import stamp_or_none


def merge(connection: sqlite3.Connection, request: Request, number: int, into: int) -> ClaimChange:
    """Move a claim's flags and watchers to claim `into`, copy its evidence, and close it as a duplicate.

    Copies of pages move along. The flag of a person who has flagged both claims stays where it is. Its flaggers and
    watchers are notified. Raises UserError if the status of either claim forbids it.
    """
    if into == number:
        raise UserError(f"#{number} can't be merged into itself. Name another claim.")
    action = transaction.begin(connection, request, number, Action.MERGE)
    surviving = transaction.begin(connection, replace(request, seen=None), into, Action.TAKE_IN)
    recipients = [person.number for person in transaction.subscribers(action)]
    flags = claim_moves.move_flags(action.context, into)
    watchers = claim_moves.move_watchers(action.context, into)
    evidence = claim_moves.copy_evidence(action.context, into)
    for old, new in evidence.items():
        copied = {"evidence": new, "copied_from": f"#{number}, evidence {old}"}
        events.append(surviving.context, Action.ADD_EVIDENCE, after=copied)
    page_copies.move(action.context, into)
    taken = {"other_claim": number, "flags_taken": list(flags.values()), "watchers": watchers}
    transaction.commit(surviving, after=taken)
    moved = {"duplicate_of": into, "other_claim": into, "flags_moved": list(flags), "watchers": watchers}
    moved |= transaction.withdrawn(action)
    outbox.put_files(surviving.context)
    change = transaction.commit(action, after=moved, duplicate_of=into)
    if recipients:
        outbox.put(action.context, OutboxKind.DUPLICATE, into, recipients=recipients)
    return change


def split(
    connection: sqlite3.Connection, request: Request, number: int, text: str, flags: Sequence[int]
) -> ClaimChange:
    """Move some of a claim's flags to a new claim, and return the new one.

    It gets the tags, the priority and the due date of the first. Raises UserError unless some flags move and others
    stay.
    """
    action = transaction.begin(connection, request, number, Action.SPLIT)
    words = validation.claim_text(text)
    chosen = _chosen_flags(action, flags)
    claim, at, desk = action.claim, action.context.at, action.context.desk
    new = claims.add(connection, desk, words, at, priority=claim.priority, due=stamp_or_none(claim.due))
    claims.put_tags(connection, desk, new, claim.tags)
    moved = claim_moves.move_flags(action.context, new, chosen)
    context = replace(action.context, claim=new)
    after = {
        "status": Status.OPEN,
        "priority": claim.priority,
        "due": stamp_or_none(claim.due),
        "tags": claim.tags,
        "other_claim": number,
        "flags_taken": list(moved.values()),
    }
    events.append(context, Action.SPLIT_FROM, after={name: value for name, value in after.items() if value})
    outbox.put_card(context)
    outbox.put_files(context)
    transaction.commit(action, after={"other_claim": new, "flags_moved": list(moved)})
    return ClaimChange(claims.get(connection, desk, [new])[0])


def _chosen_flags(action: ClaimAction, numbers: Sequence[int]) -> list[int]:
    number = action.claim.number
    present = [flag.number for flag in claim_details.read(action.connection, action.context.desk, action.claim).flags]
    chosen = sorted(set(numbers))
    if unknown := [wanted for wanted in chosen if wanted not in present]:
        raise UserError(f"#{number} has no flag no. {unknown[0]}. Its flags: {', '.join(map(str, present)) or 'none'}.")
    if not chosen or len(chosen) == len(present):
        raise UserError(f"Choose some of the flags of #{number} for the new claim. At least one has to stay.")
    return chosen
