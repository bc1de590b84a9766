"""An article in the terminal with who says what in it: sources, cues and contents coloured, chains below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from bot.cli.render.terminal import Style, StyledText, flow
from bot.model.attribution import Attribution, ChainLink, SourceKind
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Span

_INDENT = "    "
_MOST = 60  # characters of a content, beside its chain
_MARKS = ("inherited", "inferred", "hypothetical")


def article(document: Document, attributions: Sequence[Attribution], width: int, *, colour: bool) -> str:
    """Return the article block by block for `width` columns, each with the chains of what is said in it."""
    lay = partial(flow, width=width, colour=colour)
    reference = document.reference
    about = " · ".join(filter(None, (reference.title, reference.outlet, (reference.published or "")[:10])))
    parts = [lay([StyledText(reference.name, Style.BOLD), StyledText(f"  {about}" if about else "", Style.DIM)])]
    left = sorted(attributions, key=_start)
    for block in document.blocks:
        here = [each for each in left if _start(each) < block.span.end]
        left = left[len(here) :]
        lines = [lay(_coloured(document.text, block, attributions))]
        lines += [
            lay(_chain(each, document.text, generated=block.ai_generated), first="  ↳ ", rest=_INDENT) for each in here
        ]
        parts.append("\n".join(lines))
    parts.append(lay([StyledText(_counted(len(attributions)), Style.DIM)]))
    return "\n\n".join(parts)


def _start(attribution: Attribution) -> int:
    """Return where an attribution is told of: with its content, which may stand below its source."""
    return min((span.start for span in attribution.content), default=0)


def _coloured(text: str, block: Block, attributions: Sequence[Attribution]) -> Iterator[StyledText]:
    """Yield the block's text in pieces of one style; a source inside another's content is a source."""
    plain = Style.BOLD if block.kind is BlockKind.HEADING else Style.PLAIN
    plain = Style.DIM if block.kind is BlockKind.BOILERPLATE else plain
    marked: list[tuple[Span, Style]] = []
    for style, name in ((Style.CUE, "cue"), (Style.SOURCE, "source"), (Style.CONTENT, "content")):
        marked += [(s, style) for each in attributions for s in getattr(each, name) if s.overlaps(block.span)]
    edges = {block.span.start, block.span.end}
    edges |= {min(max(e, block.span.start), block.span.end) for span, _ in marked for e in (span.start, span.end)}
    for start, end in pairwise(sorted(edges)):
        style = next((style for span, style in marked if span.start <= start and end <= span.end), plain)
        yield StyledText(text[start:end].replace("\n", " "), style)


def _chain(attribution: Attribution, text: str, *, generated: bool) -> Iterator[StyledText]:
    """Yield the chain from the article inwards, how it is marked, and how what it is about begins."""
    if not attribution.chain:
        yield StyledText("a source that is not named", Style.DIM)
    for number, link in enumerate(attribution.chain):
        yield StyledText(" ← " if number else "")
        yield StyledText(link.name, Style.SOURCE)
        yield StyledText(f" ({_role(link)})", Style.DIM)
    marks = [mark for mark in _MARKS if getattr(attribution, mark)]
    marks += ["denied or not said"] * attribution.negated + ["AI-generated, by the publisher's disclosure"] * generated
    if marks:
        yield StyledText(f" [{', '.join(marks)}]", Style.CUE)
    yield StyledText(f": {_shortened(attribution, text)}", Style.DIM)


def _role(link: ChainLink) -> str:
    unnamed = ", unnamed" if link.kind is SourceKind.ANONYMOUS else ""
    return f"{link.role}{unnamed}{', inferred' if link.inferred else ''}"


def _shortened(attribution: Attribution, text: str) -> str:
    said = " […] ".join(" ".join(span.of(text).split()) for span in attribution.content)
    return said if len(said) <= _MOST else f"{said[: said.rfind(' ', 0, _MOST)]} …"


def _counted(count: int) -> str:
    return "Nothing here is said by anybody." if not count else f"{count} attribution{'' if count == 1 else 's'}."
