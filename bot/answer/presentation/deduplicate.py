"""Near-duplicate quotes of several articles, such as agency copy."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.model.answers import Finding
from bot.model.documents import DocumentRef
from bot.normalize import WORD, fold

_SIMILARITY = 95.0  # Indel ratio in [0, 100]: a changed name or number in a sentence lies below
_FEWEST_WORDS = 8  # shorter sentences are alike by chance


def drop_near_duplicates(findings: Iterable[Finding]) -> tuple[tuple[Finding, ...], dict[str, list[str]]]:
    """Return the findings without near-duplicates, and the titles of these.

    The titles are given by the id of the document that is shown.
    """
    shown: list[tuple[Finding, str]] = []
    copies: dict[str, list[str]] = {}
    for finding in findings:
        words = [fold(word) for word in WORD.findall(finding.quote.text)]
        text = " ".join(words)
        rivals = shown if len(words) >= _FEWEST_WORDS else []
        original = next(
            (
                shown_finding
                for shown_finding, other_text in rivals
                if _is_copy(finding, text, shown_finding, other_text)
            ),
            None,
        )
        if original is None:
            shown.append((finding, text))
            continue
        titles = copies.setdefault(original.document.id, [])
        if (title := _title(finding.document)) not in titles:
            titles.append(title)
    return tuple(finding for finding, _ in shown), copies


def _title(document: DocumentRef) -> str:
    """Return title and outlet: "“Ferry to stop” (Harbour Times)"."""
    return f"“{document.display_title}”" + (f" ({document.outlet})" if document.outlet else "")


def _is_copy(finding: Finding, text: str, other: Finding, other_text: str) -> bool:
    if finding.document.id == other.document.id or _figures(text) != _figures(other_text):
        return False
    return fuzz.ratio(text, other_text, score_cutoff=_SIMILARITY) > 0


def _figures(text: str) -> list[str]:
    return [word for word in text.split() if any(character.isdigit() for character in word)]
