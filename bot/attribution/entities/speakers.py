"""Whose voices stand in a document's attributions, as the document names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.attribution.entities.nameable import is_nameable
from bot.model.attribution import Attribution, AttributionKind, ChainLink, Role, SourceKind
from bot.model.spans import Span

_TWO_NAMES = re.compile(r"(?:,? and |, | & )")
_FULL_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*)+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """One voice behind one attribution, `position` in the document's list; `name` is the slice at `span`.

    `own`: the source itself, which says, shows or (by its role) thinks it; otherwise one through whose hands it came.
    """

    position: int
    name: str
    span: Span
    kind: SourceKind
    role: Role
    own: bool


def speakers(attributions: Sequence[Attribution]) -> list[Speaker]:
    """Return the voices of a document's attributions, each name once for each attribution."""
    return [voice for position, each in enumerate(attributions) for voice in _voices(position, each)]


def own_link(attribution: Attribution) -> ChainLink | None:
    """Return the link of the chain that is the attribution's own source; None where it has none."""
    if not attribution.source:
        return None
    for link in reversed(attribution.chain):
        if link.span == attribution.resolved or any(span.contains(link.span) for span in attribution.source):
            return link
    return attribution.chain[-1] if attribution.chain else None


def _voices(position: int, attribution: Attribution) -> Iterator[Speaker]:
    own = own_link(attribution)
    speaks = attribution.kind is not AttributionKind.PROVENANCE
    seen: set[str] = set()
    for link in sorted(attribution.chain, key=lambda link: link is not own):
        for span, name in _names(link):
            if name not in seen and _is_name(name, link.kind):
                seen.add(name)
                yield Speaker(position, name, span, link.kind, link.role, link is own and speaks)


def _names(link: ChainLink) -> Iterable[tuple[Span, str]]:
    """Return the names of a link: two people who say something together are two voices."""
    if link.kind is not SourceKind.PERSON:
        return [(link.span, link.name)]
    parts, at = list[tuple[Span, str]](), 0
    for gap in [*_TWO_NAMES.finditer(link.name), None]:
        end = gap.start() if gap else len(link.name)
        parts.append((Span(link.span.start + at, link.span.start + end), link.name[at:end]))
        at = gap.end() if gap else at
    parts = [(span, name) for span, name in parts if not name.islower()]  # "and the harbour master, Ivo Brandt"
    several = len(parts) > 1 and all(_FULL_NAME.fullmatch(name) and name.istitle() for _, name in parts)
    return parts if several else [(link.span, link.name)]


def _is_name(name: str, kind: SourceKind) -> bool:
    """Leave out "they" and "its", which name nobody, and what can't be a name at all."""
    if not is_nameable(name):
        return False
    return kind in {SourceKind.ANONYMOUS, SourceKind.DOCUMENT} or any(c.isupper() for c in name)
