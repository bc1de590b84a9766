"""Remarks around a question: who asks, what it is for, by when it is needed."""

from __future__ import annotations

import re

_WORK = (
    r"(?:piece|story|box|sidebar|explainer|column|item|script|bulletin|show|newsletter|article|live ?blog"
    r"|fact[ -]?box)"
)
_ASKER = r"(?:reader|viewer|listener|caller|editor|boss|producer|colleague|friend|guest|someone|somebody)"
_QUESTION = r"(?:who|what|when|where|why|how|which|whose|is|are|was|were|did|does|do|has|have|had|will|can|could)"
_READER_ASKS = re.compile(
    rf"^(?:(?:a|the|our|my|one|another) )?(?:\w+ )?{_ASKER}s?(?: (?:is|are|was|keeps?))? "
    r"(?:ask(?:s|ing|ed)?|wonder(?:s|ing|ed)?|want(?:s|ed)? to know)(?: us| me)?"
    rf"(?:(?P<whether> (?:if|whether))(?= )|(?:[,:]| -)? (?={_QUESTION}\b))",
    re.IGNORECASE,
)
_IS_THAT_SO = re.compile(r",? is (?:that|this|it) (?:so|true|right|correct)(?=\?|$)", re.IGNORECASE)
# "writing up the storm in Lund, which official ...": what is written about is the question's topic.
_WRITING = re.compile(
    r"^(?:i'm |i am |we're |we are )?(?:writing|working on|doing|prepping|editing|need (?:something|a line|one line))"
    rf"(?: up)?(?: for| on| about)?(?: (?:a|an|the|my|our))?(?: (?:\w+ )?{_WORK} (?:on|about|for))?"
    rf" (?P<topic>[^:;?]+?)(?: {_WORK})?(?: for (?:tomorrow|today|tonight|the \w+|\w+day))?(?::|;|,"
    rf"| -) (?={_QUESTION}\b)",
    re.IGNORECASE,
)
# What follows the question mark and asks nothing, but tells of a reader, a need or a deadline.
_AFTERWARDS = re.compile(
    rf"\?[\s,.-]+(?=[^?]*\b(?:{_ASKER}|i|we|need(?:ed)?|deadline|for (?:a|the|my|our) (?:\w+ ){{0,2}}{_WORK}"
    rf"|by \d+|thanks|cheers"
    r"|thank you)\b)[^?]*$",
    re.IGNORECASE,
)
_ASKED_OF_US = re.compile(
    r"^(?:do (?:we|you) know|does any(?:one|body) know|any (?:idea|clue)|(?:can|could) (?:you|someone"
    r"|anyone) (?:tell me|check"
    rf"|find out)|tell me|remind me|i (?:need|want) to know|trying to find out|remember|looking for)(?:[,:]"
    rf"| -)? (?={_QUESTION}\b)",
    re.IGNORECASE,
)
_DO_WE_KNOW = re.compile(r",? (?:do we know|any idea|does any(?:one|body) know|anyone know)(?=\?|$)", re.IGNORECASE)


def drop_remarks(question: str) -> str:
    """Return `question` alone: "reader asks if Lund is closed, is that so?" -> "is it true that Lund is closed?"."""
    question = _AFTERWARDS.sub("?", question)
    question = _WRITING.sub(lambda found: f"{found['topic']}: ", question)
    question = _DO_WE_KNOW.sub("", _ASKED_OF_US.sub("", question))
    asked = _READER_ASKS.match(question)
    if asked is None:
        return question
    rest = question[asked.end() :].strip()
    return f"is it true that {_IS_THAT_SO.sub('', rest)}" if asked["whether"] else rest
