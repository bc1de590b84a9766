"""Remarks around a question: the asker, the purpose, the deadline."""

from __future__ import annotations

import re

from bot.patterns import phrase_pattern

_PIECE = (
    r"(?:piece|story|box|sidebar|explainer|column|item|script|bulletin|show|newsletter|article|live ?blog"
    r"|fact[ -]?box)"
)
_ASKER = r"(?:reader|viewer|listener|caller|editor|boss|producer|colleague|friend|guest|someone|somebody)"
_QUESTION = r"(?:who|what|when|where|why|how|which|whose|is|are|was|were|did|does|do|has|have|had|will|can|could)"
_READER_ASKS = phrase_pattern(  # "a reader wants to know whether"
    rf"""
    ^(?:(?:a|the|our|my|one|another) )?(?:\w+ )?{_ASKER}s?(?: (?:is|are|was|keeps?))?
    \ (?:ask(?:s|ing|ed)?|wonder(?:s|ing|ed)?|want(?:s|ed)? to know)(?: us| me)?
    (?:(?P<whether> (?:if|whether))(?= )|(?:[,:]| -)? (?={_QUESTION}\b))
    """
)
_IS_THAT_SO = re.compile(r",? is (?:that|this|it) (?:so|true|right|correct)(?=\?|$)", re.IGNORECASE)
_WRITING = phrase_pattern(  # "writing up the storm in Lund, which official ...": the storm becomes the question's topic
    rf"""
    ^(?:i'm |i am |we're |we are )?
    (?:writing|working on|doing|prepping|editing|need (?:something|a line|one line))
    (?: up)?(?: for| on| about)?(?: (?:a|an|the|my|our))?
    (?: (?:\w+ )?{_PIECE} (?:on|about|for))?
    \ (?P<topic>[^:;?]+?)
    (?: {_PIECE})?
    (?: for (?:tomorrow|today|tonight|the \w+|\w+day))?
    (?::|;|,| -) (?={_QUESTION}\b)
    """
)
_REMARK_AFTERWARDS = phrase_pattern(  # behind the question mark: a reader, a need or a deadline, but no question
    rf"""
    \?[\s,.-]+
    (?=[^?]*\b(?:  {_ASKER}|i|we|need(?:ed)?|deadline
       |for (?:a|the|my|our) (?:\w+ ){{0,2}}{_PIECE}|by \d+|thanks|cheers|thank you
    )\b)
    [^?]*$
    """
)
_ASKED_OF_US = phrase_pattern(  # "can anyone check", "looking for"
    rf"""
    ^(?:do (?:we|you) know|does any(?:one|body) know|any (?:idea|clue)
    |(?:can|could) (?:you|someone|anyone) (?:tell me|check|find out)
    |tell me|remind me|i (?:need|want) to know|trying to find out|remember|looking for)
    (?:[,:]| -)? (?={_QUESTION}\b)
    """
)
_DO_WE_KNOW = phrase_pattern(r",? (?:do we know|any idea|does any(?:one|body) know|anyone know)(?=\?|$)")


def drop_remarks(question: str) -> str:
    """Return `question` without such remarks.

    >>> drop_remarks("reader asks if Lund is closed, is that so?")
    'is it true that Lund is closed?'
    """
    question = _REMARK_AFTERWARDS.sub("?", question)
    question = _WRITING.sub(lambda match: f"{match['topic']}: ", question)
    question = _DO_WE_KNOW.sub("", _ASKED_OF_US.sub("", question))
    match = _READER_ASKS.match(question)
    if match is None:
        return question
    remainder = question[match.end() :].strip()
    return f"is it true that {_IS_THAT_SO.sub('', remainder)}" if match["whether"] else remainder
