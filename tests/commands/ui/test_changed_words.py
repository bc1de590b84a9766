"""Words in bold where a quoted article changed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from commands.ui.changed_words import changed_words


def _texts(before: str, after: str) -> tuple[list[str], list[str]]:
    gone, come = changed_words(before, after)
    return [before[span.start : span.end] for span in gone], [after[span.start : span.end] for span in come]


def test_only_the_words_that_differ_are_marked() -> None:
    assert _texts("The ferry carried 300 people.", "The ferry carried 30 people.") == (["300"], ["30"])
    assert _texts("It sank at once.", "It never sank at once.") == ([], ["never"])
    assert _texts("All was well.", "Nothing is right!") == ([], []), "a text that is all new needs no bold"
    assert _texts("a " * 3_000, "b") == ([], [])


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_not_marked_is_the_same_in_both(before: str, after: str) -> None:
    gone, come = changed_words(before, after)

    def rest(text: str, spans) -> list[str]:
        marked = {place for span in spans for place in range(span.start, span.end)}
        return "".join(" " if place in marked else letter for place, letter in enumerate(text)).split()

    if gone or come:
        assert rest(before, gone) == rest(after, come)
