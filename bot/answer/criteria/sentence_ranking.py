"""Features of the first model, a linear ranking of the pool's sentences.

Words score by BM25 (Robertson and Zaragoza 2009) over sentences, once alone and once with their neighbours, the
headings and the title. The weights are fitted by a conditional logit over each question's sentences.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.answer.criteria.answer_spans import PLACE, TIME
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import AnswerType, QuestionAnalysis, QuestionWord
from bot.answer.evidence.sources import UnitSources
from bot.answer.evidence.units import DocumentUnits
from bot.model.documents import BlockKind
from bot.normalize import WORD, stem
from bot.search.expansion.synonyms import variants
from bot.search.numbers import has_number

Matrix = NDArray[np.float64]
_K1, _B = 1.2, 0.6
_CHARACTERS_A_WORD = 6.0
_AVERAGE_WORDS = 21.0
_BEFORE, _AFTER, _TITLE, _HEADING = 0.5, 0.35, 0.4, 0.5  # shares of a word in the context
_LEVEL_HEADING, _LEVEL_BEFORE, _LEVEL_AFTER, _LEVEL_TITLE, _LEVEL_DOCUMENT = 0.85, 0.7, 0.55, 0.6, 0.3
_VECTOR_BEFORE, _VECTOR_AFTER = 0.35, 0.25
_LEAST_VARIANT = 0.7
REASON = re.compile(
    r"""
    \b(?: because | due\s to | thanks\s to | as\s a\s result | result\s of | after | since | so\s that | in\s order
      | caus\w+ | reason | led\s to | blam\w+ | therefore | driven\s by | amid          # because, caused by
      | to\s (?:avoid|help|prevent|make|get|keep|ensure|protect) )\b                     # to prevent
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INNER_CAPITAL = re.compile(r"[a-z,] [A-Z]")

RANK_FEATURES = (
    "bm25", "bm25 with context", "coverage", "coverage with context", "coverage of the article", "share of words",
    "weightiest missing word", "passage rank", "passage score", "title coverage", "heading", "boilerplate", "list item",
    "table row", "length", "position", "bm25 gap", "context gap", "coverage gap", "context coverage gap", "bm25 rank",
    "context rank", "cosine", "cosine with context", "cosine gap", "context cosine gap", "cosine rank",
    "context cosine rank", "names", "names with context", "names in the article", "a name is missing",
    "source is named in the question", "source named and speech asked", "chain names the question's name",
    "has a source", "has a source and speech asked", "named source and speech asked", "hypothetical", "negated source",
    "outlet named in the question", "numbers", "a number is missing", "answer type", "answer type number",
    "answer type time", "answer type place", "answer type reason", "answer type person", "quotation and speech asked",
    "is a question",
)  # fmt: skip


def rank_features(
    question: QuestionAnalysis,
    pool: Sequence[PoolSentence],
    sources: Callable[[PoolSentence], UnitSources],
    query_vector: NDArray[np.float32] | None,
    vectors: Mapping[str, NDArray[np.float32]],
) -> Matrix:
    """Return the features of all sentences; shape (sentences, len(RANK_FEATURES)).

    `vectors` holds a matrix for each document id, aligned with its units. A missing matrix or a row of zeros is an
    unknown vector. Without a `query_vector` all cosines are unknown (NaN).
    """
    if not pool:
        return np.zeros((0, len(RANK_FEATURES)))
    words = question.words or (QuestionWord("", "", 1.0, is_name=False, is_verb=False, is_number=False),)
    lexical = _lexical(words, pool)
    cosine = _cosines(pool, query_vector, vectors)
    rows = np.array([_question_features(question, sentence, sources(sentence)) for sentence in pool])
    return np.concatenate([lexical, cosine, rows], axis=1)


def _lexical(words: Sequence[QuestionWord], pool: Sequence[PoolSentence]) -> Matrix:
    columns: dict[str, list[tuple[int, PoolSentence]]] = defaultdict(list)
    for row, sentence in enumerate(pool):
        columns[sentence.units.document.id].append((row, sentence))
    weights = np.array([word.weight for word in words])
    total = weights.sum() or 1.0
    found = np.zeros((len(pool), 10))
    for members in columns.values():
        counts = _Counts.of(words, members[0][1].units)
        for row, sentence in members:
            found[row] = _lexical_row(counts, weights, total, sentence)
    shape = np.array([_unit_features(sentence) for sentence in pool])
    gaps = [found[:, column] - found[:, column].max(initial=-math.inf) for column in range(4)]
    ranks = [_reciprocal_rank(found[:, column]) for column in range(2)]
    return np.concatenate([found, shape, np.stack([*gaps, *ranks], axis=1)], axis=1)


@dataclass(frozen=True, slots=True)
class _Counts:
    """Counts of the question's words and their variants in a document's units."""

    own: Matrix  # (words, units)
    heading: Matrix
    title: Matrix  # (words,)
    document: Matrix
    norm: Matrix  # (units,): BM25's length normalisation

    @classmethod
    def of(cls, words: Sequence[QuestionWord], units: DocumentUnits) -> _Counts:
        own = np.zeros((len(words), len(units.units)))
        heading = np.zeros_like(own)
        title_stems = {stem(word) for word in WORD.findall(units.document.reference.title or "")}
        title, document = np.zeros(len(words)), np.zeros(len(words))
        contexts = {unit.context for unit in units.units}
        for row, word in enumerate(words):
            stems = _stems(word.stem)
            for stemmed, level in stems:
                for position in units.positions(stemmed):
                    own[row, position] = own[row, position] + 1 if level == 1 else max(own[row, position], level)
            names = [stemmed for stemmed, _ in stems]
            title[row] = not title_stems.isdisjoint(names)
            document[row] = any(stemmed in units.known for stemmed in names)
            introduced = [context for context in contexts if not context.isdisjoint(names)]
            if introduced:
                heading[row] = [unit.context in introduced for unit in units.units]
        lengths = np.array([max(len(unit.span) / _CHARACTERS_A_WORD, 1.0) for unit in units.units])
        return cls(own, heading, title, document, _K1 * (1 - _B + _B * lengths / _AVERAGE_WORDS))


@lru_cache(maxsize=2_000)
def _stems(stemmed: str) -> list[tuple[str, float]]:
    return [
        (stemmed, 1.0),
        *((variant, level) for variant, level in variants(stemmed).items() if level >= _LEAST_VARIANT),
    ]


def _lexical_row(counts: _Counts, weights: Matrix, total: float, sentence: PoolSentence) -> list[float]:
    position, last = sentence.position, counts.own.shape[1] - 1
    own = counts.own[:, position]
    inside = np.minimum(own, 1)
    before = np.minimum(counts.own[:, position - 1], 1) if position else np.zeros(len(own))
    after = np.minimum(counts.own[:, position + 1], 1) if position < last else np.zeros(len(own))
    heading, norm = counts.heading[:, position], counts.norm[position]
    lent = own + _BEFORE * before + _AFTER * after + _TITLE * counts.title + _HEADING * heading
    level = np.maximum.reduce(
        [
            inside,
            _LEVEL_HEADING * heading,
            _LEVEL_BEFORE * before,
            _LEVEL_AFTER * after,
            _LEVEL_TITLE * counts.title,
            _LEVEL_DOCUMENT * counts.document,
        ]
    )
    missing = weights[inside == 0]
    return [
        float((weights * own * (_K1 + 1) / (own + norm)).sum() / total),
        float((weights * lent * (_K1 + 1) / (lent + norm)).sum() / total),
        float((weights * inside).sum() / total),
        float((weights * level).sum() / total),
        float((weights * counts.document).sum() / total),
        float((inside > 0).mean()),
        float(missing.max(initial=0.0) / weights.max()),
        1 / (sentence.passage_rank + 1),
        sentence.passage_score,
        float((weights * counts.title).sum() / total),
    ]


def _unit_features(sentence: PoolSentence) -> list[float]:
    unit = sentence.unit
    return [
        float(unit.heading),
        float(unit.boilerplate),
        float(unit.block.kind is BlockKind.LIST_ITEM),
        float(unit.block.kind is BlockKind.TABLE_ROW),
        math.log(max(len(unit.span) / _CHARACTERS_A_WORD, 1.0)),
        math.log(1 + sentence.position),
    ]


def _cosines(
    pool: Sequence[PoolSentence], query_vector: NDArray[np.float32] | None, vectors: Mapping[str, NDArray[np.float32]]
) -> Matrix:
    if query_vector is None or not pool:
        return np.full((len(pool), 6), np.nan)
    own, around = np.zeros(len(pool)), np.zeros(len(pool))
    for row, sentence in enumerate(pool):
        matrix = vectors.get(sentence.units.document.id)
        if matrix is None:
            continue
        position = sentence.position
        context = matrix[position].copy()
        if position:
            context += _VECTOR_BEFORE * matrix[position - 1]
        if position + 1 < len(matrix):
            context += _VECTOR_AFTER * matrix[position + 1]
        own[row] = matrix[position] @ query_vector
        around[row] = context @ query_vector / (np.linalg.norm(context) + 1e-9)
    gaps = [own - own.max(), around - around.max()]
    return np.stack([own, around, *gaps, _reciprocal_rank(own), _reciprocal_rank(around)], axis=1)


def _reciprocal_rank(values: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.argsort(np.argsort(-values, kind="stable"), kind="stable")))


def _question_features(question: QuestionAnalysis, sentence: PoolSentence, sources: UnitSources) -> list[float]:
    names = [word.stem for word in question.words if word.is_name]
    units, position, text = sentence.units, sentence.position, sentence.text
    own = [_unit_holds(units, position, name) for name in names]
    around = [
        met or _unit_holds(units, position - 1, name) or _unit_holds(units, position + 1, name)
        for met, name in zip(own, names, strict=True)
    ]
    known = [any(stemmed in units.known for stemmed, _ in _stems(name)) for name in names]
    values = {value for value, _ in units.values(position)} if question.numbers else set()
    numbers = [number.value in values for number in question.numbers]
    asks = question.asks_speech
    speaks = not sources.content_names.isdisjoint(names)
    mentioned = speaks or not sources.frame_names.isdisjoint(names)
    typed = _answers_type(question, text, sources)
    return [
        _share(own),
        _share(around),
        _share(known),
        float(not all(known)),
        1.0 if speaks else 0.6 * mentioned,
        float(speaks and asks),
        float(not sources.chain_names.isdisjoint(names)),
        float(sources.is_attributed),
        float(sources.is_attributed and asks),
        float(sources.has_named_source and asks),
        float(sources.is_hypothetical),
        float(sources.is_negated),
        float(not sources.outlet_names.isdisjoint(names)),
        _share(numbers),
        float(not all(numbers)),
        typed,
        *(typed * (question.answer_type is kind) for kind in _TYPED),
        float(asks and ("“" in text or '"' in text)),
        float(text.rstrip().endswith("?")),
    ]


_TYPED = (AnswerType.NUMBER, AnswerType.TIME, AnswerType.PLACE, AnswerType.REASON, AnswerType.PERSON)


def _answers_type(question: QuestionAnalysis, text: str, sources: UnitSources) -> float:
    match question.answer_type:
        case AnswerType.NUMBER:
            return float(has_number(text))
        case AnswerType.TIME:
            return float(TIME.search(text) is not None)
        case AnswerType.PLACE:
            return float(PLACE.search(text) is not None)
        case AnswerType.REASON:
            return float(REASON.search(text) is not None)
        case AnswerType.PERSON if question.asks_speech:
            return float(sources.has_named_source)
        case AnswerType.PERSON:
            return float(_INNER_CAPITAL.search(text) is not None)
        case _:
            return 0.0


def _unit_holds(units: DocumentUnits, position: int, name: str) -> bool:
    return 0 <= position < len(units.units) and any(units.holds(position, stemmed) for stemmed, _ in _stems(name))


def _share(met: Sequence[bool]) -> float:
    return sum(met) / len(met) if met else 0.5
