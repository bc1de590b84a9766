"""Words that the corpus may write in another way: in one, in two, with figures or in full."""

from __future__ import annotations

import pytest

from bot.search.expansion.orthography import spelling_variants
from bot.search.expansion.vocabulary import Vocabulary

VOCABULARY = Vocabulary({"paratroopers": 3, "think": 2, "tank": 2, "RUSI": 4, "thin": 1, "ktank": 1}, passages=10)


@pytest.mark.parametrize(
    ("question", "others"),
    [
        ("who dropped the para-troopers?", ["paratroopers"]),
        ("which thinktank was it?", ["think", "tank"]),
        ("what did R.U.S.I. say", ["RUSI"]),
        ("what did R.U.S.I say", ["RUSI"]),
        ("the well-known paratroopers", []),
        ("did 3,000 lorries come?", ["3000", "three", "thousand"]),
        ("did three thousand lorries come?", ["3,000", "3000"]),
        ("800 pages", ["eight", "hundred"]),
        ("one of 12.5 kinds of Xyzzy in 2025", ["2,025"]),
    ],
)
def test_other_ways_to_write_it_are_looked_for_too(question: str, others: list[str]) -> None:
    assert [term.text for term in spelling_variants(question, VOCABULARY)] == others


def test_the_words_of_a_number_weigh_little_by_themselves() -> None:
    assert [term.weight for term in spelling_variants("800 pages", VOCABULARY)] == [0.4, 0.4]
