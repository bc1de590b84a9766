"""Linguistic analysis of a candidate sentence: words, frames, numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answer.evidence.bound_numbers import BoundNumber, bound_numbers
from bot.answer.evidence.dates import DateMention, dates
from bot.answer.evidence.frames import Frame, frames
from bot.answer.evidence.places import NamedPlace, places
from bot.answer.evidence.polarity import HEDGES, NEGATIVE_STEMS, has_negation
from bot.answer.evidence.quantified import Quantified, quantified
from bot.answer.evidence.wording import days_of, months_of, quantifiers_of
from bot.normalize import WORD, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from spacy.language import Language

LONGEST = 1_500  # characters of a sentence to parse; a longer one is an unmarked list


@dataclass(frozen=True)
class SentenceAnalysis:
    """The analysis of a parsed sentence.

    Offsets are those of the sentence itself.
    """

    text: str
    frames: tuple[Frame, ...]
    numbers: tuple[BoundNumber, ...]
    quantities: tuple[Quantified, ...] = ()
    dates: tuple[DateMention, ...] = ()
    places: tuple[NamedPlace, ...] = ()
    verb_lemmas: Mapping[str, str] = field(default_factory=dict)  # a verb's form -> its lemma, in lower case

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words in lower case, in the order of the text."""
        return tuple(word.lower() for word in WORD.findall(self.text))

    @cached_property
    def lemmas(self) -> tuple[str, ...]:
        """The words with verbs as lemmas ("sank" -> "sink"), aligned with `words`."""
        return tuple(self.verb_lemmas.get(word, word) for word in self.words)

    @cached_property
    def stems(self) -> frozenset[str]:
        return frozenset(map(stem, self.words))

    @cached_property
    def is_negated(self) -> bool:
        return has_negation(self.words)

    @cached_property
    def has_negative_word(self) -> bool:
        return not NEGATIVE_STEMS.isdisjoint(self.stems)

    @cached_property
    def is_hedged(self) -> bool:
        return not HEDGES.isdisjoint(self.words)

    @cached_property
    def quantifiers(self) -> frozenset[str]:
        return quantifiers_of(self.words)

    @cached_property
    def months(self) -> frozenset[str]:
        return months_of(self.text)

    @cached_property
    def days(self) -> frozenset[str]:
        return days_of(self.text)


def analyse_sentences(texts: Iterable[str], nlp: Language) -> Iterator[SentenceAnalysis]:
    """Yield the analysis of each text, parsed in one batch."""
    cut = [text[:LONGEST] for text in texts]
    for text, doc in zip(cut, nlp.pipe(cut), strict=True):
        lemmas = {token.lower_: token.lemma_.lower() for token in doc if token.pos_ == "VERB"}
        yield SentenceAnalysis(text, frames(doc), bound_numbers(doc), quantified(doc), dates(text), places(doc), lemmas)
