"""What the gold set's twins and a third of its questions are answered with: a change is made on purpose, or is a fault.

The snapshot holds what is decided and quoted, and none of the words around it. Whether answers are right is measured in
tests/quality. After a change on purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.library.judge_weights import load_judge
from bot.model.answers import Answer, Finding
from tests.answer.conftest import answering_from, document
from tests.gold.records import QUESTIONS, TWINS, article_texts, read_rows

if TYPE_CHECKING:
    from spacy.language import Language

_MARKS = {"findings": "=", "contrary": "≠", "near_misses": "~"}


def test_answers_over_the_gold_set_change_only_on_purpose(nlp: Language, snapshot) -> None:
    texts = article_texts()
    ask = answering_from([document(text, f"{name}.md") for name, text in texts.items()], nlp, load_judge())
    questions = [row["question"] for row in read_rows(QUESTIONS)[::3] + read_rows(TWINS)]
    assert "\n".join(line for question in questions for line in _lines(ask(question))) == snapshot


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
