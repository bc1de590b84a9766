"""What kind of number is asked for."""

import pytest

from bot.search.measure import Measure, measure


@pytest.mark.parametrize(
    ("question", "kind", "counted"),
    [
        ("how many pages of contracts were leaked", Measure.COUNT, ("pages",)),
        ("how many Ostian ships took part", Measure.COUNT, ("Ostian", "ships")),
        ("what number of lorries crossed", Measure.COUNT, ("lorries",)),
        ("how long is the course", Measure.LENGTH, ()),
        ("how much did it cost", Measure.AMOUNT, ()),
        ("how large is the bridge", Measure.ANY, ()),
        ("when did it close", Measure.ANY, ()),
    ],
)
def test_a_question_tells_what_its_number_counts_or_measures(
    question: str, kind: Measure, counted: tuple[str, ...]
) -> None:
    assert measure(question) == (kind, counted)
