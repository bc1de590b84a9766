"""How claims come to the desk: flagged one by one, or imported from earlier fact-checks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.desk import validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim, NewClaim, NewVerdict
from bot.model.claims import ClaimChange, FlagSource, Imported, Status
from bot.store.desk import claim_details, claims, content_hashes, desks, events, people
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

IMPORTED = "imported"
_LONGEST_SNAPSHOT = 4_000


def flag(connection: sqlite3.Connection, request: Request, new: NewClaim) -> ClaimChange:
    """Add a claim with its first flag, and the evidence that came along. Raises UserError for what can't be kept."""
    text, why, tags = validation.claim_text(new.text), validation.remark(new.why), validation.tags(new.tags)
    if new.due is not None and new.due <= request.now:
        raise UserError("That due date has passed already: name one that is still to come.")
    evidence = [validation.evidence(each) for each in new.evidence]
    at, due = stamp(request.now), None if new.due is None else stamp(new.due)
    desk = desks.opened(connection, request.guild)
    person = people.number_of(connection, desk, request.actor.user, request.actor.name)
    number = claims.add(connection, desk, text, at, why=why, priority=new.priority, due=due)
    context = WriteContext(connection, desk, number, person, at)
    claims.put_tags(connection, desk, number, tags)
    claim_details.add_flag(context, why, _kept(new.origin))
    after = {
        "status": Status.OPEN,
        "sha256": content_hashes.claim(context),
        "priority": new.priority,
        "due": due,
        "tags": tags,
    }
    events.append(context, Action.FLAG, after={key: value for key, value in after.items() if value})
    for each in evidence:
        piece = claim_details.add_evidence(context, each)
        brought = {"evidence": piece, "kind": each.kind, "sha256": content_hashes.evidence(context, piece)}
        events.append(context, Action.ADD_EVIDENCE, after=brought)
    return ClaimChange(claims.get(connection, desk, [number])[0])


def add_flag(
    connection: sqlite3.Connection, request: Request, number: int, why: str = "", origin: FlagSource | None = None
) -> ClaimChange:
    """Add the actor's flag to a claim that is there already. Raises UserError where they have flagged it before."""
    case = transaction.begin(connection, request, number, Action.ADD_FLAG)
    added = claim_details.add_flag(case.context, validation.remark(why), _kept(origin))
    if added is None:
        raise UserError(f"You have flagged #{number} already; you will hear of its verdict.")
    return transaction.commit(case, after={"flag": added})


def import_many(connection: sqlite3.Connection, request: Request, given: Sequence[ImportedClaim]) -> Imported:
    """Add earlier fact-checks: with a rating they are ruled already, without one they are open.

    One that is there already, by its external id or by its text and url, is left as it is.
    """
    desk = desks.opened(connection, request.guild)
    person = people.number_of(connection, desk, request.actor.user, request.actor.name)
    ids, texts = claims.known(connection, desk)
    numbers = list[int]()
    for each in given:
        key = (each.text, each.url or "")
        if each.external_id in ids if each.external_id is not None else key in texts:
            continue
        ids |= {each.external_id} if each.external_id is not None else set()
        texts.add(key)
        number = claims.add(
            connection,
            desk,
            each.text,
            stamp(request.now),
            external_id=each.external_id,
            title=each.title,
            url=each.url,
        )
        _bring_in(WriteContext(connection, desk, number, person, stamp(request.now)), each)
        numbers.append(number)
    ends = (numbers[0], numbers[-1]) if numbers else (None, None)
    return Imported(len(numbers), len(given) - len(numbers), *ends)


def _bring_in(context: WriteContext, given: ImportedClaim) -> None:
    """Write down an imported claim's tags, verdict and event."""
    claims.put_tags(context.connection, context.desk, context.claim, validation.tags(given.tags))
    after: dict[str, object] = {"status": Status.OPEN, "sha256": content_hashes.claim(context)}
    if given.rating:
        verdict = NewVerdict(
            given.rating,
            given.explanation,
            url=given.url,
            author=given.author,
            published=given.published,
            imported=True,
        )
        number = claim_details.add_verdict(context, verdict)
        claims.change(context.connection, context.desk, context.claim, status=Status.VERDICT.value, rating=given.rating)
        after = {"verdict": number, "rating": given.rating} | after | {"status": Status.VERDICT}
        after["verdict_sha256"] = content_hashes.verdict(context, number)
    events.append(context, IMPORTED, after=after)


def _kept(origin: FlagSource | None) -> FlagSource | None:
    if origin is None or origin.snapshot is None:
        return origin
    return replace(origin, snapshot=origin.snapshot[:_LONGEST_SNAPSHOT])
