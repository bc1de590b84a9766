"""Verdicts: given, approved by a second reader, corrected, published; one transaction each."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.desk import validation, verdict_templates
from bot.desk.actions import saved_texts, transaction
from bot.desk.actions.transaction import ClaimAction, Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import NewVerdict
from bot.model.claim_provenance import RatingValue
from bot.model.claims import ClaimChange, ClaimVerdict, DeskSettings
from bot.store.desk import claim_details


def rule(
    connection: sqlite3.Connection,
    request: Request,
    number: int,
    new: NewVerdict,
) -> ClaimChange:
    """Give a verdict on a claim.

    On a desk with second readers, it waits in review for its approval.
    """
    return _add_verdict(transaction.begin(connection, request, number, Action.RULE), new)


def correct(connection: sqlite3.Connection, request: Request, number: int, new: NewVerdict) -> ClaimChange:
    """Replace the verdict in force, keeping the old one readable."""
    return _add_verdict(transaction.begin(connection, request, number, Action.CORRECT), new)


def approve(connection: sqlite3.Connection, request: Request, number: int) -> ClaimChange:
    """Put the pending verdict in force.

    Only a reviewer may (lifecycle.TABLE), and not the verdict's author. Raises UserError for anybody else, or without
    a pending verdict.
    """
    action = transaction.begin(connection, request, number, Action.APPROVE)
    pending = claim_details.read(connection, action.context.desk, action.claim).pending
    if pending is None:
        raise UserError(f"There is no verdict on #{number} to approve yet. Give a verdict first.")
    if pending.by.number == action.context.person:
        raise UserError(f"You gave the verdict on #{number} yourself. A second reader has to approve it.")
    claim_details.approve(action.context, pending.number)
    after = {"verdict": pending.number, "second_reader": action.context.person, "rating": pending.rating}
    return transaction.commit(action, {"rating": action.claim.rating}, after, notify=True, rating=pending.rating)


def publish(connection: sqlite3.Connection, request: Request, number: int, url: str) -> ClaimChange:
    """Save the link to the published verdict."""
    action = transaction.begin(connection, request, number, Action.PUBLISH)
    verdict = _in_force(action)
    clean = validation.link(url)
    if clean == verdict.url:
        return transaction.unchanged(action)
    claim_details.publish(action.context, verdict.number, clean)
    return transaction.commit(
        action, {"verdict": verdict.number, "url": verdict.url}, {"verdict": verdict.number, "url": clean}
    )


def _add_verdict(action: ClaimAction, new: NewVerdict) -> ClaimChange:
    waits = action.settings.second_reader
    rating = validation.rating(new.rating, action.settings.ratings)
    clean = NewVerdict(
        rating,
        _explanation(action, new.explanation, rating),
        _evidence(action, new.evidence),
        needs_second_reader=waits,
        value=rating_value(rating, action.settings),
    )
    number = claim_details.add_verdict(action.context, clean)
    after = {"verdict": number, "rating": clean.rating, **claim_details.verdict_numbers(clean)}
    if waits:
        return transaction.commit(action, after=after, waits=True)
    return transaction.commit(action, {"rating": action.claim.rating}, after, notify=True, rating=clean.rating)


def _explanation(action: ClaimAction, typed: str, rating: str) -> str:
    """Return a verdict's explanation. Raises UserError for a gap of a template that is still open."""
    templates = saved_texts.templates(action.connection, action.context.desk)
    complete = verdict_templates.complete(typed, rating, [template.text for template in templates])
    return validation.explanation(complete)


def rating_value(rating: str, settings: DeskSettings) -> RatingValue | None:
    """Return a rating's number on the desk's scale, or None."""
    numbers = dict(settings.rating_values)
    return RatingValue(numbers[rating], min(numbers.values()), max(numbers.values())) if rating in numbers else None


def _evidence(action: ClaimAction, numbers: Sequence[int]) -> tuple[int, ...]:
    """Return a verdict's evidence numbers, sorted and unique.

    Raises UserError for an unknown number.
    """
    unique = tuple(sorted(set(numbers)))
    for number in unique:
        if not 1 <= number <= action.claim.evidence:
            raise UserError(f"#{action.claim.number} has no evidence no. {number}. Add it first.")
    return unique


def _in_force(action: ClaimAction) -> ClaimVerdict:
    verdict = claim_details.read(action.connection, action.context.desk, action.claim).verdict
    assert verdict is not None
    return verdict
