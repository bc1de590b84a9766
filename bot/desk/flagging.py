"""How claims come to the desk: flagged one by one, or imported from earlier fact-checks."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from bot.desk import cases, limits
from bot.desk.cases import Request
from bot.desk.handed_in import ImportedClaim, NewClaim, NewVerdict
from bot.desk.lifecycle import Action
from bot.desk.records import Change, Imported, Origin, Status
from bot.errors import UserError
from bot.store import case_files, claims, desks, events, people, seals
from bot.store.deed import Deed
from bot.store.times import stamp

IMPORTED = "imported"
_LONGEST_SNAPSHOT = 4_000


def flag(connection: sqlite3.Connection, request: Request, new: NewClaim) -> Change:
    """Add a claim with its first flag, and the evidence that came along. Raises UserError for what can't be kept."""
    text, why, tags = limits.claim_text(new.text), limits.remark(new.why), limits.tags(new.tags)
    if new.due is not None and new.due <= request.now:
        raise UserError("That due date has passed already: name one that is still to come.")
    evidence = [limits.evidence(each) for each in new.evidence]
    at, due = stamp(request.now), None if new.due is None else stamp(new.due)
    desk = desks.opened(connection, request.guild)
    person = people.number_of(connection, desk, request.actor.user, request.actor.name)
    number = claims.add(connection, desk, text, at, why=why, priority=new.priority, due=due)
    deed = Deed(connection, desk, number, person, at)
    claims.put_tags(connection, desk, number, tags)
    case_files.add_flag(deed, why, _kept(new.origin))
    after = {"status": Status.OPEN, "sha256": seals.claim(deed), "priority": new.priority, "due": due, "tags": tags}
    events.append(deed, Action.FLAG, after={key: value for key, value in after.items() if value})
    for each in evidence:
        piece = case_files.add_evidence(deed, each)
        brought = {"evidence": piece, "kind": each.kind, "sha256": seals.evidence(deed, piece)}
        events.append(deed, Action.ADD_EVIDENCE, after=brought)
    return Change(claims.get(connection, desk, [number])[0])


def add_flag(
    connection: sqlite3.Connection, request: Request, number: int, why: str = "", origin: Origin | None = None
) -> Change:
    """Add the actor's flag to a claim that is there already. Raises UserError where they have flagged it before."""
    case = cases.opened(connection, request, number, Action.ADD_FLAG)
    added = case_files.add_flag(case.deed, limits.remark(why), _kept(origin))
    if added is None:
        raise UserError(f"You have flagged #{number} already; you will hear of its verdict.")
    return cases.settle(case, after={"flag": added})


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
        _bring_in(Deed(connection, desk, number, person, stamp(request.now)), each)
        numbers.append(number)
    ends = (numbers[0], numbers[-1]) if numbers else (None, None)
    return Imported(len(numbers), len(given) - len(numbers), *ends)


def _bring_in(deed: Deed, given: ImportedClaim) -> None:
    """Write down an imported claim's tags, verdict and event."""
    claims.put_tags(deed.connection, deed.desk, deed.claim, limits.tags(given.tags))
    after: dict[str, object] = {"status": Status.OPEN, "sha256": seals.claim(deed)}
    if given.rating:
        verdict = NewVerdict(
            given.rating,
            given.explanation,
            url=given.url,
            author=given.author,
            published=given.published,
            imported=True,
        )
        number = case_files.add_verdict(deed, verdict)
        claims.change(deed.connection, deed.desk, deed.claim, status=Status.VERDICT.value, rating=given.rating)
        after = {"verdict": number, "rating": given.rating} | after | {"status": Status.VERDICT}
        after["verdict_sha256"] = seals.verdict(deed, number)
    events.append(deed, IMPORTED, after=after)


def _kept(origin: Origin | None) -> Origin | None:
    if origin is None or origin.snapshot is None:
        return origin
    return replace(origin, snapshot=origin.snapshot[:_LONGEST_SNAPSHOT])
