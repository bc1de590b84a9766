"""`factdesk ask` and `factdesk quote` show a published verdict first."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import run

FERRY = "The Orlets ferry carried 300 people on Friday."
ASKED = "is it true that the Orlets ferry carried 300 people on Friday?"
CHECKS = (
    "id,claim,rating,url,published,author,explanation\n"
    f"a1,{FERRY},False,https://checks.example/ferry,2024-01,Harbour Facts,It has 30 seats. Count them.\n"
)
VERDICT = {
    "claim": 1,
    "text": FERRY,
    "rating": "False",
    "why": "It has 30 seats.",
    "author": "Harbour Facts",
    "date": "2024-01",
    "url": "https://checks.example/ferry",
    "imported": True,
    "duplicate": None,
}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "articles").mkdir()
    (folder / "articles" / "harbour.txt").write_text("Harbour\n\nThe harbour of Velm is open.\n", encoding="utf-8")
    (folder / "checks.csv").write_text(CHECKS, encoding="utf-8")
    return folder


@pytest.fixture
def desk(shared: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_DATA", str(shared / "data"))
    monkeypatch.setenv("FACTDESK_CORPUS", str(shared / "articles"))
    run(["index"])
    run(["claims", "import", str(shared / "checks.csv")])
    capsys.readouterr()


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("command", [["ask", ASKED], ["quote", FERRY]])
def test_the_verdict_stands_above_the_card(command: list[str], capsys) -> None:
    assert run(command) == 3
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "Checked January 2024 by Harbour Facts: False"
    assert f"    Claim: {FERRY}" in lines
    assert "    It has 30 seats." in lines
    assert "    https://checks.example/ferry · claim #1" in lines


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("command", [["ask", "--json", ASKED], ["quote", "--json", FERRY]])
def test_json_has_the_verdicts_under_a_key_of_their_own(command: list[str], capsys) -> None:
    run(command)
    assert json.loads(capsys.readouterr().out)["published_verdicts"] == [VERDICT]


@pytest.mark.usefixtures("desk")
def test_a_file_of_questions_has_the_verdicts_of_each(tmp_path: Path, capsys) -> None:
    questions = tmp_path / "questions.jsonl"
    asked = [{"id": 1, "question": ASKED}, {"id": 2, "question": "who closed the harbour?"}]
    questions.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
    assert run(["ask", "--questions", str(questions)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(answer["published_verdicts"]) for answer in answers] == [1, 0]


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("text", [FERRY.replace("300", "400"), FERRY.replace("carried", "never carried")])
def test_a_similar_claim_shows_no_verdict(text: str, capsys) -> None:
    run(["quote", "--json", text])
    assert json.loads(capsys.readouterr().out)["published_verdicts"] == []


@pytest.mark.usefixtures("desk")
def test_a_sentence_of_a_draft_that_was_checked_has_the_claims_number(tmp_path: Path, capsys) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{FERRY} The Orlets ferry carried 200 people on Friday. It rained.", encoding="utf-8")
    assert run(["check", "--json", str(draft)]) == 3
    items = json.loads(capsys.readouterr().out)["items"]
    assert [(item["level"], item["claim"]) for item in items] == [("already checked", 1), ("similar claim", 1)]
    assert items[0]["note"] == "Checked as claim #1: False."
    assert "It differs in numbers." in items[1]["note"]
