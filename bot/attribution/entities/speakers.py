"""Speakers: the sources in a document's attributions, as the document names them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.attribution.entities.nameable import is_nameable
from bot.model.attribution import Attribution, AttributionKind, ChainLink, Role, SourceKind
from bot.model.spans import Span

_SEPARATOR = re.compile(r"(?:,? and |, | & )")
_FULL_NAME = re.compile(r"[^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*)+")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A named source of one attribution.

    `position` is the attribution's in the document's list, `name` the slice at `span`. `own` holds for the source
    itself, and not for those through which it came.
    """

    position: int
    name: str
    span: Span
    kind: SourceKind
    role: Role
    own: bool


def speakers(attributions: Sequence[Attribution]) -> list[Speaker]:
    """Return the speakers of a document, each name once for each attribution."""
    return [
        speaker for position, attribution in enumerate(attributions) for speaker in _speakers(position, attribution)
    ]


def own_link(attribution: Attribution) -> ChainLink | None:
    """Return the link of the attribution's own source, or None."""
    if not attribution.source:
        return None
    for link in reversed(attribution.chain):
        if link.span == attribution.resolved or any(span.contains(link.span) for span in attribution.source):
            return link
    return attribution.chain[-1] if attribution.chain else None


def _speakers(position: int, attribution: Attribution) -> Iterator[Speaker]:
    own = own_link(attribution)
    speaks = attribution.kind is not AttributionKind.PROVENANCE
    seen: set[str] = set()
    for link in sorted(attribution.chain, key=lambda link: link is not own):
        for span, name in _names(link):
            if name not in seen and _is_name(name, link.kind):
                seen.add(name)
                yield Speaker(position, name, span, link.kind, link.role, link is own and speaks)


def _names(link: ChainLink) -> Iterable[tuple[Span, str]]:
    """Return the names of a link: "Ada Novak and Jo Berg"."""
    if link.kind is not SourceKind.PERSON:
        return [(link.span, link.name)]
    parts, at = list[tuple[Span, str]](), 0
    for separator in [*_SEPARATOR.finditer(link.name), None]:
        end = separator.start() if separator else len(link.name)
        parts.append((Span(link.span.start + at, link.span.start + end), link.name[at:end]))
        at = separator.end() if separator else at
    names = [(span, name) for span, name in parts if not name.islower()]  # "and the harbour master, Ivo Brandt"
    several = len(names) > 1 and all(_FULL_NAME.fullmatch(name) and name.istitle() for _, name in names)
    return names if several else [(link.span, link.name)]


def _is_name(name: str, kind: SourceKind) -> bool:
    """Recognise a nameable source.

    People and organisations have a capital letter.
    """
    if not is_nameable(name):
        return False
    return kind in {SourceKind.ANONYMOUS, SourceKind.DOCUMENT} or any(c.isupper() for c in name)
