"""Whether a piece of a document really carries every part of a question, and where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.answer.evidence.units import DocumentUnits, Unit
from bot.model.documents import BlockKind
from bot.model.spans import Span
from bot.normalize import stem
from bot.search.expansion.synonyms import variants
from bot.search.query import QueryPart

# How well a part is met, by where it stands: in the piece itself, in what introduces it, in the sentence before
# or after it, or somewhere in the same document.
OWN, INTRODUCED, BEFORE, AFTER, ELSEWHERE = 1.0, 0.9, 0.7, 0.5, 0.3
_YEARS = range(1800, 2100)
Synonyms = tuple[tuple[str, float], ...]  # stems, and how well each does
CARRIED = 0.55  # a name or number below this is not carried by the evidence


@dataclass(frozen=True, slots=True)
class PartMatch:
    """How well one unit carries the parts asked for.

    `coverage` is the met share of all weight (0 to 1), `own` the share that stands in the unit itself.
    `levels` are the parts' levels, in their order; `places` are the matched words inside the unit.
    """

    unit: Unit
    position: int
    coverage: float
    own: float
    levels: tuple[float, ...]
    places: tuple[Span, ...]


def match(parts: tuple[QueryPart, ...], units: DocumentUnits) -> list[PartMatch]:
    """Return how well the units of the document carry `parts`, in the units' order.

    A unit that neither holds any of them nor is introduced by any is left out, unless nothing is asked for at all.
    """
    total = sum(part.weight for part in parts) or 1.0
    here = _here(parts, units)
    positions: Iterable[int] = range(len(units.units))
    if parts:
        holding = units.holding(one for known in here.words.values() for one, _ in known)
        positions = sorted(holding.union(*here.figures.values()))
    found = []
    for position in positions:
        met = [_level(part, units, position, here) for part in parts]
        coverage = sum(part.weight * level for part, (level, _) in zip(parts, met, strict=True)) / total
        own = sum(part.weight for part, (_, places) in zip(parts, met, strict=True) if places) / total
        places = tuple(sorted({place for _, spans in met for place in spans}))
        unit = units.units[position]
        found.append(PartMatch(unit, position, coverage, own, tuple(level for level, _ in met), places))
    return found


def part_levels(parts: tuple[QueryPart, ...], units: DocumentUnits, position: int) -> tuple[float, ...]:
    """Return how well one unit meets each of `parts`, in their order."""
    here = _here(parts, units)
    return tuple(_level(part, units, position, here)[0] for part in parts)


def all_hard_parts_met(parts: tuple[QueryPart, ...], met: PartMatch, level: float = CARRIED) -> bool:
    """Tell whether every name and number among `parts` is met closely enough."""
    return all(reached >= level for part, reached in zip(parts, met.levels, strict=True) if part.hard)


@dataclass(frozen=True, slots=True)
class _Here:
    """What of the parts a document holds at all: stems that may stand for each word, and places of each number."""

    words: dict[str, Synonyms]
    figures: dict[float, dict[int, list[Span]]]


def _here(parts: tuple[QueryPart, ...], units: DocumentUnits) -> _Here:
    words = {
        word: tuple(one for one in synonyms_of(word) if one[0] in units.known or units.anywhere(one[0]))
        for part in parts
        for word in part.words
    }
    figures: dict[float, dict[int, list[Span]]] = {part.value: {} for part in parts if part.value is not None}
    for position in range(len(units.units)) if figures else ():
        for value, span in units.values(position):
            if value in figures:
                figures[value].setdefault(position, []).append(span)
    return _Here(words, figures)


def _level(part: QueryPart, units: DocumentUnits, position: int, here: _Here) -> tuple[float, list[Span]]:
    if part.value is not None:
        places = here.figures[part.value]
        beside = any(_flows(units, position, other) for other in (position - 1, position + 1) if other in places)
        # A year holds for the sentences around it; a count belongs to its own.
        lent = BEFORE if part.value in _YEARS else AFTER
        return (OWN, places[position]) if position in places else (lent * beside, [])
    met = [_word(word, units, position, here.words[word]) for word in part.words]
    found = [place for _, spans in met for place in spans]
    level = min(level for level, _ in met)
    if len(met) > 1:
        last = met[-1][0]
        if all(level >= ELSEWHERE for level, _ in met) and last > level:
            level = INTRODUCED * last  # "Campbell", where the document names Kurt Campbell elsewhere
        if level < OWN and (short := _acronym(part)) and (spans := units.places(position, short)):
            return OWN, [*found, *spans]
    return level, found


@lru_cache(maxsize=2_000)
def synonyms_of(word: str) -> Synonyms:
    """Return the stems that may stand for a word, itself first, with how well they do."""
    return (stem(word), 1.0), *variants(stem(word)).items()


def _acronym(part: QueryPart) -> str | None:
    return stem("".join(word[0] for word in part.words)) if len(part.words) > 2 else None


def _word(word: str, units: DocumentUnits, position: int, here: Synonyms) -> tuple[float, list[Span]]:
    """Return how well one word is met at a unit, and where inside it: the word itself or what may stand for it."""
    unit = units.units[position]
    best, places = 0.0, list[Span]()
    for candidate, factor in here:
        if factor <= best:
            continue
        if own := units.places(position, candidate):
            best, places = max(best, factor * OWN), [*places, *own]
            continue
        if candidate in unit.context:
            level = INTRODUCED
        elif _beside(candidate, units, position, -1):
            level = BEFORE
        elif _beside(candidate, units, position, +1):
            level = AFTER
        else:
            level = ELSEWHERE if candidate in units.known else 0.0
        best = max(best, factor * level)
    if best < CARRIED and (split := _split(word, units, position)):
        return OWN, split
    return best, places


def _split(word: str, units: DocumentUnits, position: int) -> list[Span]:
    """Return where `word` stands written as two in the unit ("think tank", "F-16"), or nothing."""
    lower = stem(word)
    model = len(lower.rstrip("0123456789"))
    cuts = range(3, len(lower) - 2) if model == len(lower) else (model,)
    for cut in cuts:
        one, two = units.places(position, stem(lower[:cut])), units.places(position, stem(lower[cut:]))
        if one and two:
            return [*one, *two]
    return []


def _beside(candidate: str, units: DocumentUnits, position: int, step: int) -> bool:
    other = position + step
    return 0 <= other < len(units.units) and _flows(units, position, other) and units.holds(other, candidate)


def _flows(units: DocumentUnits, position: int, other: int) -> bool:
    """Tell whether one unit leads on to the other: two rows of a table tell two things."""
    unit, neighbour = units.units[position], units.units[other]
    rows = unit.block.kind is BlockKind.TABLE_ROW or neighbour.block.kind is BlockKind.TABLE_ROW
    return not rows and neighbour.section == unit.section and neighbour.boilerplate == unit.boilerplate
