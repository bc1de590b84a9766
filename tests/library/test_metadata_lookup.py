"""Metadata files of a folder: found, applied, named if they are of no use, and followed when they change."""

from __future__ import annotations

from pathlib import Path

from bot.corpus.readers import SUFFIXES
from bot.library.folder_scan import FileFilter, scan
from tests.library.conftest import Library


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def test_each_file_gets_its_sidecar_and_the_defaults_of_its_folders(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "factdesk.toml": 'outlet = "Above"\nlanguage = "en"',
            "a.txt": "One.",
            "deep/b/factdesk.toml": 'outlet = "Below"',
            "deep/b/c/d.txt": "Two.",
            "deep/e.txt": "Three.",
            "deep/e.txt.toml": 'title = "The third"',
        },
    )
    found = {file.path: file.metadata for file in scan(tmp_path, FileFilter(SUFFIXES, 1_000_000)).files}
    assert {path: metadata.default_outlet for path, metadata in found.items()} == {
        "a.txt": "Above",
        "deep/b/c/d.txt": "Below",
        "deep/e.txt": "Above",
    }
    assert found["deep/b/c/d.txt"].language == "en"
    assert found["deep/e.txt"].stated.title == "The third"


def test_files_of_no_use_are_named_once_and_others_are_counted(tmp_path: Path) -> None:
    _write(
        tmp_path,
        {
            "factdesk.toml": "outlet = ",
            "a.txt": "One.",
            "b.txt": "Two.",
            "gone.pdf.toml": 'title = "x"',
            "wire.jsonl": '{"text": "x"}',
            "wire.jsonl.toml": 'title = "x"',
            "pyproject.toml": "",
        },
    )
    found = scan(tmp_path, FileFilter(SUFFIXES, 1_000_000))
    assert {skipped.path for skipped in found.skipped} == {"factdesk.toml", "gone.pdf.toml", "wire.jsonl.toml"}
    reasons = {skipped.path: skipped.reason for skipped in found.skipped}
    assert reasons["factdesk.toml"].startswith("is not valid TOML (")
    assert reasons["gone.pdf.toml"] == "describes no article: gone.pdf isn't beside it or can't be read."
    assert found.other_files == {".toml": 1}
    assert len(found.files) == 3, "the articles are read without the broken file"


async def test_a_change_of_defaults_reads_again_what_lies_below_and_nothing_else(library: Library) -> None:
    _write(library.folder, {"a.txt": "The ferry sank.", "in/b.txt": "The bridge held.", "in/c.jsonl": '{"text": "x"}'})

    async def outlets() -> dict[str, str | None]:
        return {reference.name: reference.outlet for reference in await library.documents.page(0, 9)}

    assert (await library.sync()).added == 3
    defaults = {"in/factdesk.toml": 'outlet = "Lantern"'}
    _write(library.folder, defaults)
    report = await library.sync()
    assert (report.changed, report.unchanged) == (2, 1)
    assert await outlets() == {"a": None, "b": "Lantern", "c:1": "Lantern"}

    report = await library.sync()
    assert (report.changed, report.unchanged) == (0, 3)

    (library.folder / "in/factdesk.toml").unlink()
    report = await library.sync()
    assert (report.changed, report.unchanged) == (2, 1)
    assert await outlets() == {"a": None, "b": None, "c:1": None}


async def test_a_broken_defaults_file_is_told_each_time_and_its_articles_stay(library: Library) -> None:
    _write(library.folder, {"a.txt": "The ferry sank.", "factdesk.toml": "outlet"})
    for _ in range(2):
        report = await library.sync()
        assert [skipped.path for skipped in report.skipped] == ["factdesk.toml"]
        assert report.documents == 1


async def test_a_touched_file_keeps_its_metadata(library: Library) -> None:
    _write(library.folder, {"a.txt": "The ferry sank.", "a.txt.toml": 'outlet = "Lantern"'})
    await library.sync()
    (library.folder / "a.txt").touch()
    assert (await library.sync()).unchanged == 1
    assert (await library.sync()).unchanged == 1
    (reference,) = await library.documents.page(0, 9)
    assert reference.outlet == "Lantern"
