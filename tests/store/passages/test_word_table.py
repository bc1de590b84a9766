"""The exported words: the same look-ups as a dictionary, whatever the words are."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.store.passages.word_table import WordTable, write_table

_WORDS = st.text(st.characters(categories=["L", "N"], include_characters="'’-."), min_size=1, max_size=6)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.dictionaries(st.tuples(_WORDS, _WORDS), st.integers(1, 10**9), max_size=40), _WORDS)
def test_forms_and_beginnings_are_found_as_in_a_dictionary(
    tmp_path: Path, forms: dict[tuple[str, str], int], other: str
) -> None:
    lines = sorted(((f"{folded}/{form}", count) for (folded, form), count in forms.items()), key=_bytes)
    table = write_table(tmp_path / "words.tsv", lines)
    for word in {other, *(folded for folded, _ in forms)}:
        assert table.forms(word) == {form: count for (folded, form), count in forms.items() if folded == word}
        letter = word[0]
        beginning = {folded for folded, form in forms if f"{folded}/{form}".startswith(letter)}
        assert sorted(table.beginning(letter)) == sorted(beginning)
    assert set(table.beginning("")) == {folded for folded, _ in forms}


def _bytes(item: tuple[str, int]) -> bytes:
    return item[0].encode()


def test_a_table_of_no_words_has_none(tmp_path: Path) -> None:
    table = write_table(tmp_path / "words.tsv", [])
    assert (table.forms("ferry"), table.beginning("")) == ({}, [])


def test_a_missing_and_an_empty_file_are_no_tables(tmp_path: Path) -> None:
    (tmp_path / "empty.tsv").touch()
    for name in ("missing.tsv", "empty.tsv"):
        with pytest.raises((OSError, ValueError)):
            WordTable(tmp_path / name)
