"""Numbers as values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.numbers import numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3,000 soldiers", [3000]),
        ("three thousand soldiers", [3000]),
        ("3 thousand soldiers", [3000]),
        ("a $12 billion shortfall", [12e9]),
        ("£4.5m", [4.5e6]),
        ("twenty-three people", [23]),
        ("one hundred and five pages", [105]),
        ("two hundred thousand", [200_000]),
        ("between 5 and 7 weeks", [5, 7]),
        ("in 2023 and 2024", [2023, 2024]),
        ("Okean-2024", [2024]),
        ("no number at all", []),
    ],
)
def test_spellings_of_one_number_have_one_value(text: str, values: list[float]) -> None:
    assert [value for value, _ in numbers(text)] == values


@given(st.text(alphabet="0123456789 ,.-abchundred thousand", max_size=60), st.integers(0, 1000))
def test_spans_lie_in_the_text_whatever_it_is(text: str, offset: int) -> None:
    for _, span in numbers(text, offset):
        assert offset <= span.start < span.end <= offset + len(text)
