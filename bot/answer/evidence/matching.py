"""Match of a question's parts with a document's units."""

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

# Level of a part by its place: in the unit itself, in its heading or lead-in, in the sentence before or after it, or
# elsewhere in the document.
OWN, INTRODUCED, BEFORE, AFTER, ELSEWHERE = 1.0, 0.9, 0.7, 0.5, 0.3
_YEARS = range(1800, 2100)
Synonyms = tuple[tuple[str, float], ...]  # stems with their level in [0, 1]
CARRIED = 0.55  # the least level at which a name or a number is met


@dataclass(frozen=True, slots=True)
class PartMatch:
    """Match of one unit with the question's parts.

    `coverage` is the met share of all weight in [0, 1], `own` the share inside the unit itself. `levels` are the
    levels of the parts, in their order; `places` are the spans of the matched words inside the unit.
    """

    unit: Unit
    position: int
    coverage: float
    own: float
    levels: tuple[float, ...]
    places: tuple[Span, ...]


def match(parts: tuple[QueryPart, ...], units: DocumentUnits) -> list[PartMatch]:
    """Return the match of each unit with `parts`, in unit order.

    Units without any part, inside or in their introduction, are left out. Without `parts` all units are returned.
    """
    total = sum(part.weight for part in parts) or 1.0
    index = _part_index(parts, units)
    found = []
    for position in _positions(parts, units, index):
        matches = [_match_part(part, units, position, index) for part in parts]
        coverage = sum(part.weight * level for part, (level, _) in zip(parts, matches, strict=True)) / total
        own = sum(part.weight for part, (_, places) in zip(parts, matches, strict=True) if places) / total
        places = tuple(sorted({place for _, spans in matches for place in spans}))
        levels = tuple(level for level, _ in matches)
        found.append(PartMatch(units.units[position], position, coverage, own, levels, places))
    return found


def part_levels(parts: tuple[QueryPart, ...], units: DocumentUnits, position: int) -> tuple[float, ...]:
    """Return the level of each of `parts` at one unit, in their order."""
    index = _part_index(parts, units)
    return tuple(_match_part(part, units, position, index)[0] for part in parts)


def all_hard_parts_met(parts: tuple[QueryPart, ...], part_match: PartMatch, least: float = CARRIED) -> bool:
    """Check all names and numbers for the level `least`."""
    return all(level >= least for part, level in zip(parts, part_match.levels, strict=True) if part.hard)


@lru_cache(maxsize=2_000)
def synonyms_of(word: str) -> Synonyms:
    """Return the stems of a word and its synonyms with their levels."""
    return (stem(word), 1.0), *variants(stem(word)).items()


@dataclass(frozen=True, slots=True)
class _PartIndex:
    """One document's synonyms of each word and places of each number."""

    words: dict[str, Synonyms]
    numbers: dict[float, dict[int, list[Span]]]  # value -> position of a unit -> spans


def _part_index(parts: tuple[QueryPart, ...], units: DocumentUnits) -> _PartIndex:
    words = {
        word: tuple(pair for pair in synonyms_of(word) if pair[0] in units.known or units.anywhere(pair[0]))
        for part in parts
        for word in part.words
    }
    numbers: dict[float, dict[int, list[Span]]] = {part.value: {} for part in parts if part.value is not None}
    for position in range(len(units.units)) if numbers else ():
        for value, span in units.values(position):
            if value in numbers:
                numbers[value].setdefault(position, []).append(span)
    return _PartIndex(words, numbers)


def _positions(parts: tuple[QueryPart, ...], units: DocumentUnits, index: _PartIndex) -> Iterable[int]:
    if not parts:
        return range(len(units.units))
    holding = units.holding(stemmed for synonyms in index.words.values() for stemmed, _ in synonyms)
    return sorted(holding.union(*index.numbers.values()))


def _match_part(part: QueryPart, units: DocumentUnits, position: int, index: _PartIndex) -> tuple[float, list[Span]]:
    """Return the level of a part, and its spans inside the unit."""
    if part.value is not None:
        return _match_number(part.value, units, position, index.numbers[part.value])
    matches = [_match_word(word, units, position, index.words[word]) for word in part.words]
    places = [place for _, spans in matches for place in spans]
    level = min(level for level, _ in matches)
    if len(matches) == 1:
        return level, places
    last, _ = matches[-1]
    if level >= ELSEWHERE and last > level:
        level = INTRODUCED * last  # "Campbell" here, and Kurt Campbell elsewhere in the document
    if level < OWN and (acronym := _acronym(part)) and (spans := units.places(position, acronym)):
        return OWN, [*places, *spans]
    return level, places


def _match_number(
    value: float, units: DocumentUnits, position: int, places: dict[int, list[Span]]
) -> tuple[float, list[Span]]:
    if position in places:
        return OWN, places[position]
    neighbours = (neighbour for neighbour in (position - 1, position + 1) if neighbour in places)
    is_adjacent = any(_continues(units, position, neighbour) for neighbour in neighbours)
    # A year holds for the sentences around it; a count belongs to its own sentence.
    return (BEFORE if value in _YEARS else AFTER) * is_adjacent, []


def _acronym(part: QueryPart) -> str | None:
    return stem("".join(word[0] for word in part.words)) if len(part.words) > 2 else None


def _match_word(word: str, units: DocumentUnits, position: int, synonyms: Synonyms) -> tuple[float, list[Span]]:
    """Return the level of a word or synonym, and its spans."""
    best, places = 0.0, list[Span]()
    for stemmed, factor in synonyms:
        if factor <= best:
            continue
        if own := units.places(position, stemmed):
            best, places = max(best, factor * OWN), [*places, *own]
        else:
            best = max(best, factor * _level_around(stemmed, units, position))
    if best < CARRIED and (split := _split(word, units, position)):
        return OWN, split
    return best, places


def _level_around(stemmed: str, units: DocumentUnits, position: int) -> float:
    if stemmed in units.units[position].context:
        return INTRODUCED
    if _neighbour_holds(stemmed, units, position, -1):
        return BEFORE
    if _neighbour_holds(stemmed, units, position, +1):
        return AFTER
    return ELSEWHERE if stemmed in units.known else 0.0


def _split(word: str, units: DocumentUnits, position: int) -> list[Span]:
    """Return the spans of a word written as two: "think tank", "F-16"."""
    lower = stem(word)
    model = len(lower.rstrip("0123456789"))
    cuts = range(3, len(lower) - 2) if model == len(lower) else (model,)
    for cut in cuts:
        left, right = units.places(position, stem(lower[:cut])), units.places(position, stem(lower[cut:]))
        if left and right:
            return [*left, *right]
    return []


def _neighbour_holds(stemmed: str, units: DocumentUnits, position: int, step: int) -> bool:
    neighbour = position + step
    is_inside = 0 <= neighbour < len(units.units)
    return is_inside and _continues(units, position, neighbour) and units.holds(neighbour, stemmed)


def _continues(units: DocumentUnits, position: int, neighbour: int) -> bool:
    """Check two units for continuity; table rows have none."""
    unit, other = units.units[position], units.units[neighbour]
    has_row = unit.block.kind is BlockKind.TABLE_ROW or other.block.kind is BlockKind.TABLE_ROW
    return not has_row and other.section == unit.section and other.boilerplate == unit.boilerplate
