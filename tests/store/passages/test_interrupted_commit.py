"""What a commit that was killed leaves in the index's folder, and the next commit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.model.documents import Document, Passage
from bot.model.search import Term
from bot.model.spans import Span
from bot.store.passages.damage import META
from bot.store.passages.index import TantivyIndex

Writer = Callable[..., Document]
MANAGED = ".managed.json"  # tantivy's list of files, written before each of them


def entry(document: Document) -> tuple[Document, list[Passage]]:
    return document, [Passage(document.id, 0, Span(0, len(document.text)))]


def found(folder: Path, word: str) -> list[str]:
    return sorted(hit.document for hit in TantivyIndex(folder).candidates([Term(word)], 10))


@pytest.fixture
def interrupted(tmp_path: Path, written: Writer) -> Path:
    """Return an index of two documents, with all files of a second commit except for the last one, meta.json."""
    folder, later = tmp_path / "index", tmp_path / "later"
    TantivyIndex(folder).put([entry(written(name, f"The ferry {name} sank.")) for name in ("a", "b")], [], 1)
    shutil.copytree(folder, later)
    TantivyIndex(later).put([entry(written("c", "The ferry c sank."))], ["id-a"], 2)
    new = {path.name for path in later.iterdir()} - {path.name for path in folder.iterdir()}
    assert any(name.endswith(".del") for name in new)
    for name in new | {MANAGED}:
        shutil.copy(later / name, folder / name)
    return folder


def test_the_commit_after_a_killed_one_writes_the_same_files_again(interrupted: Path, written: Writer) -> None:
    assert TantivyIndex(interrupted).generation() == 1
    TantivyIndex(interrupted).put([entry(written("c", "The ferry c sank."))], ["id-a"], 2)
    assert found(interrupted, "ferry") == ["id-b", "id-c"]
    assert TantivyIndex(interrupted).damage() is None


def test_a_killed_commit_leaves_nothing_behind_after_the_next_one(interrupted: Path, written: Writer) -> None:
    (interrupted / ".tmpAbCdEf").write_text("half of meta.json")
    TantivyIndex(interrupted).put([entry(written("d", "The ferry d sank."))], [], 2)
    assert found(interrupted, "ferry") == ["id-a", "id-b", "id-d"]
    meta = (interrupted / META).read_text().replace("-", "")
    segments = [
        path.name.partition(".")[0] for path in interrupted.iterdir() if not path.name.startswith((".", "meta"))
    ]
    assert all(segment in meta for segment in segments)
    assert not list(interrupted.glob(".tmp*"))
