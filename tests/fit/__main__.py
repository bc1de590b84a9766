"""Fit the judge's models and thresholds, cross-validated over whole articles.

    python -m tests.fit --corpus ../shared/eval/news --questions ../shared/eval/ask/news_a.jsonl ... [--write]

Prints the figures of questions whose articles were out of the fit, by kind and by paraphrase; `--write` fits on all
questions and writes bot/answer/weights.json. `--answers DIR` asks every question with weights that its article had no
part in, and writes the whole answers, one file a set, for a scorer.
"""

from __future__ import annotations

import asyncio
import json
import pickle
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

import bot.answer
from bot.answer.criteria.sentence_ranking import RANK_FEATURES
from bot.answer.evidence.pool import PoolSentence
from bot.answer.evidence.question import QuestionAnalysis
from bot.answer.judge import (
    CANDIDATE_FEATURES,
    QUESTION_FEATURES,
    Judge,
    RankedPool,
    candidate_rows,
    question_row,
    shown_positions,
)
from bot.answer.linear_model import LinearModel
from bot.answer.presentation.context import adjacent_sentences
from bot.answer.presentation.serialize import answer_json
from bot.app import App, open_app
from bot.library.evidence import EvidenceService
from bot.library.question_reading import ParsedQuestion, read_question
from bot.model.search import NO_FILTER as NO_LIMITS
from bot.settings import load_settings
from tests.fit.logistic import fit_choice, fit_logistic
from tests.fit.questions import FOLDS, GoldQuestion, covers, gold_labels, load_questions

Matrix = NDArray[np.float64]
WEIGHTS = Path(bot.answer.__file__).with_name("weights.json")
_RANKED = 120  # sentences a question that the first model learns from
_MEANING_LATER = 10
_PENALTIES = {"rank": 3.0, "candidate": 20.0, "question": 200.0, "contrary": 200.0}
_TRUST = 0.89  # before differences take their share out of what is answered
_FALSE, _FALSE_TWINS = 0.08, 0.15
_GRID = tuple(np.arange(40, 96, 2) / 100)
_CONTRARY = 0.1  # a difference has to be pointed at as well, so the probability only has to be likely at all
_ROW = 0.5  # not fitted: news has hardly any tables


@dataclass
class Sample:
    """One question with its gathered evidence.

    `learned` are the rows and labels for the ranking model.
    """

    gold: GoldQuestion
    is_yes_no: bool
    learned: tuple[Matrix, Matrix]
    question: QuestionAnalysis | None = None
    ranked: RankedPool | None = None
    labels: Matrix | None = None
    rows: Matrix | None = None
    scores: Matrix | None = None
    shown: Sequence[int] = ()
    question_row: Sequence[float] = ()
    by_rules: frozenset[tuple[str, int]] = frozenset()
    is_confirmed: bool = False
    is_right: bool = False
    is_contrary: bool = False


@click.command(help=__doc__)
@click.option("--corpus", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--questions", "files", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--write", is_flag=True, help="Write bot/answer/weights.json.")
@click.option("--answers", type=click.Path(file_okay=False, path_type=Path), help="Write out-of-fold answers here.")
@click.option("--keep", type=click.Path(dir_okay=False, path_type=Path), help="Keep what was gathered in this file.")
def main(corpus: Path, files: tuple[Path, ...], *, write: bool, answers: Path | None, keep: Path | None) -> None:
    """Gather evidence for every question, fit, report, and optionally write weights."""
    asyncio.run(_main(corpus, load_questions(files), write=write, keep=keep, answers=answers))


async def _main(
    corpus: Path, gold: Sequence[GoldQuestion], *, write: bool, keep: Path | None, answers: Path | None
) -> None:
    samples = await _samples(corpus, gold, keep)
    for fold in range(FOLDS):
        model = _fit_candidate([sample for sample in samples if sample.gold.fold != fold])
        for sample in (sample for sample in samples if sample.gold.fold == fold and sample.rows is not None):
            _judge(sample, model)
    answered = _out_of_fold(samples, "question", lambda sample: sample.is_right)
    contrary = _out_of_fold(samples, "contrary", lambda sample: sample.is_contrary)
    thresholds = _thresholds(samples, answered)
    _report(samples, answered, contrary, thresholds)
    if write:
        WEIGHTS.write_text(json.dumps(_table(samples, thresholds), indent=1) + "\n", encoding="utf-8")
        print(f"wrote {WEIGHTS.name}")
    if answers is not None:
        await _answer(corpus, samples, gold, thresholds, answers)


async def _samples(corpus: Path, gold: Sequence[GoldQuestion], keep: Path | None) -> list[Sample]:
    """Return all questions with their compared sentences.

    They are read from `keep` if that file exists.
    """
    if keep is not None and keep.exists():
        saved: list[Sample] = pickle.loads(keep.read_bytes())
        return saved
    async with open_app(load_settings(), corpus=[corpus]) as app:
        await app.sync()
        await app.complete()
        samples = await _gather(app, gold)
        for fold in range(FOLDS):
            model = _fit_rank([sample for sample in samples if sample.gold.fold != fold])
            for sample in (sample for sample in samples if sample.gold.fold == fold):
                _rerank(sample, model)
        await _compare(app, samples)
    if keep is not None:
        keep.write_bytes(pickle.dumps(samples))
    return samples


async def _answer(
    corpus: Path, samples: Sequence[Sample], gold: Sequence[GoldQuestion], thresholds: dict[str, float], folder: Path
) -> None:
    """Write each question's answer by a judge without its article."""
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, list[str]] = defaultdict(list)
    async with open_app(load_settings(), corpus=[corpus]) as app:
        for fold in range(FOLDS):
            judge = Judge(_table([sample for sample in samples if sample.gold.fold != fold], thresholds))
            for question in (question for question in gold if question.fold == fold):
                answer = await app.questions.judged_by(judge).answer(question.text)
                found[question.set].append(json.dumps({"id": question.id, **answer_json(answer)}, ensure_ascii=False))
                _progress("answered", sum(map(len, found.values())), len(gold))
    for name, lines in found.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def _read(app: App, gold: GoldQuestion) -> ParsedQuestion | None:
    today = datetime.now(UTC).date()
    read = read_question(gold.text, app.passage_search.vocabulary(), NO_LIMITS, today, (), exact=False)
    return read if isinstance(read, ParsedQuestion) else None


async def _gather(app: App, gold: Sequence[GoldQuestion]) -> list[Sample]:
    samples = []
    for question in gold:
        read = _read(app, question)
        if read is None:
            continue
        hits = await app.evidence.find_passages(read.query, read.narrowing) or await app.evidence.find_passages(
            read.query, NO_LIMITS
        )
        analysed, ranked, _, _ = await app.evidence.rank_sentences(read.query, hits)
        if not ranked.sentences:
            continue
        labels = gold_labels(ranked.sentences, question.evidence if question.answerable else ())
        likely = _likely(ranked.features)
        learned = ranked.features[likely], labels[likely]
        by_rules = await app.questions.answers_by_rules(read.query, hits)
        samples.append(Sample(question, analysed.is_yes_no, learned, analysed, ranked, labels, by_rules=by_rules))
        _progress("gathered", len(samples), len(gold))
    return samples


def _fit_rank(samples: Iterable[Sample]) -> LinearModel:
    groups = [sample.learned for sample in samples if sample.gold.answerable]
    return fit_choice(RANK_FEATURES, groups, penalty=_PENALTIES["rank"])


def _likely(features: Matrix) -> NDArray[np.intp]:
    """Return the sentences to learn from: best by words or vectors.

    They do not depend on any weights.
    """
    words = features[:, RANK_FEATURES.index("bm25")] + features[:, RANK_FEATURES.index("bm25 with context")]
    meaning = features[:, RANK_FEATURES.index("cosine with context")]
    place = np.minimum(np.argsort(np.argsort(-words)), np.argsort(np.argsort(-meaning)) + _MEANING_LATER)
    return np.argsort(place, kind="stable")[:_RANKED]


def _rerank(sample: Sample, model: LinearModel) -> None:
    assert sample.ranked is not None
    assert sample.labels is not None
    scores = model.scores(sample.ranked.features)
    order = np.argsort(-scores, kind="stable")
    sentences = tuple(sample.ranked.sentences[index] for index in order)
    sample.ranked = RankedPool(sentences, sample.ranked.features[order], scores[order])
    sample.labels = sample.labels[order]


async def _compare(app: App, samples: Sequence[Sample]) -> None:
    for number, sample in enumerate(samples, start=1):
        evidence: EvidenceService = app.evidence
        assert sample.question is not None
        assert sample.ranked is not None
        assert sample.labels is not None
        compared = await evidence.compare_best(sample.question, sample.ranked)
        sample.rows = candidate_rows(sample.question, sample.ranked, [comparison for _, _, comparison in compared])
        sample.labels = sample.labels[: len(compared)]
        sample.ranked = sample.ranked.head(len(compared))
        _progress("compared", number, len(samples))


def _fit_candidate(samples: Iterable[Sample]) -> LinearModel:
    fitted = [sample for sample in samples if sample.rows is not None]
    rows = np.concatenate([sample.rows for sample in fitted if sample.rows is not None])
    labels = np.concatenate([sample.labels for sample in fitted if sample.labels is not None])
    return fit_logistic(CANDIDATE_FEATURES, rows, labels, penalty=_PENALTIES["candidate"])


def _judge(sample: Sample, model: LinearModel) -> None:
    assert sample.rows is not None
    assert sample.ranked is not None
    sample.scores = model.scores(sample.rows)
    compared = sample.ranked.sentences
    sample.shown = shown_positions(sample.scores, [sentence.key for sentence in compared])
    sample.question_row = question_row(sample.rows, sample.scores, sample.shown, sample.ranked)
    quoted = [quote for index in sample.shown for quote in _with_context(compared[index])]
    sample.is_confirmed = any(compared[index].key in sample.by_rules for index in sample.shown)
    seen = covers(quoted, sample.gold.evidence)
    sample.is_right = sample.gold.answerable and seen
    sample.is_contrary = not sample.gold.answerable and covers(quoted, sample.gold.contrary)


def _with_context(sentence: PoolSentence) -> list[PoolSentence]:
    positions = [sentence.position, *adjacent_sentences(sentence.units, sentence.position)]
    return [PoolSentence(sentence.units, index, sentence.passage_rank, sentence.passage_score) for index in positions]


def _out_of_fold(samples: Sequence[Sample], name: str, label: Callable[[Sample], bool]) -> Matrix:
    """Return each sample's probability under a model fitted on the other folds."""
    rows = np.array([sample.question_row for sample in samples])
    labels = np.array([float(label(sample)) for sample in samples])
    folds = np.array([sample.gold.fold for sample in samples])
    found = np.zeros(len(samples))
    for fold in range(FOLDS):
        inside = folds != fold
        model = fit_logistic(QUESTION_FEATURES, rows[inside], labels[inside], penalty=_PENALTIES[name])
        found[~inside] = 1 / (1 + np.exp(-model.scores(rows[~inside])))
    return found


def _thresholds(samples: Sequence[Sample], probability: Matrix) -> dict[str, float]:
    """Return the thresholds with most right answers within the error limits.

    Questions that rules confirm have a lower one. Yes/no questions are held to their false twins, which differ in one
    thing: half of all twins are false, so that trust, which depends on that share, is measured on the others.
    """
    right = np.array([sample.is_right for sample in samples])
    able = np.array([sample.gold.answerable for sample in samples])
    yes_no = np.array([sample.is_yes_no for sample in samples])
    confirmed = np.array([sample.is_confirmed for sample in samples])
    natural = np.array(["change" not in sample.gold.raw for sample in samples])
    grid = [(high, low) for high in _GRID for low in _GRID if low <= high]
    found = {}
    for name, kind in (("yes or no", yes_no), ("other", ~yes_no)):
        best, most = grid[-1], -1.0
        for high, low in grid:
            answered = kind & (probability >= np.where(confirmed, low, high))
            trust = right[answered & natural].mean() if (answered & natural).any() else 1.0
            tested = kind & ~able & (~natural if name == "yes or no" else natural)
            false = (answered & tested).sum() / max(tested.sum(), 1)
            limit = _FALSE_TWINS if name == "yes or no" else _FALSE
            share = (answered & right).sum() / max((kind & able).sum(), 1)
            if trust >= _TRUST and false <= limit and share > most:
                best, most = (high, low), share
        found[name], found[f"{name}, confirmed"] = (round(float(threshold), 2) for threshold in best)
    return {**found, "contrary": _CONTRARY, "row, confirmed": _ROW}


def _report(samples: Sequence[Sample], answered: Matrix, contrary: Matrix, thresholds: dict[str, float]) -> None:
    print(f"thresholds {thresholds}; AUC answered {_auc(answered, samples)}")
    for key in ("", "kind", "paraphrase", "change"):
        groups: dict[str, list[int]] = defaultdict(list)
        for index, sample in enumerate(samples):
            if not key or key in sample.gold.raw:
                groups[str(sample.gold.raw.get(key, "all"))].append(index)
        for group, members in sorted(groups.items()):
            print(
                f"{key:10} {group:16}", _figures([samples[index] for index in members], answered[members], thresholds)
            )
    is_contrary = np.array([sample.is_contrary for sample in samples])
    for threshold in (0.2, 0.3, 0.4, 0.5):
        chosen = contrary >= threshold
        print(f"contrary at {threshold}: right {is_contrary[chosen].sum()} of {chosen.sum()}, of {is_contrary.sum()}")


def _figures(samples: Sequence[Sample], probability: Matrix, thresholds: dict[str, float]) -> str:
    least = np.array([thresholds[_kind(sample)] for sample in samples])
    answered = probability >= least
    able = np.array([sample.gold.answerable for sample in samples])
    right = np.array([sample.is_right for sample in samples])
    parts = [f"n {len(samples)}"]
    if able.any():
        parts += [f"right@3 {(right & answered)[able].mean():.3f}", f"shown@3 {right[able].mean():.3f}"]
    if answered.any():
        parts.append(f"trust {right[answered].mean():.3f}")
    if (~able).any():
        parts.append(f"false answer {answered[~able].mean():.3f}")
    return "  ".join(parts)


def _kind(sample: Sample) -> str:
    return ("yes or no" if sample.is_yes_no else "other") + (", confirmed" if sample.is_confirmed else "")


def _auc(probability: Matrix, samples: Sequence[Sample]) -> float:
    """Return the share of (right, wrong) pairs in the right order."""
    right = np.array([sample.is_right for sample in samples])
    order = np.argsort(np.argsort(probability))
    positives = order[right]
    pairs = right.sum() * (~right).sum()
    return round(float((positives.sum() - right.sum() * (right.sum() - 1) / 2) / pairs), 3)


def _table(samples: Sequence[Sample], thresholds: dict[str, float]) -> dict[str, Any]:
    """Return all models of the samples, as JSON.

    The later ones are fitted on the out-of-fold scores of the earlier ones.
    """
    rows = np.array([sample.question_row for sample in samples])
    right = np.array([float(sample.is_right) for sample in samples])
    contrary = np.array([float(sample.is_contrary) for sample in samples])
    return {
        "questions": len(samples),
        "thresholds": thresholds,
        "rank": _fit_rank(samples).as_table(),
        "candidate": _fit_candidate(samples).as_table(),
        "question": fit_logistic(QUESTION_FEATURES, rows, right, penalty=_PENALTIES["question"]).as_table(),
        "contrary": fit_logistic(QUESTION_FEATURES, rows, contrary, penalty=_PENALTIES["contrary"]).as_table(),
    }


def _progress(action: str, done: int, of: int) -> None:
    if done % 50 == 0 or done == of:
        print(f"\r{action} {done} of {of}", end="" if done < of else "\n", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
