"""Numbers of a claim with their units, in ten languages: "3,5 Prozent" and "3.5 %" are one quantity."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answer.evidence.quantities_with_units import WORD_AFTER, Quantity, in_order, read_english, with_unit
from bot.answer.evidence.unit_words import SCALES, SMALL_NUMBERS
from bot.desk.similarity.languages.detection import ENGLISH
from bot.desk.similarity.normalize import NormalizedClaim
from bot.model.spans import Span

_DIGITS = re.compile(
    r"""
    \d{1,3} (?: [ .,'’\u00a0\u202f] \d{3} )+ (?! \d ) (?: [.,] \d+ )?  # 1.200.000,5
    | \d+ (?: [.,] \d+ )?                                          # 3,5
    """,
    re.VERBOSE,
)
_SPACES = " '’\u00a0\u202f"


def quantities(claim: NormalizedClaim, language: str) -> list[Quantity]:
    """Return a claim's quantities, in order."""
    is_english = language == ENGLISH
    found = read_english(claim.plain, claim.numbers, claim.words) if is_english else _foreign(claim.plain, language)
    return in_order(claim.plain, found)


def _foreign(text: str, language: str) -> Iterator[Quantity]:
    for match in _DIGITS.finditer(text):
        yield _with_scale(text, _read(match[0]), Span(*match.span()))
    small = {word: value for value, word in enumerate(SMALL_NUMBERS.get(language, "").split(), start=1)}
    for match in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text):
        value = small.get(match[0].lower().replace("’", "'"))
        if value is not None and value > 1:
            yield _with_scale(text, float(value), Span(*match.span()))


def _read(written: str) -> float:
    """Return the value of digits with a decimal comma or grouped thousands.

    >>> _read("1.200,5"), _read("3,5"), _read("1.200")
    (1200.5, 3.5, 1200.0)
    """
    for space in _SPACES:
        written = written.replace(space, "")
    whole, mark, decimals = written.rpartition("," if written.rfind(",") > written.rfind(".") else ".")
    if not mark:
        return float(written)
    digits = whole.replace(",", "").replace(".", "")
    is_grouped = len(decimals) == 3 and (mark in whole or digits != "0")
    return float(digits + decimals) if is_grouped else float(f"{digits}.{decimals}")


def _with_scale(text: str, value: float, span: Span) -> Quantity:
    after = WORD_AFTER.match(text, span.end)
    scale = SCALES.get(after["word"].lower().rstrip(".")) if after else None
    if after is None or scale is None or (len(after["word"]) == 1 and after["word"] != after[0]):
        return with_unit(text, value, span)
    return with_unit(text, value * scale, Span(span.start, after.end()))
