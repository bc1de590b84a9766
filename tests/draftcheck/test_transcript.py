"""Speakers of a transcript's lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draftcheck.transcript import spoken_lines


def read(text: str) -> list[tuple[str, str]]:
    return [(line.speaker.of(text) if line.speaker else "", line.words.of(text)) for line in spoken_lines(text)]


def test_names_in_capitals_with_titles_roles_and_marks_are_speakers() -> None:
    text = (
        "**DR. ANNA DE LA CRUZ:** The piers hold.\nSMITH (via translator): Since when?\n"
        "Maria Smith, BBC: I ask again.\n> SMITH: Since May."
    )
    assert read(text) == [
        ("DR. ANNA DE LA CRUZ", "The piers hold."),
        ("SMITH", "Since when?"),
        ("Maria Smith, BBC", "I ask again."),
        ("SMITH", "Since May."),
    ]


def test_a_line_without_a_name_belongs_to_the_speaker_before_it() -> None:
    assert read("SMITH: One.\nTwo.\nJONES: Three.\nSMITH: Four.")[1] == ("SMITH", "Two.")


def test_a_question_and_its_answer_are_spoken_by_nobody_in_particular() -> None:
    assert read("Q: Why?\nA: It rained.\nQ: Since when?\nSMITH: May.\nQ: Sure?")[1:4] == [
        ("", "It rained."),
        ("", "Since when?"),
        ("SMITH", "May."),
    ]


def test_the_label_ends_where_the_words_begin() -> None:
    text = "SMITH: One.\nTwo.\nJONES: Three.\nSMITH: Four."
    assert [line.label.of(text) for line in spoken_lines(text)] == ["SMITH: ", "", "JONES: ", "SMITH: "]


@pytest.mark.parametrize(
    "text",
    [
        "Update: the ferry sank.\n\nThe mayor said so.\n\nNote: it rained.\n\nSource: the harbour.",
        "The mayor had one demand: money.\n" * 4,
        "SMITH: One.\nJONES: Two.",
        "It rains at 10:30.\nIt ends at 11:30.\nIt rains at 12:30.",
        "",
    ],
)
def test_colons_alone_make_no_transcript(text: str) -> None:
    assert read(text) == []


@given(st.lists(st.text("AB ab:.()\n,*> ", max_size=30)).map("\n".join))
def test_each_spoken_line_is_a_slice_of_the_text(text: str) -> None:
    for speaker, spoken in read(text):
        assert speaker.strip() == speaker
        assert spoken in text
