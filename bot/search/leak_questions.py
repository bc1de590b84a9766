"""Questions after what rests on leaked papers, in the wordings that people use for it."""

from __future__ import annotations

import re

_PAPERS = (
    r"(?:documents?|files?|records?|papers?|contracts?|memos?|materials?|e-?mails?|cables?|data|information|sources?)"
)
_SORT = r"(?:leaked|hacked|stolen|confidential|classified|secret)"
_LEAK = rf"(?:(?:the|a|any|some|these|those|such) )?(?:{_SORT} {_PAPERS}|leaks?)"
_ON = r"(?:rest(?:s|ed|ing)?|rel(?:y|ies|ied|ying)|depend(?:s|ed|ing)?|built|based|founded|drawing|draws?)"
_FROM = (
    r"(?:comes?|came|coming|stem|stems|stemming|derived?|derives|drawn|taken|known?|reported|learn(?:ed|t))"
    r" (?:only |solely |just )?(?:from|through|by)"
)
_RESTS = rf"(?:{_ON} (?:only |solely )?(?:up)?on|{_FROM}|sourced (?:to|from)|goe?s? back to|traced? (?:back )?to)"
_ASKED = re.compile(rf"\b(?:(?:is|are|was|were|has been|have been) )?{_RESTS} {_LEAK}\b", re.IGNORECASE)
_THERE_ARE = re.compile(
    rf"^(?:(?:which|what) {_LEAK}(?: (?:are|is) there| do (?:we|you) have| exist)?"
    rf"|(?:list|show)(?: me)?(?: all)? {_LEAK}|(?:are|is) there (?:any )?{_LEAK})"
    r"(?P<topic> (?:about|on|of|concerning)\b.*)?$",
    re.IGNORECASE,
)
# How such a question begins, apart from what it is about.
_FRAME = re.compile(
    r"^(?:(?:so|and|is|are|was|were|do|does|has|have|been|what|which|how much|anything|any|list|show|all|we|know|else"
    r"|everything|claims?|facts?|statements?|parts?|quotes?|passages?|findings?|articles?|documents?|stor(?:y|ies)"
    r"|reports?|of|the|it|this|that|these|me|in|corpus)(?: |$))*",
    re.IGNORECASE,
)


def strip_leak_phrase(question: str) -> str | None:
    """Return what a question after leaked papers is about besides them ("" for anything), or None for any other."""
    if there_are := _THERE_ARE.match(question):
        return there_are["topic"] or ""
    asked = _ASKED.search(question)
    if asked is None or question.lower().startswith(("who ", "when ", "where ", "why ")):
        return None
    before, after = question[: asked.start()], question[asked.end() :]
    return f"{_FRAME.sub('', before)} {after}".strip()
