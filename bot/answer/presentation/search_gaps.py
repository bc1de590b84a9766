"""Answers from an index of which a part didn't answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.presentation.structural_answers import DECLINED
from bot.model.answers import Answer
from bot.model.search_gaps import SearchGap, gap_note

# Claims about all articles -> the same about what was searched of them.
_WORDINGS = (
    ("No article mentions ", "What could be searched of the articles does not mention "),
    ("The corpus never mentions ", "What could be searched of the articles does not mention "),
    ("No passage in the articles matched.", "No passage in what could be searched of the articles matched."),
    ("No passage in the ", "No passage in what could be searched of the "),
    ("No passage found", "No passage found in what could be searched"),
    ("No passage contains ", "No passage in what could be searched contains "),
    ("No article ", "No article, as far as the articles could be searched, "),
    ("Nothing found for ", "Nothing was found, in what could be searched, for "),
)


def with_search_gaps(answer: Answer, gaps: Sequence[SearchGap]) -> Answer:
    """Hedge an answer's claims of absence, and say first what part of the index is missing in it."""
    note = gap_note(gaps)
    if note is None or answer.headline == DECLINED:
        return answer
    parts = tuple(replace(part, headline=_as_far_as_searched(part.headline)) for part in answer.parts)
    return replace(
        answer,
        headline=_as_far_as_searched(answer.headline),
        reason=_as_far_as_searched(answer.reason) if answer.reason else answer.reason,
        parts=parts,
        notes=(note, *map(_as_far_as_searched, answer.notes)),
    )


def _as_far_as_searched(sentence: str) -> str:
    for claim, narrower in _WORDINGS:
        if sentence.startswith(claim):
            return narrower + sentence.removeprefix(claim)
    return sentence
