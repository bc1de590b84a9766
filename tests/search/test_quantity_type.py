"""What kind of number is asked for."""

import pytest

from bot.search.quantity_type import QuantityType, quantity_asked_for


@pytest.mark.parametrize(
    ("question", "kind", "counted"),
    [
        ("how many pages of contracts were leaked", QuantityType.COUNT, ("pages",)),
        ("how many Ostian ships took part", QuantityType.COUNT, ("Ostian", "ships")),
        ("what number of lorries crossed", QuantityType.COUNT, ("lorries",)),
        ("how long is the course", QuantityType.LENGTH, ()),
        ("how much did it cost", QuantityType.AMOUNT, ()),
        ("how large is the bridge", QuantityType.ANY, ()),
        ("when did it close", QuantityType.ANY, ()),
    ],
)
def test_a_question_tells_what_its_number_counts_or_measures(
    question: str, kind: QuantityType, counted: tuple[str, ...]
) -> None:
    assert quantity_asked_for(question) == (kind, counted)
