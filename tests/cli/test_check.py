"""`factdesk check`: levels, JSON, several files, exit codes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.cli import run
from bot.model.json_types import Json

ARTICLE = "\n\n".join(
    [
        "The quay of Torvik",
        "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.",
        "Harbour master Maren Volkova said 40 people would lose their jobs.",
        '"We will not sell a single ship to the yard in Torvik," Volkova said.',
        "The council of Velm sued the shipyard over two years of unpaid rent for its dock, according to Ole Brandt.",
        "Brandt said the yard owes the town 2,300 crowns.",
        '"Nobody in this town has forgotten the winter of the long strike," he said.',
    ]
)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    (folder / "quay.txt").write_text(ARTICLE, encoding="utf-8")
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


@pytest.fixture
def checked(indexed: None, tmp_path: Path, capsys):
    def check(text: str) -> list[dict]:
        draft = tmp_path / "draft.txt"
        draft.write_text(text, encoding="utf-8")
        run(["check", "--json", str(draft)])
        return json.loads(capsys.readouterr().out)["items"]

    return check


def level_of(items: list[dict], kind: str) -> str:
    (found,) = [item for item in items if item["kind"] == kind]
    return found["level"]


@pytest.mark.parametrize(
    ("draft", "level"),
    [
        ('"We will not sell a single ship to the yard in Torvik," Maren Volkova said.', "verbatim"),
        ('"We will sell a single ship to the yard in Torvik," Maren Volkova said.', "altered"),
        ('"We will not sell a single ship to the yard in Torvik," Ole Brandt said.', "other speaker"),
        ('"We will plant cherry trees along every canal," Maren Volkova said.', "not found"),
        (
            '"We will not sell a single ship to the yard in Torvik, nobody in this town has forgotten the winter of '
            'the long strike," Maren Volkova said.',
            "spliced",
        ),
    ],
)
def test_a_quotation_is_compared_with_the_articles(checked, draft: str, level: str) -> None:
    assert level_of(checked(draft), "quotation") == level


@pytest.mark.parametrize(
    ("draft", "level"),
    [
        ("The Harbour Office said on Monday that the ferry line to Lindholm will close in May.", "agrees"),
        ("The ferry line to Lindholm will close in May, the Harbour Office said.", "agrees"),
        ("According to the Harbour Office, the ferry line to Lindholm will close in May.", "agrees"),
        ("According to the Harbour Office, the ferry line to Lindholm will close in June.", "differs"),
        ("According to the Harbour Office, the ferry line to Lindholm will not close in May.", "contrary"),
        ("Harbour master Maren Volkova said 60 people would lose their jobs.", "differs"),
        ("Harbour master Ole Brandt said 40 people would lose their jobs.", "other speaker"),
        (
            "The shipyard sued the council of Velm over two years of unpaid rent for its dock, said Ole Brandt.",
            "contrary",
        ),
        ("The shipyard sued the council of Velm over unpaid rent for its dock, Brandt said.", "contrary"),
        ("The lighthouse keeper said that the whales sang all night in the bay.", "not found"),
    ],
)
def test_a_sentence_with_a_source_is_compared_without_its_wording_of_the_source(
    checked, draft: str, level: str
) -> None:
    assert level_of(checked(draft), "attribution") == level


def test_a_name_that_no_article_spells_so_is_told_with_their_spelling(checked) -> None:
    items = checked("Harbour master Maren Volkvoa said 40 people would lose their jobs.")
    assert level_of(items, "name") == "differs"
    assert "“Volkova”" in next(item["note"] for item in items if item["kind"] == "name")
    assert level_of(items, "attribution") == "agrees"


def test_offsets_count_the_drafts_own_text_and_repeated_quotations_are_all_listed(checked) -> None:
    quotation = "Nobody in this town has forgotten the winter of the long strike"
    draft = f"The strike\n\n“{quotation},” Brandt said.\n\n“{quotation},” Brandt said again.\n"
    found = [item for item in checked(draft) if item["kind"] == "quotation"]
    assert [draft[item["start"] : item["end"]] for item in found] == [quotation] * 2
    assert [item["paragraph"] for item in found] == [2, 3]


def test_opinions_and_questions_need_no_eyes(checked) -> None:
    items = checked("The town should love its whales more than it does today. Who sold the whales to the circus?")
    assert [item["needs_eyes"] for item in items] == [False]


@pytest.mark.usefixtures("indexed")
def test_the_card_shows_what_needs_eyes_and_the_code_says_so(tmp_path: Path, capsys) -> None:
    draft = tmp_path / "draft.md"
    draft.write_text("Harbour master Maren Volkova said 60 people would lose their jobs.", encoding="utf-8")
    assert run(["check", str(draft)]) == 3
    shown = " ".join(capsys.readouterr().out.split())
    assert "draft.md: 1 statement with a source" in shown
    assert "The articles differ · paragraph 1" in shown
    assert "To look at: The articles differ 1." in shown
    assert "The articles give another figure: “40”, not “60”." in shown
    draft.write_text("Harbour master Maren Volkova said 40 people would lose their jobs.", encoding="utf-8")
    assert run(["check", str(draft)]) == 0
    assert "Nothing needs eyes." in capsys.readouterr().out


@pytest.mark.usefixtures("indexed")
def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, capsys) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Brandt said the yard owes the town 2,300 crowns.", encoding="utf-8")
    assert run(["check", "--json", str(tmp_path / "missing.txt"), str(draft)]) == 1
    shown = capsys.readouterr()
    assert "missing.txt can't be read: No such file or directory." in shown.err
    assert json.loads(shown.out)["name"] == "draft.txt"


@pytest.mark.usefixtures("indexed")
def test_a_draft_on_standard_input_is_pasted_text(monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    monkeypatch.setattr(
        "sys.stdin", SimpleNamespace(buffer=io.BytesIO(b"Brandt said the yard owes the town 2,300 crowns."))
    )
    assert run(["check", "--json", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["name"] == "pasted text"


def test_no_word_of_a_draft_is_logged(checked, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    checked("The zeppelin of Quendelheim said “the marzipan harpoon was never loaded”.")
    assert "marzipan" not in caplog.text
    assert "Quendelheim" not in caplog.text


def test_articles_that_go_back_to_one_origin_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    sentence = "The Harbour Office said on Monday that the ferry line to Lindholm will close in May."
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("quay", "post"):
        (folder / f"{name}.txt").write_text(
            f"News of {name}\n\n{sentence}\n\nThe {name} has 12 pages.", encoding="utf-8"
        )
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{sentence}\n\nThe post has 12 pages.", encoding="utf-8")
    monkeypatch.setenv("FACTDESK_CACHE", str(tmp_path / "cache"))
    run(["check", "--json", "--corpus", str(folder), str(draft)])
    first, second = json.loads(capsys.readouterr().out)["items"]
    assert (first["level"], first["origin"], first["origin_articles"]) == ("agrees", "Harbour Office", [2, 2])
    assert second["origin"] is None


def origins_of(tmp_path: Path, capsys, sentences: Sequence[str], copies: int, **others: str) -> list[Json]:
    """Return the origins of a draft of sentences that some copies and other articles have."""
    folder = tmp_path / "agency"
    folder.mkdir()
    for name, text in {**{f"copy{number}": "\n\n".join(sentences) for number in range(copies)}, **others}.items():
        (folder / f"{name}.txt").write_text(f"News of {name}\n\n{text}\n\n{name.title()} has a new roof.", "utf-8")
    draft = tmp_path / "draft.txt"
    draft.write_text("\n\n".join(sentences), "utf-8")
    run(["check", "--json", "--corpus", str(folder), str(draft)])
    items = json.loads(capsys.readouterr().out)["items"]
    return [item["origin_articles"] for item in items if item["level"] == "agrees"]


FERRY = "The Harbour Office said on Monday that the ferry line to Lindholm will close in May."


@pytest.mark.parametrize(("copies", "looked_at"), [(5, [5, 5]), (12, [8, 12])])
def test_one_origin_of_many_articles_is_told_with_the_number_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys, copies: int, looked_at: list[int]
) -> None:
    monkeypatch.setenv("FACTDESK_CACHE", str(tmp_path / "cache"))
    assert origins_of(tmp_path, capsys, [FERRY], copies) == [looked_at]


def test_one_article_with_another_source_among_many_leaves_the_origin_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setenv("FACTDESK_CACHE", str(tmp_path / "cache"))
    said = "the ferry line to Lindholm will close in May."
    other = f"The Radio Council said on Monday that {said}"
    [found] = origins_of(tmp_path, capsys, [f"The Harbour Office said on Monday that {said}"], 4, radio=other)
    assert found is None


def test_a_draft_of_many_copied_sentences_looks_at_a_limited_number_of_articles(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.setenv("FACTDESK_CACHE", str(tmp_path / "cache"))
    towns = (
        "Lindholm",
        "Torvik",
        "Sandby",
        "Ekeby",
        "Norrvik",
        "Skagen",
        "Husum",
        "Vardo",
        "Malmen",
        "Ystad",
        "Kiruna",
    )
    sentences = [FERRY.replace("Lindholm", town) for town in (*towns, "Bodvik", "Hanstad", "Orsund")]
    found = origins_of(tmp_path, capsys, sentences, 9)  # one of them is the draft itself
    assert found[:12] == [[8, 8]] * 12
    assert found[12:] == [[3, 8]] * 2


def test_sentences_beyond_the_first_ten_open_ones_are_named_as_compared_by_words_only(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    def left_out(sentences: int) -> list[str]:
        draft = tmp_path / "draft.txt"
        text = "\n\n".join(f"Ostmark built {number} lighthouses of glass." for number in range(20, 20 + sentences))
        draft.write_text(text, encoding="utf-8")
        run(["check", "--json", "--corpus", str(articles), str(draft)])
        return json.loads(capsys.readouterr().out)["left_out"]

    monkeypatch.setenv("FACTDESK_CACHE", str(tmp_path / "cache"))
    assert left_out(10) == []
    assert left_out(11) == ["1 further sentence was compared by words only, not asked as a question."]
    assert left_out(13) == ["3 further sentences were compared by words only, not asked as a question."]


def test_a_draft_that_is_an_indexed_article_is_no_alarm(indexed: None, articles: Path, tmp_path: Path, capsys) -> None:
    draft = tmp_path / "again.txt"
    draft.write_text(ARTICLE, encoding="utf-8")
    assert run(["check", str(draft)]) == 0
    shown = capsys.readouterr().out
    assert shown.index("This draft is an indexed article") < shown.index("Nothing needs eyes.")
    draft.write_text(ARTICLE + "\n\n“The council has never owned a single crane here,” Brandt said.", encoding="utf-8")
    assert run(["check", str(draft)]) == 3


def test_a_short_sentence_is_an_item(checked) -> None:
    (item,) = checked("Ole Brandt resigned.")
    assert (item["kind"], item["level"], item["needs_eyes"]) == ("statement", "not found", False)
