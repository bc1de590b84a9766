"""`factdesk corpus`: how documents were read, and which of them are doubtful."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import run
from tests.corpus.build import Scanned, pdf

WHOLE = "---\ntitle: Trams return\noutlet: Harbour Times\npublished: 2024-06-02\n---\nTrams will run again.\n"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    (tmp_path / "trams.md").write_text(WHOLE)
    (tmp_path / "old.md").write_text(WHOLE.replace("2024", "1924").replace("Trams return", "An old story"))
    (tmp_path / "part.pdf").write_bytes(pdf(["A bridge is closed."], Scanned()))
    return tmp_path


def test_doubtful_documents_are_listed_with_the_reason_and_counted_on_stderr(articles: Path, capsys) -> None:
    assert run(["corpus", "doubts", "--corpus", str(articles)]) == 0
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "part  read in part (1 scanned page without text); no outlet; no date",
        "old  odd date (1924-06-02)",
    ]
    assert shown.err.endswith("2 of 3 documents: read in part 1, no outlet 1, no date 1, odd date 1.\n")


def test_doubts_as_json_are_a_document_a_line(articles: Path, capsys) -> None:
    assert run(["corpus", "doubts", "--json", "--corpus", str(articles)]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["document"] for line in lines] == ["part", "old"]
    assert lines[1]["doubts"] == [{"kind": "odd date", "detail": "1924-06-02"}]
    assert lines[0]["doubts"][1] == {"kind": "no outlet", "detail": None}


def test_without_doubts_nothing_is_listed(articles: Path, capsys) -> None:
    (articles / "old.md").unlink()
    (articles / "part.pdf").unlink()
    assert run(["corpus", "doubts", "--corpus", str(articles)]) == 3
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.endswith("No doubt about any of 1 document.\n")


def test_a_document_shows_the_files_that_gave_its_metadata(articles: Path, capsys) -> None:
    (articles / "factdesk.toml").write_text('language = "en"\nrights = "Agency text"\noutlet = "Lantern"')
    (articles / "part.pdf.toml").write_text('title = "Bridge closed"\ndate = 2026-03-04')
    assert run(["corpus", "show", "part", "--corpus", str(articles)]) == 0
    cells = dict(line.split(None, 1) for line in capsys.readouterr().out.splitlines())
    assert (cells["title"], cells["outlet"], cells["published"]) == ("Bridge closed", "Lantern", "2026-03-04")
    assert (cells["language"], cells["rights"]) == ("en", "Agency text")
    assert cells["metadata_files"] == "part.pdf.toml, factdesk.toml"
    assert (cells["unread_pages"], cells["read_by_ocr"], cells["attachments"]) == ("1", "no", "-")


def test_a_broken_file_of_metadata_is_named_by_index_and_doctor(articles: Path, monkeypatch, capsys) -> None:
    (articles / "factdesk.toml").write_text("outlet = 7")
    assert run(["index", str(articles)]) == 0
    assert "  factdesk.toml gives no usable text for outlet. Correct it" in capsys.readouterr().out
    monkeypatch.setenv("FACTDESK_CORPUS", str(articles))
    run(["doctor"])
    assert "3 files to read, 1 skipped" in capsys.readouterr().out
