"""Numbers of claims as values with units."""

from __future__ import annotations

import pytest

from bot.desk.similarity.normalize import normalize
from bot.desk.similarity.quantities import quantities


def found(text: str, language: str = "en") -> list[tuple[float, str, str]]:
    return [(*quantity.key, quantity.span.of(text)) for quantity in quantities(normalize(text), language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one third of all voters", (33.3333333333, "percent", "one third")),
        ("two thirds of the voters", (66.6666666667, "percent", "two thirds")),
        ("half of them", (50, "percent", "half")),
        ("it cost $3m", (3e6, "dollar", "$3m")),
        ("it cost 3 million dollars", (3e6, "dollar", "3 million dollars")),
        ("£3 billion", (3e9, "pound", "£3 billion")),
        ("up 12 per cent", (12, "percent", "12 per cent")),
        ("up 3 percentage points", (3, "percentage points", "3 percentage points")),
        ("60 square miles", (60, "square mile", "60 square miles")),
        ("15km of road", (15_000, "metre", "15km")),
        ("25°C at noon", (25, "celsius", "25°C")),
        ("-5 degrees Fahrenheit", (-5, "fahrenheit", "-5 degrees Fahrenheit")),
        ("a dozen boats", (12, "", "a dozen")),
        ("twenty-one thousand boats", (21_000, "", "twenty-one thousand")),
        ("in 2019", (2019, "year", "2019")),
        ("the third time", (3, "ordinal", "third")),
        ("the 3rd time", (3, "ordinal", "3rd")),
        ("a rise of 3,5 percent", (3.5, "percent", "3,5 percent")),
        ("a rise of 3,500 percent", (3500, "percent", "3,500 percent")),
    ],
)
def test_a_number_has_a_value_and_a_unit(text: str, expected: tuple[float, str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "um 3,5 Prozent", (3.5, "percent", "3,5 Prozent")),
        ("de", "1.200.000 Euro", (1.2e6, "euro", "1.200.000 Euro")),
        ("de", "2,5 Mio. Euro", (2.5e6, "euro", "2,5 Mio. Euro")),
        ("fr", "12 pour cent", (12, "percent", "12 pour cent")),
        ("fr", "1 200 kilomètres", (1.2e6, "metre", "1 200 kilomètres")),
        ("es", "15 por ciento", (15, "percent", "15 por ciento")),
        ("pt", "3,2 milhões", (3.2e6, "", "3,2 milhões")),
        ("it", "tre milioni", (3e6, "", "tre milioni")),
        ("nl", "4 miljard euro", (4e9, "euro", "4 miljard euro")),
        ("pl", "2,5 mln złotych", (2.5e6, "zloty", "2,5 mln złotych")),
        ("uk", "3,5 відсотка", (3.5, "percent", "3,5 відсотка")),
        ("ru", "2,5 млн рублей", (2.5e6, "rouble", "2,5 млн рублей")),
    ],
)
def test_other_languages_have_a_decimal_comma(language: str, text: str, expected: tuple[float, str, str]) -> None:
    assert found(text, language) == [expected]
