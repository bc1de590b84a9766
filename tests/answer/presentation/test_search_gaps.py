"""Answers from a part of the index: what is missing is told first, and nothing is said to be absent."""

from __future__ import annotations

import asyncio
from contextvars import copy_context

import pytest

from bot.answer.presentation.search_gaps import with_search_gaps
from bot.answer.presentation.structural_answers import DECLINED
from bot.model.answers import Answer, AnswerPart, AnswerState
from bot.model.search_gaps import SearchGap, collected_gaps, gap_note, report_gap

_GAP = SearchGap(2, 12)
_NOTE = "2 of 12 shards of the index didn't answer: articles may be missing here. Ask again later."


def _answer(headline: str, state: AnswerState = AnswerState.NOTHING, **more: object) -> Answer:
    return Answer("Who sank?", state, headline, **more)  # type: ignore[arg-type]


def test_the_worst_gap_is_told() -> None:
    assert gap_note([]) is None
    assert gap_note([SearchGap(1, 12), _GAP, SearchGap(0, 12, timed_out=True)]) == _NOTE
    assert gap_note([SearchGap(0, 3, timed_out=True)]) == (
        "The index didn't finish searching in time: articles may be missing here. Ask again later."
    )


@pytest.mark.parametrize(
    ("claim", "hedged"),
    [
        ("No article mentions Lindt.", "What could be searched of the articles does not mention Lindt."),
        ("No passage found", "No passage found in what could be searched"),
        ("No passage in the 12 articles matched.", "No passage in what could be searched of the 12 articles matched."),
        ("No article answers it.", "No article, as far as the articles could be searched, answers it."),
    ],
)
def test_a_claim_of_absence_is_hedged(claim: str, hedged: str) -> None:
    part = AnswerPart("Who?", AnswerState.NOTHING, claim)
    answer = with_search_gaps(_answer(claim, reason=claim, notes=(claim,), parts=(part,)), [_GAP])
    assert (answer.headline, answer.reason, answer.parts[0].headline) == (hedged, hedged, hedged)
    assert answer.notes == (_NOTE, hedged)


def test_a_found_answer_keeps_its_headline_and_a_refusal_is_left_alone() -> None:
    assert with_search_gaps(_answer("Found.", AnswerState.ANSWERED), [_GAP]).headline == "Found."
    declined = _answer(DECLINED)
    assert with_search_gaps(declined, [_GAP]) == declined
    assert with_search_gaps(_answer("No passage found"), []) == _answer("No passage found")


async def test_each_question_collects_its_own_gaps_also_those_of_its_threads() -> None:
    async def ask(count: int) -> list[SearchGap]:
        with collected_gaps() as gaps:
            for _ in range(count):
                await asyncio.to_thread(report_gap, _GAP)
                context = copy_context()
                await asyncio.get_running_loop().run_in_executor(None, context.run, report_gap, _GAP)
        return gaps

    report_gap(_GAP)  # of nobody
    assert [len(gaps) for gaps in await asyncio.gather(ask(0), ask(1), ask(2))] == [0, 2, 4]
