"""Cards of answers in all four states."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.presentation import headlines
from bot.model.answers import AnswerPart, AnswerState, Correction, Slot, SlotComparison, TableCell
from bot.model.published_verdicts import PublishedVerdict
from bot.model.saved_answers import SavedAnswer
from bot.model.spans import Quote, Span
from commands.ask.buttons import answer_view
from commands.ui.answer_card import answer_card, finding_at, findings_on_page, page_count, page_of
from commands.ui.cards import AMBER, GREEN, GREY, ORANGE
from commands.ui.markdown import escape_line, one_line, width
from commands.ui.truncate import code_block
from tests.commands import wire
from tests.commands.ui.test_cards import LEDGER, answer, card_text, finding
from tests.commands.ui.test_markdown import TRAPS, nasty


def answer_of(**changes):
    question = changes.pop("question", "who?")
    return replace(answer(**changes), question=question)


COURSE = finding()
WEEKS = finding("The course took eleven weeks.", 300, ("eleven weeks",))
LEFT = finding("They left by train.", 500, ("train",))
QUIET = finding("Nobody at Orlets was told.", 700, ("Orlets",))
ROW_TEXT = "| Orlets | deep *diving* | 40 |"
ROW = replace(
    finding(ROW_TEXT, 900, ("40",)),
    cells=(
        TableCell("Place", Span(902, 908)),
        TableCell("Course", Span(911, 924)),
        TableCell("Divers", Span(927, 929)),
    ),
)
TWELVE = (
    SlotComparison(Slot.ACTION, "took", "took", holds=True),
    SlotComparison(Slot.HOW_MUCH, "twelve weeks", "eleven weeks", holds=False),
    SlotComparison(Slot.WHEN, "in May", None, holds=True),
)
ANSWERED = answer(COURSE, copyable="“Forty divers trained at Orlets.” — a clerk", documents_searched=12)
YES = answer(WEEKS, comparison=tuple(replace(line, holds=True) for line in TWELVE))
CONTRARY = answer_of(
    question="did the course take twelve weeks?",
    state=AnswerState.CONTRARY,
    headline=headlines.contrary_headline(),
    contrary=(WEEKS, LEFT),
    comparison=TWELVE,
)
CLOSEST = answer(
    state=AnswerState.CLOSEST, headline=headlines.closest_headline(), near_misses=(COURSE, WEEKS, LEFT, QUIET)
)
NOTHING = answer(state=AnswerState.NOTHING, headline=headlines.nothing_headline(["Biden"]), near_misses=(COURSE,))
PARTS = answer(
    headline="1 of 3 parts answered",
    parts=(
        AnswerPart("who trained", AnswerState.ANSWERED, "“Forty divers”", (COURSE, QUIET, ROW)),
        AnswerPart("for how long", AnswerState.CLOSEST, "", (), (WEEKS, LEFT)),
        AnswerPart("at what cost", AnswerState.NOTHING, ""),
    ),
)
FOLLOW_UP = answer(COURSE, carried_over="Ida Brandt · the *Orlets* course")
ALL = {
    "answered": ANSWERED,
    "yes_no": YES,
    "contrary": CONTRARY,
    "closest": CLOSEST,
    "nothing": NOTHING,
    "parts": PARTS,
    "follow_up": FOLLOW_UP,
    "row": answer(ROW),
}


def labels_of(shown_answer, page=0) -> list[str]:
    view = answer_view(shown_answer, SavedAnswer("9", 1, 1, 1, "private", "", shown_answer), page)
    return [part["label"] for part in wire.walk(view.to_components()) if part["type"] == wire.BUTTON]


@pytest.mark.parametrize("name", ALL)
async def test_each_kind_of_card_reads_as_it_should(name, snapshot):
    shown_answer = ALL[name]
    assert f"{card_text(answer_card(shown_answer))}\n\n{' | '.join(labels_of(shown_answer))}" == snapshot


@pytest.mark.parametrize("visibility", ["private", "public"])
@pytest.mark.parametrize("name", ALL)
async def test_no_button_stands_alone_in_its_row(name, visibility):
    view = answer_view(ALL[name], SavedAnswer("9", 1, 1, 1, visibility, "", ALL[name]))
    rows = [part["components"] for part in wire.walk(view.to_components()) if part["type"] == wire.ROW]
    assert all(len(row) > 1 for row in rows)
    assert [button["label"] for button in rows[-1]][-2:] == ["Answers it", "Doesn’t"]


@pytest.mark.parametrize("name", ALL)
async def test_each_kind_of_card_is_one_that_discord_takes(name):
    view = answer_view(ALL[name], SavedAnswer("9", 1, 1, 1, "private", "", ALL[name]))
    body = {"components": view.to_components(), "flags": wire.COMPONENTS_V2}
    assert not wire.complaints("POST", "/channels/1/messages", body)


def test_each_state_has_its_colour_and_an_answer_beside_a_contrary_quote_is_orange():
    colours = [answer_card(shown_answer).accent_colour for shown_answer in (ANSWERED, CONTRARY, CLOSEST, NOTHING)]
    assert colours == [GREEN, ORANGE, AMBER, GREY]
    assert answer_card(replace(ANSWERED, conflict=True)).accent_colour == ORANGE


def test_what_differs_is_bold_in_the_question_and_in_the_quote():
    text = card_text(answer_card(CONTRARY))
    assert "> did the course take **twelve weeks**?" in text
    assert "> The course took **eleven weeks**." in text
    assert "neither is judged here" in text


def test_what_differs_is_told_in_words_if_a_text_does_not_hold_it():
    lines = (SlotComparison(Slot.HOW_MUCH, "12 weeks", "eleven weeks", holds=False),)
    text = card_text(answer_card(replace(CONTRARY, comparison=lines)))
    assert "-# how much: “12 weeks” ≠ “eleven weeks”" in text


def test_the_closest_are_three_at_most_and_nothing_in_them_is_bold():
    text = card_text(answer_card(CLOSEST))
    assert [line for line in text.split("\n") if line.startswith("> ")] == [
        "> Forty divers trained at Orlets.",
        "> The course took eleven weeks.",
        "> They left by train.",
    ]
    assert text.count("-# Source: ") == 3


def test_where_nothing_was_found_no_passage_is_shown_and_none_can_be_opened():
    assert "> " not in card_text(answer_card(NOTHING))
    assert finding_at(NOTHING, 0) is None
    assert labels_of(NOTHING) == ["Post to channel", "Answers it", "Doesn’t"]


def test_a_contrary_quote_beside_answers_comes_third_at_the_latest_and_says_so():
    shown_answer = answer(COURSE, WEEKS, LEFT, contrary=(QUIET,))
    assert [found.quote.text for _, found in findings_on_page(shown_answer, 0)] == [
        f.quote.text for f in (COURSE, WEEKS, QUIET)
    ]
    assert "-# Says otherwise; neither is judged here\n> Nobody at **Orlets** was told." in card_text(
        answer_card(shown_answer)
    )


def test_every_part_stands_on_the_first_page_and_what_is_left_on_the_next():
    assert page_count(PARTS) == 2
    first, second = card_text(answer_card(PARTS, 0)), card_text(answer_card(PARTS, 1))
    assert [question in first for question in ("who trained", "for how long", "at what cost")] == [True] * 3
    assert "Nothing found for this part" in first
    assert [number for number, _ in findings_on_page(PARTS, 0)] == [0, 1]
    assert [number for number, _ in findings_on_page(PARTS, 1)] == [2, 3, 4]
    assert "at what cost" not in second
    assert labels_of(PARTS, 0)[:4] == ["Flag 1", "Flag 2", "Context 1", "Context 2"]


def test_a_table_row_has_its_columns_names_and_its_matches_in_bold():
    assert "> Place: Orlets · Course: deep \\*diving\\* · Divers: **40**\n" in card_text(answer_card(answer(ROW)))


def test_a_claim_can_be_flagged_where_something_is_said_and_nowhere_else():
    flagged = {name: "Flag" in " ".join(labels_of(shown_answer)) for name, shown_answer in ALL.items()}
    assert [name for name, offered in flagged.items() if not offered] == ["closest", "nothing"]


def test_each_quote_of_a_page_has_its_own_button_beside_it():
    view = answer_view(CONTRARY, SavedAnswer("9", 1, 1, 1, "private", "", CONTRARY))
    sections = [part for part in wire.walk(view.to_components()) if part["type"] == wire.SECTION]
    assert [part["accessory"]["custom_id"] for part in sections] == ["ask:quote:9:0", "ask:quote:9:1"]
    assert ["eleven weeks" in sections[0]["components"][0]["content"], "train" in str(sections[1])] == [True, True]


def test_a_quote_of_a_later_page_is_flagged_by_its_own_number():
    assert "ask:quote:9:2" in str(
        answer_view(PARTS, SavedAnswer("9", 1, 1, 1, "private", "", PARTS), 1).to_components()
    )
    assert [page_of(PARTS, number) for number in range(5)] == [0, 0, 1, 1, 1]


def test_a_card_too_full_for_a_button_beside_each_quote_has_one_below_all():
    parts = tuple(AnswerPart(f"part {number}", AnswerState.ANSWERED, "", (COURSE, WEEKS)) for number in range(4))
    full = answer(headline="4 parts", parts=parts, corrections=(Correction("Orlts", "orlets"),))
    verdict = PublishedVerdict(1, "The ferry sank.", "False", "No.", None, None, None, imported=False, share=None)
    saved = SavedAnswer("9", 1, 1, 1, "private", "", full)
    labels = []
    for verdicts in ((), (verdict, verdict, verdict)):
        components = list(wire.walk(answer_view(full, saved, verdicts=verdicts).to_components()))
        assert len(components) < 40
        labels.append([part["label"] for part in components if part["type"] == wire.BUTTON])
    assert ["Flag 4" in labels[0], "Flag this claim" in labels[0]] == [True, False]
    assert ["Flag 4" in labels[1], "Flag this claim" in labels[1]] == [False, True]


@given(nasty, st.integers(20, 120))
def test_a_line_to_copy_is_shown_as_it_is_and_as_nothing_else(text, limit):
    block = code_block(text, limit)
    assert width(block) <= limit + len("```\n\n```")
    if "```" in one_line(text):
        assert block == escape_line(text) or block.endswith("…")
        return
    opening, line, closing = block.split("\n")
    assert (opening, closing) == ("```", "```")
    assert "```" not in line
    assert line == (one_line(text) or " ") or line.endswith(" …")


@given(nasty)
def test_whatever_is_compared_carried_over_or_copied_is_no_markup(text):
    lines = (SlotComparison(Slot.WHO, text, text, holds=True),)
    shown_answer = answer(COURSE, comparison=lines, carried_over=text)
    shown = card_text(answer_card(shown_answer))
    plain = card_text(answer_card(answer(COURSE, comparison=(SlotComparison(Slot.WHO, "x", "x", holds=True),))))
    assert "@everyone" not in shown.replace("\\@everyone", "")
    assert "<@" not in shown.replace("\\<\\@", "")
    assert shown.count("\n") - plain.count("\n") in (0, 1)


@pytest.mark.parametrize("trap", TRAPS)
def test_no_asked_statement_breaks_out_of_its_quotation(trap):
    shown_answer = replace(CONTRARY, question=f"x {trap} twelve weeks")
    head = card_text(answer_card(shown_answer)).split("-# Quoted")[0]
    assert all(line.startswith(("> ", "-# ", "###")) for line in head.strip().split("\n"))


def test_the_reference_of_an_untitled_article_is_how_it_begins():
    untitled = replace(LEDGER, title=None, heading="A course at Orlets", name="0a1b", url=None)
    text = card_text(answer_card(answer(replace(COURSE, document=untitled))))
    assert "**A course at Orlets**" in text
    assert "0a1b" not in text


def test_a_long_quote_is_cut_around_what_matched_even_without_bold():
    text = " ".join(f"Sentence {number} tells of the drills." for number in range(100))
    at = text.index("Sentence 60")
    long = replace(COURSE, quote=Quote(text, Span(0, len(text))), highlights=(Span(at, at + 11),))
    shown = card_text(answer_card(answer_of(state=AnswerState.CLOSEST, headline="x", near_misses=(long,))))
    assert "Sentence 60 tells" in shown
    assert "Sentence 0 tells" not in shown
