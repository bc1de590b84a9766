"""The kind of number in a question's answer: count, length, amount ..."""

from __future__ import annotations

from enum import StrEnum

from bot.normalize import WORD
from bot.patterns import phrase_pattern


class QuantityType(StrEnum):
    """A count of things, or a measure in units.

    `ANY` is any number.
    """

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
# Words behind the counted noun: "how many pages | of contracts", "how many ships | will come".
_ENDING_WORDS = """
the a an of in on at by for from to with that who which and or there do does did is are was were be been will would have
has had can could may might should must took take takes taking
"""
_ENDS = frozenset(_ENDING_WORDS.split())
_LONGEST = 4


def quantity_asked_for(question: str) -> tuple[QuantityType, tuple[str, ...]]:
    """Return the kind of number in the answer, and the counted words.

    >>> quantity_asked_for("how many new ships left the port")
    (<QuantityType.COUNT: 'count'>, ('new', 'ships', 'left'))
    """
    match = _QUANTITY_QUESTION.match(question)
    if match is None:
        return QuantityType.ANY, ()
    kind = _MEASURES.get((match["degree"] or match["noun"]).lower(), QuantityType.ANY)
    if kind is not QuantityType.COUNT:
        return kind, ()
    counted: list[str] = []
    for word in WORD.findall(question, match.end()):
        is_verb = word.endswith("ed") and any(noun.islower() for noun in counted)
        if is_verb or (word.lower() in _ENDS and (counted or word.lower() != "of")):
            break
        counted += [word] if word.lower() != "of" else []
    return kind, tuple(counted[:_LONGEST])
