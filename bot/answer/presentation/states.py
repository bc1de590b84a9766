"""Quotes shown in each state, in one order for cards and terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.answers import Answer, AnswerPart, AnswerState, Finding

MOST_CLOSEST = 3
_MOST_PARTS = 5
_BEFORE_CONTRARY = 2  # answering quotes before a contrary one
_OF_A_PART = 2  # quotes of each part that are shown first


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """One shown quote.

    `part` is the position of its part in the question. `contrary` marks a contradicting quote among those that answer.
    """

    finding: Finding
    part: int | None = None
    contrary: bool = False


def shown_findings(answer: Answer) -> list[ShownFinding]:
    """Return the shown quotes of an answer, in order.

    They are those of its state, or of its parts, the best of each part first.
    """
    if not answer.parts:
        return _of_state(answer)
    by_part = [part_findings(part) for part in shown_parts(answer)]
    first = [
        ShownFinding(finding, number)
        for number, findings in enumerate(by_part)
        for finding in findings[: quota(answer)]
    ]
    more = [
        ShownFinding(finding, number)
        for number, findings in enumerate(by_part)
        for finding in findings[quota(answer) :]
    ]
    return [*first, *more]


def first_page(answer: Answer) -> int:
    """Return the number of quotes on a two-part answer's first page."""
    return sum(min(len(part_findings(part)), quota(answer)) for part in shown_parts(answer))


def quota(answer: Answer) -> int:
    """Return the number of first quotes of each part."""
    return _OF_A_PART if len(answer.parts) <= _OF_A_PART else 1


def shown_parts(answer: Answer) -> Sequence[AnswerPart]:
    """Return the shown parts, at most five.

    A card has a button for each quote, five in a row.
    """
    return answer.parts[:_MOST_PARTS]


def part_findings(part: AnswerPart) -> Sequence[Finding]:
    """Return the quotes of a part by its state."""
    match part.state:
        case AnswerState.ANSWERED | AnswerState.CONTRARY:
            return part.findings
        case AnswerState.CLOSEST:
            return part.near_misses[:MOST_CLOSEST]
        case AnswerState.NOTHING:
            return ()


def _of_state(answer: Answer) -> list[ShownFinding]:
    match answer.state:
        case AnswerState.ANSWERED:
            first, more = answer.findings[:_BEFORE_CONTRARY], answer.findings[_BEFORE_CONTRARY:]
            # A contrary quote must not fall off the first page.
            contrary = [
                ShownFinding(finding, contrary=True) for finding in answer.contrary if finding not in answer.findings
            ]
            return [*map(ShownFinding, first), *contrary, *map(ShownFinding, more)]
        case AnswerState.CONTRARY:
            return [ShownFinding(finding) for finding in answer.contrary]
        case AnswerState.CLOSEST:
            return [ShownFinding(finding) for finding in answer.near_misses[:MOST_CLOSEST]]
        case AnswerState.NOTHING:
            return []
