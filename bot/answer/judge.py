"""The fitted judge: ranking of sentences and probability of an answer.

Three linear models in a row: the first ranks the pool, the second scores the best few by their agreements and
differences (`features.py`), the third returns a calibrated probability of an answer among the shown ones. Sentence
vectors only rank; the comparisons decide. The weights are in weights.json; docs/answers.md describes the fit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from bot.answer.criteria.sentence_ranking import RANK_FEATURES
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import AnswerType, QuestionAnalysis
from bot.answer.evidence.sentence import SentenceAnalysis
from bot.answer.evidence.sources import UnitSources
from bot.answer.features import FEATURE_NAMES, Comparison
from bot.answer.linear_model import LinearModel, Matrix, linear_model
from bot.model.documents import BlockKind

COMPARED = 12  # sentences that are parsed and compared
SHOWN = 3
_RANK_COLUMNS = tuple(
    RANK_FEATURES.index(name)
    for name in (
        "bm25", "bm25 with context", "coverage", "coverage with context", "coverage of the article", "share of words",
        "bm25 gap", "context gap", "coverage gap", "context coverage gap", "cosine", "cosine with context",
        "cosine gap", "context cosine gap", "names", "names with context", "names in the article", "a name is missing",
        "source is named in the question", "source named and speech asked", "chain names the question's name",
        "has a source", "has a source and speech asked", "named source and speech asked", "hypothetical",
        "outlet named in the question", "numbers", "a number is missing", "answer type",
    )
)  # fmt: skip
_TYPES = tuple(AnswerType)
_ROWS = frozenset({BlockKind.TABLE_ROW, BlockKind.LIST_ITEM})

CANDIDATE_FEATURES = (
    *FEATURE_NAMES,
    "rank gap to the best", "rank gap to the second", "reciprocal rank", "rank above the mean",
    *(f"rank: {RANK_FEATURES[column]}" for column in _RANK_COLUMNS),
    *(f"asks for {kind.value}" for kind in _TYPES),
    "asks for words",
)  # fmt: skip
QUESTION_FEATURES = (
    *(f"first: {name}" for name in CANDIDATE_FEATURES),
    *(f"highest: {name}" for name in FEATURE_NAMES),
    *(f"lowest: {name}" for name in FEATURE_NAMES),
    "score of the first", "lead over the second", "scores of the first three", "mean score", "best rank score",
)  # fmt: skip


@dataclass(frozen=True)
class JudgedSentence:
    """A compared candidate with its score: log-odds of holding the answer."""

    candidate: PoolSentence
    analysis: SentenceAnalysis
    sources: UnitSources
    comparison: Comparison
    score: float

    @property
    def is_row(self) -> bool:
        """A row or a list item: little without its introduction."""
        return self.candidate.unit.block.kind in _ROWS


@dataclass(frozen=True, slots=True)
class RankedPool:
    """The pool in the order of the first model.

    `features` and `scores` stay aligned with `sentences`.
    """

    sentences: tuple[PoolSentence, ...]
    features: Matrix
    scores: Matrix

    def head(self, count: int) -> RankedPool:
        """Return the first `count` sentences.

        The scores stay those of the whole pool, for their mean.
        """
        return RankedPool(self.sentences[:count], self.features[:count], self.scores)


@dataclass(frozen=True)
class Judgement:
    """The sentences to show, best first, with probabilities.

    `probability` is that of an answer among them, `contrary` that of a report of the asked event with a difference;
    both lie in (0, 1).
    """

    shown: tuple[JudgedSentence, ...]
    probability: float
    contrary: float
    others: tuple[JudgedSentence, ...] = ()


@dataclass(frozen=True)
class Judge:
    """The three models and the thresholds of the states."""

    table: Mapping[str, Any]

    @cached_property
    def rank_model(self) -> LinearModel:
        return linear_model(self.table["rank"], RANK_FEATURES)

    @cached_property
    def candidate_model(self) -> LinearModel:
        return linear_model(self.table["candidate"], CANDIDATE_FEATURES)

    @cached_property
    def question_model(self) -> LinearModel:
        return linear_model(self.table["question"], QUESTION_FEATURES)

    @cached_property
    def contrary_model(self) -> LinearModel:
        return linear_model(self.table["contrary"], QUESTION_FEATURES)

    @property
    def contrary_threshold(self) -> float:
        """The least probability of a contrary answer."""
        return float(self.table["thresholds"]["contrary"])

    def threshold(self, question: QuestionAnalysis, *, confirmed: bool = False, confirmed_row: bool = False) -> float:
        """Return the least probability of an answered question.

        It is lower for a sentence that is `confirmed` by the rules of `structural`, which use other evidence, and lower
        still for a `confirmed_row`. The weights were fitted on news with hardly any rows; the rules read a row with its
        columns and its lead-in.
        """
        thresholds: Mapping[str, float] = self.table["thresholds"]
        kind = "yes or no" if question.is_yes_no else "other"
        least = thresholds[f"{kind}, confirmed" if confirmed or confirmed_row else kind]
        return min(least, thresholds["row, confirmed"]) if confirmed_row and not question.is_yes_no else least

    def needs_confirmation(self, question: QuestionAnalysis, judgement: Judgement) -> bool:
        """Check for a probability between the confirmed and the plain threshold.

        Only then do the rules decide.
        """
        is_row = bool(judgement.shown) and judgement.shown[0].is_row
        least, most = self.threshold(question, confirmed=True, confirmed_row=is_row), self.threshold(question)
        return least <= judgement.probability < most

    def rank(self, pool: Sequence[PoolSentence], features: Matrix) -> RankedPool:
        """Return the pool in order, best first.

        Equal scores keep the pool's order.
        """
        if not pool:
            return RankedPool((), features, np.zeros(0))
        scores = self.rank_model.scores(features)
        order = np.argsort(-scores, kind="stable")
        return RankedPool(tuple(pool[index] for index in order), features[order], scores[order])

    def judge(
        self,
        question: QuestionAnalysis,
        ranked: RankedPool,
        compared: Sequence[tuple[SentenceAnalysis, UnitSources, Comparison]],
    ) -> Judgement:
        """Return the judgement of the compared sentences.

        They are the first of `ranked`, in its order.
        """
        if not compared:
            return Judgement((), 0.0, 0.0)
        rows = candidate_rows(question, ranked, [comparison for _, _, comparison in compared])
        scores = self.candidate_model.scores(rows)
        judged = [
            JudgedSentence(ranked.sentences[index], analysis, sources, comparison, float(scores[index]))
            for index, (analysis, sources, comparison) in enumerate(compared)
        ]
        shown = shown_positions(scores, [sentence.key for sentence in ranked.sentences[: len(compared)]])
        row = question_row(rows, scores, shown, ranked)
        others = [index for index in np.argsort(-scores, kind="stable") if index not in shown]
        return Judgement(
            tuple(judged[index] for index in shown),
            self.question_model.probability(row),
            self.contrary_model.probability(row),
            tuple(judged[index] for index in others),
        )


def candidate_rows(question: QuestionAnalysis, ranked: RankedPool, comparisons: Sequence[Comparison]) -> Matrix:
    """Return the features of the second model.

    Shape: (candidates, len(CANDIDATE_FEATURES)).
    """
    count = len(comparisons)
    scores = ranked.scores[:count]
    second = scores[1] if count > 1 else scores[0]
    place = np.stack(
        [scores - scores[0], scores - second, 1 / (1 + np.arange(count)), scores - ranked.scores.mean()], axis=1
    )
    kinds = np.array([float(question.answer_type is kind) for kind in _TYPES] + [float(question.asks_speech)])
    features = np.array([comparison.features.vector() for comparison in comparisons])
    columns = ranked.features[:count][:, _RANK_COLUMNS]
    return np.concatenate([features, place, columns, np.repeat(kinds[None], count, axis=0)], axis=1)


def shown_positions(scores: Matrix, keys: Sequence[tuple[str, int]]) -> list[int]:
    """Return the positions of the best candidates.

    Neighbours of a shown one are left out: they are its context on the card.
    """
    shown: list[int] = []
    for index in np.argsort(-scores, kind="stable"):
        document, position = keys[index]
        is_neighbour = any(
            keys[shown_index][0] == document and abs(keys[shown_index][1] - position) <= 1 for shown_index in shown
        )
        if not is_neighbour:
            shown.append(int(index))
        if len(shown) == SHOWN:
            break
    return shown


def question_row(rows: Matrix, scores: Matrix, shown: Sequence[int], ranked: RankedPool) -> list[float]:
    """Return the features of the third model, in the order of QUESTION_FEATURES."""
    ordered = np.sort(scores)[::-1]
    features = rows[list(shown)][:, : len(FEATURE_NAMES)]
    return [
        *rows[shown[0]],
        *features.max(axis=0),
        *features.min(axis=0),
        float(ordered[0]),
        float(ordered[0] - ordered[min(1, len(ordered) - 1)]),
        float(np.logaddexp.reduce(ordered[:SHOWN])),
        float(ordered.mean()),
        float(ranked.scores[0]),
    ]
