"""The operator's view of feedback: questions with verbatim evidence, shares by state."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.library.answer_feedback import FeedbackCounts, FeedbackService
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.saved_answers import SavedAnswer
from bot.model.search import SearchFilter
from bot.model.spans import Quote, Span
from bot.search.refusals.unanswerable_input import LONGEST
from tests.library.conftest import Library

TEXT = "The night ferry sank.\n\nForty sailors were saved, the port said.\n"
SAVED = "Forty sailors were saved, the port said."
NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)


@pytest.fixture
async def service(library: Library) -> FeedbackService:
    await write(library, TEXT)
    return FeedbackService(library.database, library.documents, lambda: NOW)


async def write(library: Library, text: str) -> None:
    (library.folder / "ferry.txt").write_text(text, encoding="utf-8")
    await library.sync()


async def finding(library: Library, text: str = SAVED) -> Finding:
    (document,) = (
        await library.documents.get([reference.id for reference in await library.documents.page(0, 9)])
    ).values()
    start = document.text.index(text)
    return Finding(document.reference, Quote(text, Span(start, start + len(text))))


def saved_answer(state: AnswerState, **others: object) -> SavedAnswer:
    answer = Answer("how many sailors were saved?", state, "It is so.", **others)  # type: ignore[arg-type]
    return SavedAnswer("42", 5, 10, 1, "public", "2026-11-29T09:00:00+00:00", answer)


async def press(service, library, state, *, answers=True, user=1) -> None:
    shown = [] if state is AnswerState.NOTHING else [await finding(library)]
    await service.record(saved_answer(state), shown, user, answers=answers)


async def test_a_press_answers_it_becomes_an_answerable_question_with_the_shown_quotes(service, library) -> None:
    await press(service, library, AnswerState.ANSWERED)
    export = await service.export()
    start = TEXT.index(SAVED)
    assert export.skipped == ()
    assert export.lines == (
        {
            "id": "feedback-1",
            "question": "how many sailors were saved?",
            "kind": "fact",
            "answerable": True,
            "docs": ["ferry"],
            "evidence": [{"doc": "ferry", "text": SAVED, "start": start, "end": start + len(SAVED)}],
            "must_name": [],
            "note": "pressed: answers it",
            "state": "answered",
            "answers": True,
            "generation": 1,
            "given": "2026-11-29T10:00:00+00:00",
        },
    )


@pytest.mark.parametrize(
    ("state", "answers", "expected"),
    [
        (AnswerState.ANSWERED, True, (True, 1, 0)),
        (AnswerState.CLOSEST, True, (True, 1, 0)),
        (AnswerState.CONTRARY, True, (False, 0, 1)),
        (AnswerState.NOTHING, True, (False, 0, 0)),
        (AnswerState.ANSWERED, False, (False, 0, 0)),
        (AnswerState.CONTRARY, False, (False, 0, 0)),
        (AnswerState.CLOSEST, False, (None, 0, 0)),
        (AnswerState.NOTHING, False, (None, 0, 0)),
    ],
)
async def test_what_a_press_says_depends_on_what_the_card_claimed(service, library, state, answers, expected) -> None:
    await press(service, library, state, answers=answers)
    (line,) = (await service.export()).lines
    assert (line["answerable"], len(line["evidence"]), len(line.get("contrary", []))) == expected


async def test_limits_of_the_question_stand_in_the_note(service, library) -> None:
    limited = saved_answer(AnswerState.NOTHING, narrowing=SearchFilter(since=date(2026, 1, 1)))
    await service.record(limited, [], 1, answers=True)
    (line,) = (await service.export()).lines
    assert line["note"].startswith("pressed: answers it; ")
    assert "2026" in line["note"]


@pytest.mark.parametrize(
    ("text", "why"),
    [(TEXT.replace("Forty", "Fifty"), "ferry has changed there."), (None, "ferry is no longer indexed.")],
    ids=["changed", "gone"],
)
async def test_a_quote_that_no_longer_is_there_is_skipped_with_its_reason(service, library, text, why) -> None:
    await press(service, library, AnswerState.ANSWERED)
    if text is None:
        (library.folder / "ferry.txt").unlink()
        await library.sync()
    else:
        await write(library, text)
    export = await service.export()
    assert export.lines == ()
    assert export.skipped == (
        f"A quote of feedback-1 was skipped: {why}",
        "feedback-1 was skipped: none of its quotes is in the articles any more.",
    )


async def test_a_change_elsewhere_in_the_article_leaves_the_evidence(service, library) -> None:
    await press(service, library, AnswerState.ANSWERED)
    await write(library, TEXT + "\nCorrection: none.\n")
    export = await service.export()
    assert len(export.lines) == 1
    assert export.skipped == ()


async def test_of_two_quotes_the_remaining_one_is_exported(service, library) -> None:
    shown = [await finding(library), await finding(library, "The night ferry sank.")]
    await service.record(saved_answer(AnswerState.CLOSEST), shown, 1, answers=True)
    await write(library, TEXT.replace("Forty", "Fifty"))
    export = await service.export()
    assert [item["text"] for item in export.lines[0]["evidence"]] == ["The night ferry sank."]
    assert len(export.skipped) == 1


async def test_the_summary_counts_by_state_and_intent(service, library) -> None:
    for user in (1, 2, 3):
        await press(service, library, AnswerState.ANSWERED, user=user, answers=user != 3)
    summary = await service.summary()
    assert summary.total == summary.states[AnswerState.ANSWERED] == summary.intents["fact"] == FeedbackCounts(2, 1)
    assert summary.total.share == pytest.approx(2 / 3)
    assert summary.states[AnswerState.NOTHING].share is None
    assert list(summary.intents) == ["fact"]


async def test_the_summary_of_a_guild_leaves_the_others_out(service, library) -> None:
    await press(service, library, AnswerState.ANSWERED)
    await service.record(replace(saved_answer(AnswerState.NOTHING), id="43", guild_id=6), [], 1, answers=False)
    assert (await service.summary(6)).total == FeedbackCounts(0, 1)
    assert [line["state"] for line in (await service.export(5)).lines] == ["answered"]


@pytest.mark.parametrize(("length", "known"), [(LONGEST, True), (LONGEST + 1, False)])
async def test_a_question_too_long_to_be_read_has_no_intent(service, library, length, known) -> None:
    long = saved_answer(AnswerState.NOTHING)
    long = replace(long, answer=replace(long.answer, question="why " + "x" * (length - 4)))
    await service.record(long, [], 1, answers=False)
    summary = await service.summary()
    assert (summary.total.presses, bool(summary.intents)) == (1, known)
