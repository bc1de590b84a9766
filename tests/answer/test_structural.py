"""What the rules alone find in short articles: scores, answering words, other numbers, reversed roles, and reasons.

The rows of structural_rows.txt are invented, a kind of wording each: a question, and articles with "||" between them. A
snapshot holds what is found. After a change on purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answer.criteria.answer_spans import answer_spans
from bot.answer.criteria.conflicting_figures import conflicting_count
from bot.answer.evidence.argument_order import argument_order
from bot.answer.evidence.candidates import AnswerCandidate
from bot.model.spans import Span
from bot.search.query import Query, clean, parse
from tests.answer.conftest import SURE, AskedArticles, document

if TYPE_CHECKING:
    from spacy.language import Language

ROWS = Path(__file__).parent / "structural_rows.txt"


def test_what_the_rules_find_changes_only_on_purpose(nlp: Language, snapshot) -> None:
    assert (
        "\n".join(line for row in ROWS.read_text("utf-8").splitlines() for line in [row, *_lines(row, nlp)]) == snapshot
    )


def _lines(row: str, nlp: Language) -> Iterator[str]:
    question, _, texts = row.partition(" -> ")
    bodies = [text.replace("\\n", "\n") for text in texts.split(" || ")]
    articles = AskedArticles([document(f"{body}\n", f"{number}.md") for number, body in enumerate(bodies)], nlp, SURE)
    query = parse(clean(question), articles.vocabulary)
    judged = articles.judged_by_rules(query)
    if judged.reason:
        yield f"    {judged.reason}"
    groups = {"=": judged.answers, "~": judged.near, "⇄": judged.reversed_roles, "≠": judged.other_numbers}
    for mark, candidates in groups.items():
        yield from (f"    {mark} {_found(query, candidate)}" for candidate in candidates)
    for conflict in judged.conflicts:
        first = _slice(conflict.first, conflict.first_span)
        yield f"    figures: {first} ≠ {_slice(conflict.second, conflict.second_span)}"


def _found(query: Query, candidate: AnswerCandidate) -> str:
    match, attribution = candidate.match, candidate.attribution
    found = {
        "matched": ", ".join(_slice(candidate, place) for place in match.places),
        "spans": ", ".join(_slice(candidate, span) for span in answer_spans(query, candidate)),
        "phrase": _slice(candidate, candidate.phrase),
        "other count": _slice(candidate, conflicting_count(query, candidate)),
        "order": argument_order(query, candidate.units, match.position).value,
        "source": " <- ".join(link.name for link in attribution.chain) if attribution else "",
    }
    levels = " ".join(f"{level:.2f}" for level in match.levels)
    shown = f"{candidate.units.document.name}:{match.position} {candidate.score:.2f} ({levels})"
    return " | ".join([shown, *(f"{name}: {text}" for name, text in found.items() if text)])


def _slice(candidate: AnswerCandidate, span: Span | None) -> str:
    return span.of(candidate.units.document.text).replace("\n", " ") if span else ""
