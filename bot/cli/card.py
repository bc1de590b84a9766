"""An answer as the terminal shows it: headline, quotes with who says them, and what the articles do not say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from bot.answer.presentation.search_results import told
from bot.cli.terminal import Piece, Style, flow
from bot.model import Answer, Attributed, Finding, Link, Reference, SourceKind

_INDENT = "    "


def answer_card(answer: Answer, width: int, *, colour: bool) -> str:
    """Return the card of `answer`, laid out for `width` columns; with `colour` the matched words stand in bold."""
    lay = partial(flow, width=width, colour=colour)
    blocks = [_headline(answer, lay)]
    blocks += [_finding(each, f"{number:2}  ", lay) for number, each in enumerate(answer.findings, start=1)]
    if not answer.answered and answer.near_misses:
        blocks.append(lay([Piece("Nearest, though it does not answer this:")]))
        blocks += [_finding(each, _INDENT, lay) for each in answer.near_misses]
    blocks.append("\n".join(lay([Piece(note)], first="  • ", rest=_INDENT) for note in answer.notes))
    blocks.append(lay([Piece(_searched(answer), Style.DIM)]))
    return "\n\n".join(block for block in blocks if block)


def _headline(answer: Answer, lay: partial[str]) -> str:
    lines = [lay([Piece(answer.headline, Style.BOLD)])]
    if not answer.answered and answer.reason and answer.reason != answer.headline:
        lines.append(lay([Piece(answer.reason)]))
    return "\n".join([*lines, *(lay([Piece(text, Style.DIM)]) for text in how_read(answer))])


def how_read(answer: Answer) -> Iterator[str]:
    """Yield what was made of the words that were typed: corrections, and limits."""
    for each in answer.corrections:
        yield f"“{each.typed}” was read as “{each.used}”; --exact takes it as it is."
    if limits := told(answer.narrowing):
        yield f"Limited to {limits}."


def _finding(finding: Finding, number: str, lay: partial[str]) -> str:
    lines = [lay(quoted_pieces(finding), first=number, rest=_INDENT)]
    below = [Piece(published(finding.document), Style.DIM), Piece(finding.section or "", Style.DIM)]
    below += [Piece(said_by(finding)), Piece("; ".join(labels(finding)), Style.DIM)]
    below += [Piece(f"From: “{support.text}”", Style.DIM) for support in finding.support]
    lines += [lay([piece], first=_INDENT, rest=_INDENT + "  ") for piece in below if piece.text]
    return "\n".join(lines)


def quoted_pieces(finding: Finding) -> Iterator[Piece]:
    """Yield the quote between quotation marks, its matched words apart."""
    text, start = finding.quote.text, finding.quote.span.start
    yield Piece("“")
    done = 0
    for span in sorted(finding.highlights):
        begin, end = max(span.start - start, done), min(span.end - start, len(text))
        if begin < end:
            yield Piece(text[done:begin])
            yield Piece(text[begin:end], Style.BOLD)
            done = end
    yield Piece(text[done:])
    yield Piece("”")


def published(document: Reference) -> str:
    """Return title, outlet and date, as far as the document tells them."""
    day = _day(document.published) if document.published else None
    return " · ".join(part for part in (document.title or document.name, document.outlet, day) if part)


def _day(published: str) -> str:
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return published
    return f"{day.day} {day:%B %Y}"


def said_by(finding: Finding) -> str:
    """Return who stands behind the quote: its chain from the article inwards, or its source alone."""
    attribution = finding.attribution
    if attribution is None:
        return "" if finding.ai_generated else "Source: the article itself, naming no source"
    if attribution.chain:
        return " ← ".join(_link(link) for link in attribution.chain)
    return f"Source: {attribution.source}" if attribution.source else ""


def _link(link: Link) -> str:
    unnamed = ", unnamed" if link.kind is SourceKind.ANONYMOUS else ""
    return f"{link.name} ({link.role}{unnamed}{', inferred' if link.inferred else ''})"


def labels(finding: Finding) -> Iterator[str]:
    """Yield what a reader has to know before relying on the quote."""
    if finding.ai_generated:
        yield "AI-generated, by the publisher's own disclosure"
    if finding.boilerplate:
        yield "not part of the report itself"
    if finding.hypothetical:
        yield "hypothetical: not something that was said"
    yield from _how_attributed(finding.attribution)


def _how_attributed(attribution: Attributed | None) -> Iterator[str]:
    if attribution is None:
        return
    if attribution.negated:
        yield "denied or not said"
    if attribution.inherited:
        yield "source taken over from the words that introduce it"
    if attribution.inferred:
        yield "source implied, not stated"


def _searched(answer: Answer) -> str:
    count = answer.documents_searched
    return f"{count} article{'' if count == 1 else 's'} searched in {answer.elapsed_ms:.0f} ms."
