"""`factdesk check --annotate`: the draft with its notes as a file."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from bot.cli import run

ARTICLE = (
    "Ferry line to close\n\n"
    "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.\n\n"
    "“We will not sell a single one of the 14 ships,” said Maren Volkova.\n"
)
DRAFT = "“We will not sell a single one of the 40 ships,” said Maren Volkova.\n"


@pytest.fixture
def draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path / "articles"))
    path = tmp_path / "draft.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_word_document_with_a_comment_on_the_altered_quotation(draft: Path, capsys) -> None:
    assert run(["check", str(draft), "--annotate", str(draft.with_name("copy.docx"))]) == 3
    assert "Altered" in capsys.readouterr().out
    document = docx.Document(draft.with_name("copy.docx"))
    assert document.paragraphs[0].text == DRAFT.strip()
    texts = [comment.text for comment in document.comments]
    assert any("Altered quotation\n“40” instead of “14” (number)." in text for text in texts)


@pytest.mark.parametrize(
    ("copy", "sentence"),
    [
        (
            "copy.pdf",
            "An annotated copy can't be of the type “.pdf”; name a file that ends in .docx, .html, .md or .json.",
        ),
        ("draft.txt", "An annotated copy can't be of the type “.txt”;"),
        ("missing/copy.md", "copy.md can't be written: No such file or directory. Choose another file."),
    ],
)
def test_a_copy_that_cannot_be_written_is_said_in_one_sentence(draft: Path, capsys, copy: str, sentence: str) -> None:
    assert run(["check", str(draft), "--annotate", str(draft.with_name("x").parent / copy)]) == 1
    assert sentence in capsys.readouterr().err
    assert draft.read_text(encoding="utf-8") == DRAFT


def test_the_draft_itself_is_never_overwritten_and_a_copy_is_of_one_draft(draft: Path, capsys) -> None:
    markdown = draft.rename(draft.with_suffix(".md"))
    assert run(["check", str(markdown), "--annotate", str(markdown)]) == 1
    assert "draft.md is the draft itself; name another file" in capsys.readouterr().err
    assert run(["check", str(markdown), str(markdown), "--annotate", "copy.md"]) == 1
    assert "An annotated copy is of one draft" in capsys.readouterr().err
