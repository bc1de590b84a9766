"""Terminal views of attributions: chains in the article, and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.cli.counts import counted
from bot.cli.render.terminal import Style, StyledText, flow
from bot.model.attribution import Attribution, ChainLink, SourceKind
from bot.model.documents import Block, BlockKind, Document
from bot.model.spans import Span

if TYPE_CHECKING:
    from bot.attribution.pipeline import ExplainedAttribution

_INDENT = "    "
_MAX_CONTENT = 60  # characters, beside a chain
_FLAGS = ("inherited", "inferred", "hypothetical")
_GENERATED = "AI-generated, by the publisher's disclosure"


def article(document: Document, attributions: Sequence[Attribution], width: int, *, colour: bool) -> str:
    """Return the article with the chains of each block below it."""
    lay = partial(flow, width=width, colour=colour)
    parts = [lay(_title(document))]
    remaining = sorted(attributions, key=_start)
    for block in document.blocks:
        own = [attribution for attribution in remaining if _start(attribution) < block.span.end]
        remaining = remaining[len(own) :]
        chains = [_chain(attribution, document.text, generated=block.ai_generated) for attribution in own]
        lines = [lay(_coloured(document.text, block, attributions))]
        lines += [lay(chain, first="  ↳ ", rest=_INDENT) for chain in chains]
        parts.append("\n".join(lines))
    parts.append(lay([StyledText(_count(len(attributions)), Style.DIM)]))
    return "\n\n".join(parts)


def explanation(document: Document, explained: Sequence[ExplainedAttribution], width: int, *, colour: bool) -> str:
    """Return the attributions, each below the names of its rules.

    The format is that of examples in a rule's docstring.

        active_verb
            Mara Oll | said | that the bridge was safe
    """
    lay = partial(flow, width=width, colour=colour)
    parts = [lay(_title(document))]
    for found in explained:
        rules = lay([StyledText(" → ".join(found.rules), Style.BOLD)])
        spans = lay(_row(found.attribution, document.text), first=_INDENT, rest=_INDENT * 2)
        parts.append(f"{rules}\n{spans}")
    parts.append(lay([StyledText(_count(len(explained)), Style.DIM)]))
    return "\n\n".join(parts)


def _title(document: Document) -> list[StyledText]:
    reference = document.reference
    about = " · ".join(filter(None, (reference.title, reference.outlet, (reference.published or "")[:10])))
    return [StyledText(reference.name, Style.BOLD), StyledText(f"  {about}" if about else "", Style.DIM)]


def _row(attribution: Attribution, text: str) -> Iterator[StyledText]:
    """Yield "source | cue | content"."""
    styled = (
        (attribution.source, Style.SOURCE),
        (attribution.cue, Style.CUE),
        (attribution.content, Style.CONTENT),
    )
    for number, (spans, style) in enumerate(styled):
        yield StyledText(" | " if number else "", Style.DIM)
        yield StyledText(" … ".join(" ".join(span.of(text).split()) for span in spans) or "-", style)


def _start(attribution: Attribution) -> int:
    """Return the start of the content, perhaps below its source."""
    return min((span.start for span in attribution.content), default=0)


def _coloured(text: str, block: Block, attributions: Sequence[Attribution]) -> Iterator[StyledText]:
    """Yield the block's text in parts of one style.

    A source inside another's content is a source.
    """
    plain = Style.BOLD if block.kind is BlockKind.HEADING else Style.PLAIN
    plain = Style.DIM if block.kind is BlockKind.BOILERPLATE else plain
    styled: list[tuple[Span, Style]] = []
    for style, name in ((Style.CUE, "cue"), (Style.SOURCE, "source"), (Style.CONTENT, "content")):
        spans = (span for attribution in attributions for span in getattr(attribution, name))
        styled += [(span, style) for span in spans if span.overlaps(block.span)]
    edges = {block.span.start, block.span.end}
    for span, _ in styled:
        edges |= {max(span.start, block.span.start), min(span.end, block.span.end)}
    for start, end in pairwise(sorted(edges)):
        style = next((style for span, style in styled if span.start <= start and end <= span.end), plain)
        yield StyledText(text[start:end].replace("\n", " "), style)


def _chain(attribution: Attribution, text: str, *, generated: bool) -> Iterator[StyledText]:
    """Yield the chain, its flags, and the beginning of the content."""
    if not attribution.chain:
        yield StyledText("an unnamed source", Style.DIM)
    for number, link in enumerate(attribution.chain):
        yield StyledText(" ← " if number else "")
        yield StyledText(link.name, Style.SOURCE)
        yield StyledText(f" ({_role(link)})", Style.DIM)
    flags = [flag for flag in _FLAGS if getattr(attribution, flag)]
    flags += ["denied or not said"] * attribution.negated + [_GENERATED] * generated
    if flags:
        yield StyledText(f" [{', '.join(flags)}]", Style.CUE)
    yield StyledText(f": {_shortened(attribution, text)}", Style.DIM)


def _role(link: ChainLink) -> str:
    unnamed = ", unnamed" if link.kind is SourceKind.ANONYMOUS else ""
    return f"{link.role}{unnamed}{', inferred' if link.inferred else ''}"


def _shortened(attribution: Attribution, text: str) -> str:
    content = " […] ".join(" ".join(span.of(text).split()) for span in attribution.content)
    return content if len(content) <= _MAX_CONTENT else f"{content[: content.rfind(' ', 0, _MAX_CONTENT)]} …"


def _count(count: int) -> str:
    return "No attributions found." if not count else f"{counted(count, 'attribution')}."
