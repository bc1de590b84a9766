"""The body of a webhook request (docs/how-to/webhook.md)."""

from __future__ import annotations

from dataclasses import replace

from bot.desk.interchange.claimreview import plain_number, publication_date, rating_value
from bot.desk.lifecycle import Action
from bot.desk.publication.public_claims import PublicClaim, public_claim
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import ClaimFile, ClaimVerdict, Evidence
from bot.model.json_types import Json
from bot.store.desk.webhook_queue import VerdictEvent


def webhook_body(file: ClaimFile, event: VerdictEvent, scale: tuple[tuple[str, float], ...]) -> dict[str, Json] | None:
    """Return what a webhook sends about an event; None if its claim was withdrawn or erased since."""
    until_then = tuple(verdict for verdict in file.verdicts if verdict.number <= event.verdict)
    public = public_claim(replace(file, verdicts=until_then), event.log, linked_only=False)
    if public is None:
        return None
    return {"type": _type(public, event), "timestamp": event.at, "data": _data(public, event, scale)}


def _type(public: PublicClaim, event: VerdictEvent) -> str:
    if event.action == Action.PUBLISH:
        return "verdict.linked"
    return "verdict.corrected" if public.earlier else "verdict.given"


def _data(public: PublicClaim, event: VerdictEvent, scale: tuple[tuple[str, float], ...]) -> dict[str, Json]:
    claim = public.claim
    previous = public.earlier[0] if public.earlier else None
    tags: list[Json] = [*claim.tags]
    evidence: list[Json] = [_evidence(piece) for piece in public.file.evidence]
    return {
        "server": str(claim.guild),
        "claim": claim.number,
        "text": claim.text,
        "title": claim.title,
        "tags": tags,
        **_provenance(claim.provenance),
        "verdict": _verdict(public.verdict, scale) | {"evidence": evidence},
        "previous": _verdict(previous, scale) if previous else None,
        "url": public.link,
        "log": {"events": event.log.events, "hash": event.log.hash},
    }


def _provenance(provenance: ClaimProvenance) -> dict[str, Json]:
    claimant = provenance.claimant
    appearances: list[Json] = [
        {"url": appearance.url, "archived": appearance.archived} for appearance in provenance.appearances
    ]
    return {
        "claimant": claimant.name if claimant else None,
        "claimed": provenance.claimed,
        "language": provenance.language,
        "appearances": appearances,
    }


def _verdict(verdict: ClaimVerdict, scale: tuple[tuple[str, float], ...]) -> dict[str, Json]:
    value = rating_value(verdict, scale)
    numbers = (value.value, value.worst, value.best) if value else (None, None, None)
    rating, worst, best = (None if number is None else plain_number(number) for number in numbers)
    return {
        "number": verdict.number,
        "rating": verdict.rating,
        "rating_value": rating,
        "worst_rating": worst,
        "best_rating": best,
        "explanation": verdict.explanation,
        "date": publication_date(verdict),
    }


def _evidence(piece: Evidence) -> dict[str, Json]:
    is_quote = piece.kind == "quote"
    return {
        "kind": piece.kind.value,
        "text": piece.text if is_quote else None,
        "speaker": piece.source,
        "title": piece.title,
        "url": piece.url,
        "read_by_ocr": piece.read_by_ocr,
    }
