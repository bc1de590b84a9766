"""Card of a claim: status, flags, evidence and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from discord import Colour
from discord.ui import Container, Separator, TextDisplay
from discord.utils import format_dt

from bot.corpus.dates import date_in_words
from bot.model.attachments import KeptFile
from bot.model.claim_relations import RelationKind
from bot.model.claims import (
    IN_WORK,
    RULED,
    CardLocation,
    Claim,
    ClaimFile,
    ClaimVerdict,
    Evidence,
    EvidenceKind,
    Person,
    PinState,
    Priority,
    Status,
)
from commands.claim.archived_links import archive_lines
from commands.claim.gallery import attachment_lines, gallery
from commands.claim.provenance import provenance_lines
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE, GREEN, GREY, OCR_LABEL, ORANGE
from commands.ui.changed_words import changed_words
from commands.ui.links import link
from commands.ui.markdown import escape, width
from commands.ui.truncate import cut_line, cut_quote

_STATUS_LOOKS = {
    Status.OPEN: ("Open", BLUE),
    Status.CHECKING: ("Checking", AMBER),
    Status.REVIEW: ("In review", Colour(0x9B6DD6)),
    Status.VERDICT: ("Verdict", GREEN),
    Status.CORRECTED: ("Corrected", GREEN),
    Status.DUPLICATE: ("Duplicate", GREY),
    Status.DECLINED: ("Declined", GREY),
}
# From false to true.
_RATING_COLOURS = (Colour(0xDA373C), ORANGE, AMBER, Colour(0x9DB84A), GREEN)
_PRIORITY_NAMES = {
    Priority.LOW: "low",
    Priority.NORMAL: "normal",
    Priority.HIGH: "**high**",
    Priority.URGENT: "**⚠ urgent**",
}
# Of a message's 4000 characters; the remainder is for the reply above the card.
MAX_TEXT = 3_300
_MAX_HEADING = 160  # characters; a longer claim is not a heading
_MAX_CLAIM = 1_100
_MAX_SNAPSHOT = 280
_MAX_REASON = 320
_MAX_EVIDENCE = 5  # pieces
_MAX_QUOTE = 260
_SHORT_HASH = 12
_MIN_EVIDENCE = 90
_MAX_LINK = 200  # characters of an article's address
_MAX_FLAGGERS = 3
_MAX_RELATIONS = 8
_RELATIONS = {
    RelationKind.MERGED_INTO: "⇢ Merged into",
    RelationKind.TOOK_IN: "⇠ Merged from",
    RelationKind.SPLIT_OFF: "⇢ Split off:",
    RelationKind.SPLIT_FROM: "⇠ Split from",
}


def status_name(claim: Claim) -> str:
    """Return a claim's status, such as "Open" or "Duplicate of #3"."""
    name = _STATUS_LOOKS[claim.status][0]
    return f"{name} of #{claim.duplicate_of}" if claim.status is Status.DUPLICATE else name


def claim_card(file: ClaimFile, shown: Sequence[KeptFile] = ()) -> Container[Any]:
    """Return a claim's card without buttons; `shown` are the files that its message holds."""
    claim = file.claim
    head = "\n".join(_head(claim))
    facts = "\n".join(_fact_lines(file))
    ruling = "\n".join(_verdict_lines(file, MAX_TEXT - width(head) - width(facts) - 600))
    room = MAX_TEXT - width(head) - width(facts) - width(ruling)
    evidence = "\n".join(_evidence_lines(file, room))
    card: Container[Any] = Container(TextDisplay(head), accent_colour=card_colour(file))
    card.add_item(TextDisplay(facts))
    for part in gallery(shown):
        card.add_item(part)
    for text in (ruling, evidence):
        if text:
            card.add_item(Separator()).add_item(TextDisplay(text))
    return card


def card_colour(file: ClaimFile) -> Colour:
    """Return the colour of a claim's bar: that of the rating once it has one, else of the status.

    A rating without a number, such as "Satire", is grey: it is neither true nor false.
    """
    verdict, value = file.verdict, file.verdict.value if file.verdict else None
    if verdict is None or file.claim.status not in RULED:
        return _STATUS_LOOKS[file.claim.status][1]
    if value is None or value.worst is None or value.best is None or value.worst == value.best:
        return GREY
    truth = (value.value - value.worst) / (value.best - value.worst)
    return _RATING_COLOURS[min(max(round(truth * (len(_RATING_COLOURS) - 1)), 0), len(_RATING_COLOURS) - 1)]


def card_address(guild: int, card: CardLocation) -> str:
    """Return the address of a claim's thread or card."""
    return f"https://discord.com/channels/{guild}/{card.thread or f'{card.channel}/{card.message}'}"


def timestamp(at: datetime) -> str:
    """Return Discord markup for a moment in the reader's time zone."""
    return format_dt(at, "f")


def _head(claim: Claim) -> Iterator[str]:
    yield subtext(f"Claim **#{claim.number}**", f"**{status_name(claim)}**", *(f"#{escape(tag)}" for tag in claim.tags))
    text = cut_line(claim.text, _MAX_CLAIM)
    yield f"### {text}" if len(claim.text) <= _MAX_HEADING else f"**{text}**"


def _fact_lines(file: ClaimFile) -> Iterator[str]:
    claim = file.claim
    if claim.status in IN_WORK:
        due = f"{timestamp(claim.due)} ({format_dt(claim.due, 'R')})" if claim.due else "not set"
        yield f"Priority: {_PRIORITY_NAMES[claim.priority]} · Due: {due}"
    unassigned = "Unassigned" if claim.status in IN_WORK else ""
    assignee = f"Assigned to **{person_name(claim.assignee)}**" if claim.assignee else unassigned
    if people := " · ".join(filter(None, [assignee, _flag_text(file)])):
        yield people
    yield from provenance_lines(claim.provenance)
    if claim.why:
        yield f"Why: {cut_line(claim.why, _MAX_REASON)}"
    yield from _source_lines(file)
    yield from archive_lines(file)
    yield from attachment_lines(file)
    yield from _relation_lines(file)
    merged = {relation.number for relation in file.relations}
    if others := [number for number in file.duplicates if number not in merged]:
        yield subtext("Duplicates: " + ", ".join(f"#{number}" for number in others[:_MAX_RELATIONS]))


def _relation_lines(file: ClaimFile) -> Iterator[str]:
    """Yield the claims that this one was merged with or split from, with links."""
    for kind, name in _RELATIONS.items():
        places = {relation.number: relation.card for relation in file.relations if relation.kind is kind}
        named = [
            link(f"#{number}", card_address(file.claim.guild, place)) if place else f"#{number}"
            for number, place in list(places.items())[:_MAX_RELATIONS]
        ]
        if named:
            yield f"{name} {', '.join(named)}"


def _flag_text(file: ClaimFile) -> str:
    flags = file.flags
    if not flags:
        return "" if file.relations else "Imported"
    names = list(dict.fromkeys(person_name(flag.by) for flag in flags))
    more = f" and {len(names) - _MAX_FLAGGERS} more" if len(names) > _MAX_FLAGGERS else ""
    if len(flags) == 1:
        return f"Flagged by {names[0]}, {timestamp(flags[0].created)}"
    return (
        f"Flagged {len(flags)} times by {', '.join(names[:_MAX_FLAGGERS])}{more}, first {timestamp(flags[0].created)}"
    )


def _source_lines(file: ClaimFile) -> Iterator[str]:
    """Yield the first flagged message as it read then."""
    origin = file.origin
    if origin is None:
        return
    if origin.snapshot:
        yield cut_quote(origin.snapshot, (), _MAX_SNAPSHOT)
    author = f"by {cut_line(origin.author.name, 60)}" if origin.author else ""
    written = timestamp(origin.written) if origin.written else ""
    yield subtext(link("flagged message", origin.link), author, written)


def _verdict_lines(file: ClaimFile, room: int) -> Iterator[str]:
    """Yield the pending verdict, the one in force, and earlier ones."""
    pending, verdict = file.pending, file.verdict
    if pending:
        yield f"Waiting for a second reader: **{cut_line(pending.rating, 60)}**"
        yield cut_quote(pending.explanation, (), max(room // (2 if verdict else 1) - 200, 200))
        yield subtext(_verdict_details(pending))
    if verdict:
        yield f"### {cut_line(verdict.rating, 60)}"
        if verdict.explanation:
            yield cut_quote(verdict.explanation, (), max(room // (2 if pending else 1) - 300, 200))
        yield subtext(_verdict_details(verdict), link("published", verdict.url) if verdict.url else "")
    for earlier in [
        verdict_before for verdict_before in file.verdicts if verdict_before.approved and verdict_before is not verdict
    ][::-1][:2]:
        yield subtext(f"earlier: ~~{cut_line(earlier.rating, 60)}~~", _verdict_details(earlier))


def _verdict_details(verdict: ClaimVerdict) -> str:
    who = cut_line(verdict.author, 60) if verdict.author else person_name(verdict.by)
    second = f"second reader {person_name(verdict.second_reader)}" if verdict.second_reader else ""
    rests = f"based on evidence {', '.join(map(str, verdict.evidence[:12]))}" if verdict.evidence else ""
    return " · ".join(filter(None, [f"verdict by {who}, {_verdict_date(verdict)}", second, _value(verdict), rests]))


def _verdict_date(verdict: ClaimVerdict) -> str:
    """Return when a verdict was given; of an imported one what its file says."""
    if not verdict.imported:
        return timestamp(verdict.created)
    return cut_line(date_in_words(verdict.published), 20) if verdict.published else "date not known"


def _value(verdict: ClaimVerdict) -> str:
    """Return an imported rating's number: "1 on a scale from 1 to 5"."""
    value = verdict.value
    if value is None or not verdict.imported:
        return ""
    if value.worst is None or value.best is None:
        return f"number {value.value:g}"
    return f"{value.value:g} on a scale from {value.worst:g} to {value.best:g}"


def _evidence_lines(file: ClaimFile, room: int) -> Iterator[str]:
    """Yield the latest pieces of evidence, changed sources first of all."""
    if not file.evidence:
        yield subtext("No evidence yet")
        return
    ranked = sorted(file.evidence, key=lambda candidate: (candidate.pin is PinState.HOLDS, -candidate.number))
    chosen = sorted(ranked[:_MAX_EVIDENCE], key=lambda candidate: candidate.number)
    archived = {copy.url: copy.archived for copy in file.copies if copy.archived}
    yield f"**Evidence** ({len(file.evidence)})"
    room -= 40
    for place, piece in enumerate(chosen):
        share = min(room // (len(chosen) - place), _MAX_QUOTE + 300)
        if share < _MIN_EVIDENCE:
            break
        text = evidence_lines(piece, share, archived.get(piece.url or ""))
        room -= width(text) + 1
        yield text
    if len(file.evidence) > len(chosen):
        yield subtext(f"and {plural(len(file.evidence) - len(chosen), 'more piece', 'more pieces')}")


def evidence_lines(piece: Evidence, room: int, archived: str | None = None) -> str:
    """Return the text and source of a piece of evidence; `archived` is the address of its page's copy.

    The result is at most `room` wide, but never without the source.
    """
    place = [cut_line(piece.title or "", 90), cut_line(piece.source or "", 120)]
    if piece.kind is EvidenceKind.QUOTE:
        details = subtext(f"**{piece.number}** quote", *_linked(piece, place), f"by {person_name(piece.by)}")
        if piece.read_by_ocr:
            details = f"{details}\n{subtext(OCR_LABEL)}"
        gone, come = changed_words(piece.text, piece.found or "") if piece.pin is PinState.CHANGED else ([], [])
        lines = [cut_quote(piece.text, gone, max(min(room - width(details) - 2, _MAX_QUOTE), 40)), details]
        if piece.pin is PinState.GONE:
            lines.append("⚠ **Source gone:** the article was removed.")
        elif piece.pin is PinState.CHANGED:
            now = "Now:" if piece.found else "The quoted words are no longer in the article."
            lines += [f"⚠ **Source changed.** {now}", *([cut_quote(piece.found, come, 160)] if piece.found else [])]
        return "\n".join(lines)
    note = piece.text if piece.text != piece.url else ""
    kind = f"link, {link(_host(piece.url), piece.url)}" if piece.url else "note"
    if piece.is_file:
        kind, note = f"file `{(piece.sha256 or '')[:_SHORT_HASH]}`", "" if note == piece.title else note
    if archived and len(archived) <= _MAX_LINK:
        kind += f" ({link('archived', archived)})"
    details = subtext(f"**{piece.number}** {kind}", "from outside the articles", *place, f"by {person_name(piece.by)}")
    left = max(min(room - width(details) - 2, _MAX_QUOTE), 40)
    return f"{cut_line(note, left)}\n{details}" if note.strip() else details


def _linked(piece: Evidence, place: Sequence[str]) -> list[str]:
    """Return title and source of a quote, the title linked to its article."""
    url = piece.url or ""
    if not place[0] or len(url) > _MAX_LINK or not url.startswith(("https://", "http://")):
        return list(place)
    return [link(place[0], url), *place[1:]]


def _host(url: str) -> str:
    return cut_line(urlsplit(url).netloc.removeprefix("www."), 60) or "its page"


def person_name(person: Person) -> str:
    """Return a person's name, cut and escaped for a card."""
    return cut_line(person.name, 40) or "somebody"
