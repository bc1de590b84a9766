"""Levels and changes, one example each: what an editor would call altered, spliced, or the editor's own marks."""

from __future__ import annotations

import pytest

from bot.quotecheck import tokens
from bot.quotecheck.model import MatchLevel, Salience
from bot.quotecheck.typed_quote import read
from bot.quotecheck.verdict import find_partial, unexplained
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
        ("3,000 sailors in all crews will keep their posts", Salience.NUMBER),
        ("three thousand sailors in 41 crews will keep their posts", Salience.NUMBER),
        ("many sailors in 40 crews will keep their posts", Salience.NUMBER),
        ("3,000 sailors in fifty crews will keep their posts", Salience.NUMBER),
        ("3,000 sailors in 40 crews will never keep their posts", Salience.NEGATION),
        ("3,000 sailors in 40 dozen crews will keep their posts", Salience.NUMBER),
        ("three hundred sailors in 40 crews will keep their posts", Salience.NUMBER),
        ("3,000 sailors in 40 crews will lose their posts", None),
    ],
)
def test_numbers_and_negations_are_loud(text: str, loud: Salience | None) -> None:
    (place,) = verdict_on(text, ferry=FERRY).places
    assert loud in {change.salience for change in place.changes}


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


def board_with(*changed: int, words: int = 19) -> str:
    """Return the first words of the sentence, with those at these places replaced."""
    return " ".join(f"whale{place}" if place in changed else word for place, word in enumerate(BOARD.split()[:words]))


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (board_with(1, 3, 5, 7, 9), MatchLevel.ALTERED),
        (board_with(1, 3, 5, 7, 9, 11), MatchLevel.NOT_FOUND),
        (board_with(2, 4, 6, 8, words=14), MatchLevel.ALTERED),
        (board_with(2, 4, 6, 8, words=13), MatchLevel.NOT_FOUND),
    ],
)
def test_a_text_with_many_changes_is_altered_as_long_as_seven_words_in_ten_are_true(
    text: str, level: MatchLevel
) -> None:
    assert verdict_on(text, board=BOARD).level is level


@pytest.mark.parametrize(("second", "shown"), [((3,), "first second"), ((3, 5), "first")])
def test_of_several_articles_those_that_come_about_as_close_are_shown(second: tuple[int, ...], shown: str) -> None:
    found = verdict_on(BOARD, first=board_with(1), second=board_with(*second))
    assert [place.document for place in found.places] == shown.split()


@pytest.mark.parametrize(
    ("part", "level"),
    [("the ferry is for the trams", MatchLevel.SPLICED), ("ferry is for the trams", MatchLevel.NOT_FOUND)],
)
def test_a_part_of_common_words_counts_if_there_are_six_of_them(part: str, level: MatchLevel) -> None:
    other = "Officials in Torvik say the ferry is for the trams that nobody wants."
    assert verdict_on(f"{part} when {board_with(words=10)}", board=BOARD, other=other).level is level


@pytest.mark.parametrize(
    ("text", "level"),
    [
        (board_with(1, 3, 5, words=8), MatchLevel.ALTERED),
        (board_with(2, words=5), MatchLevel.ALTERED),
        (board_with(1, 3, 5, 7, words=10), MatchLevel.NOT_FOUND),
        (board_with(1, words=4), MatchLevel.NOT_FOUND),
    ],
)
def test_up_to_three_changes_are_allowed_a_short_text_that_has_four_words_right(text: str, level: MatchLevel) -> None:
    assert verdict_on(text, board=BOARD).level is level


def left_unexplained(text: str, *articles: str) -> list[str]:
    typed = read(text)
    documents = [(str(number), tokens.read(article)) for number, article in enumerate(articles)]
    return [typed.words.span(*run).of(text) for run in unexplained(typed, find_partial(typed, documents, {}))]


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        (f"{board_with(words=9)} and whales sang in the fjord", ["and whales sang in the fjord"]),
        (f"Whales sang in the fjord when {board_with(words=9)}", ["Whales sang in the fjord when"]),
        (f"{board_with(words=9)} and whales sang so", []),
        (f"{board_with(words=9)} and whales sang so loudly", ["and whales sang so loudly"]),
        (board_with(), []),
        ("Whales sang in the fjord all night long", []),
        ("", []),
    ],
)
def test_five_words_that_the_best_part_leaves_over_are_looked_for_elsewhere(text: str, runs: list[str]) -> None:
    assert left_unexplained(text, BOARD) == runs


@pytest.mark.parametrize(("more", "runs"), [(15, 1), (16, 0)])
def test_a_part_that_explains_less_than_a_quarter_of_a_text_sends_nobody_elsewhere(more: int, runs: int) -> None:
    text = f"{board_with(words=5)} {' '.join(f'whale{number}' for number in range(more))}"
    assert len(left_unexplained(text, BOARD)) == runs


def test_a_part_that_stands_somewhere_is_the_nearest() -> None:
    text = "the ferry line to Lindholm will close in May because whales were singing under every keel and nobody slept"
    found = verdict_on(text, ferry=FERRY)
    assert found.level is MatchLevel.NOT_FOUND
    assert found.nearest is not None
    assert found.nearest.span.of(FERRY) == "the ferry line to Lindholm will close in May"
