"""What changed between two versions of a draft."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.draftcheck.model import DraftCheck, ItemKind, ItemLevel, RevisedDraft
from bot.draftcheck.revision import revise
from tests.draftcheck.checks import checked

FERRY = "The ferry line to Lindholm carried 40,000 people in a year."
SHIPS = "We will not sell any of the ships to Torvik."
ISLAND = "Nobody asked the islanders about the price of bread."


def check(*sentences: str | tuple[str, ItemLevel], kind: ItemKind = ItemKind.FIGURE) -> DraftCheck:
    """Return the check of sentences, by default not found."""
    pairs = [(given, ItemLevel.NOT_FOUND) if isinstance(given, str) else given for given in sentences]
    text = "\n\n".join(sentence for sentence, _ in pairs)
    return DraftCheck("a.txt", text, tuple(checked(text, sentence, level, kind) for sentence, level in pairs))


def texts(revised: RevisedDraft) -> tuple[list[str], list[str], list[str]]:
    settled, new, still_open = (
        [item.item.text for item in items] for items in (revised.settled, revised.new, revised.still_open)
    )
    return settled, new, still_open


def test_the_same_draft_has_all_still_open() -> None:
    assert texts(revise(check(FERRY, SHIPS), check(FERRY, SHIPS))) == ([], [], [FERRY, SHIPS])


def test_a_moved_sentence_and_one_in_other_signs_are_the_same() -> None:
    other = FERRY.upper().replace(".", "!")
    assert texts(revise(check(FERRY, SHIPS), check(SHIPS, other))) == ([], [], [SHIPS, other])


def test_a_sentence_reworded_a_little_is_still_open() -> None:
    reworded = FERRY.replace("in a year", "each year")
    assert texts(revise(check(FERRY, SHIPS), check(reworded))) == ([SHIPS], [], [reworded])


def test_a_corrected_or_removed_sentence_is_settled_and_an_unlike_one_is_new() -> None:
    before, after = check(FERRY, SHIPS), check((FERRY.replace("40,000", "14,000"), ItemLevel.AGREES), ISLAND)
    assert texts(revise(before, after)) == ([FERRY, SHIPS], [ISLAND], [])


def test_a_sentence_that_agreed_and_does_not_any_more_is_new() -> None:
    assert texts(revise(check((FERRY, ItemLevel.AGREES)), check(FERRY))) == ([], [FERRY], [])


def test_of_two_equal_sentences_one_that_went_is_settled() -> None:
    before = check(FERRY, SHIPS)
    twice = DraftCheck("a.txt", before.text, (*before.items, before.items[0]))
    assert texts(revise(twice, before)) == ([FERRY], [], [FERRY, SHIPS])


def test_a_quotation_and_a_sentence_of_like_words_are_two_items() -> None:
    reworded = check(FERRY.replace("in a year", "each year"), kind=ItemKind.QUOTATION)
    settled, new, still_open = texts(revise(check(FERRY), reworded))
    assert (len(settled), len(new), still_open) == (1, 1, [])


@given(*(st.lists(st.sampled_from([FERRY, SHIPS, ISLAND, FERRY[:-6] + "."]), max_size=6) for _ in range(2)))
def test_each_open_item_is_in_exactly_one_list(before: list[str], after: list[str]) -> None:
    revised = revise(check(*before), check(*after))
    assert len(revised.settled) + len(revised.still_open) == len(before)
    assert sorted([item.item.text for item in (*revised.new, *revised.still_open)]) == sorted(after)
