"""A typed quote read as an editor would: an ellipsis leaves words out, brackets hold the editor's own."""

from __future__ import annotations

import pytest

from bot.quotecheck.typed_quote import quotation, read


@pytest.mark.parametrize(
    ("text", "words", "editors"),
    [
        ("[H]e said", "he said", ""),
        ("[He] said", "he said", "he"),
        ("[He]llo there", "hello there", "hello"),
        ("includ[ed] it", "included it", "included"),
        ("pre[s]ent it", "present it", "present"),
        ("I a[m] here", "i am here", "am"),
        ("[H] is here", "h is here", "h"),
        ("the line [across the bay] will close", "the line across the bay will close", "across the bay"),
    ],
)
def test_words_with_letters_in_brackets_are_the_editors_but_for_a_changed_capital(
    text: str, words: str, editors: str
) -> None:
    typed = read(text)
    assert " ".join(typed.words.keys) == words
    assert " ".join(typed.words.keys[number] for number in sorted(typed.bracketed)) == editors


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a b c", [(0, 3)]),
        ("a … b c", [(0, 1), (1, 3)]),
        ("a b ... c", [(0, 2), (2, 3)]),
        ("a . . . b", [(0, 1), (1, 2)]),
        ("a .. b", [(0, 2)]),
        ("… a …", [(0, 1)]),
        ("…", []),
    ],
)
def test_an_ellipsis_parts_the_words(text: str, pieces: list[tuple[int, int]]) -> None:
    assert list(read(text).pieces) == pieces


def test_after_a_dozen_ellipses_another_parts_nothing() -> None:
    assert read(" … ".join("abcdefghijklmno")).pieces[-2:] == ((11, 12), (12, 15))


def test_own_words_are_those_that_are_not_the_editors() -> None:
    typed = read("the [old] ferry … closed")
    assert typed.own_words(0, 4) == 3
    assert typed.own_words(1, 2) == 0
    assert [typed.after_gap(number) for number in range(4)] == [False, False, False, True]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He wrote "no way sir".', "no way sir"),
        ('He wrote "no way".', 'He wrote "no way".'),
        ("“a b c” and “d e f g”", "d e f g"),
        ("«un deux trois»", "un deux trois"),
        ("„eins zwei drei“", "eins zwei drei"),
        ("Did she say “we will not sell a ship”?", "we will not sell a ship"),
        ("a “word” alone", "a “word” alone"),
        ("  no marks at all ", "no marks at all"),
    ],
)
def test_the_longest_quotation_of_three_words_is_what_is_checked(text: str, quoted: str) -> None:
    assert quotation(text) == quoted
