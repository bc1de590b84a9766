"""Levels and changes, one example each: what an editor would call altered, spliced, or the editor's own marks."""

from __future__ import annotations

import pytest

from bot.quotecheck.model import MatchLevel, Salience
from bot.quotecheck.typed_quote import quotation
from tests.quotecheck.checking import verdict_on

FERRY = (
    "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.\n\n"
    "“We will not sell a single ship,” said Maren Volkova, its director. According to her, 3,000 sailors in 40 crews "
    "will keep their posts, and the U.S. yard at Torvik has re-elected its board.\n"
)
TRAMS = "Trams will run again from June, the city council said. The council has not asked anybody for money this year."


def changes(text: str) -> list[tuple[str, str, str]]:
    found = verdict_on(text, ferry=FERRY, trams=TRAMS)
    assert found.level is MatchLevel.ALTERED
    return [(change.op.value, change.original, change.typed) for change in found.places[0].changes]


@pytest.mark.parametrize(
    "text",
    [
        "the ferry line to Lindholm will close in May",
        '"THE FERRY LINE TO LINDHOLM – WILL CLOSE IN MAY!"',
        "3000 sailors in 40 crews",
        "3 000 sailors in 40 crews",
        "the US yard at Torvik has reelected its board",
        "The Harbour Office said … that the ferry line to Lindholm will close",
        "The Harbour Office said ... the ferry line [across the bay] to Lindholm will close in May",
        "[T]he ferry line to Lindholm will clos[e] in May",
        "[She] will not sell a single ship",
        "said Maren Volkova",
        "Lindholm",
    ],
)
def test_marks_of_print_and_of_an_editor_leave_it_verbatim(text: str) -> None:
    assert verdict_on(text, ferry=FERRY, trams=TRAMS).level is MatchLevel.VERBATIM


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the ferry line to Lindholm will shut in May", [("replace", "close", "shut")]),
        ("the ferry line to Lindholm will surely close in May", [("insert", "", "surely")]),
        ("the ferry to Lindholm will close in May", [("delete", "line", "")]),
        ("We will sell a single ship, said Maren Volkova", [("delete", "not", "")]),
        ("5,000 sailors in 40 crews will keep their posts", [("replace", "3,000", "5,000")]),
        ("every ferry line to Lindholm will close in May", [("replace", "the", "every")]),
        ("the ferry line to Lindholm will close in May perhaps", [("insert", "", "perhaps")]),
    ],
)
def test_every_changed_word_is_told(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert changes(text) == expected


@pytest.mark.parametrize(
    ("text", "loud"),
    [
        ("We will sell a single ship, said Maren Volkova", Salience.NEGATION),
        ("4,000 sailors in 40 crews will keep their posts", Salience.NUMBER),
        ("3,000 sailors in forty crews will keep their posts", None),
        ("three hundred sailors in 40 crews will keep their posts", Salience.NUMBER),
        ("3,000 sailors in 40 crews will lose their posts", None),
    ],
)
def test_numbers_and_negations_are_loud(text: str, loud: Salience | None) -> None:
    (place,) = verdict_on(text, ferry=FERRY).places
    assert loud in {change.loud for change in place.changes}


def test_the_marks_that_were_typed_belong_to_the_place() -> None:
    (place,) = verdict_on('"We will not sell a single ship," said Maren Volkova, its director.', ferry=FERRY).places
    assert place.span.of(FERRY) == "“We will not sell a single ship,” said Maren Volkova, its director."


def test_all_places_are_given() -> None:
    found = verdict_on("the ferry line", a=FERRY, b=f"{FERRY}\nAgain: the ferry line.")
    assert [place.document for place in found.places] == ["a", "b", "b"]


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("The Harbour Office said on Monday that trams will run again from June, the city council said", "ferry trams"),
        ("3,000 sailors in 40 crews will keep their posts. We will not sell a single ship", "ferry ferry"),
        ("the ferry line to Lindholm will close … The council has not asked anybody for money", "ferry trams"),
    ],
)
def test_parts_of_several_places_are_a_splice(text: str, documents: str) -> None:
    found = verdict_on(text, ferry=FERRY, trams=TRAMS)
    assert found.level is MatchLevel.SPLICED
    assert [place.document for place in found.places] == documents.split()
    assert [place.typed.start for place in found.places] == sorted(place.typed.start for place in found.places)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "…",
        "[…]",
        "whales sang in the fjord",
        "will the to of",
        "Lindholm Volkova Torvik",
        "not a single council in May",
    ],
)
def test_other_words_are_not_found(text: str) -> None:
    assert verdict_on(text, ferry=FERRY, trams=TRAMS).level is MatchLevel.NOT_FOUND


BOARD = "The harbour board of Lindholm will sell two old ferries in autumn and keep every sailor on its quay"


def board_with(changed: int) -> str:
    """Return the sentence of 19 words with this many of them replaced: every second, from the second on."""
    words = BOARD.split()
    words[1 : 2 * changed : 2] = [f"whale{number}" for number in range(changed)]
    return " ".join(words)


@pytest.mark.parametrize(("changed", "level"), [(5, MatchLevel.ALTERED), (6, MatchLevel.NOT_FOUND)])
def test_a_text_with_many_changes_is_altered_as_long_as_seven_words_in_ten_are_true(
    changed: int, level: MatchLevel
) -> None:
    assert verdict_on(board_with(changed), board=BOARD).level is level


def test_a_part_that_stands_somewhere_is_the_nearest() -> None:
    text = "the ferry line to Lindholm will close in May because whales were singing under every keel and nobody slept"
    found = verdict_on(text, ferry=FERRY)
    assert found.level is MatchLevel.NOT_FOUND
    assert found.nearest is not None
    assert found.nearest.span.of(FERRY) == "the ferry line to Lindholm will close in May"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Did she say “we will not sell a ship”?", "we will not sell a ship"),
        ('He wrote "no" and "we never met them".', "we never met them"),
        ("  We never met.  ", "We never met."),
        ("a “word” alone", "a “word” alone"),
    ],
)
def test_a_message_is_checked_by_what_it_quotes(text: str, expected: str) -> None:
    assert quotation(text) == expected
