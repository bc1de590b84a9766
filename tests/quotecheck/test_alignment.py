"""The parts of a typed text and the places that they come from, ellipses and omissions included."""

from __future__ import annotations

import pytest

from bot.quotecheck.model import MatchLevel
from tests.quotecheck.checking import verdict_on

BOARD = (
    "The harbour board of Lindholm will sell two old ferries in autumn and keep every sailor on its quay. "
    "Trams will run again from June, the city council told the Velm Courier on a cold Monday in March."
)


def places(text: str) -> tuple[MatchLevel, list[str], list[str]]:
    """Return the level, the places, and what ellipses leave out of them."""
    found = verdict_on(text, board=BOARD)
    spans = [place.span.of(BOARD) for place in found.places]
    return found.level, spans, [span.of(BOARD) for place in found.places for span in place.omitted]


@pytest.mark.parametrize(
    ("text", "omitted"),
    [
        ("The harbour board … will sell two old ferries", ["of Lindholm"]),
        ("The harbour board of … will sell two … ferries in autumn", ["Lindholm", "old"]),
        ("The harbour board of Lindholm … will sell two old ferries", []),
        ("The harbour board … from June, the city council … on a cold Monday",
         ["of Lindholm will sell two old ferries in autumn and keep every sailor on its quay. Trams will run again",
          "told the Velm Courier"]),
    ],
)  # fmt: skip
def test_what_an_ellipsis_leaves_out_is_shown_and_nothing_is_altered(text: str, omitted: list[str]) -> None:
    level, (span,), left_out = places(text)
    assert level is MatchLevel.VERBATIM
    assert (span.split()[:2], span.split()[-1]) == (text.split()[:2], text.rsplit(maxsplit=1)[-1])
    assert left_out == omitted


def test_an_ellipsis_goes_forwards_in_an_article_and_never_back() -> None:
    level, spans, _ = places("the city council told the Velm Courier … will sell two … ferries in autumn")
    assert level is MatchLevel.SPLICED
    assert spans == ["the city council told the Velm Courier", "will sell two old ferries in autumn"]


def test_words_beside_an_ellipsis_that_no_article_has_are_added_ones() -> None:
    text = "whales say the harbour board of Lindholm … old ferries in autumn and keep every sailor on its quay today"
    (place,) = verdict_on(text, board=BOARD).places
    assert place.typed.of(text) == text
    assert [change.typed for change in place.changes] == ["whales", "say", "today"]


@pytest.mark.parametrize(("between", "level"), [(120, MatchLevel.VERBATIM), (121, MatchLevel.SPLICED)])
def test_an_ellipsis_stands_for_120_words_at_the_most(between: int, level: MatchLevel) -> None:
    whales = " ".join(f"whale{number}" for number in range(between))
    article = f"The harbour board of Lindholm met {whales} and closed the old ferry line"
    text = "The harbour board of Lindholm met … and closed the old ferry line"
    assert verdict_on(text, article=article).level is level


@pytest.mark.parametrize(("between", "level"), [(8, MatchLevel.ALTERED), (9, MatchLevel.SPLICED)])
def test_without_an_ellipsis_more_than_eight_words_left_out_make_a_splice(between: int, level: MatchLevel) -> None:
    whales = " ".join(f"whale{number}" for number in range(between))
    before = "The harbour board of Lindholm met on a cold Monday in March to hear the city council"
    after = "and then closed the old ferry line to"
    assert verdict_on(f"{before} {after}", article=f"{before} {whales} {after}").level is level


def test_of_a_text_longer_than_the_article_the_part_that_stands_there_is_the_nearest() -> None:
    text = "Officials said on Monday that the ferry line to Lindholm will close in May after all, and nobody was asked"
    found = verdict_on(text, ferry="The ferry line to Lindholm will close in May.")
    assert found.level is MatchLevel.NOT_FOUND
    assert found.nearest is not None
    assert found.nearest.typed.of(text) == "the ferry line to Lindholm will close in May"
    assert (found.nearest.similarity, found.nearest.changes) == (1.0, ())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "big harbour board of Lindholm will sell two old ferries",
            "The harbour board of Lindholm will sell two old ferries",
        ),
        ("harbour board of Lindholm will sell two old boats", "harbour board of Lindholm will sell two old ferries"),
        ("keep every sailor on its pier", "keep every sailor on its quay"),
        ("pans will run again from June, the city council", "Trams will run again from June, the city council"),
    ],
)
def test_a_changed_word_at_an_end_stands_for_the_word_there(text: str, place: str) -> None:
    assert places(text)[1] == [place]
