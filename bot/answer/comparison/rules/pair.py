"""The asked statement beside one sentence, as the rules of difference look at them."""

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
from bot.answer.evidence.wording import is_same_deed
from bot.answer.features import Comparison
from bot.model.answers import Slot
from bot.model.spans import Span
from bot.normalize import WORD, stem
from bot.search.expansion.synonyms import variants

_SAME_DEED = 0.9
_LONGEST_NAME = 8  # words
PRONOUNS = frozenset(["he", "she", "they", "it", "who", "which", "that", "we", "i"])
_NAME_OF_SEVERAL_WORDS = re.compile(r"\b[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)+")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the sentence has otherwise.

    `asked` is a slice of the question's text, `quoted` a span of the document inside the sentence; None if nothing
    there can be pointed at.
    """

    slot: Slot
    asked: str
    quoted: Span | None


@dataclass(frozen=True)
class Pair:
    """Question, sentence and their comparison. Offsets of frames are turned into slices and document spans here."""

    question: QuestionAnalysis
    comparison: Comparison
    candidate: PoolSentence
    sentence: SentenceAnalysis

    def asked(self, start: int, end: int) -> str:
        """Return what the question says at a range of its statement, as the question writes it."""
        phrase = self.question.statement[start:end]
        pattern = r"\s+".join(map(re.escape, phrase.split()))
        found = re.search(pattern, self.question.text) if phrase.strip() else None
        return found[0] if found else phrase

    def asked_word(self, word: str) -> str:
        """Return a lower-case word of the question as the question writes it."""
        found = re.search(rf"(?<!\w){re.escape(word)}(?!\w)", self.question.text, re.IGNORECASE)
        return found[0] if found else word

    def quoted(self, start: int, end: int) -> Span:
        """Return the span in the document of a range of the sentence."""
        offset = self.candidate.unit.span.start
        return Span(offset + start, offset + end)

    def stands_in_sentence(self, stems: Iterable[str]) -> bool:
        """Return whether one of the stems, or a word used for it, stands in the sentence."""
        return not self._own.isdisjoint(_aliases(stems))

    def stands_near(self, stems: Iterable[str]) -> bool:
        """Return whether one of the stems stands in the sentence, beside it, or in the title."""
        wanted = _aliases(stems)
        return not wanted.isdisjoint(self._own) or not wanted.isdisjoint(self._around)

    def value_stands_near(self, value: float) -> bool:
        """Return whether a number stands in the sentence or beside it."""
        units, at = self.candidate.units, self.candidate.position
        beside = [position for position in (at - 1, at, at + 1) if 0 <= position < len(units.units)]
        return any(value == other for position in beside for other, _ in units.values(position))

    def share_met(self, without: str, *, own: bool = False) -> float:
        """Return the weighted share of the question's words that are met, those of a phrase left out."""
        left_out = {stem(word) for word in WORD.findall(without)}
        chosen = np.array(
            [word.stem not in left_out and not word.is_number for word in self.question.words], dtype=bool
        )
        coverage = self.comparison.coverage
        levels = coverage.own if own else coverage.around
        return weighted_share(self.question, np.maximum(levels, self._names_by_initials), chosen)

    @cached_property
    def same_events(self) -> tuple[AlignedFrame, ...]:
        """Return the pairs of frames whose predicates say the same: the aligned ones, and all with the same words."""
        found = {(id(pair.asked), id(pair.quoted)): pair for pair in self.comparison.aligned if pair.is_same_event}
        for asked in self.question.frames:
            for quoted in self.sentence.frames:
                if not asked.words.isdisjoint(quoted.words):
                    found.setdefault((id(asked), id(quoted)), AlignedFrame(asked, quoted, 1.0))
                elif is_same_deed(asked.predicate, quoted.predicate):
                    found[id(asked), id(quoted)] = AlignedFrame(asked, quoted, _SAME_DEED)
        return tuple(found.values())

    @cached_property
    def _names_by_initials(self) -> NDArray[np.float64]:
        """Return 1 for each name of the question that the sentence writes out or shortens ("US", "United States")."""
        return np.array([word.is_name and self.stands_in_sentence([word.stem]) for word in self.question.words], float)

    @property
    def published(self) -> str:
        """Return when the article was published, as an ISO date; empty if nobody tells."""
        return self.candidate.units.document.reference.published or ""

    @cached_property
    def _own(self) -> frozenset[str]:
        return frozenset(
            self.sentence.stems | {name.replace(".", "") for name in self.sentence.stems if "." in name}
        ) | (_initials(self.sentence.text))

    @cached_property
    def _around(self) -> frozenset[str]:
        units, at = self.candidate.units, self.candidate.position
        found: set[str] = {stem(word) for word in WORD.findall(units.document.reference.title or "")}
        for position in (at - 1, at + 1):
            if 0 <= position < len(units.units):
                found.update(map(stem, WORD.findall(units.units[position].span.of(units.document.text))))
        return frozenset(found)


def _aliases(stems: Iterable[str]) -> frozenset[str]:
    """Return stems with the words that the press uses for them ("france" -> "french", "u.s" -> "us")."""
    plain = {stemmed for name in stems for stemmed in (name, name.replace(".", ""))}
    return frozenset(plain | {other for name in plain for other in variants(name)})


def _initials(text: str) -> frozenset[str]:
    """Return the initials of the names of several words in a text ("the United States" -> "us")."""
    found: set[str] = set()
    for match in _NAME_OF_SEVERAL_WORDS.finditer(text):
        letters = "".join(word[0] for word in match[0].split()[:_LONGEST_NAME]).lower()
        found.update(letters[start:] for start in range(len(letters) - 1))  # a name may begin behind another capital
    return frozenset(found)


class DifferenceRule(Protocol):
    """Yields the differences of one kind."""

    def __call__(self, pair: Pair, /) -> Iterator[Difference]: ...


def everybody(frame: Frame) -> tuple[Argument, ...]:
    """Return all participants of a frame that are no agents."""
    return (*frame.patients, *frame.others)


def same_participant(one: Argument, other: Argument) -> bool:
    """Return whether two noun phrases are headed by the same word, or one's head stands in the other's name."""
    return one.head in other.stems or other.head in one.stems


def named_by(argument: Argument, others: Iterable[Argument]) -> Argument | None:
    """Return the first of the others that is the same participant."""
    return next((other for other in others if same_participant(argument, other)), None)
