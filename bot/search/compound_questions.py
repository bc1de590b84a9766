"""Questions of two parts and comparisons: "who reported it, and when?"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.patterns import phrase_pattern
from bot.search.antecedents import standalone
from bot.search.comparisons import compared_sides

_QUESTION_WORDS = (
    r"when|where|how long|how many|how much|since when|on (?:what|which) (?:date|day)|in (?:what|which) \w+"
)
_AUXILIARY = r"""(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should
|isn't|aren't|wasn't|doesn't|didn't|hasn't|won't|can't)"""
_TWO_QUESTION_WORDS = phrase_pattern(
    rf"^(?P<first>{_QUESTION_WORDS}) and (?P<second>{_QUESTION_WORDS})\b(?P<clause>.*)$"
)
_SECOND_QUESTION = phrase_pattern(
    rf"""
    (?P<joint>,? and (?:also |then )?|\? +(?:and )?|; *|,\ |\ -\ )
    (?P<second>
        # a question word by itself, or before its verb
        (?:when|where)(?:$| (?:(?:\S+ )?{_AUXILIARY}\b.*|(?:it|this|that)$|exactly$))
      | (?:why|how|how come)(?:$| {_AUXILIARY}\b.*)
      | how \w+ {_AUXILIARY}\b.*
      | (?:by|with|from|through|to|on|for|in|at|about) (?:whom|who|what|which|whose)\b.*
      | (?:who's|what's|where's|when's|how's|why's) .*
      | (?:what|who|whom) {_AUXILIARY} .*
      | who (?!is\b|are\b)\w+ .*
      | what (?:\w+ )?(?:happened|happens|caused|came|comes|made|went)\b.*
      | (?:which|whose) \w+ .*
      | (?:who|what) (?:\w+ ){{1,2}}(?:it|them|him|her|that|this|there)$
        # a verb before its subject
      | {_AUXILIARY} (?:the|a|an|this|that|these|his|her|its|their|it|he|she|they|there
          |any|anyone|anybody|[A-Z][\w'’]*) .*
    )$
    """,
    ignore_case=False,
)
_QUESTION_FORM = phrase_pattern(
    rf"""
    ^(?:{_AUXILIARY}|who|whom|whose|what|when|where|why|how|which
    |by whom|according to whom|on what|in (?:what|which)
    |who's|what's|where's|when's|how's|why's|since when)\b
    """
)
_RELATIVE_CLAUSE = re.compile(r"\b(?:who|which|that|where|when|whose)\s+(?:\S+\s+){0,2}\S+$", re.IGNORECASE)
_EMBEDS_A_QUESTION = phrase_pattern(r"\b(?:say|says|said|know|explain|explains|explained|tell|tells|told|about|on|of)$")
_QUESTION_WORD = re.compile(rf"^(?:{_QUESTION_WORDS})\b", re.IGNORECASE)
# Words that may follow the second question word while it asks about the same event: "and when did it happen".
_SAME_EVENT = phrase_pattern(
    r"""
    (?:\ |\b(?:it|this|that|they|them|those|he|she|was|were|is|are|did|does|do|will|has|have|had|be|been
    |happen(?:s|ed)?|takes?|took|taken|place|last(?:s|ed)?|for|held|exactly|say|said|so|pages?|people|weeks?
    |days?|months?)\b)*
    """
)


class CompoundKind(StrEnum):
    SINGLE = "single"
    TWO_PART = "two parts"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class CompoundQuestion:
    """A question with its parts as questions of their own.

    `typed` are the two halves of a two-part question as typed. `same_event`: the second half asks about the event of
    the first ("... and when?").
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
    if both := _TWO_QUESTION_WORDS.match(plain):
        parts = both["first"] + both["clause"], both["second"] + both["clause"]
        return CompoundQuestion(CompoundKind.TWO_PART, parts, (parts[0], both["second"]), same_event=True)
    match = _find_second_question(plain)
    if match is None:
        return None
    first, second = plain[: match.start()], match["second"]
    after_question_word = _QUESTION_WORD.sub("", second)
    same_event = _QUESTION_WORD.match(second) is not None and _SAME_EVENT.fullmatch(after_question_word) is not None
    parts = first, standalone(first, second)
    return CompoundQuestion(CompoundKind.TWO_PART, parts, (first, second), same_event=same_event)


def _find_second_question(plain: str) -> re.Match[str] | None:
    """Return the match of the first second question, or None."""
    joints = (joint.start() for joint in re.finditer(r",? and |\? |;|, | - ", plain))
    matches = (match for start in joints if (match := _SECOND_QUESTION.match(plain, start)))
    return next((match for match in matches if _follows_question(plain, match)), None)


def _follows_question(plain: str, match: re.Match[str]) -> bool:
    """Return True for a second question behind a complete first one.

    A topic, an open clause or a relative clause before it is not complete.
    """
    first = plain[: match.start()]
    if not _QUESTION_FORM.match(first) or len(first.split()) < 2:
        return False
    ends_in_relative_clause = _RELATIVE_CLAUSE.search(first[first.find(" ") :]) is not None
    is_after_comma = match["joint"].strip(" ,") == ""
    return not _EMBEDS_A_QUESTION.search(first) and not (is_after_comma and ends_in_relative_clause)
