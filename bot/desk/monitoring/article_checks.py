"""Checks of one article: pinned quotes, and mentions of a claim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from bot.answer.evidence.candidates import lexical_score
from bot.answer.evidence.matching import PartMatch, all_hard_parts_met, match
from bot.answer.evidence.units import DocumentUnits
from bot.corpus.sentences import sentences
from bot.model.claims import PinState
from bot.model.documents import Document
from bot.model.spans import Span
from bot.normalize import stem, words
from bot.search.percolation import StoredQuery
from bot.search.query import QueryPart, QueryPartKind

_SIMILAR = 65.0  # of 100: below it, nothing of the quote is left
_ENOUGH = 0.75  # of the claim's weight, in a sentence with its neighbours
_ENOUGH_TO_ASK = 0.6  # of the question's; it keeps 54 of the 60 of 100 development questions that pass at 0.5
_MOST_ASKED = 12  # sentences of an article


def check_pin(quote: str, document: Document | None) -> tuple[PinState, str | None]:
    """Return a pinned quote's state, and a changed quote's most similar sentence.

    The quote may have moved within the article. The sentence is None if the article is gone or holds nothing similar.
    """
    if document is None:
        return PinState.GONE, None
    if quote in document.text:
        return PinState.HOLDS, None
    spans = [span for block in document.blocks for span in sentences(document.text, block.span)]
    candidates = [span.of(document.text) for span in spans]
    best = max(candidates, key=lambda sentence: _similarity(quote, sentence), default="")
    return PinState.CHANGED, best if _similarity(quote, best) >= _SIMILAR else None


def _similarity(quote: str, sentence: str) -> float:
    """Return the Indel similarity (0 to 100) of quote and sentence.

    Of a longer sentence only the most similar part counts.
    """
    return fuzz.ratio(quote, sentence) if len(sentence) < len(quote) else fuzz.partial_ratio(quote, sentence)


def parts_without_numbers(parts: Iterable[QueryPart]) -> tuple[QueryPart, ...]:
    """Return a claim's parts to look for in articles.

    Numbers are left out, because a new number may be the news.
    """
    return tuple(part for part in parts if part.kind is not QueryPartKind.NUMBER)


def may_mention(parts: tuple[QueryPart, ...], units: DocumentUnits) -> bool:
    """Pre-filter: at least half of the claim's stems occur in the article."""
    stems = [stem(word) for part in parts for word in part.words]
    return 2 * sum(units.anywhere(stemmed) for stemmed in stems) >= len(stems)


def find_mention(parts: tuple[QueryPart, ...], units: DocumentUnits) -> PartMatch | None:
    """Return an article's best matching sentence for a claim, or None."""
    matches = [
        part_match
        for part_match in match(parts, units)
        if part_match.coverage >= _ENOUGH
        and all_hard_parts_met(parts, part_match)
        and not part_match.unit.boilerplate
        and not part_match.unit.heading
    ]
    return max(matches, key=lambda part_match: (lexical_score(part_match), -part_match.position), default=None)


class ArticlePlaces:
    """The places of words in one article, looked up once for all watches."""

    def __init__(self, units: DocumentUnits) -> None:
        self._units = units
        self._around: dict[frozenset[str], frozenset[int]] = {}

    def around(self, alternatives: frozenset[str]) -> frozenset[int]:
        """Return the positions of the units with one of the stems, of their neighbours, and of those it introduces."""
        found = self._around.get(alternatives)
        if found is None:
            own = self._units.holding(alternatives)
            found = frozenset(own | {position + 1 for position in own} | {position - 1 for position in own})
            self._around[alternatives] = found
        return found


def is_near(query: StoredQuery, places: ArticlePlaces) -> bool:
    """Check for a sentence that has, with its neighbours and its introduction, all names and half of the other words.

    Much cheaper than a match, for the many watches that an article shares a famous name with.
    """
    common: frozenset[int] | None = None
    for alternatives in query.near:
        around = places.around(alternatives)
        common = around if common is None else common & around
        if not common:
            return False
    least = -(-len(query.other) // 2)
    if not least:
        return True
    counts = Counter(place for alternatives in query.other for place in places.around(alternatives))
    return any(count >= least and (common is None or place in common) for place, count in counts.items())


def sentences_to_ask(parts: tuple[QueryPart, ...], units: DocumentUnits) -> list[Span]:
    """Return an article's sentences that may answer a question, best first; none if no sentence is close enough.

    `parts` are those without numbers. One sentence at least has, with its neighbours, all names and three fifths of the
    weight.
    """
    matches = [part_match for part_match in match(parts, units) if not part_match.unit.boilerplate]
    if not any(_is_close(parts, part_match) for part_match in matches):
        return []
    ordered = sorted(matches, key=lambda part_match: (-lexical_score(part_match), part_match.position))
    return [part_match.unit.span for part_match in ordered[:_MOST_ASKED]]


def _is_close(parts: tuple[QueryPart, ...], part_match: PartMatch) -> bool:
    is_sentence = not part_match.unit.heading
    return is_sentence and part_match.coverage >= _ENOUGH_TO_ASK and all_hard_parts_met(parts, part_match)


def find_phrase(stems: Sequence[str], units: DocumentUnits) -> tuple[Span, Span] | None:
    """Return an article's first sentence with a phrase, and the phrase in it: its words in a row, in any form."""
    first, *others = stems
    for position in dict.fromkeys(units.positions(first)):
        unit = units.units[position]
        if unit.boilerplate or unit.heading or not all(units.holds(position, stemmed) for stemmed in others):
            continue
        found = words(unit.span.of(units.document.text), unit.span.start)
        for start in range(len(found) - len(stems) + 1):
            run = found[start : start + len(stems)]
            if all(word.stem == stemmed for word, stemmed in zip(run, stems, strict=True)):
                return unit.span, Span(run[0].span.start, run[-1].span.end)
    return None
