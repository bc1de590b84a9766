"""The order of what was found: which signals lift a passage, and what counts as the same passage again."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest

from bot.model.search import Hit
from bot.model.spans import Span
from bot.search.ranking import Signals, rank, rank_by_proximity


def _hit(document: str, ordinal: int, score: float, *, sketch: bytes = b"") -> Hit:
    return Hit(document, ordinal, Span(0, 10), score, sketch=sketch)


def _order(hits: list[Hit], **signals: float) -> list[str]:
    return [f"{hit.document}/{hit.ordinal}" for hit in rank(hits, Signals(**signals))]  # type: ignore[arg-type]


def test_an_articles_opening_goes_before_a_passage_that_is_no_more_than_a_little_better() -> None:
    hits = [_hit("a", 7, 10.0), _hit("b", 0, 8.1), _hit("c", 1, 9.1)]
    assert _order(hits) == ["b/0", "c/1", "a/7"]
    assert _order([_hit("a", 7, 10.0), _hit("b", 0, 7.9), _hit("c", 1, 8.9)]) == ["a/7", "b/0", "c/1"]
    assert _order(hits, opening=0.0) == ["a/7", "c/1", "b/0"]


def test_an_articles_first_passage_gains_a_fifth_of_the_best_score_and_its_second_half_of_that() -> None:
    scores = [hit.score for hit in rank([_hit("a", 7, 10.0), _hit("b", 0, 1.0), _hit("c", 1, 1.0), _hit("d", 2, 1.0)])]
    assert scores == pytest.approx([10.0, 3.0, 2.0, 1.0])


def test_copies_stand_once_under_the_best_of_them_and_are_counted_by_article() -> None:
    sketch, other = bytes(range(32)), bytes(range(100, 132))
    nearly = sketch[:24] + bytes(8)
    hits = [
        _hit("wire", 3, 9.0, sketch=sketch),
        _hit("copy", 3, 8.0, sketch=nearly),
        _hit("copy", 4, 7.0, sketch=sketch),
        _hit("else", 3, 6.0, sketch=other),
    ]
    first, second = rank(hits)
    assert (first.document, first.copies) == ("wire", ("copy",))
    assert (second.document, second.copies) == ("else", ())


@pytest.mark.parametrize(("shared", "copies"), [(12, ("copy",)), (11, ())])
def test_copies_share_seven_tenths_of_their_sketch(shared: int, copies: tuple[str, ...]) -> None:
    sketch = bytes(range(32))
    nearly = sketch[: 2 * shared] + bytes(32 - 2 * shared)
    first, *others = rank([_hit("wire", 3, 9.0, sketch=sketch), _hit("copy", 3, 8.0, sketch=nearly)])
    assert first.copies == copies
    assert len(others) == 1 - len(copies)


def test_passages_too_short_for_a_sketch_are_never_copies() -> None:
    assert len(rank([_hit("a", 3, 9.0), _hit("b", 3, 9.0)])) == 2


def test_what_is_equal_keeps_one_order_whatever_order_it_came_in() -> None:
    hits = [_hit("b", 3, 9.0), _hit("a", 4, 9.0), _hit("a", 3, 9.0)]
    assert _order(hits) == _order(hits[::-1]) == ["a/3", "a/4", "b/3"]


def test_the_newest_go_first_where_that_is_asked_for_and_the_undated_last() -> None:
    old, new, undated = (
        replace(_hit(name, 3, 9.0), day=day) for name, day in (("a", 20240101), ("b", 20250600), ("c", 0))
    )
    assert _order([undated, old, new], newest=True) == ["b/3", "a/3", "c/3"]


def test_unless_it_is_asked_for_the_day_does_not_count() -> None:
    better, newer = replace(_hit("a", 3, 9.0), day=20240101), replace(_hit("b", 3, 8.0), day=20250600)
    assert _order([newer, better]) == ["a/3", "b/3"]


def test_words_that_stand_together_lift_a_passage_by_three_tenths_of_the_best_score_at_most() -> None:
    passages = [(_hit("a", 3, 10.0), "a"), (_hit("b", 3, 8.6), "b"), (_hit("c", 3, 6.9), "c")]
    ranked = rank_by_proximity(passages, [2.0, 4.0, 4.0])
    assert [(hit.document, read, hit.score) for hit, read in ranked] == [
        ("b", "b", pytest.approx(11.6)),
        ("a", "a", pytest.approx(11.5)),
        ("c", "c", pytest.approx(9.9)),
    ]
    assert [read for _, read in rank_by_proximity(passages, [2.0, 4.0, 4.0], Signals(proximity=0.0))] == ["a", "b", "c"]


def test_passages_without_a_window_and_the_newest_first_keep_their_order() -> None:
    passages = [(_hit("a", 3, 10.0), 1), (replace(_hit("b", 3, 9.9), day=20250101), 2)]
    assert rank_by_proximity(passages, [0.0, 0.0]) == passages
    newest = rank_by_proximity(passages[::-1], [0.0, 1.0], Signals(newest=True))
    assert [read for _, read in newest] == [2, 1]


def test_copies_are_found_whichever_four_numbers_of_their_sketch_differ() -> None:
    for others in combinations(range(16), 4):
        sketch = bytearray(range(32))
        for number in others:
            sketch[2 * number] ^= 255
        hits = [_hit("wire", 3, 9.0, sketch=bytes(range(32))), _hit("copy", 3, 8.0, sketch=bytes(sketch))]
        assert [hit.copies for hit in rank(hits)] == [("copy",)], others


def test_nothing_found_stays_nothing() -> None:
    assert rank([]) == []
    assert rank_by_proximity([], []) == []
