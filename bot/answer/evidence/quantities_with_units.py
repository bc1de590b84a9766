"""Numbers with their units: "0.4 metres" and "40 centimetres" are one quantity, "a quarter" and "25 %" another."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.answer.evidence.bound_numbers import CURRENCY_SIGNS
from bot.answer.evidence.measures import unit_of
from bot.answer.evidence.unit_words import CASED_SYMBOLS, PERCENT, UNIT_WORDS
from bot.model.spans import Span
from bot.normalize import Word, words
from bot.search.numbers import numbers

YEAR, ORDINAL = "year", "ordinal"
_YEARS = range(1800, 2100)
WORD_AFTER = re.compile(r"[ \u00a0\u202f-]?(?P<word>[^\W\d_]+\.?|[%‰°€$£¥₹₽₴])")
_POWER = re.compile(r"[ ](?:(?P<square>square|sq\.?)|cubic)(?=[ ])", re.IGNORECASE)
_POWER_SIGN = re.compile(r"[ \u00a0\u202f]?(?P<unit>[^\W\d_]{1,3})(?P<power>[²³])")
_CURRENCY_PREFIX = re.compile(r"(?<![^\W_])(?P<country>[A-Z]{1,3})$")
_POINTS = re.compile(r"[ -]?(?:points?|pp|Punkte?n?|punten|punti|puntos|pontos|пункт\w*)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"(?:(?<![^\s(])[-−–]|\bminus )$", re.IGNORECASE)
_MISREAD = re.compile(r"\d+,(?:\d{1,2}|\d{4,})(?!\d)")  # a decimal comma in an English text
_ORDINAL_ENDING = re.compile(r"\d(?:st|nd|rd|th)\b", re.IGNORECASE)
_DOLLARS = {"US": "dollar", "R": "real"}  # by what stands before the sign
_CURRENCY_OF_SIGN = {**CURRENCY_SIGNS, "₽": "rouble", "₴": "hryvnia"}
# Factors to one unit of the same kind, where the conversion is exact.
_FACTORS = {
    "kilometre": ("metre", 1000.0),
    "centimetre": ("metre", 0.01),
    "millimetre": ("metre", 0.001),
    "mile": ("metre", 1609.344),
    "yard": ("metre", 0.9144),
    "foot": ("metre", 0.3048),
    "inch": ("metre", 0.0254),
    "tonne": ("kilogram", 1000.0),
    "ton": ("kilogram", 1000.0),
    "gram": ("kilogram", 0.001),
    "gigawatt": ("megawatt", 1000.0),
    "kilowatt": ("megawatt", 0.001),
    "milliwatt": ("megawatt", 1e-9),
    "hour": ("minute", 60.0),
    "day": ("minute", 1440.0),
    "week": ("minute", 10080.0),
}
_FRACTION = re.compile(
    r"""
    \b (?: (?P<count> an? | one | two | three | four | \d ) [ -] )?
    (?: (?P<half> half ) | (?P<part> thirds? | quarters? | fourths? | fifths? | tenths? ) )
    (?= [ ] of \b | [ ] (?: all | the | its | their ) \b )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ONE_IN = re.compile(
    r"""
    \b (?P<count> one | two | three | four | five | six | seven | eight | nine | \d{1,2} )
    [ ] (?: in | out[ ]of ) [ ]  (?: every [ ] )?
    (?P<of> three | four | five | six | seven | eight | nine | ten | twenty | \d{1,2} ) \b
    (?! [ ]?(?: % | percent ) | \d )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "tenth": 10}
_COUNTS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS.split(), start=1)}
_ROUND = re.compile(r"\b(?:a|an) (?P<word>dozen|hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)
_ROUND_VALUES = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; the span covers both.

    `unit` is a unit's name, "percent", "percentage points", "year", "ordinal" or "".
    """

    value: float
    unit: str
    span: Span

    @property
    def key(self) -> tuple[float, str]:
        """Value and unit, converted to one unit of its kind."""
        unit, factor = _FACTORS.get(self.unit, (self.unit, 1.0))
        return float(f"{self.value * factor:.12g}"), unit


def english_quantities(text: str) -> list[Quantity]:
    """Return the quantities of an English text, in order.

    >>> [(quantity.value, quantity.unit) for quantity in english_quantities("a wall of 40 cm, for $5")]
    [(40.0, 'centimetre'), (5.0, 'dollar')]
    """
    return in_order(text, read_english(text, numbers(text), words(text)))


def in_order(text: str, found: Iterable[Quantity]) -> list[Quantity]:
    """Return the quantities by their places, negative ones with their sign."""
    return sorted((_with_sign(text, quantity) for quantity in found), key=lambda quantity: quantity.span)


def read_english(text: str, values: Iterable[tuple[float, Span]], text_words: Iterable[Word]) -> Iterator[Quantity]:
    """Yield the quantities of a text with these numbers and words."""
    taken: list[Span] = []
    for fraction in (*_fractions(text), *_parts_of_groups(text)):
        taken.append(fraction.span)
        yield fraction
    for match in _ROUND.finditer(text):
        taken.append(Span(*match.span()))
        yield with_unit(text, _ROUND_VALUES[match["word"].lower()], Span(*match.span()))
    for value, span in values:
        if not any(span.overlaps(other) for other in taken):
            yield with_unit(text, _misread(span.of(text), value), span)
    yield from _ordinals(text, text_words)


def _fractions(text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        count = (match["count"] or "").lower()
        of = 2 if match["half"] else _PARTS[match["part"].lower().removesuffix("s")]
        share = _COUNTS.get(count) or int(count)
        yield Quantity(float(f"{100 * share / of:.12g}"), PERCENT, Span(*match.span()))


def _parts_of_groups(text: str) -> Iterator[Quantity]:
    """Yield shares such as "one in four"."""
    for match in _ONE_IN.finditer(text):
        (count, _), (of, _) = numbers(match["count"])[0], numbers(match["of"])[0]
        if count < of:
            yield Quantity(float(f"{100 * count / of:.12g}"), PERCENT, Span(*match.span()))


def _ordinals(text: str, text_words: Iterable[Word]) -> Iterator[Quantity]:
    for word in text_words:
        if word.folded in _ORDINALS and not _FRACTION.match(text, word.span.start):
            yield Quantity(float(_ORDINALS[word.folded]), ORDINAL, word.span)


def _misread(written: str, value: float) -> float:
    """Return the value with a decimal comma, as in "3,5"."""
    found = _MISREAD.match(written)
    return value if found is None else float(found[0].replace(",", "."))


def with_unit(text: str, value: float, span: Span) -> Quantity:
    """Return a quantity with the unit around the number."""
    if text[span.start - 1 : span.start] in _CURRENCY_OF_SIGN:
        return _money(text, value, span)
    if _ORDINAL_ENDING.match(text, span.end - 3):
        return Quantity(value, ORDINAL, span)
    unit, end = _unit_after(text, span)
    if not unit and value in _YEARS and span.of(text).isdigit() and len(span.of(text)) == 4:
        unit = YEAR
    return Quantity(value, unit, Span(span.start, end))


def _money(text: str, value: float, span: Span) -> Quantity:
    """Return an amount whose sign stands before it: "$5", "A$5", "R$5"."""
    start, currency = span.start - 1, _CURRENCY_OF_SIGN[text[span.start - 1]]
    prefix = _CURRENCY_PREFIX.search(text, max(0, start - 4), start)
    if prefix:
        start, country = prefix.start(), prefix["country"]
        currency = _DOLLARS.get(country, f"{country} {currency}") if currency == "dollar" else f"{country} {currency}"
    return Quantity(value, currency, Span(start, span.end))


def _unit_after(text: str, span: Span) -> tuple[str, int]:
    """Return the unit after a number or attached to it, and its end."""
    letters = span.end
    while letters > span.start and text[letters - 1].isalpha():
        letters -= 1
    if letters < span.end and span.of(text)[0].isdigit():
        attached = _unit_name(text[letters : span.end])
        if attached:
            return attached, span.end
    signed = _POWER_SIGN.match(text, span.end)
    if signed and (name := "metre" if signed["unit"] == "m" else _unit_name(signed["unit"])):
        return ("square " if signed["power"] == "²" else "cubic ") + name, signed.end()
    power = _POWER.match(text, span.end)
    after = WORD_AFTER.match(text, power.end() if power else span.end)
    if after is None:
        return "", span.end
    if after["word"].lower() in {"per", "pour", "por"}:  # per cent, pour cent, por ciento
        cent = re.compile(r"[ ](?:cent|cien|ciento|cento)\b", re.IGNORECASE).match(text, after.end())
        return (PERCENT, cent.end()) if cent else ("", span.end)
    return _named_unit(text, after, _prefix(power), span.end)


def _prefix(power: re.Match[str] | None) -> str:
    if power is None:
        return ""
    return "square " if power["square"] else "cubic "


def _named_unit(text: str, after: re.Match[str], prefix: str, otherwise: int) -> tuple[str, int]:
    word = after["word"].rstrip(".")
    name = _unit_name(word)
    if (
        name == "degree"
        and (scale := WORD_AFTER.match(text, after.end()))
        and (exact := _unit_name(scale["word"].rstrip(".")))
    ):
        return exact, _without_dot(scale)
    if not name:
        is_points = word.lower() in {"percentage", "prozentpunkte", "prozentpunkten", "procentpunten"}
        points = _POINTS.match(text, after.end())
        return ("percentage points", points.end() if points else after.end()) if is_points else ("", otherwise)
    points = _POINTS.match(text, after.end()) if name == PERCENT else None
    return ("percentage points", points.end()) if points else (prefix + name, _without_dot(after))


def _without_dot(after: re.Match[str]) -> int:
    return after.end() - after[0].endswith(".")


def _unit_name(word: str) -> str:
    if word in CASED_SYMBOLS:
        return CASED_SYMBOLS[word]
    lower = unicodedata.normalize("NFC", word.lower())
    measure = unit_of(lower)
    return UNIT_WORDS.get(lower) or (measure[1] if measure else "")


def _with_sign(text: str, quantity: Quantity) -> Quantity:
    minus = _NEGATIVE.search(text, max(0, quantity.span.start - 6), quantity.span.start)
    if minus is None or quantity.unit in {YEAR, ORDINAL}:
        return quantity
    return replace(quantity, value=-quantity.value, span=Span(minus.start(), quantity.span.end))
