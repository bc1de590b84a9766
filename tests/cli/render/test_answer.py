"""The terminal's card of an answer: contents, widths, safe characters."""

from __future__ import annotations

import re

import click
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.render.answer import answer_card
from bot.cli.render.terminal import Style, StyledText, columns, flow, printable
from bot.model.answers import (
    Answer,
    AnswerPart,
    AnswerState,
    Correction,
    Finding,
    QuotedAttribution,
    Slot,
    SlotComparison,
    TableCell,
)
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span

TEXT = "The harbour office said on Monday that the ferry will stop."
DOCUMENT = DocumentRef(
    "d1", "ferry", "0" * 64, title="Ferry to stop", outlet="Harbour Times", published="2024-06-02T08:00"
)


def finding(**changes: object) -> Finding:
    start = 100
    quote = Quote(TEXT, Span(start, start + len(TEXT)))
    at = start + TEXT.index("ferry")
    given: dict[str, object] = {"highlights": (Span(at, at + 5),)} | changes
    return Finding(DOCUMENT, quote, **given)  # type: ignore[arg-type]


def answer(*findings: Finding, **changes: object) -> Answer:
    """Return an answer with these findings."""
    given: dict[str, object] = {
        "question": "ferry?",
        "state": AnswerState.ANSWERED,
        "headline": "Harbour Times has it.",
    } | changes
    return Answer(findings=findings, documents_searched=5, elapsed_ms=12.4, **given)  # type: ignore[arg-type]


def card(given: Answer, width: int = 80) -> str:
    return answer_card(given, width, colour=False)


def test_a_quote_is_in_quotation_marks_above_its_publication() -> None:
    assert f"“{TEXT}”" in card(answer(finding()))
    assert "Ferry to stop · Harbour Times · 2 June 2024" in card(answer(finding()))


def test_matched_words_stand_in_bold_where_there_is_colour() -> None:
    coloured = answer_card(answer(finding()), 80, colour=True)
    assert click.style("ferry", bold=True) in coloured
    assert click.unstyle(coloured) == card(answer(finding()))


def test_the_source_is_below_the_quote_in_the_words_of_the_trade() -> None:
    links = (
        ChainLink("Harbour Times", Role.WAS_TOLD, SourceKind.ORGANISATION, Span(0, 1)),
        ChainLink("the mayor", Role.TOLD, SourceKind.PERSON, Span(0, 1)),
    )
    attribution = QuotedAttribution("the mayor", "told", AttributionKind.INDIRECT, chain=links)
    assert "Source: The mayor, to Harbour Times" in card(answer(finding(attribution=attribution)))
    assert "No source recognised here: read the sentence" in card(answer(finding()))


def test_warnings_are_below_the_quote() -> None:
    attribution = QuotedAttribution("records", None, AttributionKind.INDIRECT, inherited=True, negated=True)
    lead_in = Quote("Records show:", Span(10, 23))
    shown = card(
        answer(finding(attribution=attribution, ai_generated=True, hypothetical=True, support=(lead_in,))), 300
    )
    for line in (
        "AI-generated",
        "Hypothetical",
        "Denied, or not said",
        "named in the lead-in above",
        "“Records show:”",
    ):
        assert line in shown


def test_the_closest_passages_are_shown_without_bold_and_with_a_word_of_caution() -> None:
    closest = answer(
        state=AnswerState.CLOSEST, headline="No passage clearly answers this", near_misses=(finding(),) * 4
    )
    shown = answer_card(closest, 80, colour=True)
    assert "These come closest; check whether they do." in shown
    assert click.style("ferry", bold=True) not in shown
    assert click.unstyle(shown).count(f"“{TEXT}”") == 3


def test_with_nothing_found_only_the_reason_is_shown() -> None:
    declined = answer(
        state=AnswerState.NOTHING, headline="No article mentions “tram”.", reason="A name is missing.",
        near_misses=(finding(),),
    )  # fmt: skip
    shown = card(declined)
    assert "A name is missing." in shown
    assert TEXT not in shown


def test_a_contrary_answer_sets_both_texts_below_each_other_and_judges_neither() -> None:
    lines = (
        SlotComparison(Slot.WHEN, "on Sunday", "on Monday", holds=False),
        SlotComparison(Slot.ACTION, "said", "said", holds=True),
    )
    contrary = answer(
        question="was it said on Sunday?", state=AnswerState.CONTRARY, headline="The articles say otherwise",
        contrary=(finding(),), comparison=lines,
    )  # fmt: skip
    shown = card(contrary)
    assert shown.index("Asked   was it said on Sunday?") < shown.index("Quoted  The harbour office said on Monday")
    assert "≠ when: asked “on Sunday” · quoted “on Monday”" in shown
    assert "neither is judged here" in shown
    assert "Ferry to stop · Harbour Times" in shown
    assert click.style("Monday", bold=True) in answer_card(contrary, 80, colour=True)


def test_a_yes_no_answer_has_its_comparison_above_its_quote() -> None:
    lines = (
        SlotComparison(Slot.WHO, "the office", "The harbour office", holds=True),
        SlotComparison(Slot.WHERE, "in Velm", None, holds=True),
    )
    shown = card(answer(finding(), comparison=lines))
    assert "✓ who: asked “the office” · quoted “The harbour office”" in shown
    assert "– where: asked “in Velm” · not in the quote" in shown
    assert shown.index("✓ who") < shown.index(TEXT)


def test_each_part_has_its_state_and_a_follow_up_says_what_it_took_over() -> None:
    parts = (
        AnswerPart("who said it", AnswerState.ANSWERED, "“The harbour office”", (finding(),)),
        AnswerPart("what it costs", AnswerState.NOTHING, ""),
    )
    shown = card(answer(finding(), parts=parts, carried_over="the ferry", copyable="“The ferry will stop.” — Ida"))
    assert "who said it\n“The harbour office”" in shown
    assert "what it costs\nNothing found for this part" in shown
    assert "Taken over from the question before: the ferry" in shown
    assert "Copy: “The ferry will stop.” — Ida" in shown


def test_a_table_row_is_shown_with_the_names_of_its_columns() -> None:
    row = Finding(DOCUMENT, Quote("tram | 5 cars", Span(0, 13)), cells=(
        TableCell("Line", Span(0, 4)), TableCell("Length", Span(7, 13)),
    ))  # fmt: skip
    assert "Line: tram · Length: 5 cars\n" in card(answer(row))


def test_an_article_without_a_title_is_called_by_how_it_begins() -> None:
    untitled = DocumentRef("d1", "0a1b2c", "0" * 64, heading="The ferry will stop.")
    shown = card(answer(Finding(untitled, Quote(TEXT, Span(0, len(TEXT))))))
    assert "The ferry will stop." in shown
    assert "0a1b2c" not in shown


def test_corrections_notes_and_the_count_of_documents_are_shown() -> None:
    shown = card(answer(finding(), corrections=(Correction("fery", "ferry"),), notes=("One origin alone.",)))
    assert "“fery” was read as “ferry”" in shown
    assert "  • One origin alone." in shown
    assert shown.endswith("5 articles searched in 12 ms.")


def test_a_date_that_is_no_date_is_shown_as_it_is() -> None:
    odd = DocumentRef("d1", "ferry", "0" * 64, published="last week")
    assert "ferry · last week" in card(answer(Finding(odd, Quote(TEXT, Span(0, len(TEXT))))))


def test_a_document_cannot_steer_the_terminal() -> None:
    bad = "Stop\x1b[31m\x07\u202e\x9b the\nferry"
    shown = card(answer(Finding(DOCUMENT, Quote(bad, Span(0, len(bad))))))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)
    assert "Stop" in shown


@given(st.text(), st.integers(20, 120))
def test_wrapping_keeps_every_word_and_no_line_is_too_long(text: str, width: int) -> None:
    lines = flow([StyledText(text)], width, first="  ", rest="    ").split("\n")
    assert " ".join(lines).split() == printable(text).split()
    assert all(columns(line) <= width or len(line.split()) == 1 for line in lines)


@given(st.lists(st.tuples(st.text(), st.sampled_from(Style))), st.integers(1, 60))
def test_colour_changes_nothing_but_the_colour(parts: list[tuple[str, Style]], width: int) -> None:
    pieces = [StyledText(text, style) for text, style in parts]
    assert click.unstyle(flow(pieces, width, colour=True)) == flow(pieces, width)


@given(st.text(max_size=40), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=5))
def test_the_quote_is_whole_whatever_is_highlighted(text: str, marks: list[tuple[int, int]]) -> None:
    spans = tuple(Span(start, start + length) for start, length in marks)
    shown = card(answer(Finding(DOCUMENT, Quote(text, Span(10, 10 + len(text))), highlights=spans)), 10_000)
    assert " ".join(f"“{printable(text)}”".split()) in " ".join(shown.split())
