"""One text in several articles, as an agency's copy is: shown once, and counted once."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.model.answers import Finding
from bot.model.documents import DocumentRef
from bot.normalize import WORD, fold

_ALIKE = 95.0  # of 100: a changed name or number in a sentence lies below
_SHORTEST = 8  # words: shorter sentences are alike by chance


def drop_near_duplicates(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], dict[str, list[str]]]:
    """Return the findings with near-identical ones of other documents left out, and which those were.

    The second value holds, by the id of a document that is shown, what those are called that carry the same words.
    """
    kept: list[tuple[Finding, str]] = []
    copies: dict[str, list[str]] = {}
    for finding in findings:
        words = [fold(word) for word in WORD.findall(finding.quote.text)]
        text = " ".join(words)
        original = next(
            (one for one, other in kept if len(words) >= _SHORTEST and _same(finding, text, one, other)), None
        )
        if original is None:
            kept.append((finding, text))
            continue
        titles = copies.setdefault(original.document.id, [])
        if (title := _called(finding.document)) not in titles:
            titles.append(title)
    return tuple(one for one, _ in kept), copies


def _called(document: DocumentRef) -> str:
    """Return what tells an article from one of the same title: "“Ferry to stop” (Harbour Times)"."""
    return f"“{document.display_title}”" + (f" ({document.outlet})" if document.outlet else "")


def _same(one: Finding, text: str, other: Finding, other_text: str) -> bool:
    if one.document.id == other.document.id or _figures(text) != _figures(other_text):
        return False
    return fuzz.ratio(text, other_text, score_cutoff=_ALIKE) > 0


def _figures(text: str) -> list[str]:
    return [word for word in text.split() if any(character.isdigit() for character in word)]
