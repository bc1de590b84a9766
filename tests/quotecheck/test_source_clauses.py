"""Quotations that a source clause interrupts: whole they are verbatim, two quotations of two people are not."""

from __future__ import annotations

import pytest

from bot.model.spans import Span
from bot.quotecheck.model import MatchLevel
from bot.quotecheck.source_clauses import source_clauses
from tests.quotecheck.checking import verdict_on

ARTICLE = (
    "“We will stay in the town,” mayor Ida Velm said on Monday, “until the end of the winter.” She smiled.\n\n"
    "“The ferry is far too old for us,” said Tor Brandt, who has led the council of the seven islands since he was "
    "thirty years old. “No one asked the islanders about it.”\n\n"
    "“The quay must be built now,” said Ada Lind. “The quay is a waste of money,” said Ole Moe."
)


@pytest.mark.parametrize(
    "text",
    [
        "We will stay in the town until the end of the winter.",
        "We will stay in the town, until the end",
        "The ferry is far too old for us. No one asked the islanders about it.",
        "We will stay in the town,” mayor Ida Velm said on Monday, “until the end",
    ],
)
def test_a_quotation_is_verbatim_without_the_words_of_its_source_clause(text: str) -> None:
    found = verdict_on(text, article=ARTICLE)
    assert found.level is MatchLevel.VERBATIM
    assert not found.places[0].changes


def test_only_the_changed_words_of_an_interrupted_quotation_are_told() -> None:
    found = verdict_on("We will stay in the village until the end of the winter.", article=ARTICLE)
    assert found.level is MatchLevel.ALTERED
    assert [(change.original, change.typed) for change in found.places[0].changes] == [("town", "village")]


def test_the_place_holds_the_source_clause() -> None:
    (place,) = verdict_on("stay in the town until the end", article=ARTICLE).places
    assert place.span.of(ARTICLE) == "stay in the town,” mayor Ida Velm said on Monday, “until the end"


def test_quotations_of_two_people_are_not_one() -> None:
    text = "The quay must be built now. The quay is a waste of money"
    assert verdict_on(text, article=ARTICLE).level is not MatchLevel.VERBATIM


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ('"We stay," the mayor said, "until May."', [" the mayor said,"]),
        ("“We stay”, said Mr. Velm, “until May”.", [" said Mr. Velm,"]),
        ("“We stay!” she shouted. “All of us.”", [" she shouted."]),
        ("“We stay!” she shouted. “We go!” he replied.", []),
        ("“We stay,” she said. The crowd cheered. “We go.”", []),
        ("He said the plan was “a joke” and called it “a sham”.", []),
        ("“We stay,” the sign in the harbour reads to this day, “until May.”", []),
        ("He said “no,” she said.", []),
        ("", []),
    ],
)
def test_a_source_clause_stands_between_two_parts_of_one_quotation(text: str, clauses: list[str]) -> None:
    assert [span.of(text) for span in source_clauses(text)] == clauses


def test_the_words_of_a_clause_count_from_the_text_s_start() -> None:
    text = "Quietly. " * 3 + "“We stay,” said Velm, “until May.”"
    assert list(source_clauses(text)) == [Span(text.index(" said"), text.index(" “until"))]
