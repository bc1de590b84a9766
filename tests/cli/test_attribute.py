"""`factdesk attribute`: spans as JSON, a view for people, and files that can't be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.attribution.pipeline import attribute
from bot.attribution.syntax.parser import is_english
from bot.cli import run
from bot.cli.render.attributions import article
from bot.cli.render.terminal import columns
from bot.corpus import readers
from bot.model.documents import Document

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = (
    "Ferry line to close\n\n"
    "Harbour Minister Maren Volkova told the Lindholm Gazette on Monday that the ferry line will close in May. "
    '"It has lost money for years," she said. The mayor would probably call that a scandal.\n'
)
GERMAN = "Der Minister sagte am Montag, dass die Fähre im Mai nicht mehr fährt und niemand weiß, warum das so ist. " * 3


@pytest.fixture
def ferry(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_is_a_line_a_document_with_spans_of_the_file(ferry: Path, capsys) -> None:
    assert run(["attribute", "--json", str(ferry)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert record["doc"] == "ferry"
    attributions = record["attributions"]
    assert [attribution["id"] for attribution in attributions] == list(range(len(attributions)))
    first, second, *_ = attributions
    assert [TEXT[s:e] for s, e in first["source"]] == ["Harbour Minister Maren Volkova"]
    assert [TEXT[s:e] for s, e in second["source"]] == ["she"]
    assert (first["source_resolved"], second["source_resolved"]) == ("Maren Volkova", "Maren Volkova")
    assert [TEXT[s:e] for s, e in second["content"]] == ['"It has lost money for years,"']
    assert (second["kind"], second["source_kind"], second["parent"]) == ("direct", "person", None)
    for link in first["chain"]:
        assert TEXT[link["start"] : link["end"]] == link["name"]


def test_explain_adds_the_names_of_the_rules_and_changes_nothing_else(ferry: Path, capsys) -> None:
    run(["attribute", "--json", str(ferry)])
    plain = json.loads(capsys.readouterr().out)
    run(["attribute", "--json", "--explain", str(ferry)])
    explained = json.loads(capsys.readouterr().out)
    assert [attribution.pop("rules") for attribution in explained["attributions"]] == [["active_verb"]] * 3
    assert explained == plain


def test_explain_prints_each_attribution_below_its_rules(tmp_path: Path, capsys) -> None:
    path = tmp_path / "bridge.txt"
    path.write_text('"It is safe," Mara Oll said. "We checked every bolt." It was reportedly sold in May.\n', "utf-8")
    assert run(["attribute", "--explain", str(path)]) == 0
    _, first, second, count = capsys.readouterr().out.split("\n\n")
    assert first.splitlines() == [
        "active_verb → continued_quotation",
        '    Mara Oll | said | "It is safe," … "We checked every bolt."',
    ]
    assert second.splitlines() == ["hearsay_adverb", "    - | reportedly | It was … sold in May"]
    assert count == "2 attributions.\n"


def test_the_view_for_people_has_the_text_and_the_chains_and_no_colour_where_it_is_piped(ferry: Path, capsys) -> None:
    assert run(["attribute", str(ferry)]) == 0
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "↳ Lindholm Gazette (was told) ← Maren Volkova" in shown
    assert "[hypothetical]" in shown
    assert " ".join(TEXT.split()[:4]) in shown


def test_in_colour_sources_cues_and_contents_look_different_and_keep_the_width(ferry: Path, nlp: Language) -> None:
    (document,) = readers.read(ferry.read_bytes(), folder="tests", path="ferry.txt")
    assert isinstance(document, Document)
    found = attribute(document, nlp)
    shown = article(document, found, 60, colour=True)
    assert "\x1b[36m\x1b[1mVolkova\x1b[0m" in shown
    assert "\x1b[33mtold\x1b[0m" in shown
    assert "\x1b[4mferry\x1b[0m" in shown
    plain = article(document, found, 60, colour=False)
    assert max(map(columns, plain.splitlines())) <= 60


def test_files_that_cannot_be_read_are_told_in_a_line_and_the_rest_goes_on(ferry: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "tune.mp3").write_bytes(b"\0")
    names = [str(tmp_path / name) for name in ("empty.txt", "tune.mp3", "missing.txt")]
    assert run(["attribute", "--json", *names, str(ferry)]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 1
    assert [line.rpartition("/")[2][:12] for line in shown.err.splitlines()] == [
        "empty.txt is", "tune.mp3 is ", "missing.txt ",
    ]  # fmt: skip
    assert run(["attribute", *names]) == 1


def test_a_folder_stands_for_its_articles(ferry: Path, tmp_path: Path, capsys) -> None:
    (tmp_path / "other.txt").write_text("Lamp posts were painted green today.", encoding="utf-8")
    assert run(["attribute", "--json", str(tmp_path)]) == 0
    assert [json.loads(line)["doc"] for line in capsys.readouterr().out.splitlines()] == ["ferry", "other"]


def test_an_article_without_attributions_ends_with_3(tmp_path: Path, capsys) -> None:
    (tmp_path / "other.txt").write_text("Lamp posts were painted green today.", encoding="utf-8")
    assert run(["attribute", str(tmp_path)]) == 3
    assert "No attributions found." in capsys.readouterr().out


def test_of_another_language_it_is_said_that_only_english_is_read(tmp_path: Path, capsys) -> None:
    (tmp_path / "faehre.txt").write_text(GERMAN, encoding="utf-8")
    run(["attribute", "--json", str(tmp_path)])
    assert "faehre does not read as English: attribution reads English only." in capsys.readouterr().err


@pytest.mark.parametrize("text", [GERMAN, GERMAN.translate(str.maketrans("aeiou", "éàùîô")), "на фронте " * 40])
def test_english_is_told_from_what_is_not(text: str) -> None:
    assert is_english(TEXT * 2)
    assert is_english("FERRY LINE SHUT")
    assert not is_english(text)


def test_english_news_reads_as_english(real_corpus: Path) -> None:
    assert all(is_english(path.read_text("utf-8")) for path in real_corpus.iterdir())
