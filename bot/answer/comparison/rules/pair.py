"""The asked statement with one sentence: input of the rules of difference."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.answer.criteria.frame_agreement import AlignedFrame
from bot.answer.criteria.word_coverage import weighted_share
from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.frames import Frame
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.evidence.sentence import SentenceAnalysis
from bot.answer.evidence.wording import is_same_action
from bot.answer.features import Comparison
from bot.model.answers import Slot, SlotComparison
from bot.model.spans import Span
from bot.normalize import WORD, stem
from bot.search.expansion.synonyms import variants

_SAME_ACTION = 0.9
_LONGEST_NAME = 8  # words
PRONOUNS = frozenset(["he", "she", "they", "it", "who", "which", "that", "we", "i"])
_NAME_OF_SEVERAL_WORDS = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+")


@dataclass(frozen=True, slots=True)
class Difference:
    """A slot with different contents in question and sentence.

    `asked` is a slice of the question's text, `quoted` a span of the document inside the sentence, or None without a
    place to point at.
    """

    slot: Slot
    asked: str
    quoted: Span | None


@dataclass(frozen=True)
class Pair:
    """Question, sentence and their comparison.

    Converts the offsets of frames to slices of the question and spans of the document.
    """

    question: QuestionAnalysis
    comparison: Comparison
    candidate: PoolSentence
    sentence: SentenceAnalysis

    def asked_phrase(self, start: int, end: int) -> str:
        """Return the question's own words for a range of its statement."""
        phrase = self.question.statement[start:end]
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        found = re.search(pattern, self.question.text) if phrase.strip() else None
        return found[0] if found else phrase

    def asked_word(self, word: str) -> str:
        """Return a lower-case word of the question in its original case."""
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.question.text, re.IGNORECASE)
        return found[0] if found else word

    def quoted_span(self, start: int, end: int) -> Span:
        """Return the document's span for a range of the sentence."""
        offset = self.candidate.unit.span.start
        return Span(offset + start, offset + end)

    def occurs_in_sentence(self, stems: Iterable[str]) -> bool:
        """Check the sentence for one of the stems or their variants."""
        return not self._own_stems.isdisjoint(_aliases(stems))

    def occurs_nearby(self, stems: Iterable[str]) -> bool:
        """Check sentence, neighbours and title for one of the stems."""
        wanted = _aliases(stems)
        return not wanted.isdisjoint(self._own_stems) or not wanted.isdisjoint(self._nearby_stems)

    def value_occurs_nearby(self, value: float) -> bool:
        """Check the sentence and its neighbours for a number."""
        units, at = self.candidate.units, self.candidate.position
        positions = [position for position in (at - 1, at, at + 1) if 0 <= position < len(units.units)]
        return any(value == number for position in positions for number, _ in units.values(position))

    def share_met(self, without: str, *, own: bool = False) -> float:
        """Return the weighted share of the question's met words, except a phrase's."""
        left_out = {stem(word) for word in WORD.findall(without)}
        chosen = np.array(
            [word.stem not in left_out and not word.is_number for word in self.question.words], dtype=bool
        )
        coverage = self.comparison.coverage
        levels = coverage.own if own else coverage.around
        return weighted_share(self.question, np.maximum(levels, self._names_by_initials), chosen)

    @cached_property
    def same_events(self) -> tuple[AlignedFrame, ...]:
        """Return the pairs of frames with predicates of one meaning.

        These are the aligned frames, and all with the same words or with predicates for one action.
        """
        found = {(id(pair.asked), id(pair.quoted)): pair for pair in self.comparison.aligned if pair.is_same_event}
        for asked in self.question.frames:
            for quoted in self.sentence.frames:
                if not asked.words.isdisjoint(quoted.words):
                    found.setdefault((id(asked), id(quoted)), AlignedFrame(asked, quoted, 1.0))
                elif is_same_action(asked.predicate, quoted.predicate):
                    found[id(asked), id(quoted)] = AlignedFrame(asked, quoted, _SAME_ACTION)
        return tuple(found.values())

    @cached_property
    def _names_by_initials(self) -> NDArray[np.float64]:
        """Return 1 for each name met by its initials ("US", "United States")."""
        return np.array([word.is_name and self.occurs_in_sentence([word.stem]) for word in self.question.words], float)

    def compare_slot(self, difference: Difference) -> SlotComparison:
        """Return a difference as a slot without agreement."""
        text = self.candidate.units.document.text
        quoted = difference.quoted.of(text) if difference.quoted is not None else None
        return SlotComparison(difference.slot, difference.asked, quoted, holds=False)

    @property
    def published(self) -> str:
        """Return the article's ISO date of publication, or ""."""
        return self.candidate.units.document.reference.published or ""

    @cached_property
    def _own_stems(self) -> frozenset[str]:
        return frozenset(
            self.sentence.stems | {name.replace(".", "") for name in self.sentence.stems if "." in name}
        ) | (_initials(self.sentence.text))

    @cached_property
    def _nearby_stems(self) -> frozenset[str]:
        units, at = self.candidate.units, self.candidate.position
        stems: set[str] = {stem(word) for word in WORD.findall(units.document.reference.title or "")}
        for position in (at - 1, at + 1):
            if 0 <= position < len(units.units):
                stems.update(map(stem, WORD.findall(units.units[position].span.of(units.document.text))))
        return frozenset(stems)


def _aliases(stems: Iterable[str]) -> frozenset[str]:
    """Return stems with their variants: "france" -> "french", "u.s" -> "us"."""
    plain = {stemmed for name in stems for stemmed in (name, name.replace(".", ""))}
    return frozenset(plain | {variant for name in plain for variant in variants(name)})


def _initials(text: str) -> frozenset[str]:
    """Return the initials of multi-word names: "the United States" -> "us"."""
    found: set[str] = set()
    for match in _NAME_OF_SEVERAL_WORDS.finditer(text):
        letters = "".join(word[0] for word in match[0].split()[:_LONGEST_NAME]).lower()
        found.update(letters[start:] for start in range(len(letters) - 1))  # a name may follow another capital
    return frozenset(found)


class DifferenceRule(Protocol):
    """Yields the differences of one kind."""

    def __call__(self, pair: Pair, /) -> Iterator[Difference]: ...


def non_agents(frame: Frame) -> tuple[Argument, ...]:
    """Return the participants of a frame other than agents."""
    return (*frame.patients, *frame.others)


def is_same_participant(argument: Argument, other: Argument) -> bool:
    """Check for one's head in the other noun phrase."""
    return argument.head in other.stems or other.head in argument.stems


def find_participant(argument: Argument, others: Iterable[Argument]) -> Argument | None:
    """Return the first of the others with the same head, or None."""
    return next((other for other in others if is_same_participant(argument, other)), None)
