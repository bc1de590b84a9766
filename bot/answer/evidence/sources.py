"""Names of a unit's sources, from the attributions over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.evidence.units import DocumentUnits
from bot.attribution.lexicon import words_of
from bot.model.attribution import Attribution
from bot.model.spans import Span
from bot.normalize import WORD, stem

_PRONOUNS = words_of("""
    he she they we i it you this that who which people one his her their
""")


@dataclass(frozen=True, slots=True)
class UnitSources:
    """The attributions over one unit, and the stems of their sources' names.

    `content_names`: sources with content over the unit; `frame_names`: sources with only their name or verb there;
    `chain_names`: all links of the chains.
    """

    attributions: tuple[Attribution, ...]
    content_names: frozenset[str] = frozenset()
    frame_names: frozenset[str] = frozenset()
    chain_names: frozenset[str] = frozenset()
    outlet_names: frozenset[str] = frozenset()
    is_attributed: bool = False
    has_named_source: bool = False
    is_hypothetical: bool = False
    is_negated: bool = False


class DocumentSources:
    """The sources of a document's units, computed on demand."""

    def __init__(self, units: DocumentUnits, attributions: Sequence[Attribution]) -> None:
        self._text = units.document.text
        self._over: dict[int, list[tuple[Attribution, bool]]] = defaultdict(list)
        for attribution in attributions:
            content = {at for span in attribution.content for at in units.overlapping(span)}
            frame = {at for span in (*attribution.source, *attribution.cue) for at in units.overlapping(span)}
            for position in sorted(content | frame):
                self._over[position].append((attribution, position in content))
        reference = units.document.reference
        self._outlet = frozenset(map(stem, WORD.findall(" ".join([reference.outlet or "", *reference.authors]))))
        self._found: dict[int, UnitSources] = {}

    def of(self, position: int) -> UnitSources:
        """Return the sources of one unit."""
        found = self._found.get(position)
        if found is None:
            found = _unit_sources(self._text, self._over.get(position, ()), self._outlet)
            self._found[position] = found
        return found


def _unit_sources(text: str, found: Sequence[tuple[Attribution, bool]], outlet: frozenset[str]) -> UnitSources:
    content: set[str] = set()
    frame: set[str] = set()
    chain: set[str] = set()
    for attribution, holds_content in found:
        names = source_names(attribution, text)
        (content if holds_content else frame).update(names)
        chain.update(names, *(map(stem, WORD.findall(link.name)) for link in attribution.chain))
    inside = [attribution for attribution, holds_content in found if holds_content]
    return UnitSources(
        attributions=tuple(attribution for attribution, _ in found),
        content_names=frozenset(content),
        frame_names=frozenset(frame),
        chain_names=frozenset(chain),
        outlet_names=outlet,
        is_attributed=bool(found),
        has_named_source=any(is_named(attribution, text) for attribution in inside),
        is_hypothetical=any(attribution.hypothetical for attribution in inside),
        is_negated=any(attribution.negated for attribution in inside),
    )


def source_names(attribution: Attribution, text: str) -> frozenset[str]:
    """Return the stems of a source's names, its full name included."""
    spans: list[Span] = [*attribution.source, *(link.span for link in attribution.chain[-1:])]
    if attribution.resolved is not None:
        spans.append(attribution.resolved)
    return frozenset(stem(word) for span in spans for word in WORD.findall(text, span.start, span.end))


def is_named(attribution: Attribution, text: str) -> bool:
    """Check for a named source, not a pronoun or a common noun."""
    named = attribution.resolved.of(text) if attribution.resolved else " ".join(s.of(text) for s in attribution.source)
    return named.lower() not in _PRONOUNS and any(character.isupper() for character in named)
