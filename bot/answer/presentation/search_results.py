"""Search results as an Answer: the best sentences of each passage."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.answer.presentation.notes import counted
from bot.corpus.sentences import sentences
from bot.model.answers import Answer, AnswerState, Correction, Finding
from bot.model.documents import Excerpt
from bot.model.search import Hit, SearchFilter
from bot.model.spans import Quote, Span
from bot.normalize import stem, words


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOutcome:
    """One search: typed text, corrections, filters, and hits.

    `narrowing` are the chosen filters, `limits` all filters, with the typed ones.
    """

    typed: str
    stems: frozenset[str]
    hits: Sequence[tuple[Hit, Excerpt]]
    corrections: tuple[Correction, ...]
    narrowing: SearchFilter
    limits: SearchFilter
    exact: bool


def list_passages(outcome: SearchOutcome) -> Answer:
    """Return the passages as quotes, each cut to its best sentences.

    One sentence or two hold most of the search words.
    """
    return Answer(
        question=outcome.typed,
        state=AnswerState.ANSWERED if outcome.hits else AnswerState.NOTHING,
        headline=counted(len(outcome.hits), "passage") + " found" if outcome.hits else "No passage found",
        reason=None if outcome.hits else _nothing_found(outcome.limits),
        corrections=outcome.corrections,
        findings=tuple(_finding(hit, excerpt, outcome.stems) for hit, excerpt in outcome.hits),
        narrowing=outcome.narrowing,
        exact=outcome.exact,
        notes=tuple(_notes(outcome)),
    )


def describe_filter(narrowing: SearchFilter) -> str:
    """Return a search's filters in words: "outlet Newsweek, since 2025-06-01".

    Without filters the text is empty.
    """
    parts = [
        f"outlet {narrowing.outlet}" if narrowing.outlet else "",
        _days(narrowing),
        f"title with {_listed(narrowing.title)}" if narrowing.title else "",
        f"without {_listed(narrowing.excluded)}" if narrowing.excluded else "",
    ]
    return ", ".join(filter(None, parts))


def _nothing_found(limits: SearchFilter) -> str:
    within = describe_filter(limits)
    return f"No passage contains these words ({within})." if within else "No passage contains any of these words."


def _days(narrowing: SearchFilter) -> str:
    if narrowing.since and narrowing.until:
        return f"published from {narrowing.since} to {narrowing.until}"
    return (
        f"published since {narrowing.since}"
        if narrowing.since
        else f"published until {narrowing.until}"
        if narrowing.until
        else ""
    )


def _listed(typed: Sequence[str]) -> str:
    return " ".join(f"“{word}”" for word in typed)


def _notes(outcome: SearchOutcome) -> Iterator[str]:
    for number, (hit, _) in enumerate(outcome.hits, start=1):
        if hit.copies:
            yield f"Passage {number} also appears, nearly unchanged, in {counted(len(hit.copies), 'more article')}."


def _finding(hit: Hit, excerpt: Excerpt, stems: Collection[str]) -> Finding:
    text, start = excerpt.quote.text, excerpt.quote.span.start
    part = _best_sentences(text, stems)
    places = [Span(start + place.start, start + place.end) for place in _places(text, stems) if part.contains(place)]
    return Finding(
        document=excerpt.document,
        quote=Quote(part.of(text), Span(start + part.start, start + part.end)),
        highlights=tuple(places),
        ai_generated=hit.ai_generated,
        boilerplate=hit.boilerplate,
    )


def _best_sentences(text: str, stems: Collection[str]) -> Span:
    """Return one or two sentences with most search words; first of equals."""
    parts = sentences(text, Span(0, len(text))) or [Span(0, len(text))]
    held = [{stem(word.text) for word in words(part.of(text))} & set(stems) for part in parts]
    best = max(range(len(parts)), key=lambda index: (len(held[index]), -index))
    after = min(best + 1, len(parts) - 1)
    before = max(best - 1, 0)
    joined = max((before, best), (best, after), key=lambda pair: len(held[pair[0]] | held[pair[1]]))
    more = len(held[joined[0]] | held[joined[1]]) > len(held[best])
    return Span(parts[joined[0]].start, parts[joined[1]].end) if more else parts[best]


def _places(text: str, stems: Collection[str]) -> Iterator[Span]:
    return (word.span for word in words(text) if stem(word.text) in stems)
