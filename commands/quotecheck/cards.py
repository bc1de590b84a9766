"""What a quote check looks like in Discord: the original beside what was typed, every changed word marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from discord import Colour
from discord.ui import Container, Separator, TextDisplay

from bot.model.answers import Answer, AnswerState, Finding
from bot.model.spans import Span
from bot.quotecheck.headline import NEAREST, headline, notes
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteLocation, QuoteMatch, Salience, WordChange
from commands.ui.bylines import byline, plural, small, who_says_it
from commands.ui.cards import AMBER, GREEN, GREY, ROOM, labels
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote

RED = Colour(0xC4453C)
SHOWN = 5  # places in full or as parts; each has its button
_LINES = 8  # places more in a line each
_LONGEST = 900
_CHANGES = 12
_LOUD = {Salience.NUMBER: "⚠ Number", Salience.NEGATION: "⚠ Negation"}
_FULL = {MatchLevel.VERBATIM: 1, MatchLevel.ALTERED: 1, MatchLevel.SPLICED: SHOWN, MatchLevel.NOT_FOUND: 0}


def kept_answer(check: QuoteCheckResult) -> Answer:
    """Return a check as an answer, which can be kept for its buttons."""
    return Answer(
        question=check.text[:500],
        state=AnswerState.NOTHING if check.level is MatchLevel.NOT_FOUND else AnswerState.ANSWERED,
        headline=headline(check),
        findings=tuple(match.finding for match in shown(check)),
    )


def shown(check: QuoteCheckResult) -> Sequence[QuoteMatch]:
    """Return the places that have a button each."""
    return check.matches[:SHOWN] or ([check.nearest] if check.nearest else [])


def quote_card(check: QuoteCheckResult) -> Container[Any]:
    """Return the verdict, what was typed beside the original, and all places."""
    head, tail = "\n".join(_head(check)), _tail(check)
    others = "\n".join(_others(check))
    card: Container[Any] = Container(TextDisplay(head), accent_colour=_colour(check))
    room = ROOM - width(head) - width(tail) - width(others)
    blocks = check.matches[: _FULL[check.level]] or ([check.nearest] if check.nearest else [])
    for place, match in enumerate(blocks):
        before = blocks[place - 1].finding if place else None
        text = _block(check, match, room // (len(blocks) - place), label=_label(check, place), before=before)
        room -= width(text)
        card.add_item(Separator()).add_item(TextDisplay(text))
    if others:
        card.add_item(Separator()).add_item(TextDisplay(others))
    return card.add_item(Separator()).add_item(TextDisplay(tail))


def _colour(check: QuoteCheckResult) -> Colour:
    if check.level is MatchLevel.NOT_FOUND:
        return GREY
    changes = check.matches[0].location.changes if check.matches else ()
    if check.said_by_another or any(change.salience for change in changes):
        return RED
    return GREEN if check.level is MatchLevel.VERBATIM else AMBER


def _head(check: QuoteCheckResult) -> Iterator[str]:
    yield f"### {cut_line(headline(check), 200)}"
    for note in notes(check):
        told = cut_line(note, 300)
        yield f"⚠ **{told}**" if check.said_by_another and note.startswith("Said by another") else told
    if check.level is not MatchLevel.ALTERED:
        yield small(f"Checked: “{cut_line(check.text, 200)}”")


def _label(check: QuoteCheckResult, place: int) -> str:
    if check.level is MatchLevel.SPLICED:
        return small(f"Part {place + 1}")
    return NEAREST if check.level is MatchLevel.NOT_FOUND else ""


def _block(check: QuoteCheckResult, match: QuoteMatch, room: int, *, label: str, before: Finding | None) -> str:
    """Return the original with where it stands; of an altered text what was typed above it, and the changes first."""
    finding, at = match.finding, match.location
    pending = finding.document.id in check.pending
    below = [small(byline(finding, before=before)), small(who_says_it(finding, pending=pending)), *labels(finding)]
    changes = list(_changes(at.changes))
    left = max(room - sum(map(width, (*below, *changes))) - 60, 160)
    if check.level is not MatchLevel.ALTERED:
        lines = [label, _original(match, min(_LONGEST, left)), *changes]
    else:
        share = min(_LONGEST, left // 2)
        lines = [*changes, small("As typed"), _typed(check.text, at, share), small("The original")]
        lines.append(_original(match, share))
    return "\n".join(line for line in [*lines, *below] if line)


def _typed(text: str, place: QuoteLocation, limit: int) -> str:
    start = place.typed.start
    part = place.typed.of(text)
    return cut_quote(part, [_moved(c.typed_span, start) for c in place.changes if len(c.typed_span)], limit)


def _original(match: QuoteMatch, limit: int) -> str:
    quote = match.finding.quote
    changed = [change.span for change in match.location.changes if len(change.span)]
    marked = changed or (_typed_parts(quote.span, match.location.omitted) if match.location.omitted else [])
    return cut_quote(quote.text, [_moved(span, quote.span.start) for span in marked], limit)


def _typed_parts(quote: Span, omitted: Sequence[Span]) -> list[Span]:
    """Return what is left of a quote without what an ellipsis leaves out."""
    starts = [quote.start, *(span.end for span in omitted)]
    ends = [*(span.start for span in omitted), quote.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _moved(span: Span, start: int) -> Span:
    return Span(span.start - start, span.end - start)


def _changes(changes: Sequence[WordChange]) -> Iterator[str]:
    """Yield the loud changes in a line each, and the others together."""
    loud = [change for change in changes if change.salience]
    for change in loud[:_CHANGES]:
        assert change.salience is not None
        yield f"**{_LOUD[change.salience]}:** {_change(change)}"
    quiet = [change for change in changes if not change.salience]
    if quiet:
        more = f" · and {len(quiet) - _CHANGES} more" if len(quiet) > _CHANGES else ""
        yield "Changed: " + " · ".join(_change(change) for change in quiet[:_CHANGES]) + more


def _change(change: WordChange) -> str:
    original, typed = cut_line(change.original, 40), cut_line(change.typed, 40)
    if original and typed:
        return f"~~{original}~~ → **{typed}**"
    return f"**{typed}** added" if typed else f"~~{original}~~ left out"


def _others(check: QuoteCheckResult) -> Iterator[str]:
    """Yield the places that are not shown in full, one line for each article."""
    rest = check.matches[_FULL[check.level] :]
    by_document: dict[str, list[Finding]] = {}
    for match in rest:
        by_document.setdefault(match.finding.document.id, []).append(match.finding)
    if rest:
        yield "Also, later or without a date:" if check.level is MatchLevel.VERBATIM else "As close:"
    for findings in list(by_document.values())[:_LINES]:
        times = f"{len(findings)} times" if len(findings) > 1 else ""
        said = who_says_it(findings[0], brief=True) if findings[0].attribution else ""
        yield small(byline(findings[0], brief=True), said, times)
    if len(by_document) > _LINES:
        yield small(f"and {plural(len(by_document) - _LINES, 'more article', 'more articles')}")


def _tail(check: QuoteCheckResult) -> str:
    return small(f"{plural(check.documents_searched, 'article')} searched", f"{check.elapsed_ms:,.0f} ms")
