"""What kind of number a question asks for: how many of what, how long, how much."""

from __future__ import annotations

from enum import StrEnum

from bot.normalize import WORD
from bot.patterns import phrase_pattern


class QuantityType(StrEnum):
    """A count of things, or a measure in units of its own; `ANY` is any number at all."""

    COUNT = "count"
    LENGTH = "length"
    AMOUNT = "amount"
    AGE = "age"
    DISTANCE = "distance"
    FREQUENCY = "frequency"
    SHARE = "share"
    ANY = "any"


_QUANTITY_QUESTION = phrase_pattern(
    r"""
    ^(?:how (?P<degree>many|much|old|large|big|often|long|far)
    |what (?P<noun>percentage|share|number))\b
    """
)
_MEASURES = {
    "many": QuantityType.COUNT,
    "number": QuantityType.COUNT,
    "long": QuantityType.LENGTH,
    "much": QuantityType.AMOUNT,
    "old": QuantityType.AGE,
    "far": QuantityType.DISTANCE,
    "often": QuantityType.FREQUENCY,
    "percentage": QuantityType.SHARE,
    "share": QuantityType.SHARE,
}
# What ends the words that say what is counted: "how many pages | of contracts", "how many ships | will come".
_ENDING_WORDS = """
the a an of in on at by for from to with that who which and or there do does did is are was were be been will would have
has had can could may might should must took take takes taking
"""
_ENDS = frozenset(_ENDING_WORDS.split())
_LONGEST = 4


def quantity_asked_for(question: str) -> tuple[QuantityType, tuple[str, ...]]:
    """Return the kind of number that `question` asks for, and the words that say what is counted."""
    asked = _QUANTITY_QUESTION.match(question)
    if asked is None:
        return QuantityType.ANY, ()
    kind = _MEASURES.get((asked["degree"] or asked["noun"]).lower(), QuantityType.ANY)
    if kind is not QuantityType.COUNT:
        return kind, ()
    counted: list[str] = []
    for word in WORD.findall(question, asked.end()):
        past = word.endswith("ed") and any(one.islower() for one in counted)
        if past or (word.lower() in _ENDS and (counted or word.lower() != "of")):
            break
        counted += [word] if word.lower() != "of" else []
    return kind, tuple(counted[:_LONGEST])
