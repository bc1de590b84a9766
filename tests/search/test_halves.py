"""Questions in two halves."""

import pytest

from bot.search.halves import halves
from bot.search.intent import Expected, intent


@pytest.mark.parametrize(
    ("question", "first", "second", "same"),
    [
        ("who reported the closure and when", "who reported the closure", "when", True),
        ("how many lorries crossed, and where", "how many lorries crossed", "where", True),
        ("where is the dock and how long does it take", "where is the dock", "how long does it take", True),
        ("when and where did the council meet", "when did the council meet", "where", True),
        ("who obtained the memo and who reviewed it", "who obtained the memo", "who reviewed it", False),
        ("who told the Post and why", "who told the Post", "why", False),
        ("who wrote it and where do engineers work", "who wrote it", "where do engineers work", False),
        ("what did Lindt and Brandt say", "what did Lindt and Brandt say", "", False),
        (
            "who said that the bridge and the ford are closed",
            "who said that the bridge and the ford are closed",
            "",
            False,
        ),
    ],
)
def test_a_question_is_cut_where_it_asks_again(question: str, first: str, second: str, *, same: bool) -> None:
    cut = halves(question)
    assert (cut.first, cut.second, cut.same) == (first, second, same)


def test_what_else_is_asked_of_the_same_thing_is_known_by_its_kind() -> None:
    asked = intent("who reported the closure, and when?")
    assert asked.also is not None
    assert asked.also.expected is Expected.TIME
    assert intent("who obtained the memo and who reviewed it?").also is None
