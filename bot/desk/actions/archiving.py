"""Requests to archive the pages that a claim links; the pages are fetched later."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claims import ClaimChange
from bot.model.page_copies import CopyKind
from bot.store.desk import page_copies

MOST_COPIES = 200  # of a claim
_PLACES = {CopyKind.TEXT: "local copy", CopyKind.INTERNET_ARCHIVE: "Internet Archive"}


def archive(
    connection: sqlite3.Connection, request: Request, number: int, kind: CopyKind, urls: Sequence[str]
) -> ClaimChange:
    """Queue a copy of each page. The event names no address: the rows hold them, so that they can be erased.

    Raises UserError if a claim has too many copies, or if all pages are waiting for theirs already.
    """
    action = transaction.begin(connection, request, number, Action.ARCHIVE)
    if len(page_copies.of_claim(connection, action.context.desk, number)) + len(urls) > MOST_COPIES:
        raise UserError(f"#{number} would have more than {MOST_COPIES} copies of pages. Archive fewer.")
    copies = page_copies.add(action.context, kind, urls)
    if not copies:
        raise UserError("These pages are being archived already. The claim's card shows when that is done.")
    return transaction.commit(action, after={"copies": copies, "place": _PLACES[kind]})
