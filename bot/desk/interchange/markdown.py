"""Claims as Markdown, for a wiki, a note or a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.desk.interchange.claimreview import publication_date
from bot.model.claim_provenance import ClaimProvenance
from bot.model.claims import ClaimFile, Evidence, EvidenceKind

_SYNTAX = re.compile(r"[\\`*_{}\[\]<>#|~!&]")
_LIST_MARKER = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")


def section(file: ClaimFile) -> str:
    """Return a claim with its verdict and evidence as a Markdown section."""
    return "\n".join(_lines(file)) + "\n"


def _lines(file: ClaimFile) -> Iterator[str]:
    claim, verdict = file.claim, file.verdict
    yield f"## #{claim.number} {escaped(claim.text)}"
    yield ""
    yield f"**{escaped(claim.rating)}**" if claim.rating else f"*{claim.status.value}, no verdict yet*"
    if verdict and verdict.explanation:
        yield from ("", escaped(verdict.explanation))
    facts = list(_facts(file))
    if facts:
        yield from ("", *facts)
    evidence = [piece for piece in file.evidence if verdict is None or piece.number in verdict.evidence]
    if evidence:
        yield from ("", "Evidence:", "", *map(_evidence, evidence))
    if files := [kept for kept in file.files if kept.sha256]:
        named = [f"- {escaped(kept.name)}, sha256 `{kept.sha256}`" for kept in files]
        yield from ("", "Attachments of the flagged messages:", "", *dict.fromkeys(named))


def _facts(file: ClaimFile) -> Iterator[str]:
    claim, verdict = file.claim, file.verdict
    yield from _provenance(claim.provenance)
    if verdict and (parts := [part for part in (publication_date(verdict), verdict.author) if part]):
        yield f"- Verdict: {escaped(', '.join(parts))}"
    if url := (verdict.url if verdict else None) or claim.url:
        yield f"- Published: {_link(url)}"
    if claim.due:
        yield f"- Due: {claim.due.date().isoformat()}"
    if claim.assignee:
        yield f"- Assignee: {escaped(claim.assignee.name)}"
    if claim.tags:
        yield f"- Tags: {escaped(', '.join(claim.tags))}"
    if claim.flags > 1:
        yield f"- Flagged {claim.flags} times"


def _provenance(provenance: ClaimProvenance) -> Iterator[str]:
    claimant = provenance.claimant
    if claimant:
        yield f"- Claimed by: {escaped(claimant.name)}" + (f" {_link(claimant.url)}" if claimant.url else "")
    if provenance.claimed:
        yield f"- Claimed on: {escaped(provenance.claimed)}"
    for appearance in provenance.appearances:
        copy = f", archived: {_link(appearance.archived)}" if appearance.archived else ""
        yield f"- Appeared at: {_link(appearance.url)}{copy}"
    if provenance.language:
        yield f"- Language: {escaped(provenance.language)}"


def _evidence(evidence: Evidence) -> str:
    label = "read by OCR" if evidence.read_by_ocr else None
    origin = ", ".join(escaped(part) for part in (evidence.source, evidence.title, label) if part)
    link = f" {_link(evidence.url)}" if evidence.url else ""
    if evidence.kind is EvidenceKind.QUOTE:
        return f"- “{escaped(evidence.text)}”" + (f" ({origin})" if origin else "") + link
    return f"- {escaped(evidence.text)}{link}"


def escaped(text: str) -> str:
    r"""Return Markdown for literal text, on one line.

    >>> print(escaped("1. *Ferry*"))
    1\. \*Ferry\*
    """
    plain = _SYNTAX.sub(r"\\\g<0>", " ".join(text.split()))
    return _LIST_MARKER.sub(
        lambda found: f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}", plain
    )


def _link(url: str) -> str:
    return "<" + re.sub(r"[<>\s\\]", lambda found: f"%{ord(found[0]):02X}", url) + ">"
