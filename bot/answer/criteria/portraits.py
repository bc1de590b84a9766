"""Who somebody is, where that is asked: the words of a piece that introduce them by role, apposition or full name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answer.criteria.introductions import phrases
from bot.answer.evidence.candidates import Candidate
from bot.model import Attribution, SourceKind, Span
from bot.search.query import Part, PartKind, Query
from bot.text import WORD, stem

_AND = re.compile(r"(?:,| and) (?=[A-Z])")
# A name in full before its acronym, which explains it: "Tessel Institute for Soil (TIS)".
_IN_FULL = r"(?:[A-Z][\w’'-]*(?: of the| for the| of| for| and| on)? ){2,9}\("


def introducing(query: Query, one: Candidate, attributions: Sequence[Attribution]) -> Span | None:
    """Return the words of a piece that say who those asked after are, or None where it only names them."""
    names = [part for part in query.parts if part.kind is PartKind.NAME]
    found = [span for part in names if (span := _introduced(part, one, attributions))]
    if not names or len(found) < len(names):
        return None
    return Span(min(span.start for span in found), max(span.end for span in found))


def _introduced(part: Part, one: Candidate, attributions: Sequence[Attribution]) -> Span | None:
    text, unit = one.taken.document.text, one.unit.span
    written = [part.text, *_called(part, one.taken.document.text, attributions)]
    found = next(iter(phrases(text, unit, written)), None)
    if found is None and len(part.words) == 1 and part.words[0].isupper():
        found = next((Span(m.start(), m.end()) for m in _explained(part.words[0], text, unit)), None)
    return found


def _explained(acronym: str, text: str, unit: Span) -> list[re.Match[str]]:
    pattern = re.compile(rf"{_IN_FULL}{re.escape(acronym)}\)")
    return list(pattern.finditer(text, unit.start, unit.end))


def _called(part: Part, text: str, attributions: Sequence[Attribution]) -> list[str]:
    """Return the names in full by which the document's sources are called that hold all of the name asked after."""
    asked = set(part.stems)
    spans = {link.span for one in attributions for link in one.chain if link.kind is not SourceKind.DOCUMENT}
    names = {name.removeprefix("and ") for span in spans for name in _AND.split(span.of(text))}
    return sorted(name for name in names if asked <= {stem(word) for word in WORD.findall(name)})
