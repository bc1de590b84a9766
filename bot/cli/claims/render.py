"""Formats a claim as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bot.cli.render.terminal import Style, StyledText, flow, printable
from bot.desk.statistics_text import TITLES
from bot.model.attachments import KeptFile, Likeness
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import Claim, ClaimFile, ClaimVerdict, Evidence, Flag, PinState
from bot.model.desk_statistics import DeskStatistics
from bot.model.json_types import Json

_WIDTH = 100
_EARLIER = {
    Likeness.SAME_FILE: "the same file as",
    Likeness.SAME_PICTURE: "looks the same as a picture",
    Likeness.SIMILAR_PICTURE: "similar to a picture",
}


def claim_line(claim: Claim) -> str:
    """Return a claim as one line of a list."""
    due = f"due {claim.due:%Y-%m-%d %H:%M}" if claim.due else None
    who = claim.assignee.name if claim.assignee else None
    parts = (f"#{claim.number}", claim.rating or claim.status.value, _urgency(claim), due, who, claim.text)
    return printable("  ".join(part for part in parts if part))


def _urgency(claim: Claim) -> str | None:
    return None if claim.priority.value == "normal" else claim.priority.value


def file_lines(file: ClaimFile) -> Iterator[str]:
    """Yield the lines for a claim, its flags, evidence and verdicts."""
    claim = file.claim
    yield flow(
        [StyledText(f"#{claim.number}", Style.BOLD), StyledText(" " + claim.text)], _WIDTH, rest="   ", colour=True
    )
    fields = (
        ("status", claim.status.value),
        ("rating", claim.rating),
        ("priority", claim.priority.value),
        ("due", _moment(claim.due)),
        ("assignee", claim.assignee.name if claim.assignee else None),
        ("tags", ", ".join(claim.tags)),
        ("duplicate of", f"#{claim.duplicate_of}" if claim.duplicate_of else None),
        ("duplicates", ", ".join(f"#{number}" for number in file.duplicates)),
        *((relation.kind.value, f"#{relation.number}") for relation in file.relations),
        ("claimed by", _claimant(claim.provenance)),
        ("claimed on", claim.provenance.claimed),
        *(("appeared at", appearance.line) for appearance in claim.provenance.appearances),
        ("language", claim.provenance.language),
        ("title", claim.title),
        ("url", claim.url),
        ("external id", claim.external_id),
        ("created", _moment(claim.created)),
        ("watched by", ", ".join(person.name for person in file.watchers)),
    )
    yield from (f"{name:<14}{printable(value)}" for name, value in fields if value)
    for heading, lines in (
        ("Flags", [_flag_line(flag) for flag in file.flags]),
        ("Attachments", [_attachment_line(kept) for kept in file.files]),
        ("Evidence", [_evidence_line(evidence) for evidence in file.evidence]),
        ("Verdicts", [_verdict_line(verdict) for verdict in file.verdicts]),
    ):
        if lines:
            yield f"\n{heading}"
            yield from (flow([StyledText(line)], _WIDTH, first="  ", rest="     ") for line in lines)


def _flag_line(flag: Flag) -> str:
    parts = (f"{flag.number}. {flag.by.name}, {_moment(flag.created)}", flag.why, flag.origin and flag.origin.link)
    return ": ".join(part for part in parts if part)


def _attachment_line(kept: KeptFile) -> str:
    what = f"sha256 {kept.sha256}" if kept.sha256 else kept.state.value
    earlier = f"{_EARLIER[kept.earlier.likeness]} in #{kept.earlier.claim}" if kept.earlier else ""
    return ", ".join(filter(None, (f"{kept.name} (flag {kept.flag}): {what}", earlier)))


def _evidence_line(evidence: Evidence) -> str:
    text = f"“{evidence.text}”" if evidence.span else evidence.text
    about = ", ".join(part for part in (evidence.source, evidence.title, evidence.url) if part)
    labels = [evidence.pin.value] if evidence.pin is not PinState.HOLDS else []
    labels += ["read by OCR"] if evidence.read_by_ocr else []
    marks = f" [{', '.join(labels)}]" if labels else ""
    return f"{evidence.number}. {text}{f' ({about})' if about else ''}{marks}"


def _verdict_line(verdict: ClaimVerdict) -> str:
    state = "" if verdict.approved else " (waiting for the second reader)"
    by = verdict.author or verdict.by.name
    when = (verdict.published or "no date") if verdict.imported else _moment(verdict.created)
    ruled = f"{verdict.number}. {verdict.rating}{_value(verdict)}{state}, {by}, {when}"
    return f"{ruled}: {verdict.explanation}" if verdict.explanation else ruled


def _value(verdict: ClaimVerdict) -> str:
    """Return a rating's number with its scale: " (1 on a scale from 1 to 5)"."""
    value = verdict.value
    if value is None:
        return ""
    known = value.worst is not None and value.best is not None
    return f" ({value.value:g} on a scale from {value.worst:g} to {value.best:g})" if known else f" ({value.value:g})"


def _claimant(provenance: ClaimProvenance) -> str | None:
    claimant = provenance.claimant
    if claimant is None:
        return None
    details = ", ".join(part for part in (claimant.kind and claimant.kind.value, claimant.url) if part)
    return f"{claimant.name} ({details})" if details else claimant.name


def provenance_json(provenance: ClaimProvenance) -> dict[str, Json]:
    """Return the JSON of who made a claim, where, when and in which language."""
    claimant = provenance.claimant
    return {
        "claimant": claimant.name if claimant else None,
        "claimant_kind": claimant.kind.value if claimant and claimant.kind else None,
        "claimant_url": claimant.url if claimant else None,
        "claimed": provenance.claimed,
        "appearances": [
            {"url": appearance.url, "archived": appearance.archived} for appearance in provenance.appearances
        ],
        "language": provenance.language,
    }


def _moment(time: datetime | None) -> str | None:
    return f"{time:%Y-%m-%d %H:%M} UTC" if time else None


def claim_json(claim: Claim) -> dict[str, Json]:
    """Return the JSON of a claim in a list."""
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
        **provenance_json(claim.provenance),
    }


def file_json(file: ClaimFile) -> dict[str, Json]:
    """Return the JSON of a claim, its flags, evidence and verdicts."""
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
            "kind": item.kind.value,
            "text": item.text,
            "document": item.document,
            "start": item.span.start if item.span else None,
            "end": item.span.end if item.span else None,
            "title": item.title,
            "source": item.source,
            "url": item.url,
            "pin": item.pin.value,
            "read_by_ocr": item.read_by_ocr,
        }
        for item in file.evidence
    ]
    verdicts: list[Json] = [
        {
            "rating": verdict.rating,
            "rating_value": verdict.value.value if verdict.value else None,
            "worst_rating": verdict.value.worst if verdict.value else None,
            "best_rating": verdict.value.best if verdict.value else None,
            "explanation": verdict.explanation,
            "by": verdict.author or verdict.by.name,
            "created": verdict.created.isoformat(),
            "approved": verdict.approved.isoformat() if verdict.approved else None,
            "published": verdict.published,
            "url": verdict.url,
            "evidence": list[Json](verdict.evidence),
        }
        for verdict in file.verdicts
    ]
    details: dict[str, Json] = {"flagged": flags, "pinned": evidence, "verdicts": verdicts}
    return (
        claim_json(file.claim)
        | details
        | {
            "duplicates": list[Json](file.duplicates),
            "relations": [{"kind": relation.kind.value, "claim": relation.number} for relation in file.relations],
            "files": [_file_json(kept) for kept in file.files],
        }
    )


def _file_json(kept: KeptFile) -> dict[str, Json]:
    return {
        "flag": kept.flag,
        "name": kept.name,
        "media_type": kept.media_type,
        "size": kept.size,
        "state": kept.state.value,
        "sha256": kept.sha256,
        "earlier_claim": kept.earlier.claim if kept.earlier else None,
        "likeness": kept.earlier.likeness.value if kept.earlier else None,
    }


def statistics_json(stats: DeskStatistics) -> dict[str, Json]:
    """Return a desk's statistics as JSON; the median is in hours."""
    tables: dict[str, Json] = {name: dict[str, Json](getattr(stats, name)) for name in ("monthly", *TITLES)}
    hours = None if stats.to_verdict is None else round(stats.to_verdict.total_seconds() / 3_600, 2)
    totals: dict[str, Json] = {
        "claims": stats.claims,
        "in_work": stats.in_work,
        "ruled": stats.ruled,
        "flags": stats.flags,
        "flaggers": stats.flaggers,
        "median_hours_to_verdict": hours,
    }
    return totals | tables
