"""Import of earlier fact-checks: new claims, known ones, and changed verdicts of known ones."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.corpus.readers.linked_data import without_markup
from bot.desk import validation
from bot.desk.actions import transaction
from bot.desk.actions.transaction import Request
from bot.desk.lifecycle import Action
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.model.claims import RULED, ChangedVerdict, Imported, Status
from bot.store.desk import claim_details, claims, content_hashes, events, provenance_rows
from bot.store.desk.claims import KnownClaim
from bot.store.desk.write_context import WriteContext
from bot.store.sqlite.timestamps import stamp

IMPORTED = "imported"


def import_many(
    connection: sqlite3.Connection, request: Request, given: Sequence[ImportedClaim], *, correct: bool = False
) -> Imported:
    """Add earlier fact-checks: with a rating as verdicts, without one as open claims.

    A claim with the words of a known one, and its id or else its page, stays as it is. With `correct`, another verdict
    on it becomes a correction.
    """
    desk, person = transaction.desk_and_person(connection, request)
    context = WriteContext(connection, desk, 0, person, stamp(request.now))
    known = _KnownClaims(claims.known(connection, desk, given))
    added, changed, shared = list[int](), list[ChangedVerdict](), dict[str, tuple[int, ...]]()
    for place, claim in enumerate(given):
        if (same := known.find(claim)) is None:
            number = _add(context, claim)
            added.append(number)
            if claim.external_id and (others := known.numbers(claim.external_id)):
                shared[claim.external_id] = (*others, number)
            known.add(KnownClaim(number, claim.external_id, claim.text, claim.rating, frozenset({claim.url or ""})))
        elif claim.rating and claim.rating.casefold() != (same.rating or "").casefold():
            change = ChangedVerdict(place, same.number, same.rating, claim.rating)
            change = _corrected(connection, request, change, claim) if correct else change
            changed.append(change)
            if change.corrected:
                known.replace(same, replace(same, rating=claim.rating))
    return Imported(
        len(added),
        len(given) - len(added),
        added[0] if added else None,
        added[-1] if added else None,
        tuple(changed),
        tuple(shared.items()),
    )


class _KnownClaims:
    """Claims of the desk by their words and by their ids."""

    def __init__(self, known: Iterable[KnownClaim]) -> None:
        self._by_words: dict[str, list[KnownClaim]] = defaultdict(list)
        self._by_id: dict[str, list[int]] = defaultdict(list)
        for claim in known:
            self.add(claim)

    def add(self, claim: KnownClaim) -> None:
        self._by_words[_words(claim.text)].append(claim)
        if claim.external_id:
            self._by_id[claim.external_id].append(claim.number)

    def replace(self, old: KnownClaim, new: KnownClaim) -> None:
        same = self._by_words[_words(old.text)]
        same[same.index(old)] = new

    def numbers(self, external_id: str) -> tuple[int, ...]:
        return tuple(self._by_id.get(external_id, ()))

    def find(self, given: ImportedClaim) -> KnownClaim | None:
        """Return the known claim with these words, and the id or else the page.

        The desk's own claims have no id of an import; an export names them by number.
        """
        same, id_ = self._by_words.get(_words(given.text), []), given.external_id
        if id_ and (found := next((claim for claim in same if id_ in (claim.external_id, f"#{claim.number}")), None)):
            return found
        candidates = (claim for claim in same if not (id_ and claim.external_id))
        return next((claim for claim in candidates if (given.url or "") in claim.pages), None)


def _words(text: str) -> str:
    """Return a claim's words for comparison, without case, markup and entities."""
    return " ".join(without_markup(text).casefold().split())


def _add(desk_context: WriteContext, given: ImportedClaim) -> int:
    """Add an imported claim with its tags, verdict and event, and return its number."""
    connection, desk = desk_context.connection, desk_context.desk
    number = claims.add(
        connection,
        desk,
        given.text,
        desk_context.at,
        external_id=given.external_id,
        title=given.title,
        url=given.url,
        provenance=given.provenance,
    )
    context, tags = replace(desk_context, claim=number), validation.tags(given.tags)
    claims.put_tags(connection, desk, number, tags)
    after: dict[str, object] = {"status": Status.OPEN, "sha256": content_hashes.claim(context)}
    after |= provenance_rows.given_values(given.provenance)
    if given.rating:
        new = _verdict(given, given.rating)
        verdict = claim_details.add_verdict(context, new)
        claims.change(connection, desk, number, status=Status.VERDICT.value, rating=given.rating)
        after = {"verdict": verdict, "rating": given.rating} | after | {"status": Status.VERDICT}
        after |= {"verdict_sha256": content_hashes.verdict(context, verdict), **claim_details.verdict_numbers(new)}
    events.append(context, IMPORTED, after=after)
    return number


def _corrected(
    connection: sqlite3.Connection, request: Request, change: ChangedVerdict, given: ImportedClaim
) -> ChangedVerdict:
    """Correct the known claim's imported verdict; a verdict of the desk itself is left alone."""
    try:
        _correct(connection, request, change.number, given)
    except UserError as error:
        return replace(change, refused=error.message)
    return replace(change, corrected=True)


def _correct(connection: sqlite3.Connection, request: Request, number: int, given: ImportedClaim) -> None:
    claim = transaction.find(connection, request.guild, number)
    if claim.status not in RULED:
        raise UserError(f"#{number} has no verdict in force here. Give one with /claim rule.")
    action = transaction.begin(connection, request, number, Action.CORRECT)
    verdict = claim_details.read(connection, action.context.desk, claim).verdict
    if verdict is None or not verdict.imported:
        raise UserError(f"The verdict on #{number} was given at this desk. Correct it with /claim correct.")
    assert given.rating is not None
    new = _verdict(given, given.rating)
    added = claim_details.add_verdict(action.context, new)
    after = {
        "verdict": added,
        "rating": given.rating,
        "sha256": content_hashes.verdict(action.context, added),
        **claim_details.verdict_numbers(new),
    }
    transaction.commit(action, {"rating": claim.rating}, after, notify=True, rating=given.rating)


def _verdict(given: ImportedClaim, rating: str) -> NewVerdict:
    return NewVerdict(
        rating,
        given.explanation,
        url=given.url,
        author=given.author,
        published=given.published,
        imported=True,
        author_kind=given.author_kind,
        value=given.value,
    )
