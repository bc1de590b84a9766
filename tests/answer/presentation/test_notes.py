"""The notes below the quotes of an answer by rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answer.origins import origins
from bot.answer.presentation.notes import notes
from bot.answer.structural import RulesJudgement
from bot.model.answers import Finding
from bot.model.attribution import Role
from bot.model.spans import Quote, Span
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import parse
from tests.answer.presentation.test_source_line import GROUP, PERSON, POST, UNNAMED, said

WORDS = Vocabulary({"ferry": 2, "stops": 2}, 30)
UNSOURCED = replace(said(), attribution=None)
NO_SOURCE = "No source was recognised for {}."
UNNAMED_SOURCE = "Part of this comes from an unnamed source."
AI_USED = "Part of this is AI-generated or AI-assisted by the publisher’s own disclosure."


def noted(question: str, *findings: Finding, copies: dict[str, list[str]] | None = None, pending=()) -> list[str]:
    """Return the notes of findings, each moved to a document of its own."""
    placed = [
        replace(
            finding,
            document=replace(finding.document, id=f"{finding.document.id}{number}"),
            quote=Quote(finding.quote.text, Span(number, number + 9)),
        )
        for number, finding in enumerate(findings)
    ]
    judgement = RulesJudgement((), ())
    found = notes(parse(question, WORDS), judgement, placed, origins(placed), copies=copies or {}, pending=pending)
    return [note for note in found if not note.startswith("Nothing found")]


ASKED = "who said the ferry stops?"
LINDT, BRANDT = (said((name, Role.SAID, PERSON)) for name in ("Mara Lindt", "Ida Brandt"))


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ((UNSOURCED,) * 3, []),
        ((UNSOURCED,) * 4, [NO_SOURCE.format("these quotes")]),
        ((UNSOURCED, UNSOURCED, LINDT, BRANDT), [NO_SOURCE.format("some of these quotes")]),
        ((LINDT, BRANDT, BRANDT, said(("a clerk", Role.SAID, UNNAMED))), [UNNAMED_SOURCE]),
        ((LINDT, BRANDT, BRANDT, replace(LINDT, ai_generated=True)), [AI_USED]),
        ((LINDT, BRANDT, LINDT, BRANDT), []),
    ],
)
def test_labels_are_told_below_more_than_three_quotes(findings: tuple[Finding, ...], expected: list[str]) -> None:
    assert noted(ASKED, *findings) == expected


def test_one_origin_of_several_quotes_is_told() -> None:
    assert noted(ASKED, LINDT, LINDT) == ["2 articles, 1 origin: Mara Lindt."]
    assert noted(ASKED, LINDT) == []
    assert noted(ASKED, LINDT, UNSOURCED) == ["Single origin: Mara Lindt."]
    assert noted(ASKED, LINDT, BRANDT) == []


def test_several_obtainers_may_be_one_origin() -> None:
    watch, star = (said((name, Role.OBTAINED, GROUP)) for name in ("Delta Watch", "Evening Star"))
    note = "The articles do not say whether these are one origin or several: Delta Watch; Evening Star."
    assert noted(ASKED, watch, star) == [note]
    assert noted(ASKED, watch, LINDT) == []


@pytest.mark.parametrize(
    ("titles", "told"),
    [
        (["A"], "Quote 1 is also in A: counted once."),
        (["A", "B"], "Quote 1 is also in A, B: counted once."),
        (["A", "B", "C"], "Quote 1 is also in A, B and 1 more article: counted once."),
        (["A", "B", "C", "D"], "Quote 1 is also in A, B and 2 more articles: counted once."),
    ],
)
def test_articles_with_a_copy_are_named_two_at_most(titles: list[str], told: str) -> None:
    assert noted(ASKED, LINDT, BRANDT, copies={f"{POST.id}0": titles, "elsewhere": ["E"]}) == [told]


def test_sources_that_are_not_known_yet_are_told_and_not_missed() -> None:
    waiting = "Sources are still being identified for some articles; this card will update."
    assert noted(ASKED, LINDT, pending=["d0"]) == [waiting]
    unsourced = [UNSOURCED] * 4
    assert noted(ASKED, *unsourced, pending=[f"d{number}" for number in range(4)]) == [waiting]
