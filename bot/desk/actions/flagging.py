"""New claims and further flags."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from bot.desk import provenance_input, validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import NewClaim
from bot.model.claims import ClaimChange, FlagSource, Status
from bot.store.desk import claim_details, claims, events, outbox, provenance_rows
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp, stamp_or_none

_LONGEST_SNAPSHOT = 4_000
_CUT = " … [cut]"


def flag(connection: sqlite3.Connection, request: Request, new: NewClaim) -> ClaimChange:
    """Add a claim with its first flag and evidence.

    Rows are added to `claims` and `claim_text`, `tags`, `flags`, `kept_files`, `evidence`, `events` and `outbox`; the
    statements are in bot/store/desk (claims.add, claims.put_tags, claim_details.add_flag, claim_details.add_evidence,
    events.append, outbox.put_card).

    Raises UserError if the claim can't be saved as given.
    """
    text, why, tags = validation.claim_text(new.text), validation.remark(new.why), validation.tags(new.tags)
    validation.refuse_past(new.due, request.now)
    provenance = provenance_input.provenance(new.provenance)
    evidence = [validation.evidence(piece) for piece in new.evidence]
    desk, person = transaction.desk_and_person(connection, request)
    at, due = stamp(request.now), stamp_or_none(new.due)
    number = claims.add(connection, desk, text, at, why=why, priority=new.priority, due=due, provenance=provenance)
    context = WriteContext(connection, desk, number, person, at)
    claims.put_tags(connection, desk, number, tags)
    claim_details.add_flag(context, why, _with_short_snapshot(new.origin))
    after = {
        "status": Status.OPEN,
        "priority": new.priority,
        "due": due,
        "tags": tags,
        **provenance_rows.values(provenance),
    }
    events.append(context, Action.FLAG, after={name: value for name, value in after.items() if value})
    for piece in evidence:
        evidence_number = claim_details.add_evidence(context, piece)
        events.append(context, Action.ADD_EVIDENCE, after={"evidence": evidence_number, "kind": piece.kind})
    outbox.put_card(context)
    outbox.put_files(context)
    return ClaimChange(claims.get(connection, desk, [number])[0])


def add_flag(
    connection: sqlite3.Connection, request: Request, number: int, why: str = "", origin: FlagSource | None = None
) -> ClaimChange:
    """Add the actor's flag to an existing claim. Raises UserError for a second flag."""
    action = transaction.begin(connection, request, number, Action.ADD_FLAG)
    flag_number = claim_details.add_flag(action.context, validation.remark(why), _with_short_snapshot(origin))
    if flag_number is None:
        raise UserError(f"You have already flagged #{number}. You will be notified of its verdict.")
    change = transaction.commit(action, after={"flag": flag_number})
    outbox.put_files(action.context)
    return change


def _with_short_snapshot(origin: FlagSource | None) -> FlagSource | None:
    if origin is None or origin.snapshot is None or len(origin.snapshot) <= _LONGEST_SNAPSHOT:
        return origin
    return replace(origin, snapshot=origin.snapshot[: _LONGEST_SNAPSHOT - len(_CUT)] + _CUT)
