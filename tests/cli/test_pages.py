"""Pages as sites and agencies send them, from `factdesk index` to an answer."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from bot.cli import run
from tests.conftest import ROOT

PAGES = ROOT / "tests" / "corpus" / "pages"
BOMB = "a0: &a0 {k: v}\n" + "".join(
    f"a{level}: &a{level} {{<<: [{', '.join([f'*a{level - 1}'] * 9)}]}}\n" for level in range(1, 10)
)
TABS = "\t" * 3_700
HOSTILE = {
    "hex.md": f"---\n? 0x{'f' * 8_000}\n: 1\n---\nJane Roe said the town was quiet.\n",
    "bomb.md": f"---\n{BOMB}---\nJane Roe said the harbour was quiet.\n",
    "ruler.txt": f"Jane Roe said so.\n\n{TABS}---{TABS}x\n",
}


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    """Return the folder of all pages, indexed."""
    folder = tmp_path / "pages"
    shutil.copytree(PAGES, folder)
    for name, text in HOSTILE.items():
        (folder / name).write_text(text)
    monkeypatch.setenv("FACTDESK_CORPUS", str(folder))
    monkeypatch.setenv("FACTDESK_SENTENCE_MODEL", "off")
    assert run(["index"]) == 0
    number = len(list(folder.iterdir()))
    shown = capsys.readouterr().out
    assert shown.startswith(f"{number} documents, ")
    assert "Skipped" not in shown
    return folder


def test_every_page_comes_in_with_its_letters_and_metadata(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def shown(name: str) -> tuple[str | None, str | None, list[str], str]:
        assert run(["corpus", "show", name, "--json"]) == 0
        item = json.loads(capsys.readouterr().out)
        return item["title"], item["outlet"], item["authors"], (item["published"] or "")[:10]

    quoted = 'Board: "We close the quay" – nine weeks'
    assert shown("entities_in_jsonld_title") == (quoted, "Quay & Harbour Post", [], "2025-02-04")
    assert shown("publisher_is_the_company") == ("Quay closes", "Harbour Post", [], "2025-02-04")
    assert shown("jsonld_in_webpage_mainentity") == ("Quay closes", "Harbour Post", ["Ada Roe"], "2025-02-04")
    assert shown("publishers_time_element_only")[3] == "2025-02-04"
    assert shown("meta_date_with_colons")[3] == "2025-02-04"
    assert run(["search", "€4.2 million"]) == 0
    assert "“Repairs will cost €4.2 million, according to the board" in capsys.readouterr().out


def test_furniture_and_hover_cards_are_found_by_no_search(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ("Writethru", "Instagram", "inbox", "Lou Parr", "roofs"):
        assert run(["search", words]) == 3, words
    capsys.readouterr()
    run(["search", "councillor"])
    assert "“The plan was backed by councillor Ina Thorsen and by the pilots" in capsys.readouterr().out


def test_who_speaks_in_a_later_block_of_a_page_answers(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "What did Ole Brandt say?"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("Ole Brandt")
    assert "The west lock is next" in shown


def test_hostile_files_are_read_and_stop_no_other(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "Who said the harbour was quiet?"]) == 0
    assert capsys.readouterr().out.startswith("Jane Roe")
    assert run(["corpus", "quarantine"]) == 0
