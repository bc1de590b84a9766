"""What the changed words of an aligned sentence mean: another figure, a negation, another name, exchanged roles."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain

from bot.answer.evidence.matching import synonyms_of
from bot.answer.evidence.wording import antonyms_of, are_other_outcomes, days_of, is_same_action, months_of
from bot.attribution.entities.linking import NO_FIRST_NAMES
from bot.attribution.lexicon import DENIAL, PRONOUNS, words_of
from bot.draftcheck.figures import ComparedFigure, FigureRelation, closest_relation, figures_at
from bot.draftcheck.misspellings import is_misspelling
from bot.draftcheck.modifiers import bears_on
from bot.draftcheck.neighbours import Replaced, from_elsewhere
from bot.model.spans import Span
from bot.normalize import Word, fold, stem, words
from bot.quotecheck.diff import is_negation
from bot.quotecheck.model import Salience, WordChange
from bot.search.numbers import has_number, numbers
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_SMALL = FUNCTION_WORDS | words_of(
    """an by to of and or as at be been being has had have that which who it its there this these those also just still
    too very then than so but yet while when after before since if though although however meanwhile later earlier now
    said says say told added mr mrs ms dr"""
)
_OPENING = _SMALL | NO_FIRST_NAMES | {"according"}  # capitalised as the first word of a sentence
_REVERSED = 3  # words or phrases in reverse order
_REPEATED = 2  # occurrences; the order of more says little
_HEDGES = words_of(
    "may might could would allegedly reportedly alleged suspected possibly perhaps likely unlikely probably about"
)
_ACCUSING = frozenset(map(stem, words_of("accused blamed criticised criticized condemned praised attacked thanked")))
_DENIAL = frozenset(map(stem, DENIAL))
_LONGEST_NUMBER = 40  # characters
_MORE_WORDS = 6  # of the article than of the draft
_PHRASE = 3  # words: a number between two others
_GENERAL = words_of("people persons others individuals residents citizens locals inhabitants lives things items units")
_POSSESSIVE = re.compile(r"['’]s\Z")
_NAME_BREAK = re.compile(r"[.!?:;“”\"(]\s*\Z")


class Deviation(Enum):
    """How the draft's words differ from the article's; the worst first."""

    ROLES = "roles"
    NEGATION = "negation"
    ANTONYM = "antonym"
    NUMBER = "number"
    UNIT = "unit"
    THING = "thing"
    DATE = "date"
    TIME = "time"
    NAME = "name"
    TITLE = "title"
    BOUND = "bound"
    CERTAINTY = "certainty"
    RELATION = "relation"
    NEIGHBOUR = "neighbour"
    WORDING = "wording"


_BY_RELATION = {
    FigureRelation.WITHIN: Deviation.BOUND,
    FigureRelation.OTHER_UNIT: Deviation.UNIT,
    FigureRelation.OPPOSITE_BOUND: Deviation.NUMBER,
}


@dataclass(frozen=True, slots=True)
class FoundDeviation:
    """A deviation with the words of the draft and of the article; one of them may be empty."""

    deviation: Deviation
    typed: str
    original: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Consecutive changes, with their words on both sides."""

    changes: tuple[WordChange, ...]

    @property
    def typed(self) -> list[str]:
        return [change.typed for change in self.changes if change.typed]

    @property
    def original(self) -> list[str]:
        return [change.original for change in self.changes if change.original]


@dataclass(frozen=True, slots=True)
class ArticlePlace:
    """The article's whole sentences at a place, its text around them, and all of it.

    `source_changes` are the changes of the item's whole sentence, source included. `start` is the place of the
    sentences in the article.
    """

    sentence: str = ""
    nearby: str = ""
    article: str = ""
    source_changes: tuple[WordChange, ...] = ()
    start: int = 0


def deviations(compared: str, changes: Sequence[WordChange], place: ArticlePlace) -> list[FoundDeviation]:
    """Return the deviations of an aligned text, the worst first.

    What the article says around the place is not new.
    """
    runs = list(_runs(compared, _without_same_figures(compared, changes, place)))
    roles = exchanged(compared, place.sentence)
    found = [
        *([roles] if roles else []),
        *_negations(runs, compared, place),
        *_antonyms(runs),
        *_figures(compared, runs, place),
        *_things(compared, runs, place),
        *_dates(runs, place.nearby),
    ]
    found += [*_names(compared, runs, place), *_certainty(runs), *_neighbours(compared, runs, place)]
    found += _wording(runs, place)
    order = list(Deviation)
    return sorted(dict.fromkeys(found), key=lambda deviation: order.index(deviation.deviation))


def _runs(compared: str, changes: Iterable[WordChange]) -> Iterator[_Run]:
    """Yield the changes grouped by adjacent words of the draft."""
    run: list[WordChange] = []
    for change in changes:
        if run and words(compared[run[-1].typed_span.end : change.typed_span.start]):
            yield _Run(tuple(run))
            run = []
        run.append(change)
    if run:
        yield _Run(tuple(run))


def exchanged(typed: str, original: str) -> FoundDeviation | None:
    """Return two phrases that changed places around a third, in a sentence of the same words.

    "Velm sued Brandt" beside "Brandt sued Velm": three words in reverse order. A phrase that only moved to another
    place ("on Monday") reverses no more than two. A passive keeps its roles behind "by".
    """
    if _count(typed, "by") != _count(original, "by"):
        return None
    ours, theirs = _numbered(typed), _numbered(original)
    order = list(theirs)
    reverse = _longest_decreasing([order.index(word) for word in ours if word in theirs])
    if len(reverse) < _REVERSED:
        return None
    moved = [theirs[order[place]] for place in reverse]
    return FoundDeviation(Deviation.ROLES, _joined(moved), _joined(moved[::-1]))


def source_reversed(sentence: str, changes: Sequence[WordChange], place: ArticlePlace) -> FoundDeviation | None:
    """Return what turns the source around: "did not deny" for "denied", or the accused as the accuser.

    `changes` are those of the source and its verb.
    """
    runs = list(_runs(sentence, changes))
    opposite = next(chain(_antonyms(runs), _negations(runs, sentence, place, _is_denial)), None)
    if opposite is not None:
        return opposite
    roles = exchanged(sentence, place.sentence)
    return roles if roles and any(stem(word.text) in _ACCUSING for word in words(roles.typed)[1:-1]) else None


def _numbered(text: str) -> dict[tuple[str, int], str]:
    """Return the content words by stem and number of occurrence, in order."""
    seen: Counter[str] = Counter()
    found: dict[tuple[str, int], str] = {}
    for word in words(text):
        if fold(word.text) not in _SMALL:
            seen[stem(word.text)] += 1
            found[stem(word.text), seen[stem(word.text)]] = word.text
    counts = {key: seen[key[0]] for key in found}
    return {key: word for key, word in found.items() if counts[key] <= _REPEATED}


def _count(text: str, wanted: str) -> int:
    return sum(fold(word.text) == wanted for word in words(text))


def _longest_decreasing(places: Sequence[int]) -> list[int]:
    """Return the longest decreasing subsequence (patience sorting, Schensted 1961)."""
    piles: list[int] = []
    chains: list[list[int]] = []
    for place in places:
        pile = bisect_left(piles, -place)
        chain = [*(chains[pile - 1] if pile else []), place]
        piles[pile : pile + 1], chains[pile : pile + 1] = [-place], [chain]
    return chains[-1] if chains else []


def _is_denial(word: str) -> bool:
    return is_negation(word) or stem(word) in _DENIAL


def _negations(
    runs: Sequence[_Run], compared: str, place: ArticlePlace, is_negating: Callable[[str], bool] = is_negation
) -> Iterator[FoundDeviation]:
    """Yield a negation on one side only, of something that both sides say."""
    changes = [change for run in runs for change in run.changes]
    typed = [
        change.typed
        for change in changes
        if is_negating(change.typed) and bears_on(change.typed_span.start, compared, place.sentence)
    ]
    original = [
        change.original
        for change in changes
        if is_negating(change.original) and bears_on(change.span.start - place.start, place.sentence, compared)
    ]
    if len(typed) % 2 != len(original) % 2:
        yield FoundDeviation(Deviation.NEGATION, _joined(typed), _joined(original))


def _antonyms(runs: Sequence[_Run]) -> Iterator[FoundDeviation]:
    for run in runs:
        for typed in run.typed:
            for original in run.original:
                if stem(original) in antonyms_of(stem(typed)):
                    yield FoundDeviation(Deviation.ANTONYM, typed, original)


def _without_same_figures(compared: str, changes: Sequence[WordChange], place: ArticlePlace) -> Iterator[WordChange]:
    """Yield the changes without those of figures that are the same in another unit: "0.4 metres", "40 centimetres"."""
    for run in _runs(compared, changes):
        ours, theirs = _figures_of(compared, run, place)
        same = [figure.span for figure in ours if closest_relation(figure, theirs) is FigureRelation.SAME]
        for change in run.changes:
            if not change.typed or not any(span.overlaps(change.typed_span) for span in same):
                yield change


def _figures_of(compared: str, run: _Run, place: ArticlePlace) -> tuple[list[ComparedFigure], list[ComparedFigure]]:
    """Return the figures of the draft and of the article that the changes touch."""
    typed = [change.typed_span for change in run.changes if change.typed]
    original = [change.span for change in run.changes if change.original]
    return figures_at(compared, typed), figures_at(place.article, original)


def _figures(compared: str, runs: Sequence[_Run], place: ArticlePlace) -> Iterator[FoundDeviation]:
    """Yield a figure in place of another one, and a number that is nowhere near."""
    known = {value for value, _ in numbers(place.nearby)}
    for run in runs:
        ours, theirs = _figures_of(compared, run, place)
        relations = [closest_relation(figure, theirs) for figure in ours]
        deviation = _BY_RELATION.get(max(relations)) if relations else None
        if deviation is not None:
            typed, original = (" ".join(figure.text for figure in found) for found in (ours, theirs))
            yield FoundDeviation(deviation, typed, original)
        elif _is_new_number(run, known, place.article) and not _has_same_phrases(compared, run, place.sentence):
            yield FoundDeviation(Deviation.NUMBER, _joined(run.typed), _joined(run.original))


def _has_same_phrases(compared: str, run: _Run, sentence: str) -> bool:
    """Return True if each number of the draft stands between the same words in the article's sentence, too.

    It moved with its phrase: "employed 320 people".
    """
    ours = words(compared)
    theirs = _joined_folded(words(sentence))
    changed = [change.typed_span for change in run.changes if has_number(change.typed)]
    for place, word in enumerate(ours):
        if any(span.overlaps(word.span) for span in changed):
            phrases = [ours[start : start + _PHRASE] for start in (place - 1, place - 2) if start >= 0]
            if not any(len(phrase) == _PHRASE and _joined_folded(phrase) in theirs for phrase in phrases):
                return False
    return bool(changed)


def _joined_folded(found: Sequence[Word]) -> str:
    return f" {' '.join(word.folded for word in found)} "


def _is_new_number(run: _Run, known: set[float], article: str) -> bool:
    """Return True for a number in the place of another one, or for one that is not near.

    In the place of many words, it replaces nothing: the article may have it anywhere.
    """
    typed, original = _values(run.typed), _values(run.original)
    new = [value for value in typed if value not in original]
    if len(run.original) > len(run.typed) + _MORE_WORDS:
        return bool(new) and not {value for value, _ in numbers(article)}.issuperset(new)
    is_salient = any(change.salience is Salience.NUMBER for change in run.changes)
    return bool(new) and ((bool(original) and is_salient) or not known.issuperset(new))


def _things(compared: str, runs: Sequence[_Run], place: ArticlePlace) -> Iterator[FoundDeviation]:
    """Yield another thing in place of the counted one: "killed" for "wounded", "40 trains" for "40 ships"."""
    if not has_number(compared):
        return
    for change in (change for run in runs for change in run.changes if change.typed and change.original):
        typed, original = stem(change.typed), stem(change.original)
        counts = _counted(compared, change.typed_span), _counted(place.article, change.span)
        is_counted = None not in counts and counts[0] == counts[1]
        if are_other_outcomes(typed, original) or (is_counted and _are_other_things(change)):
            yield FoundDeviation(Deviation.THING, change.typed, change.original)


def _counted(text: str, noun: Span) -> float | None:
    """Return the value of the number right before a word."""
    before = text[max(noun.start - _LONGEST_NUMBER, 0) : noun.start].rstrip()
    found = numbers(before)
    return found[-1][0] if found and found[-1][1].end == len(before) else None


def _are_other_things(change: WordChange) -> bool:
    """Return True for two plural nouns that don't mean the same: a number of people is one of residents, too."""
    typed, original = stem(change.typed), stem(change.original)
    if typed == original or not {fold(change.typed), fold(change.original)}.isdisjoint(_GENERAL):
        return False
    is_plural = change.typed.endswith("s") and change.original.endswith("s")
    is_noun = change.typed.islower() and change.original.islower() and is_plural
    return is_noun and original not in {synonym for synonym, _ in synonyms_of(change.typed)}


def _values(found: Sequence[str]) -> list[float]:
    return [value for value, _ in numbers(" ".join(_POSSESSIVE.sub("", word) for word in found))]


def _dates(runs: Sequence[_Run], nearby: str) -> Iterator[FoundDeviation]:
    known = months_of(nearby) | days_of(nearby)
    for run in runs:
        typed, original = " ".join(run.typed), " ".join(run.original)
        new = (months_of(typed) - months_of(original)) | (days_of(typed) - days_of(original))
        is_replaced = (months_of(typed) and months_of(original)) or (days_of(typed) and days_of(original))
        if new and (is_replaced or not known.issuperset(new)):
            # A duration ("after a week") in its place is no date.
            yield FoundDeviation(Deviation.DATE, typed, original if months_of(original) | days_of(original) else "")


def other_names(compared: str, changes: Sequence[WordChange], place: ArticlePlace) -> list[FoundDeviation]:
    """Return the names of the draft that the article never has, in place of its own names."""
    runs = list(_runs(compared, changes))
    return [
        deviation
        for deviation in _names(compared, runs, place)
        if any(word[:1].isupper() and fold(word) not in PRONOUNS for word in deviation.original.split())
        and {fold(word.text) for word in words(place.article)}.isdisjoint(map(fold, deviation.typed.split()))
        and not is_misspelling(deviation.typed, deviation.original)
    ]


def _names(compared: str, runs: Sequence[_Run], place: ArticlePlace) -> Iterator[FoundDeviation]:
    """Yield a capitalised word that is not in the article around the place.

    One that is only added ("Ida Brandt" for "Brandt") is not in the article at all.
    """
    near, anywhere = _known_words(place.nearby), _known_words(place.article)
    for run in runs:
        known = near if any(word[:1].isupper() for word in run.original) else anywhere
        typed = [
            change.typed
            for change in run.changes
            if change.typed and _is_name(compared, change) and not _opens_otherwise(compared, change, place)
        ]
        new = [word for word in typed if known.isdisjoint((fold(word), stem(word)))]
        new = [word for word in new if not (months_of(word) | days_of(word))]
        if new:
            yield FoundDeviation(Deviation.NAME, _joined(new), _joined(run.original))


def _known_words(text: str) -> set[str]:
    return {form for word in words(text) for form in (word.folded, word.stem)}


def _is_name(compared: str, change: WordChange) -> bool:
    before = compared[: change.typed_span.start].rstrip()
    is_first = not before or _NAME_BREAK.search(before) is not None
    is_no_name = fold(change.typed) in _OPENING or has_number(change.typed)
    return change.typed[:1].isupper() and not (is_first and is_no_name)


def _opens_otherwise(compared: str, change: WordChange, place: ArticlePlace) -> bool:
    """Return True for a first word in place of another first word that is no name: "Around", "About"."""
    if words(compared[: change.typed_span.start]) or not change.original[:1].isupper():
        return False
    behind = words(compared[change.typed_span.end :])
    return _is_common(change.original, place.article) and not (behind and behind[0].text[:1].isupper())


def _is_common(word: str, article: str) -> bool:
    """Return True for a word that stands nowhere in capitals but at the beginning of a sentence."""
    return re.search(rf"[\w,] {re.escape(word)}\b", article) is None


def _neighbours(compared: str, runs: Sequence[_Run], place: ArticlePlace) -> Iterator[FoundDeviation]:
    """Yield content words of the draft that the article has in other sentences, or for another role in this one."""
    for run in runs:
        typed = [word for word in run.typed if fold(word) not in _SMALL and not has_number(word)]
        typed = [word for word in typed if not (months_of(word) | days_of(word))]
        if elsewhere := from_elsewhere(Replaced(typed, run.original), compared, place.sentence, place.article):
            yield FoundDeviation(Deviation.NEIGHBOUR, _joined(elsewhere), _joined(run.original))


def _certainty(runs: Sequence[_Run]) -> Iterator[FoundDeviation]:
    """Yield a hedge that only the article has: "may close", "closes"."""
    typed = {fold(word) for run in runs for word in run.typed} & _HEDGES
    original = {fold(word) for run in runs for word in run.original} & _HEDGES
    if original - typed and not typed:
        yield FoundDeviation(Deviation.CERTAINTY, "", _joined(sorted(original)))


def _wording(runs: Sequence[_Run], place: ArticlePlace) -> Iterator[FoundDeviation]:
    """Yield content words of the draft that are nowhere near in the article; a name may stand anywhere in it."""
    known, anywhere = _known_words(place.nearby), _known_words(place.article)
    for run in runs:
        new = [word for word in run.typed if fold(word) not in _SMALL and not has_number(word)]
        new = [word for word in new if stem(word) not in (anywhere if word[:1].isupper() else known)]
        new = [word for word in new if not any(is_same_action(stem(word), stem(other)) for other in run.original)]
        if new:
            yield FoundDeviation(Deviation.WORDING, _joined(new), _joined(run.original))


def _joined(found: Sequence[str]) -> str:
    return " ".join(found)
