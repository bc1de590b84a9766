"""The commands: stdout, stderr and exit codes for people and scripts."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import run
from tests.conftest import ROOT

TEXT = (
    "Ferry line to close\n\n"
    "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.\n\n"
    "According to Maren Volkova, 40 sailors will lose their posts.\n"
)
TRAMS = (
    "---\ntitle: Trams return\noutlet: Harbour Times\npublished: 2024-06-02\n---\n"
    "Trams will run again from June, the city council said.\n"
)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "ferry.txt").write_text(TEXT, encoding="utf-8")
    (folder / "trams.md").write_text(TRAMS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("shared")


@pytest.fixture
def indexed(articles: Path, shared: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Path:
    """The articles, indexed once for this file; tests must not change them."""
    monkeypatch.setenv("FACTDESK_DATA", str(shared))
    monkeypatch.setenv("FACTDESK_CORPUS", str(articles))
    assert run(["index"]) == 0
    capsys.readouterr()
    return articles


def test_an_answer_is_a_card_on_stdout_alone(indexed: Path, capsys) -> None:
    assert run(["ask", "When will the ferry line to Lindholm close?"]) == 0
    shown = capsys.readouterr()
    assert "“The Harbour Office said on Monday" in shown.out
    assert "Ferry line to close" in shown.out
    assert shown.err == ""


def test_an_answer_as_json_is_one_line_whose_quotes_stand_at_their_offsets(indexed: Path, capsys) -> None:
    assert run(["ask", "--json", "How many sailors will lose their posts?"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    answer = json.loads(line)
    assert answer["answered"]
    for finding in answer["findings"]:
        quote = finding["quote"]
        assert TEXT[quote["start"] : quote["end"]] == quote["text"]


def test_what_the_articles_do_not_say_is_declined_with_exit_code_3(indexed: Path, capsys) -> None:
    assert run(["ask", "--json", "What did Aurelio Brandt say about whales?"]) == 3
    answer = json.loads(capsys.readouterr().out)
    assert not answer["answered"]
    assert answer["state"] == "nothing"
    assert answer["headline"] == "No article mentions “Aurelio Brandt”."
    assert not answer["findings"]


@pytest.mark.parametrize("question", ["", "-h", "--help me", "\0", "🙂🙂", "the", "x" * 6000, "@everyone `a` \u202e"])
def test_a_strange_question_ends_in_words(question: str, indexed: Path, capsys) -> None:
    assert run(["ask", question]) == 3
    shown = capsys.readouterr()
    assert shown.out.strip()
    assert "Traceback" not in shown.out + shown.err
    assert "Something went wrong" not in shown.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--jsno"],
        ["ask", "a", "b"],
        ["ask", "a", "--questions", "f"],
        ["search"],
        ["search", "a", "--limit", "0"],
        ["nonsense"],
        ["corpus", "nonsense"],
        ["sync", "--guild", "x"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], capsys) -> None:
    assert run(arguments) == 2
    assert "Error: " in capsys.readouterr().err


def test_questions_of_a_file_come_back_with_their_ids(indexed: Path, tmp_path: Path, capsys) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        '{"id": "a", "question": "When will the ferry line to Lindholm close?"}',
        "nonsense",
        '{"id": 2, "text": "whales?"}',
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    assert run(["ask", "--questions", str(file)]) == 1
    shown = capsys.readouterr()
    answers = [json.loads(line) for line in shown.out.splitlines()]
    assert [(result["id"], result["answered"]) for result in answers] == [("a", True), (2, False)]
    assert shown.err == "Line 2 was skipped: it is not JSON.\n"


def test_search_gives_passages_best_first_as_json_lines(indexed: Path, capsys) -> None:
    assert run(["search", "ferry Lindholm", "--json", "--limit", "2"]) == 0
    hits = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert list(hits[0]) == ["document", "passage", "start", "end", "text", "score"]
    assert hits[0]["document"] == "ferry"
    assert TEXT[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_search_that_finds_nothing_ends_with_3(indexed: Path, capsys) -> None:
    assert run(["search", "🙂"]) == 3
    assert capsys.readouterr().out == ""


def test_queries_of_a_file_take_question_or_text(indexed: Path, tmp_path: Path, capsys) -> None:
    file = tmp_path / "queries.jsonl"
    file.write_text('{"id": 1, "text": "trams"}\n{"id": 2, "question": "ferry"}\n', encoding="utf-8")
    assert run(["search", "--queries", str(file), "--limit", "1"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(result["id"], result["results"][0]["document"]) for result in found] == [(1, "trams"), (2, "ferry")]


def test_index_tells_what_it_did_and_what_it_skipped(articles: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert run(["index", str(articles), str(tmp_path)]) == 0
    message = capsys.readouterr().out
    assert "2 documents" in message
    assert "empty.txt is empty" in message
    assert run(["index", str(articles)]) == 0
    assert "0 new, 0 changed, 0 removed, 2 unchanged" in capsys.readouterr().out


def test_a_complete_index_has_all_that_the_bot_works_out_in_the_background(articles: Path, own_settings: Path) -> None:
    tables = ("attributions", "document_units", "sentence_vectors", "word_vectors")

    def counts() -> list[int]:
        with closing(sqlite3.connect(own_settings / "data" / "factdesk.db")) as connection:
            return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]

    assert run(["index", str(articles)]) == 0
    assert counts() == [0, 0, 0, 0]
    assert run(["index", str(articles), "--complete"]) == 0
    *documents, words = counts()
    assert documents == [2, 2, 2]
    assert words > 10


def test_a_folder_of_its_own_is_asked_without_the_index(articles: Path, own_settings: Path, capsys) -> None:
    assert run(["search", "--corpus", str(articles), "ferry", "--json"]) == 0
    assert "ferry line" in capsys.readouterr().out
    assert not (own_settings / "data").exists()


@pytest.mark.parametrize("command", [["ask", "x"], ["search", "x"], ["index"], ["corpus", "list"]])
def test_without_a_folder_it_is_said_how_to_name_one(command: list[str], capsys) -> None:
    assert run(command) == 1
    shown = capsys.readouterr()
    assert "factdesk index DIR" in shown.err
    assert shown.out == ""


def test_a_missing_and_an_empty_folder_are_reported_in_one_sentence(tmp_path: Path, capsys) -> None:
    for folder, message in ((tmp_path / "none", "is missing"), (tmp_path, "There are no articles in")):
        assert run(["ask", "--corpus", str(folder), "x"]) == 1
        shown = capsys.readouterr()
        assert message in shown.err
        assert "Traceback" not in shown.err


def test_the_samples_are_at_hand_by_their_name(capsys) -> None:
    assert run(["corpus", "list", "--corpus", "seeds", "--json"]) == 0
    listed = [json.loads(line)["document"] for line in capsys.readouterr().out.splitlines()]
    there = [path.stem for path in (ROOT / "seeds").iterdir() if path.name != "README.md"]
    assert sorted(listed) == sorted(there)


def test_corpus_lists_shows_and_removes(articles: Path, capsys) -> None:
    run(["index", str(articles)])
    capsys.readouterr()
    assert run(["corpus", "list"]) == 0
    assert "trams  Trams return  Harbour Times  2024-06-02" in capsys.readouterr().out.splitlines()
    assert run(["corpus", "show", "ferry", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["document"], shown["characters"]) == ("ferry", len(TEXT))
    assert run(["corpus", "show", "nothing"]) == 3
    assert run(["corpus", "remove", str(articles)]) == 0
    assert "Removed 2 documents" in capsys.readouterr().out
    assert run(["corpus", "remove", str(articles)]) == 3
    assert list(articles.iterdir())


def test_the_version_is_printed(capsys) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("factdesk ")


def test_a_search_is_limited_by_the_options_and_says_so(indexed: Path, capsys) -> None:
    assert run(["search", "--outlet", "harbour times", "--since", "2024-06", "trams"]) == 0
    shown = capsys.readouterr()
    assert "trams [" in shown.out
    assert "Limited to outlet Harbour Times, published since 2024-06-01." in shown.err
    assert run(["search", "--until", "2023", "trams"]) == 3
    assert run(["search", "--json", "--outlet", "Gazette", "trams"]) == 1
    assert "No article of “Gazette” is indexed. Indexed outlets: Harbour Times." in capsys.readouterr().err


def test_exact_words_are_not_corrected(indexed: Path, capsys) -> None:
    assert run(["search", "Lindhlom"]) == 0
    assert "“Lindhlom” was read as “Lindholm”; use --exact to keep it as typed." in capsys.readouterr().err
    assert run(["search", "--exact", "Lindhlom"]) == 3
    assert run(["ask", "--exact", "When will the ferry line to Lindhlom close?"]) == 3


def test_a_question_is_answered_from_within_its_limits(indexed: Path, capsys) -> None:
    assert run(["ask", "--json", "--outlet", "Harbour Times", "When will the trams run again?"]) == 0
    assert json.loads(capsys.readouterr().out)["documents_searched"] == 1
    assert run(["ask", "--until", "2020-01-01", "When will the trams run again?"]) == 3
