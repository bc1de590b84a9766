"""Verdicts: ruled, approved by a second reader, corrected, published. Each runs in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.desk import cases, limits
from bot.desk.cases import Case, Request
from bot.desk.handed_in import NewVerdict
from bot.desk.lifecycle import Action
from bot.desk.records import Change, Verdict
from bot.errors import UserError
from bot.store import case_files, seals


def rule(
    connection: sqlite3.Connection,
    request: Request,
    number: int,
    new: NewVerdict,
) -> Change:
    """Rule on a claim; where the desk asks for a second reader, the verdict waits in review until it is approved."""
    return _ruled(cases.opened(connection, request, number, Action.RULE), new)


def correct(connection: sqlite3.Connection, request: Request, number: int, new: NewVerdict) -> Change:
    """Put a new verdict in the place of the one in force, which stays readable."""
    return _ruled(cases.opened(connection, request, number, Action.CORRECT), new)


def approve(connection: sqlite3.Connection, request: Request, number: int) -> Change:
    """Put the verdict that waits in force. Raises UserError where there is none, or the actor has ruled it."""
    case = cases.opened(connection, request, number, Action.APPROVE)
    pending = case_files.read(connection, case.deed.desk, case.claim).pending
    if pending is None:
        raise UserError(f"There is no verdict on #{number} to approve yet: rule on it first.")
    if pending.by.number == case.deed.person:
        raise UserError(f"You ruled on #{number} yourself: a second reader has to approve it.")
    case_files.approve(case.deed, pending.number)
    after = {"verdict": pending.number, "second_reader": case.deed.person, "rating": pending.rating}
    return cases.settle(case, {"rating": case.claim.rating}, after, tell=True, rating=pending.rating)


def publish(connection: sqlite3.Connection, request: Request, number: int, url: str) -> Change:
    """Note where the verdict in force was published."""
    case = cases.opened(connection, request, number, Action.PUBLISH)
    verdict = _in_force(case)
    clean = limits.link(url)
    if clean == verdict.url:
        return cases.unchanged(case)
    case_files.publish(case.deed, verdict.number, clean)
    return cases.settle(
        case, {"verdict": verdict.number, "url": verdict.url}, {"verdict": verdict.number, "url": clean}
    )


def _ruled(case: Case, new: NewVerdict) -> Change:
    waits = case.settings.second_reader
    clean = NewVerdict(
        limits.rating(new.rating, case.settings.ratings),
        limits.explanation(new.explanation),
        _evidence(case, new.evidence),
        needs_second_reader=waits,
    )
    number = case_files.add_verdict(case.deed, clean)
    after = {"verdict": number, "rating": clean.rating, "sha256": seals.verdict(case.deed, number)}
    if waits:
        return cases.settle(case, after=after, waits=True)
    return cases.settle(case, {"rating": case.claim.rating}, after, tell=True, rating=clean.rating)


def _evidence(case: Case, numbers: Sequence[int]) -> tuple[int, ...]:
    """Return the numbers of the evidence that a verdict rests on, each once. Raises UserError for one there isn't."""
    wanted = tuple(sorted(set(numbers)))
    for number in wanted:
        if not 1 <= number <= case.claim.evidence:
            raise UserError(f"#{case.claim.number} has no evidence no. {number}: add it first.")
    return wanted


def _in_force(case: Case) -> Verdict:
    verdict = case_files.read(case.connection, case.deed.desk, case.claim).verdict
    assert verdict is not None
    return verdict
