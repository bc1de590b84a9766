"""A claim for the terminal and as JSON: one line in a list, or all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.cli.render.terminal import Style, StyledText, flow, printable
from bot.model.claims import Claim, ClaimFile, ClaimVerdict, Evidence, Flag
from bot.model.json_types import Json

_WIDTH = 100


def line_of(claim: Claim) -> str:
    """Return a claim as one line of a list."""
    due = f"due {claim.due:%Y-%m-%d %H:%M}" if claim.due else None
    who = claim.assignee.name if claim.assignee else None
    parts = (f"#{claim.number}", claim.rating or claim.status.value, _urgency(claim), due, who, claim.text)
    return printable("  ".join(part for part in parts if part))


def _urgency(claim: Claim) -> str | None:
    return None if claim.priority.value == "normal" else claim.priority.value


def file_lines(file: ClaimFile) -> Iterator[str]:
    """Yield the lines that show a claim with all that belongs to it."""
    claim = file.claim
    yield flow(
        [StyledText(f"#{claim.number}", Style.BOLD), StyledText(" " + claim.text)], _WIDTH, rest="   ", colour=True
    )
    told = (
        ("status", claim.status.value),
        ("rating", claim.rating),
        ("priority", claim.priority.value),
        ("due", _moment(claim.due)),
        ("assignee", claim.assignee.name if claim.assignee else None),
        ("tags", ", ".join(claim.tags)),
        ("duplicate of", f"#{claim.duplicate_of}" if claim.duplicate_of else None),
        ("duplicates", ", ".join(f"#{number}" for number in file.duplicates)),
        ("title", claim.title),
        ("url", claim.url),
        ("external id", claim.external_id),
        ("created", _moment(claim.created)),
        ("watched by", ", ".join(person.name for person in file.watchers)),
    )
    yield from (f"{name:<14}{printable(value)}" for name, value in told if value)
    for heading, lines in (
        ("Flags", [_flag(flag) for flag in file.flags]),
        ("Evidence", [_evidence(each) for each in file.evidence]),
        ("Verdicts", [_verdict(each) for each in file.verdicts]),
    ):
        if lines:
            yield f"\n{heading}"
            yield from (flow([StyledText(line)], _WIDTH, first="  ", rest="     ") for line in lines)


def _flag(flag: Flag) -> str:
    parts = (f"{flag.number}. {flag.by.name}, {_moment(flag.created)}", flag.why, flag.origin and flag.origin.link)
    return ": ".join(part for part in parts if part)


def _evidence(each: Evidence) -> str:
    told = f"{each.number}. “{each.text}”" if each.span else f"{each.number}. {each.text}"
    about = ", ".join(part for part in (each.source, each.title, each.url) if part)
    pin = f" [{each.pin.value}]" if each.pin.value != "holds" else ""
    return f"{told} ({about}){pin}" if about else told + pin


def _verdict(verdict: ClaimVerdict) -> str:
    state = "" if verdict.approved else " (waiting for the second reader)"
    by = verdict.author or verdict.by.name
    ruled = f"{verdict.number}. {verdict.rating}{state}, {by}, {_moment(verdict.created)}"
    return f"{ruled}: {verdict.explanation}" if verdict.explanation else ruled


def _moment(at: datetime | None) -> str | None:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else None


def claim_json(claim: Claim) -> dict[str, Json]:
    """Return what a list tells of a claim."""
    return {
        "claim": claim.number,
        "text": claim.text,
        "status": claim.status.value,
        "priority": claim.priority.value,
        "rating": claim.rating,
        "due": claim.due.isoformat() if claim.due else None,
        "assignee": claim.assignee.name if claim.assignee else None,
        "tags": list[Json](claim.tags),
        "flags": claim.flags,
        "evidence": claim.evidence,
        "source_changed": claim.source_changed,
        "duplicate_of": claim.duplicate_of,
        "external_id": claim.external_id,
        "title": claim.title,
        "url": claim.url,
        "created": claim.created.isoformat(),
        "changed": claim.changed.isoformat(),
    }


def file_json(file: ClaimFile) -> dict[str, Json]:
    """Return all of a claim: what a list tells, and its flags, evidence and verdicts in full."""
    flags: list[Json] = [
        {
            "by": flag.by.name,
            "created": flag.created.isoformat(),
            "why": flag.why,
            "link": flag.origin.link if flag.origin else None,
        }
        for flag in file.flags
    ]
    evidence: list[Json] = [
        {
            "kind": each.kind.value,
            "text": each.text,
            "document": each.document,
            "start": each.span.start if each.span else None,
            "end": each.span.end if each.span else None,
            "title": each.title,
            "source": each.source,
            "url": each.url,
            "pin": each.pin.value,
        }
        for each in file.evidence
    ]
    verdicts: list[Json] = [
        {
            "rating": each.rating,
            "explanation": each.explanation,
            "by": each.author or each.by.name,
            "created": each.created.isoformat(),
            "approved": each.approved.isoformat() if each.approved else None,
            "published": each.published,
            "url": each.url,
            "evidence": list[Json](each.evidence),
        }
        for each in file.verdicts
    ]
    own: dict[str, Json] = {"flagged": flags, "pinned": evidence, "verdicts": verdicts}
    return claim_json(file.claim) | own | {"duplicates": list[Json](file.duplicates)}
