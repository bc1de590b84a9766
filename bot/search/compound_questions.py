"""Questions of two parts ("who reported it, and when?") and comparisons ("do Lind and Roth agree on tolls?")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.search.antecedents import standalone
from bot.search.comparisons import compared_sides

_ASKS = r"when|where|how long|how many|how much|since when|on (?:what|which) (?:date|day)|in (?:what|which) \w+"
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|isn't|aren't|wasn't|doesn't|didn't"
    r"|hasn't"
    r"|won't|can't)"
)
_BOTH_FIRST = re.compile(rf"^(?P<one>{_ASKS}) and (?P<other>{_ASKS})\b(?P<rest>.*)$", re.IGNORECASE)
# Where a second question begins: a question word by itself or before its verb, or a verb before its subject.
_SECOND = re.compile(
    rf"""
    (?P<joint>,?\ and\ (?:also\ |then\ )?|\?\ +(?:and\ )?|;\ *|,\ |\ -\ )
    (?P<second>
        (?P<asks>{_ASKS})$
      | (?P<asks_verb>{_ASKS})(?P<rest>\ (?:(?:\S+\ )?{_AUXILIARY}\b.*|(?:it|this|that)$|exactly$))
      | (?:why|how|how\ come)(?:$|\ {_AUXILIARY}\b.*)
      | how\ \w+\ {_AUXILIARY}\b.*
      | (?:by|with|from|through|to|on|for|in|at|about)\ (?:whom|who|what|which|whose)\b.*
      | (?:who's|what's|where's|when's|how's|why's)\ .*
      | (?:what|who|whom)\ {_AUXILIARY}\ .*
      | who\ (?!is\b|are\b)\w+\ .*
      | what\ (?:\w+\ )?(?:happened|happens|caused|came|comes|made|went)\b.*
      | (?:which|whose)\ \w+\ .*
      | (?:who|what)\ (?:\w+\ ){{1,2}}(?:it|them|him|her|that|this|there)$
      | {_AUXILIARY}\ (?:the|a|an|this|that|these|his|her|its|their|it|he|she|they|there
          |any|anyone|anybody|[A-Z][\w'’]*)\ .*
    )$
    """,
    re.VERBOSE,
)
_QUESTION_FORM = re.compile(
    rf"^(?:{_AUXILIARY}|who|whom|whose|what|when|where|why|how|which|by whom|according to whom"
    r"|on what|in (?:what|which)"
    r"|who's|what's|where's|when's|how's|why's|since when)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:who|which|that|where|when|whose)\s+(?:\S+\s+){0,2}\S+$", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"\b(?:say|says|said|know|explain|explains|explained|tell|tells|told|about|on|of)$", re.IGNORECASE
)
_ASKS_OF = re.compile(rf"^(?:{_ASKS})\b", re.IGNORECASE)
# What may stand beside the second question word without asking after another thing.
_SAME_EVENT = re.compile(
    r"(?: |\b(?:it|this|that|they|them|those|he|she|was|were|is|are|did|does|do|will|has|have|had|be|been"
    r"|happen(?:s|ed)?|takes?|took|taken|place|last(?:s|ed)?|for|held|exactly|say|said|so|pages?|people|weeks?"
    r"|days?|months?)\b)*",
    re.IGNORECASE,
)


class CompoundKind(StrEnum):
    SINGLE = "single"
    TWO_PART = "two parts"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class CompoundQuestion:
    """A question with its parts, each of which can be asked alone.

    `typed` are the two halves of a two-part question as they stand there; `same_event` tells whether the second asks
    after the event of the first ("... and when?").
    """

    kind: CompoundKind
    parts: tuple[str, ...]
    typed: tuple[str, ...] = ()
    same_event: bool = False


def split_question(question: str) -> CompoundQuestion:
    """Return the parts of `question`; a single one is its own part.

    >>> split_question("how narrow was the vote and who brings it up").parts
    ('how narrow was the vote', 'who brings up the vote')
    """
    plain = question.replace("’", "'").strip(" \t\n?!.…")
    if sides := compared_sides(plain):
        return CompoundQuestion(CompoundKind.COMPARISON, sides)
    return _two_parts(plain) or CompoundQuestion(CompoundKind.SINGLE, (question,))


def _two_parts(plain: str) -> CompoundQuestion | None:
    if both := _BOTH_FIRST.match(plain):
        parts = both["one"] + both["rest"], both["other"] + both["rest"]
        return CompoundQuestion(CompoundKind.TWO_PART, parts, (parts[0], both["other"]), same_event=True)
    for second in _cuts(plain):
        first = plain[: second.start()]
        rest = _ASKS_OF.sub("", second["second"])
        same = _ASKS_OF.match(second["second"]) is not None and _SAME_EVENT.fullmatch(rest) is not None
        parts = first, standalone(first, second["second"])
        return CompoundQuestion(CompoundKind.TWO_PART, parts, (first, second["second"]), same_event=same)
    return None


def _cuts(plain: str) -> list[re.Match[str]]:
    """Return the places at which a second question begins, the first of them first."""
    starts = (found.start() for found in re.finditer(r",? and |\? |;|, | - ", plain))
    found = [match for start in starts if (match := _SECOND.match(plain, start)) and _is_cut(plain, match)]
    return found[:1]


def _is_cut(plain: str, second: re.Match[str]) -> bool:
    """Tell whether a whole question stands before the second: a topic, a clause or a relative pronoun is none."""
    first = plain[: second.start()]
    if not _QUESTION_FORM.match(first) or len(first.split()) < 2:
        return False
    return not _EMBEDDED.search(first) and not (
        second["joint"].strip(" ,") == "" and _RELATIVE.search(first[first.find(" ") :])
    )
