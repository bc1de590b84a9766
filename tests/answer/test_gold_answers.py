"""What the gold set's twins and a third of its questions are answered with: a change is made on purpose, or is a fault.

The snapshots hold what is decided and quoted, what the rules think of each sentence, the sums of the features, and the
probabilities. None holds the words around the quotes. Whether answers are right is measured in tests/quality. After a
change on purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from bot.answer.criteria.sentence_ranking import RANK_FEATURES
from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.features import FEATURE_NAMES
from bot.library.judge_weights import load_judge
from bot.model.answers import Answer, Finding
from bot.search.query import Query, clean, parse
from tests.answer.conftest import AskedArticles, ComparedPool, document
from tests.gold.records import QUESTIONS, TWINS, article_texts, read_rows

if TYPE_CHECKING:
    from spacy.language import Language

_MARKS = {"findings": "=", "contrary": "≠", "near_misses": "~"}


@pytest.fixture(scope="module")
def articles(nlp: Language) -> AskedArticles:
    documents = [document(text, f"{name}.md") for name, text in article_texts().items()]
    return AskedArticles(documents, nlp, load_judge())


@pytest.fixture(scope="module")
def queries(articles: AskedArticles) -> list[Query]:
    questions = [row["question"] for row in read_rows(QUESTIONS)[::3] + read_rows(TWINS)]
    return [parse(clean(question), articles.vocabulary) for question in questions]


@pytest.fixture(scope="module")
def comparisons(articles: AskedArticles, queries: list[Query]) -> list[ComparedPool]:
    return [articles.compared(query) for query in queries]


def test_answers_over_the_gold_set_change_only_on_purpose(
    articles: AskedArticles, queries: list[Query], snapshot
) -> None:
    assert "\n".join(line for query in queries for line in _lines(articles.ask(query))) == snapshot


def test_what_the_rules_think_of_each_sentence_changes_only_on_purpose(
    articles: AskedArticles, queries: list[Query], snapshot
) -> None:
    assert "\n".join(line for query in queries for line in _judged_lines(articles, query)) == snapshot


def test_features_that_the_weights_were_fitted_on_change_only_on_purpose(
    comparisons: list[ComparedPool], snapshot
) -> None:
    """A feature that is computed otherwise makes its weight wrong, even if all answers stay."""
    ranked = np.concatenate([pool.features for _, pool, _ in comparisons])
    compared = np.array([comparison.features.vector() for *_, best in comparisons for _, _, comparison in best])
    sums = [*zip(RANK_FEATURES, ranked.T, strict=True), *zip(FEATURE_NAMES, compared.T, strict=True)]
    assert "\n".join(f"{name}: {np.nansum(column):.2f} in {len(column)}" for name, column in sums) == snapshot


def test_probabilities_of_the_gold_set_change_only_on_purpose(comparisons: list[ComparedPool], snapshot) -> None:
    judge = load_judge()
    lines = []
    for question, ranked, compared in comparisons:
        judged = judge.judge(question, ranked, compared)
        scores = ", ".join(f"{sentence.score:.2f}" for sentence in (*judged.shown, *judged.others[:2]))
        lines.append(f"{question.text} -> {judged.probability:.3f}, {judged.contrary:.3f} ({scores})")
    assert "\n".join(lines) == snapshot


def _judged_lines(articles: AskedArticles, query: Query) -> Iterator[str]:
    judged = articles.judged_by_rules(query)
    yield f"{query.question} -> {judged.reason or 'answered'}"
    groups = {"=": judged.answers, "~": judged.near, "⇄": judged.reversed_roles, "≠": judged.other_numbers}
    for mark, candidates in groups.items():
        yield from (f"    {mark} {_judged(candidate)}" for candidate in candidates)


def _judged(candidate: AnswerCandidate) -> str:
    """Return document, sentence, score, coverage with and without context, and the answering phrase."""
    match, phrase = candidate.match, candidate.phrase
    shown = f"{candidate.units.document.name}:{match.position} {candidate.score:.2f}"
    return f"{shown} of {match.coverage:.2f}, {match.own:.2f}{f' at {phrase.start}:{phrase.end}' if phrase else ''}"


def _lines(answer: Answer) -> Iterator[str]:
    yield f"{answer.question} -> {answer.state}{' (conflict)' if answer.conflict else ''}"
    for field, mark in _MARKS.items():
        yield from (f"    {mark} {_quoted(finding)}" for finding in getattr(answer, field))
    for line in answer.comparison:
        yield f"    {line.slot}: {line.asked} {'=' if line.holds else '≠'} {line.quoted}"
    for origin in answer.origins:
        yield f"    from {origin.name}: {', '.join(origin.documents)}"


def _quoted(finding: Finding) -> str:
    """Return document and span, the highlights, and who says it."""
    span, quote = finding.quote.span, finding.quote
    marked = [quote.text[part.start - span.start : part.end - span.start] for part in finding.highlights]
    said = finding.attribution
    flags = [name for name in ("inherited", "inferred", "negated") if said and getattr(said, name)]
    flags += [name for name in ("ai_generated", "boilerplate", "hypothetical") if getattr(finding, name)]
    chain = " <- ".join(f"{link.name} ({link.role})" for link in (said.chain if said else ()))
    parts = [f"{finding.document.name} {span.start}:{span.end}", " · ".join(marked), chain, " ".join(flags)]
    return " | ".join(part.replace("\n", " ") for part in parts if part)
