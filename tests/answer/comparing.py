"""Comparisons of a question with a sentence, from plain texts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.comparison.differences import Difference, differences
from bot.answer.comparison.rules.pair import Pair
from bot.answer.comparison.slots import comparison_slots
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import QuestionAnalysis, analyse_question
from bot.answer.evidence.sentence import SentenceAnalysis, analyse_sentences
from bot.answer.evidence.sources import DocumentSources, UnitSources
from bot.answer.evidence.units import split_units
from bot.answer.features import Comparison, compare
from bot.attribution.pipeline import attribute
from bot.model.answers import SlotComparison
from bot.model.documents import Document
from tests.answer.conftest import document

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True)
class Compared:
    """The records of one comparison, and its differences as triples.

    A triple is (slot, asked, quoted).
    """

    question: QuestionAnalysis
    candidate: PoolSentence
    sentence: SentenceAnalysis
    sources: UnitSources
    comparison: Comparison

    @property
    def document(self) -> Document:
        return self.candidate.units.document

    @property
    def pair(self) -> Pair:
        return Pair(self.question, self.comparison, self.candidate, self.sentence)

    @property
    def found(self) -> tuple[Difference, ...]:
        return differences(self.pair)

    @property
    def triples(self) -> list[tuple[str, str, str | None]]:
        text = self.document.text
        return [(found.slot.value, found.asked, found.quoted and found.quoted.of(text)) for found in self.found]

    @property
    def slots(self) -> tuple[SlotComparison, ...]:
        return comparison_slots(self.pair, self.found)


def analyse(question: str, nlp: Language) -> QuestionAnalysis:
    return analyse_question(question, nlp, lambda _: 3.0)


def analyse_sentence(sentence: str, nlp: Language) -> SentenceAnalysis:
    (found,) = analyse_sentences([sentence], nlp)
    return found


def compared(question: str, text: str, nlp: Language, position: int = 0, name: str = "article.txt") -> Compared:
    """Compare a question with the sentence at `position` of a text."""
    article = document(text, name)
    units = split_units(article)
    candidate = PoolSentence(units, position, 0, 1.0)
    sources = DocumentSources(units, attribute(article, nlp)).of(position)
    analysis, sentence = analyse(question, nlp), analyse_sentence(candidate.text, nlp)
    return Compared(analysis, candidate, sentence, sources, compare(analysis, candidate, sentence, sources, {}))
