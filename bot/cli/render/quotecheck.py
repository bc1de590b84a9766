"""A quote check as the terminal shows it: the original beside what was typed, with every change marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from bot.cli.render.answer import labels, published, said_by
from bot.cli.render.terminal import Style, StyledText, flow
from bot.model.spans import Span
from bot.quotecheck.headline import NEAREST, headline, notes
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteMatch, Salience, WordChange

_INDENT = "    "
_MOST = 25  # places


def quote_card(check: QuoteCheckResult, width: int, *, colour: bool) -> str:
    """Return the card of a quote check, laid out for `width` columns; with `colour` the changes stand out."""
    lay = partial(flow, width=width, colour=colour)
    blocks = [lay([StyledText(headline(check), Style.BOLD)])]
    blocks += [lay([StyledText(note)]) for note in notes(check)]
    if check.level is MatchLevel.ALTERED:
        blocks.append(_beside(check, check.matches[0], lay))
    for number, match in enumerate(check.matches[:_MOST], start=1):
        shown = check.level is not MatchLevel.ALTERED or number > 1
        blocks.append(_place(match, f"{number:2}  ", lay, quoted=shown))
    if len(check.matches) > _MOST:
        blocks.append(lay([StyledText(f"And {len(check.matches) - _MOST:,} places more: --json lists them all.")]))
    if check.nearest:
        blocks.append(lay([StyledText(NEAREST)]))
        blocks.append(_place(check.nearest, _INDENT, lay, quoted=True))
    count = check.documents_searched
    told = f"{count:,} article{'' if count == 1 else 's'} searched in {check.elapsed_ms:.0f} ms."
    blocks.append(lay([StyledText(told, Style.DIM)]))
    return "\n\n".join(blocks)


def _beside(check: QuoteCheckResult, match: QuoteMatch, lay: partial[str]) -> str:
    """Return both texts one below the other, the changed words marked in each, and the changes by themselves."""
    place = match.location
    typed = list(_marked(check.text, place.typed, [change.typed_span for change in place.changes]))
    original = list(_marked(match.finding.quote.text, Span(0, len(match.finding.quote.text)), _within(match)))
    lines = [
        lay(typed, first="Typed     ", rest=" " * 10),
        lay(original, first="Original  ", rest=" " * 10),
        lay(list(_told(place.changes)), first="Changed   ", rest=" " * 10),
    ]
    return "\n".join(lines)


def _place(match: QuoteMatch, number: str, lay: partial[str], *, quoted: bool) -> str:
    finding, lines = match.finding, list[str]()
    if quoted:
        text = match.finding.quote.text
        marked = [StyledText("“"), *_marked(text, Span(0, len(text)), _within(match)), StyledText("”")]
        lines.append(lay(marked, first=number, rest=_INDENT))
    where = StyledText(published(finding.document), Style.DIM)
    lines.append(lay([where], first=_INDENT if quoted else number, rest=_INDENT + "  "))
    source = said_by(finding) if match.read else ""
    at = f"{finding.document.name} [{finding.quote.span.start}:{finding.quote.span.end}]"
    below = [StyledText(source), StyledText("; ".join(labels(finding)), Style.DIM), StyledText(at, Style.DIM)]
    if quoted and match.location.changes:
        below.insert(0, StyledText("Changed: " + "".join(piece.text for piece in _told(match.location.changes))))
    lines += [lay([piece], first=_INDENT, rest=_INDENT + "  ") for piece in below if piece.text]
    return "\n".join(lines)


def _within(match: QuoteMatch) -> list[Span]:
    start = match.finding.quote.span.start
    return [Span(change.span.start - start, change.span.end - start) for change in match.location.changes]


def _marked(text: str, part: Span, changed: Iterable[Span]) -> Iterator[StyledText]:
    """Yield a part of the text with the changed words apart."""
    done = part.start
    for span in sorted(changed):
        if span.start >= done and len(span):
            yield StyledText(text[done : span.start])
            yield StyledText(text[span.start : span.end], Style.CUE)
            done = span.end
    yield StyledText(text[done : part.end])


def _told(changes: Sequence[WordChange]) -> Iterator[StyledText]:
    """Yield each change in words, the loud ones marked."""
    for number, change in enumerate(changes):
        yield StyledText(", " if number else "")
        if change.original and change.typed:
            said = f"“{change.original}” → “{change.typed}”"
        else:
            said = f"“{change.typed}” added" if change.typed else f"“{change.original}” left out"
        loud = {Salience.NUMBER: " (a number!)", Salience.NEGATION: " (a negation!)", None: ""}[change.salience]
        yield StyledText(said + loud, Style.BOLD if change.salience else Style.PLAIN)
