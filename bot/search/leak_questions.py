"""Questions for facts based on leaked documents."""

from __future__ import annotations

from bot.patterns import phrase_pattern

_DOCUMENT = r"""
(?:documents?|files?|records?|papers?|contracts?|memos?|materials?|e-?mails?|cables?|data|information|sources?)
"""
_LEAK = rf"""
(?:(?:the|a|any|some|these|those|such) )?
(?:(?:leaked|hacked|stolen|confidential|classified|secret)\ {_DOCUMENT}|leaks?)
"""
_RESTS_ON = r"""
(?:  (?:rest(?:s|ed|ing)?|rel(?:y|ies|ied|ying)|depend(?:s|ed|ing)?|built|based|founded|drawing|draws?)
    \ (?:only |solely )?(?:up)?on
  | (?:comes?|came|coming|stem|stems|stemming|derived?|derives|drawn|taken|known?|reported|learn(?:ed|t))
    \ (?:only |solely |just )?(?:from|through|by)
  | sourced (?:to|from)|goe?s? back to|traced? (?:back )?to
)
"""
_RESTS_ON_LEAK = phrase_pattern(rf"\b(?:(?:is|are|was|were|has been|have been) )?{_RESTS_ON}\ {_LEAK}\b")
_LIST_OF_LEAKS = phrase_pattern(
    rf"""
    ^(?:  (?:which|what)\ {_LEAK}(?: (?:are|is) there| do (?:we|you) have| exist)?
       | (?:list|show)(?: me)?(?: all)?\ {_LEAK}
       | (?:are|is) there (?:any )?{_LEAK}
     )
    (?P<topic> (?:about|on|of|concerning)\b.*)?$
    """
)
_OPENING = phrase_pattern(  # how such a question begins, before its topic
    r"""
    ^(?:(?:so|and|is|are|was|were|do|does|has|have|been|what|which|how much|anything|any|list|show|all|we|know|else
    |everything|claims?|facts?|statements?|parts?|quotes?|passages?|findings?|articles?|documents?|stor(?:y|ies)
    |reports?|of|the|it|this|that|these|me|in|corpus)(?: |$))*
    """
)


def strip_leak_phrase(question: str) -> str | None:
    """Return the topic of a question about leaked documents, or None.

    "" stands for any topic, None for any other question.

    >>> strip_leak_phrase("what about the harbour rests on leaked files")
    'about the harbour'
    """
    if list_match := _LIST_OF_LEAKS.match(question):
        return list_match["topic"] or ""
    match = _RESTS_ON_LEAK.search(question)
    if match is None or question.lower().startswith(("who ", "when ", "where ", "why ")):
        return None
    before, after = question[: match.start()], question[match.end() :]
    return f"{_OPENING.sub('', before)} {after}".strip()
