"""Answers over articles read in part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.presentation.structural_answers import DECLINED
from bot.model.answers import Answer, AnswerPart, AnswerState
from bot.model.documents import DocumentRef
from bot.model.unread_parts import unread_note

_NOTHING_FOUND = frozenset({AnswerState.NOTHING, AnswerState.CLOSEST})
# Claims about all of an article -> the same about what was read of it.
_WORDINGS = (
    ("No article mentions ", "What could be read of the articles does not mention "),
    ("The corpus never mentions ", "What could be read of the articles does not mention "),
    ("No passage in the articles matched.", "No passage in what could be read of the articles matched."),
    ("No passage in the ", "No passage in what could be read of the "),
    ("No article ", "No article, as far as it could be read, "),
    ("Nothing found for ", "Nothing was found, in what could be read, for "),
)


def with_unread_parts(answer: Answer, in_part: Sequence[DocumentRef]) -> Answer:
    """Hedge an answer's claims of absence, and name the articles read in part."""
    if not in_part or answer.headline == DECLINED or not _claims_absence(answer):
        return answer
    return replace(
        answer,
        headline=_as_far_as_read(answer.headline),
        reason=_as_far_as_read(answer.reason) if answer.reason else answer.reason,
        parts=tuple(_part(part) for part in answer.parts),
        notes=(*map(_as_far_as_read, answer.notes), unread_note(in_part)),
    )


def _claims_absence(answer: Answer) -> bool:
    """Detect an answer or part without a finding."""
    states = {answer.state, *(part.state for part in answer.parts)}
    return not states.isdisjoint(_NOTHING_FOUND) or any(note.startswith("Nothing found for ") for note in answer.notes)


def _part(part: AnswerPart) -> AnswerPart:
    return replace(part, headline=_as_far_as_read(part.headline))


def _as_far_as_read(sentence: str) -> str:
    for claim, narrower in _WORDINGS:
        if sentence.startswith(claim):
            return narrower + sentence.removeprefix(claim)
    return sentence
