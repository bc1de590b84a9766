"""The terminal's card: what it shows of an answer, at every width, and what it keeps from the terminal."""

from __future__ import annotations

import re

import click
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.card import answer_card
from bot.cli.terminal import Piece, Style, columns, flow, printable
from bot.model import (
    Answer,
    AnswerState,
    Attributed,
    AttributionKind,
    Correction,
    Finding,
    Link,
    Quote,
    Reference,
    Role,
    SourceKind,
    Span,
)

TEXT = "The harbour office said on Monday that the ferry will stop."
DOCUMENT = Reference(
    "d1", "ferry", "0" * 64, title="Ferry to stop", outlet="Harbour Times", published="2024-06-02T08:00"
)


def finding(**changes: object) -> Finding:
    start = 100
    quote = Quote(TEXT, Span(start, start + len(TEXT)))
    at = start + TEXT.index("ferry")
    given: dict[str, object] = {"highlights": (Span(at, at + 5),)} | changes
    return Finding(DOCUMENT, quote, **given)  # type: ignore[arg-type]


def answer(*findings: Finding, **changes: object) -> Answer:
    given: dict[str, object] = {
        "question": "ferry?",
        "state": AnswerState.ANSWERED,
        "headline": "Harbour Times has it.",
    } | changes
    return Answer(findings=findings, documents_searched=5, elapsed_ms=12.4, **given)  # type: ignore[arg-type]


def card(given: Answer, width: int = 80) -> str:
    return answer_card(given, width, colour=False)


def test_a_quote_stands_in_quotation_marks_over_what_published_it() -> None:
    assert f"“{TEXT}”" in card(answer(finding()))
    assert "Ferry to stop · Harbour Times · 2 June 2024" in card(answer(finding()))


def test_matched_words_stand_in_bold_where_there_is_colour() -> None:
    coloured = answer_card(answer(finding()), 80, colour=True)
    assert click.style("ferry", bold=True) in coloured
    assert click.unstyle(coloured) == card(answer(finding()))


def test_the_chain_runs_from_the_article_inwards() -> None:
    links = (
        Link("Harbour Times", Role.REPORTED, SourceKind.ORGANISATION, Span(0, 1)),
        Link("the mayor", Role.SAID, SourceKind.PERSON, Span(0, 1), inferred=True),
    )
    said = Attributed("the mayor", "said", AttributionKind.INDIRECT, chain=links)
    assert "Harbour Times (reported) ← the mayor (said, inferred)" in card(answer(finding(attribution=said)))


def test_what_a_reader_must_know_stands_under_the_quote() -> None:
    said = Attributed(None, None, AttributionKind.INDIRECT, inherited=True, negated=True)
    lead_in = Quote("Records show:", Span(10, 23))
    shown = card(answer(finding(attribution=said, ai_generated=True, hypothetical=True, support=(lead_in,))), 200)
    for told in ("AI-generated", "hypothetical", "denied or not said", "words that introduce it", "“Records show:”"):
        assert told in shown


def test_a_declined_question_shows_its_reason_and_the_nearest_passage_as_near() -> None:
    declined = answer(
        state=AnswerState.NOTHING,
        headline="Nothing says this.",
        reason="No article names a tram.",
        near_misses=(finding(),),
    )
    shown = card(declined)
    assert (
        shown.index("No article names a tram.") < shown.index("Nearest, though it does not answer") < shown.index(TEXT)
    )


def test_corrections_notes_and_the_count_of_documents_are_told() -> None:
    shown = card(answer(finding(), corrections=(Correction("fery", "ferry"),), notes=("One origin alone.",)))
    assert "“fery” was read as “ferry”" in shown
    assert "  • One origin alone." in shown
    assert shown.endswith("5 articles searched in 12 ms.")


def test_a_date_that_is_no_date_is_shown_as_it_is() -> None:
    odd = Reference("d1", "ferry", "0" * 64, published="last week")
    assert "ferry · last week" in card(answer(Finding(odd, Quote(TEXT, Span(0, len(TEXT))))))


def test_a_document_cannot_steer_the_terminal() -> None:
    bad = "Stop\x1b[31m\x07\u202e\x9b the\nferry"
    shown = card(answer(Finding(DOCUMENT, Quote(bad, Span(0, len(bad))))))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "Stop" in shown


@given(st.text(), st.integers(20, 120))
def test_wrapping_keeps_every_word_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = flow([Piece(text)], width, first="  ", rest="    ").split("\n")
    assert " ".join(lines).split() == printable(text).split()
    assert all(columns(line) <= width or len(line.split()) == 1 for line in lines)


@given(st.lists(st.tuples(st.text(), st.sampled_from(Style))), st.integers(1, 60))
def test_colour_changes_nothing_but_the_colour(parts: list[tuple[str, Style]], width: int) -> None:
    pieces = [Piece(text, style) for text, style in parts]
    assert click.unstyle(flow(pieces, width, colour=True)) == flow(pieces, width)


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=5))
def test_the_quote_is_whole_whatever_is_highlighted(text: str, marks: list[tuple[int, int]]) -> None:
    spans = tuple(Span(start, start + length) for start, length in marks)
    shown = card(answer(Finding(DOCUMENT, Quote(text, Span(10, 10 + len(text))), highlights=spans)), 10_000)
    assert " ".join(f"“{printable(text)}”".split()) in " ".join(shown.split())
