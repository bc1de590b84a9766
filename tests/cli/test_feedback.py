"""`factdesk feedback` as the operator calls it."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from bot.app import open_app
from bot.cli import run
from bot.model.saved_answers import SavedAnswer
from bot.settings import load_settings

TEXT = "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.\n"
QUESTIONS = ("When will the ferry line to Lindholm close?", "What did Aurelio Brandt say about whales?")
ASKER, READER = 700100200300400500, 700100200300400501


@pytest.fixture
def articles(own_settings: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Path:
    """One article and two questions: one helped two people, one did not."""
    folder = own_settings / "articles"
    folder.mkdir()
    (folder / "ferry.txt").write_text(TEXT, encoding="utf-8")
    monkeypatch.setenv("FACTDESK_CORPUS", str(folder))
    assert run(["index"]) == 0
    asyncio.run(press())
    capsys.readouterr()
    return folder


async def press() -> None:
    async with open_app(load_settings()) as app:
        for number, question in enumerate(QUESTIONS):
            answer = await app.ask(question)
            saved_answer = SavedAnswer(
                str(number), 5 + number, 10, ASKER, "public", "2026-11-29T09:00:00+00:00", answer
            )
            for user in (ASKER, READER)[number:]:
                await app.feedback.record(saved_answer, answer.findings, user, answers=answer.answered)


def lines(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_export_is_a_set_of_questions_that_can_be_asked_again(articles: Path, capsys) -> None:
    path = articles.parent / "feedback.jsonl"
    assert run(["feedback", "export", "--out", str(path)]) == 0
    assert capsys.readouterr() == ("", "")
    questions = lines(path.read_text(encoding="utf-8"))
    assert [line["id"] for line in questions] == ["feedback-1", "feedback-2", "feedback-3"]
    for line in questions[:2]:
        (evidence,) = line["evidence"]
        assert TEXT[evidence["start"] : evidence["end"]] == evidence["text"]
    assert str(ASKER) not in path.read_text(encoding="utf-8")
    assert run(["ask", "--questions", str(path)]) == 0
    answers = lines(capsys.readouterr().out)
    assert [answer["id"] for answer in answers] == ["feedback-1", "feedback-2", "feedback-3"]
    assert answers[0]["findings"][0]["document"] == questions[0]["docs"][0]


def test_an_export_goes_to_stdout_and_may_be_of_one_guild(articles: Path, capsys) -> None:
    assert run(["feedback", "export", "--guild", "6"]) == 0
    (line,) = lines(capsys.readouterr().out)
    assert (line["question"], line["evidence"], line["answers"]) == (QUESTIONS[1], [], False)


def test_quotes_no_longer_in_an_article_are_reported_on_stderr(articles: Path, capsys) -> None:
    (articles / "ferry.txt").write_text(TEXT.replace("May", "June"), encoding="utf-8")
    assert run(["index"]) == 0
    capsys.readouterr()
    assert run(["feedback", "export"]) == 0
    shown = capsys.readouterr()
    assert [line["id"] for line in lines(shown.out)] == ["feedback-3"]
    assert "A quote of feedback-1 was skipped: ferry has changed there." in shown.err.splitlines()


def test_with_every_line_skipped_there_is_no_file_and_exit_code_3(articles: Path, capsys) -> None:
    (articles / "ferry.txt").write_text("Nothing.\n", encoding="utf-8")
    assert run(["index"]) == 0
    path = articles.parent / "feedback.jsonl"
    assert run(["feedback", "export", "--guild", "5", "--out", str(path)]) == 3
    assert "Nothing was exported: every question was skipped." in capsys.readouterr().err
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_reported_in_a_sentence(articles: Path, capsys) -> None:
    assert run(["feedback", "export", "--out", str(articles / "no" / "such.jsonl")]) == 1
    assert "can't be written" in capsys.readouterr().err


def test_the_summary_shows_counts_and_shares(articles: Path, capsys) -> None:
    assert run(["feedback", "summary"]) == 0
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["answered", "2", "2", "0", "100%"] in rows
    assert ["contrary", "0", "0", "0", "–"] in rows
    assert ["all", "3", "2", "1", "67%"] in rows


def test_the_summary_as_json_holds_states_and_intents(articles: Path, capsys) -> None:
    assert run(["feedback", "summary", "--json"]) == 0
    (found,) = lines(capsys.readouterr().out)
    assert (found["presses"], found["answers"], found["does_not"], found["share"]) == (3, 2, 1, 0.667)
    assert found["states"]["answered"] == {"presses": 2, "answers": 2, "does_not": 0, "share": 1.0}
    assert found["states"]["contrary"]["share"] is None
    assert found["intents"]["what was said"]["does_not"] == 1


@pytest.mark.parametrize("command", ["summary", "export"])
def test_without_feedback_there_is_a_sentence_and_exit_code_3(command: str, capsys) -> None:
    assert run(["feedback", command]) == 3
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "No feedback has been given yet.\n")


def test_forgetting_somebody_takes_their_feedback_and_that_on_their_questions(articles: Path, capsys) -> None:
    assert run(["forget", str(READER), "--yes"]) == 0
    assert "Feedback on 2 answers deleted." in capsys.readouterr().out
    assert run(["feedback", "summary", "--json"]) == 0
    assert lines(capsys.readouterr().out)[0]["presses"] == 1
    assert run(["forget", str(ASKER), "--yes"]) == 0
    assert run(["feedback", "summary"]) == 3
    assert run(["forget", str(ASKER), "--yes"]) == 3
