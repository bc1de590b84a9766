"""Coverage of the question's words by a sentence and its context."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.evidence.word_similarity import Vectors, similarity_matrix

_LEAD_IN, _BEFORE, _AFTER, _TITLE = 0.85, 0.75, 0.6, 0.7
_MET = 0.6  # from this level on, the sentence holds the word
_NOTHING_ASKED = 0.8


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The lower-case words of a sentence and of its context."""

    own: tuple[str, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    lead_in: tuple[str, ...] = ()  # of its list or table
    columns: tuple[str, ...] = ()  # the names of a row's columns, which are drawn with it
    lemmas: tuple[str, ...] = ()  # of `own`, aligned with it


@dataclass(frozen=True, slots=True)
class WordCoverage:
    """Level of each question word in [0, 1], without and with context."""

    own: NDArray[np.float64]
    around: NDArray[np.float64]
    held: tuple[int, ...]  # for each question word, the index of the best word in the sentence, or -1

    def met(self, index: int) -> bool:
        """Check the sentence itself for a question word or a synonym."""
        return bool(self.own[index] >= _MET)


def word_coverage(question: QuestionAnalysis, surroundings: Surroundings, vectors: Vectors) -> WordCoverage:
    """Return the coverage of the question's words by a sentence."""
    asked = [word.text for word in question.words]
    matrix = similarity_matrix(asked, surroundings.own, vectors)
    if surroundings.lemmas:  # irregular verbs share no stem: "sink", "sank"
        bases = [word.lemma or word.text for word in question.words]
        matrix = np.maximum(matrix, similarity_matrix(bases, surroundings.lemmas, {}))
    columns = similarity_matrix(asked, surroundings.columns, vectors).max(axis=1, initial=0.0)
    own = np.maximum(matrix.max(axis=1, initial=0.0), columns)
    held = tuple(int(row.argmax()) if row.size and row.max() >= _MET else -1 for row in matrix)
    before = similarity_matrix(asked, surroundings.before, vectors).max(axis=1, initial=0.0)
    after = similarity_matrix(asked, surroundings.after, vectors).max(axis=1, initial=0.0)
    title = (similarity_matrix(asked, surroundings.title, {}).max(axis=1, initial=0.0) >= 1.0).astype(float)
    lead_in = similarity_matrix(asked, surroundings.lead_in, vectors).max(axis=1, initial=0.0)
    around = np.maximum.reduce([own, _LEAD_IN * lead_in, _BEFORE * before, _AFTER * after, _TITLE * title])
    return WordCoverage(own, around, held)


def weighted_share(question: QuestionAnalysis, levels: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float:
    """Return the IDF-weighted mean level of the chosen words; .8 without any."""
    if not chosen.any():
        return _NOTHING_ASKED
    weights = np.array([word.weight for word in question.words])[chosen]
    return float((weights * levels[chosen]).sum() / weights.sum())


def weightiest_gap(question: QuestionAnalysis, levels: NDArray[np.float64], chosen: NDArray[np.bool_]) -> float:
    """Return the largest unmet weight, as a share of the largest weight."""
    weights = np.array([word.weight for word in question.words])
    if not chosen.any():
        return 0.0
    return float(((1 - levels) * weights)[chosen].max() / weights.max())
