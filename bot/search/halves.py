"""Questions in two halves: "who reported it, and when?" asks one thing of what the other half finds."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ASKS = r"when|where|how long|how many|how much|since when|on (?:what|which) (?:date|day)|in (?:what|which) \w+"
_BOTH_FIRST = re.compile(rf"^(?P<one>{_ASKS}) and (?P<other>{_ASKS})\b(?P<rest>.*)$", re.IGNORECASE)
_SECOND = re.compile(
    rf"^(?P<one>.+?),? and (?P<second>(?P<asks>{_ASKS})\b(?P<rest>.*)|(?:why|how|(?:to|by|with|from) whom)\b.*"
    r"|(?:who|what) (?:\w+ ){1,2}(?:it|them|him|her|that|this|there)"
    r"|(?:who|what) (?:did|does|do|is|are|was|were) (?:it|he|she|they)\b.*)$",
    re.IGNORECASE,
)
# What may stand beside the second question word without asking after another thing.
_SAME_THING = re.compile(
    r"(?: |\b(?:it|this|that|they|them|those|he|she|was|were|is|are|did|does|do|will|has|have|had|be|been"
    r"|happen(?:s|ed)?|takes?|took|taken|place|last(?:s|ed)?|for|held|exactly|say|said|so|pages?|people|weeks?|days?|months?)\b)*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Halves:
    """A question's first half, and its second; `same` tells whether that asks after the same thing."""

    first: str
    second: str = ""
    same: bool = False


def halves(question: str) -> Halves:
    """Return the halves of `question`; one that is whole comes back as its own first half."""
    if both := _BOTH_FIRST.match(question):
        return Halves(both["one"] + both["rest"], both["other"], same=True)
    second = _SECOND.match(question)
    if second is None:
        return Halves(question)
    same = bool(second["asks"]) and _SAME_THING.fullmatch(second["rest"]) is not None
    return Halves(second["one"], second["second"], same=same)
