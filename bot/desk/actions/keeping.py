"""Attachments of flagged messages: what was fetched is kept, and compared with earlier ones."""

from __future__ import annotations

import sqlite3

from bot.desk.pictures.likeness import likeness
from bot.model.attachments import EarlierFile, FetchedFile, FileState, Likeness
from bot.store.desk import desks, events, kept_files, outbox
from bot.store.desk.write_context import WriteContext

KEPT = "attachment kept"
NOT_KEPT = "attachment not kept"


def keep(connection: sqlite3.Connection, guild: int, number: int, at: str, fetched: FetchedFile) -> None:
    """Save what became of an attachment, and queue the claim's card.

    Nothing is saved if it waits no longer: the flag was moved to another claim, or its author erased.
    """
    desk = desks.existing(connection, guild)
    context = WriteContext(connection, desk, number, None, at)
    earlier = None
    if fetched.sha256:
        earlier = find_earlier(connection, desk, fetched.sha256, fetched.picture_hash, but=number)
    if not kept_files.save(context, fetched, earlier):
        return
    # The name is the author's, and can be erased: the event tells the rest.
    after = {"flag": fetched.flag, "size": fetched.size, "media_type": fetched.media_type}
    if fetched.state is not FileState.KEPT:
        after["reason"] = fetched.state.value
    events.append(context, KEPT if fetched.state is FileState.KEPT else NOT_KEPT, after=after)
    outbox.put_card(context)


def find_earlier(
    connection: sqlite3.Connection, desk: int, sha256: str, picture: str | None, *, but: int | None = None
) -> EarlierFile | None:
    """Return the first claim with the same file, else the one with the most alike picture, else None.

    `but` is a claim that doesn't count.
    """
    for claim in kept_files.claims_with(connection, desk, sha256):
        if claim != but:
            return EarlierFile(claim, Likeness.SAME_FILE)
    if picture is None:
        return None
    alike = [
        EarlierFile(claim, level)
        for claim, known in kept_files.picture_hashes(connection, desk)
        if claim != but and (level := likeness(picture, known))
    ]
    return min(alike, key=lambda earlier: (earlier.likeness is Likeness.SIMILAR_PICTURE, earlier.claim), default=None)
