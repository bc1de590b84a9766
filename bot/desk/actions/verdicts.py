"""Verdicts: ruled, approved by a second reader, corrected, published. Each runs in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.desk import validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import ClaimAction, Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import NewVerdict
from bot.model.claims import ClaimChange, ClaimVerdict
from bot.store.desk import claim_details, content_hashes


def rule(
    connection: sqlite3.Connection,
    request: Request,
    number: int,
    new: NewVerdict,
) -> ClaimChange:
    """Rule on a claim; where the desk asks for a second reader, the verdict waits in review until it is approved."""
    return _ruled(transaction.begin(connection, request, number, Action.RULE), new)


def correct(connection: sqlite3.Connection, request: Request, number: int, new: NewVerdict) -> ClaimChange:
    """Put a new verdict in the place of the one in force, which stays readable."""
    return _ruled(transaction.begin(connection, request, number, Action.CORRECT), new)


def approve(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Put the verdict that waits in force. Raises UserError where there is none, or the actor has ruled it."""
    case = transaction.begin(connection, request, number, Action.APPROVE)
    pending = claim_details.read(connection, case.context.desk, case.claim).pending
    if pending is None:
        raise UserError(f"There is no verdict on #{number} to approve yet: rule on it first.")
    if pending.by.number == case.context.person:
        raise UserError(f"You ruled on #{number} yourself: a second reader has to approve it.")
    claim_details.approve(case.context, pending.number)
    after = {"verdict": pending.number, "second_reader": case.context.person, "rating": pending.rating}
    return transaction.commit(case, {"rating": case.claim.rating}, after, notify=True, rating=pending.rating)


def publish(connection: sqlite3.Connection, request: Request, number: int, url: str) -> ClaimChange:
    """Note where the verdict in force was published."""
    case = transaction.begin(connection, request, number, Action.PUBLISH)
    verdict = _in_force(case)
    clean = validation.link(url)
    if clean == verdict.url:
        return transaction.unchanged(case)
    claim_details.publish(case.context, verdict.number, clean)
    return transaction.commit(
        case, {"verdict": verdict.number, "url": verdict.url}, {"verdict": verdict.number, "url": clean}
    )


def _ruled(case: ClaimAction, new: NewVerdict) -> ClaimChange:
    waits = case.settings.second_reader
    clean = NewVerdict(
        validation.rating(new.rating, case.settings.ratings),
        validation.explanation(new.explanation),
        _evidence(case, new.evidence),
        needs_second_reader=waits,
    )
    number = claim_details.add_verdict(case.context, clean)
    after = {"verdict": number, "rating": clean.rating, "sha256": content_hashes.verdict(case.context, number)}
    if waits:
        return transaction.commit(case, after=after, waits=True)
    return transaction.commit(case, {"rating": case.claim.rating}, after, notify=True, rating=clean.rating)


def _evidence(case: ClaimAction, numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of the evidence that a verdict rests on, each once. Raises UserError for one there isn't."""
    wanted = tuple(sorted(set(numbers)))
    for number in wanted:
        if not 1 <= number <= case.claim.evidence:
            raise UserError(f"#{case.claim.number} has no evidence no. {number}: add it first.")
    return wanted


def _in_force(case: ClaimAction) -> ClaimVerdict:
    verdict = claim_details.read(case.connection, case.context.desk, case.claim).verdict
    assert verdict is not None
    return verdict
