"""Small words before the words that a draft and an article share: negations, bounds, plans, relations, conditions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from bot.answer.criteria.conflicting_figures import bound_before
from bot.attribution.lexicon import PRONOUNS, words_of
from bot.draftcheck.person_titles import PRIVATIVE
from bot.normalize import Word, stem, words
from bot.quotecheck.diff import is_negation
from bot.search.numbers import has_number
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_MOST_MODIFIERS = 5  # words before one word
_SCOPE = 3  # content words that a negation reaches
_CLAUSE_END = re.compile(r"[,;:.!?()“”\"]\s|\s[–—-]\s")
_HEDGES = words_of("may might could")
_MULTIPLES = words_of("twice thrice half double triple third quarter")
_PLANS = frozenset(
    map(
        stem,
        words_of(
            """plan intend hope want wish promise pledge threaten try attempt seek offer expect aim consider propose
            agree prepare vow"""
        ),
    )
)
_SIGNS = frozenset(
    map(stem, words_of("sign hint risk threat fear danger chance prospect possibility suspicion rumour attempt"))
)
_MARKERS = words_of("to by of up than more less fewer least most nearly almost only")
# One of two relations excludes the other one.
_EXCLUSIVE = frozenset(
    map(
        frozenset,
        [
            ("before", "after"),
            ("until", "after"),
            ("until", "since"),
            ("within", "after"),
            ("during", "after"),
            ("during", "before"),
            ("to", "from"),
            ("for", "against"),
            ("and", "or"),
        ],
    )
)
_RELATIONS = frozenset(word for pair in _EXCLUSIVE for word in pair)
_AMOUNT = frozenset({"to", "by"})  # "fell to 37 percent", "fell by 37 percent"
_NO_NEGATION = re.compile(
    r"\b(?:not (?:only|just|merely|least)|no (?:more|fewer|less|later|longer|sooner|doubt))\b", re.IGNORECASE
)
_CONDITION = re.compile(
    r"(?<!even )(?<!as )\b(?:if|unless|provided that|on condition that|as long as)\b", re.IGNORECASE
)
_INDIRECT = re.compile(
    r"\b(?:ask\w*|know\w*|knew|see|wonder\w*|unclear|clear|say|said|doubt\w*|check\w*|decid\w*)\s+\Z"
)
_MAIN_CLAUSE_END = re.compile(r"[;:.!?“”\"]|,? but\b|, (?:and|while|although|though)\b")
_LEAST_OF_CLAUSE = 0.5  # of its content words in the draft
_TIME = re.compile(r"\b(\d{1,2}(?:[:.]\d\d)?)\s?([ap])\.?\s?m\b", re.IGNORECASE)


class Modifier(Enum):
    """What one of two sentences has before a shared word, and the other one has not."""

    NEGATION = "negation"
    TIME = "time"
    BOUND = "bound"
    CERTAINTY = "certainty"
    RELATION = "relation"


@dataclass(frozen=True, slots=True)
class OtherModifier:
    """A modifier with the words of the draft and of the article; one of them may be empty."""

    modifier: Modifier
    typed: str
    original: str


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A word that stands once in a sentence, with the small words right before it, and its phrase as written."""

    word: Word
    before: tuple[Word, ...]
    phrase: str
    bound: str

    @property
    def relation(self) -> str:
        """The last relation before the word: "before" of "before the summer"."""
        return next((it.folded for it in reversed(self.before) if it.folded in _RELATIONS | _AMOUNT), "")


def other_modifier(typed: str, original: str) -> OtherModifier | None:
    """Return what changes the meaning of a word that two sentences share, the worst first.

    >>> other_modifier("Ada Lind voted.", "Ada Lind did not vote.")
    OtherModifier(modifier=<Modifier.NEGATION: 'negation'>, typed='voted', original='did not vote')
    """
    ours, theirs = _anchors(typed), _anchors(original)
    pairs = [(anchor, theirs[key]) for key, anchor in ours.items() if key in theirs]
    found = [
        OtherModifier(kind, anchor.phrase, other.phrase) for anchor, other in pairs for kind in _kinds(anchor, other)
    ]
    found += _times(typed, original)
    found += _conditions(typed, original)
    order = list(Modifier)
    return min(found, key=lambda other: order.index(other.modifier), default=None)


def bears_on(negation: int, text: str, other: str) -> bool:
    """Return True if what a negation at an offset of `text` negates is said in the other text, too.

    >>> text = "The captain, who was not named, left."
    >>> bears_on(text.index("not"), text, "The captain left."), bears_on(text.index("not"), text, "She was named.")
    (False, True)
    """
    behind = [word for word in words(text) if word.span.start > negation]
    scope = []
    end = negation
    for word in behind:
        if end != negation and _CLAUSE_END.search(text[end : word.span.start] + " "):
            break
        end = word.span.end
        if word.folded not in FUNCTION_WORDS | PRONOUNS:
            scope.append(word.stem)
    told = {word.stem for word in words(other)}
    return not scope or not told.isdisjoint(scope[:_SCOPE])


def _anchors(text: str) -> Mapping[str, _Anchor]:
    """Return the content words that stand once in a text, by stem."""
    found = words(text)
    counts = Counter(word.stem for word in found)
    return {
        word.stem: _anchor(text, found, place)
        for place, word in enumerate(found)
        if counts[word.stem] == 1 and not _is_modifier(word) and word.folded not in PRONOUNS
    }


def _anchor(text: str, found: Sequence[Word], place: int) -> _Anchor:
    start = place
    while start and place - start < _MOST_MODIFIERS and _is_modifier(found[start - 1]):
        if _CLAUSE_END.search(text[found[start - 1].span.end : found[start].span.start] + " "):
            break
        start -= 1
    word = found[place]
    is_amount = has_number(word.text) or word.folded in _MULTIPLES
    bound = bound_before(text, 0, word.span.start)[0] if is_amount else ""
    phrase = text[found[start].span.start : word.span.end]
    return _Anchor(word, tuple(found[start:place]), phrase, bound)


def _is_modifier(word: Word) -> bool:
    is_small = word.folded in FUNCTION_WORDS or word.folded in _MARKERS | _RELATIONS
    return is_small or is_negation(word.text) or word.stem in PRIVATIVE | _PLANS | _SIGNS


def _kinds(anchor: _Anchor, other: _Anchor) -> Iterator[Modifier]:
    if _negations(anchor) % 2 != _negations(other) % 2:
        yield Modifier.NEGATION
    bounds = {anchor.bound, other.bound}
    if len(bounds) > 1 and not bounds.isdisjoint({"at least", "at most"}):
        yield Modifier.BOUND
    if _is_open(other) and not _is_open(anchor):
        yield Modifier.CERTAINTY
    relations = frozenset({anchor.relation, other.relation})
    if relations in _EXCLUSIVE or (relations == _AMOUNT and has_number(anchor.word.text)):
        yield Modifier.RELATION


def _negations(anchor: _Anchor) -> int:
    return sum(is_negation(word.text) for word in anchor.before) - len(_NO_NEGATION.findall(anchor.phrase))


def _is_open(anchor: _Anchor) -> bool:
    """Return True for "plans to close", "may close" and "the former head"."""
    stems = [word.stem for word in anchor.before]
    is_plan = any(first in _PLANS and second == "to" for first, second in pairwise(stems))
    is_sign = any(first in _SIGNS and second == "of" for first, second in pairwise(stems))
    is_hedged = any(word.text in _HEDGES for word in anchor.before)  # "May" is a month
    return is_plan or is_sign or is_hedged or not PRIVATIVE.isdisjoint(stems)


def _times(typed: str, original: str) -> Iterator[OtherModifier]:
    """Yield a time of day in the other half of the day."""
    theirs = {(it[1], it[2].lower()): it[0] for it in _TIME.finditer(original)}
    for time in _TIME.finditer(typed):
        half = time[2].lower()
        other = theirs.get((time[1], "p" if half == "a" else "a"))
        if other and (time[1], half) not in theirs:
            yield OtherModifier(Modifier.TIME, time[0], other)


def _conditions(typed: str, original: str) -> Iterator[OtherModifier]:
    """Yield a condition of what the draft says that only the article has."""
    if _CONDITION.search(typed):
        return
    told = {word.stem for word in words(typed)}
    for condition in _CONDITION.finditer(original):
        before = original[: condition.start()]
        if _INDIRECT.search(before):
            continue
        *_, main = _MAIN_CLAUSE_END.split(before)
        if not words(main):
            # "If convicted, he faces ..."
            _, _, main = original[condition.end() :].partition(",")
        content = [word.stem for word in words(main) if word.folded not in FUNCTION_WORDS | PRONOUNS]
        if content and sum(it in told for it in content) >= _LEAST_OF_CLAUSE * len(content):
            clause = " ".join(original[condition.start() :].split()[:_MOST_MODIFIERS])
            yield OtherModifier(Modifier.CERTAINTY, "", clause.rstrip(".,"))
