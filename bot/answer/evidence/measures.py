"""Units of measure after a number: "15C", "3 miles", "$4 a litre"."""

from __future__ import annotations

import re
from dataclasses import dataclass

# Kind of quantity -> unit -> spellings. Units of one kind can be confused.
_KINDS = {
    "length": {
        "kilometre": "kilometers kilometres kilometer kilometre km kms",
        "mile": "miles mile mi",
        "metre": "meters metres meter metre",
        "foot": "feet foot ft",
        "yard": "yards yard",
        "inch": "inches inch",
        "centimetre": "centimeters centimetres centimeter centimetre cm",
        "millimetre": "millimeters millimetres millimeter millimetre mm",
    },
    "mass": {
        "kilogram": "kilograms kilogrammes kilos kilogram kilo kg",
        "pound": "pounds pound lb lbs",
        "ounce": "ounces ounce oz",
        "ton": "tons ton tonnes tonne",
        "gram": "grams gram",
    },
    "volume": {
        "litre": "liters litres liter litre",
        "gallon": "gallons gallon",
        "barrel": "barrels barrel",
        "pint": "pints pint",
    },
    "temperature": {"celsius": "celsius centigrade c", "fahrenheit": "fahrenheit f"},
    "time": {
        "second": "seconds second",
        "minute": "minutes minute",
        "hour": "hours hour",
        "day": "days day",
        "week": "weeks week",
        "month": "months month",
        "year": "years year",
    },
    "area": {"acre": "acres acre", "hectare": "hectares hectare"},
}
_UNITS = {
    word: (kind, name) for kind, units in _KINDS.items() for name, words in units.items() for word in words.split()
}
_UNIT_AFTER = re.compile(
    r"""
    [ -]? (?: ° | degrees\  )? \s?
    (?P<rate> (?: a | an | per | / )\  )?    # 4 a litre
    (?P<square> square\  | sq\.?\  )?        # 3 sq. miles
    (?P<unit> [A-Za-z]+ )
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measure with its kind; `end` is its offset."""

    kind: str
    name: str
    end: int

    def conflicts_with(self, other: Measure) -> bool:
        """Check for another unit of the same kind."""
        return self.kind == other.kind and self.name != other.name


def unit_of(word: str) -> tuple[str, str] | None:
    """Return kind and name of a unit, or None for another word.

    >>> unit_of("kms")
    ('length', 'kilometre')
    """
    return _UNITS.get(word.lower())


def measure_after(text: str, end: int) -> Measure | None:
    """Return the unit after a number, or attached to its digits.

    `end` is the end of the number.
    """
    digits = end
    while digits and text[digits - 1].isalpha() and end - digits < 2:
        digits -= 1  # "15C": the letter was read as part of the number
    for start in (digits, end):
        found = _UNIT_AFTER.match(text, start)
        if found and (unit := _UNITS.get(found["unit"].lower())):
            kind = f"{'per ' if found['rate'] else ''}{'square ' if found['square'] else ''}{unit[0]}"
            return Measure(kind, unit[1], found.end())
    return None
