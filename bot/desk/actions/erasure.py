"""Erasure of a user: a pseudonym replaces the name, and texts go that the operator chose.

The log stays verifiable: it names people by number, and holds hashes of texts, with salts that are erased as well.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from bot.model.erasure import Erasure, PersonalText, PersonalTextKind
from bot.model.notifications import OutboxKind
from bot.store.desk import claims, desks, events, outbox, people, personal_texts, question_watches, saved_texts
from bot.store.desk.write_context import WriteContext
from bot.store.log.chain import Redaction
from bot.store.sqlite.timestamps import stamp

FORGOTTEN = "forgotten"


def forget(connection: sqlite3.Connection, user: int, now: datetime, chosen: Collection[str] = ()) -> Erasure:
    """Erase a user at every desk, with their watches, attachments, and those of their texts whose ids are chosen."""
    texts = [text for text in personal_texts.find(connection, user) if text.id in chosen or text.is_always_erased]
    known = people.forget(connection, user)
    question_watches.forget(connection, user)
    redrawn = 0
    for desk, number in known:
        context = WriteContext(connection, desk, 0, None, stamp(now))
        of_desk = [text for text in texts if desks.find(connection, text.guild) == desk]
        redrawn += _queue_redrawing(context, number)
        outbox.forget(connection, desk, number)
        saved_texts.delete_personal(connection, desk, number)
        events.append(context, FORGOTTEN, after={"person": number, **_erase(context, of_desk)})
    if any(text.kind is PersonalTextKind.CLAIM for text in texts):
        claims.rebuild_index(connection)
    return Erasure(len(known), len(texts), redrawn)


def _erase(context: WriteContext, texts: Iterable[PersonalText]) -> Mapping[str, object]:
    """Erase texts of a desk, and return what the event of the erasure records of events that held some."""
    found = dict[int, Redaction]()
    for text in texts:
        found |= personal_texts.erase(context.connection, context.desk, text)
    reasons = {str(event): redaction.reason for event, redaction in found.items() if redaction.reason}
    early = {str(event): redaction.rest for event, redaction in found.items() if redaction.rest}
    return ({"erased_reasons": reasons} if reasons else {}) | ({"redacted": early} if early else {})


def _queue_redrawing(context: WriteContext, person: int) -> int:
    """Queue what Discord shows of a person's claims; return the number of cards."""
    numbers = personal_texts.claims_with(context.connection, context.desk, person)
    shown = [claim for claim in claims.get(context.connection, context.desk, numbers) if claim.card]
    for claim in shown:
        about = WriteContext(context.connection, context.desk, claim.number, None, context.at)
        outbox.put_card(about)
        outbox.put(about, OutboxKind.REDRAW_THREAD)
    if numbers:
        outbox.put(context, OutboxKind.REDRAW_DIGESTS, body=",".join(map(str, numbers)))
    return len(shown)
