"""Formats a quote check for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from bot.cli.counts import counted
from bot.cli.render.answer import labels, publication_line, source_text
from bot.cli.render.terminal import Style, StyledText, flow
from bot.model.spans import Span
from bot.quotecheck.headline import NEAREST, headline, notes
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteMatch, Salience, WordChange

_INDENT = "    "
_MOST_PLACES = 25


def quote_card(check: QuoteCheckResult, width: int, *, colour: bool) -> str:
    """Return the card of a quote check, wrapped to `width` columns.

    With `colour`, changed words stand out.
    """
    layout = partial(flow, width=width, colour=colour)
    blocks = [layout([StyledText(headline(check), Style.BOLD)])]
    blocks += [layout([StyledText(note)]) for note in notes(check)]
    if check.level is MatchLevel.ALTERED:
        blocks.append(_comparison_block(check, check.matches[0], layout))
    for number, match in enumerate(check.matches[:_MOST_PLACES], start=1):
        quoted = check.level is not MatchLevel.ALTERED or number > 1
        blocks.append(_match_block(match, f"{number:2}  ", layout, quoted=quoted))
    if len(check.matches) > _MOST_PLACES:
        blocks.append(
            layout([StyledText(f"And {len(check.matches) - _MOST_PLACES:,} more places; use --json to list them all.")])
        )
    if check.nearest:
        blocks.append(layout([StyledText(NEAREST)]))
        blocks.append(_match_block(check.nearest, _INDENT, layout, quoted=True))
    count = check.documents_searched
    summary = f"{counted(count, 'article')} searched in {check.elapsed_ms:.0f} ms."
    blocks.append(layout([StyledText(summary, Style.DIM)]))
    return "\n\n".join(blocks)


def _comparison_block(check: QuoteCheckResult, match: QuoteMatch, layout: partial[str]) -> str:
    """Return typed text, original text and list of changes, one above another."""
    place = match.location
    typed = list(_marked(check.text, place.typed, [change.typed_span for change in place.changes]))
    original = list(_marked(match.finding.quote.text, Span(0, len(match.finding.quote.text)), _changed_spans(match)))
    lines = [
        layout(typed, first="Typed     ", rest=" " * 10),
        layout(original, first="Original  ", rest=" " * 10),
        layout(list(_change_pieces(place.changes)), first="Changed   ", rest=" " * 10),
    ]
    return "\n".join(lines)


def _match_block(match: QuoteMatch, number: str, layout: partial[str], *, quoted: bool) -> str:
    finding, lines = match.finding, list[str]()
    if quoted:
        text = match.finding.quote.text
        marked = [StyledText("“"), *_marked(text, Span(0, len(text)), _changed_spans(match)), StyledText("”")]
        lines.append(layout(marked, first=number, rest=_INDENT))
    published = StyledText(publication_line(finding.document), Style.DIM)
    lines.append(layout([published], first=_INDENT if quoted else number, rest=_INDENT + "  "))
    source = source_text(finding) if match.read else ""
    location = f"{finding.document.name} [{finding.quote.span.start}:{finding.quote.span.end}]"
    details = [StyledText(source), StyledText("; ".join(labels(finding)), Style.DIM), StyledText(location, Style.DIM)]
    if quoted and match.location.changes:
        details.insert(
            0, StyledText("Changed: " + "".join(piece.text for piece in _change_pieces(match.location.changes)))
        )
    lines += [layout([piece], first=_INDENT, rest=_INDENT + "  ") for piece in details if piece.text]
    return "\n".join(lines)


def _changed_spans(match: QuoteMatch) -> list[Span]:
    start = match.finding.quote.span.start
    return [Span(change.span.start - start, change.span.end - start) for change in match.location.changes]


def _marked(text: str, part: Span, changed: Iterable[Span]) -> Iterator[StyledText]:
    """Yield a part of the text with changed words highlighted."""
    position = part.start
    for span in sorted(changed):
        if span.start >= position and len(span):
            yield StyledText(text[position : span.start])
            yield StyledText(text[span.start : span.end], Style.CUE)
            position = span.end
    yield StyledText(text[position : part.end])


def _change_pieces(changes: Sequence[WordChange]) -> Iterator[StyledText]:
    """Yield the changes; a changed number or negation is bold."""
    for number, change in enumerate(changes):
        yield StyledText(", " if number else "")
        if change.original and change.typed:
            words = f"“{change.original}” → “{change.typed}”"
        else:
            words = f"“{change.typed}” added" if change.typed else f"“{change.original}” left out"
        warning = {Salience.NUMBER: " (a number!)", Salience.NEGATION: " (a negation!)", None: ""}[change.salience]
        yield StyledText(words + warning, Style.BOLD if change.salience else Style.PLAIN)
