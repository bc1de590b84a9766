"""Card of a quote check: original, typed text and every changed word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from discord import Colour
from discord.ui import Container, Separator, TextDisplay

from bot.model.answers import Answer, AnswerState, Finding
from bot.model.spans import Span
from bot.quotecheck.headline import NEAREST, headline, notes
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteLocation, QuoteMatch
from commands.ui.bylines import attribution_line, byline, plural, subtext
from commands.ui.cards import AMBER, GREEN, GREY, MAX_TEXT, RED, warning_lines
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote
from commands.ui.word_changes import change_lines

MAX_MATCHES = 5  # with a button each
_MAX_OTHERS = 8  # articles with a line each
_MAX_QUOTE = 900
_SHOWN_IN_FULL = {
    MatchLevel.VERBATIM: 1,
    MatchLevel.ALTERED: 1,
    MatchLevel.SPLICED: MAX_MATCHES,
    MatchLevel.NOT_FOUND: 0,
}


def check_as_answer(check: QuoteCheckResult) -> Answer:
    """Return a check as an answer, to be saved for its buttons."""
    return Answer(
        question=check.text[:500],
        state=AnswerState.NOTHING if check.level is MatchLevel.NOT_FOUND else AnswerState.ANSWERED,
        headline=headline(check),
        findings=tuple(match.finding for match in shown_matches(check)),
    )


def shown_matches(check: QuoteCheckResult) -> Sequence[QuoteMatch]:
    """Return the matches with a button each."""
    return check.matches[:MAX_MATCHES] or ([check.nearest] if check.nearest else [])


def quote_card(check: QuoteCheckResult, max_text: int = MAX_TEXT) -> Container[Any]:
    """Return the verdict, the original and all places of a quote, at most `max_text` wide."""
    head, tail = "\n".join(_head(check)), _tail(check)
    other_lines = "\n".join(_other_places(check))
    card: Container[Any] = Container(TextDisplay(head), accent_colour=_colour(check))
    room = max_text - width(head) - width(tail) - width(other_lines)
    blocks = check.matches[: _SHOWN_IN_FULL[check.level]] or ([check.nearest] if check.nearest else [])
    for place, match in enumerate(blocks):
        before = blocks[place - 1].finding if place else None
        text = _block(check, match, room // (len(blocks) - place), label=_label(check, place), before=before)
        room -= width(text)
        card.add_item(Separator()).add_item(TextDisplay(text))
    if other_lines:
        card.add_item(Separator()).add_item(TextDisplay(other_lines))
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
        text = cut_line(note, 300)
        yield f"⚠ **{text}**" if check.said_by_another and note.startswith("Said by another") else text
    if check.level is not MatchLevel.ALTERED:
        yield subtext(f"Checked: “{cut_line(check.text, 200)}”")


def _label(check: QuoteCheckResult, place: int) -> str:
    if check.level is MatchLevel.SPLICED:
        return subtext(f"Part {place + 1}")
    return NEAREST if check.level is MatchLevel.NOT_FOUND else ""


def _block(check: QuoteCheckResult, match: QuoteMatch, room: int, *, label: str, before: Finding | None) -> str:
    """Return one place of the quote with its source.

    An altered quote is shown above the original, after the changes.
    """
    finding, location = match.finding, match.location
    pending = finding.document.id in check.pending
    details = [
        subtext(byline(finding, before=before)),
        subtext(attribution_line(finding, pending=pending)),
        *warning_lines(finding),
    ]
    changes = list(change_lines(location.changes))
    space = max(room - sum(map(width, (*details, *changes))) - 60, 160)
    if check.level is not MatchLevel.ALTERED:
        lines = [label, _original_text(match, min(_MAX_QUOTE, space)), *changes]
    else:
        share = min(_MAX_QUOTE, space // 2)
        lines = [*changes, subtext("As typed"), _typed_text(check.text, location, share), subtext("The original")]
        lines.append(_original_text(match, share))
    return "\n".join(line for line in [*lines, *details] if line)


def _typed_text(text: str, place: QuoteLocation, limit: int) -> str:
    start = place.typed.start
    part = place.typed.of(text)
    return cut_quote(part, [_shift(c.typed_span, start) for c in place.changes if len(c.typed_span)], limit)


def _original_text(match: QuoteMatch, limit: int) -> str:
    quote = match.finding.quote
    changed = [change.span for change in match.location.changes if len(change.span)]
    marked = changed or (_without_omissions(quote.span, match.location.omitted) if match.location.omitted else [])
    return cut_quote(quote.text, [_shift(span, quote.span.start) for span in marked], limit)


def _without_omissions(quote: Span, omitted: Sequence[Span]) -> list[Span]:
    """Return the parts of a quote around its ellipses."""
    starts = [quote.start, *(span.end for span in omitted)]
    ends = [*(span.start for span in omitted), quote.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _shift(span: Span, start: int) -> Span:
    return Span(span.start - start, span.end - start)


def _other_places(check: QuoteCheckResult) -> Iterator[str]:
    """Yield one line for each article not shown in full."""
    others = check.matches[_SHOWN_IN_FULL[check.level] :]
    by_document: dict[str, list[Finding]] = {}
    for match in others:
        by_document.setdefault(match.finding.document.id, []).append(match.finding)
    if others:
        yield "Also, later or without a date:" if check.level is MatchLevel.VERBATIM else "Equally close:"
    for findings in list(by_document.values())[:_MAX_OTHERS]:
        times = f"{len(findings)} times" if len(findings) > 1 else ""
        source = attribution_line(findings[0], brief=True) if findings[0].attribution else ""
        yield subtext(byline(findings[0], brief=True), source, times)
    if len(by_document) > _MAX_OTHERS:
        yield subtext(f"and {plural(len(by_document) - _MAX_OTHERS, 'more article', 'more articles')}")


def _tail(check: QuoteCheckResult) -> str:
    return subtext(f"{plural(check.documents_searched, 'article')} searched", f"{check.elapsed_ms:,.0f} ms")
