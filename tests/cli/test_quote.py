"""`factdesk quote`: card, JSON, files of texts, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import run

TEXT = (
    "Ferry line to close\n\n"
    "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.\n\n"
    "“We will not sell a single ship,” said Maren Volkova.\n"
)
COPY = (
    "---\ntitle: Ferries\noutlet: Harbour Times\npublished: 2024-06-02\n---\n"
    "“We will not sell a single ship,” she said.\n"
)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "ferry.txt").write_text(TEXT, encoding="utf-8")
    (folder / "copy.md").write_text(COPY, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def indexed(articles: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_DATA", str(shared))
    monkeypatch.setenv("FACTDESK_CORPUS", str(articles))
    assert run(["index"]) == 0
    capsys.readouterr()


@pytest.mark.usefixtures("indexed")
def test_a_quote_as_json_tells_its_level_places_and_who_says_it(capsys) -> None:
    assert run(["quote", "--json", '"We will not sell a single ship,"']) == 0
    (line,) = capsys.readouterr().out.splitlines()
    check = json.loads(line)
    assert check["level"] == "verbatim"
    assert [match["document"] for match in check["matches"]] == ["copy", "ferry"]
    copy, ferry = check["matches"]
    assert (copy["title"], copy["outlet"], copy["published"]) == ("Ferries", "Harbour Times", "2024-06-02")
    assert TEXT[ferry["start"] : ferry["end"]] == ferry["text"] == "“We will not sell a single ship,”"
    assert (ferry["similarity"], ferry["changes"]) == (1.0, [])
    assert ferry["attribution"]["source"] == "Maren Volkova"


@pytest.mark.usefixtures("indexed")
def test_changes_lead_from_the_article_to_what_was_typed(capsys) -> None:
    assert run(["quote", "--json", "the old ferry line to Lindholm will open in"]) == 0
    (match,) = json.loads(capsys.readouterr().out)["matches"]
    assert match["changes"] == [
        {"op": "insert", "from": "", "to": "old"},
        {"op": "replace", "from": "close", "to": "open"},
    ]


@pytest.mark.usefixtures("indexed")
def test_the_card_shows_the_original_beside_what_was_typed(capsys) -> None:
    assert run(["quote", "We will sell a single ship, said Maren Volkova", "--speaker", "The Harbour Office"]) == 0
    shown = capsys.readouterr()
    assert "Altered: 1 word left out, a negation among them" in shown.out
    assert "Typed     We will sell a single ship, said Maren Volkova" in shown.out
    assert "Original  We will not sell a single ship,” said Maren Volkova" in shown.out
    assert "“not” left out (a negation!)" in shown.out
    assert "Said by another: not The Harbour Office, but Maren Volkova." in shown.out
    assert shown.err == ""


@pytest.mark.usefixtures("indexed")
def test_what_no_article_says_ends_with_3(capsys) -> None:
    assert run(["quote", "--json", "whales were singing all night"]) == 3
    check = json.loads(capsys.readouterr().out)
    assert (check["level"], check["matches"]) == ("not found", [])


@pytest.mark.usefixtures("indexed")
@pytest.mark.parametrize("text", ["", "\0", "🙂🙂", "x" * 10_001, "the " * 2_000, "…", "-h", "我们会赢", "[" * 500])
def test_a_strange_text_ends_in_words(text: str, capsys) -> None:
    assert run(["quote", text]) in {0, 3}
    shown = capsys.readouterr()
    assert shown.out.strip()
    assert "Something went wrong" not in shown.err


@pytest.mark.usefixtures("indexed")
def test_texts_of_a_file_come_back_with_their_ids(tmp_path: Path, capsys) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text('{"id": "a", "text": "the ferry line"}\nnonsense\n{"id": 2, "text": "whales"}\n', encoding="utf-8")
    assert run(["quote", "--texts", str(file)]) == 1
    shown = capsys.readouterr()
    checks = [json.loads(line) for line in shown.out.splitlines()]
    assert [(check["id"], check["level"]) for check in checks] == [("a", "verbatim"), (2, "not found")]
    assert shown.err == "Line 2 was skipped: it is not JSON.\n"


@pytest.mark.parametrize("arguments", [["quote"], ["quote", "a", "--texts", "f"], ["quote", "a", "b"]])
def test_wrong_usage_ends_with_2(arguments: list[str], capsys) -> None:
    assert run(arguments) == 2
    assert "Error: " in capsys.readouterr().err
