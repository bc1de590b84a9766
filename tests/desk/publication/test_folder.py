"""The folder: only changed files are written, only our own are removed."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from bot.desk.publication.folder import MANIFEST, PublicationFolder, PublicationReport
from bot.errors import UserError


def update(folder: Path, **files: str) -> PublicationReport:
    names = {"index": "index.html", "first": "claims/1.html", "second": "claims/2.html"}
    return PublicationFolder(folder).update([(names[name], lambda text=text: text) for name, text in files.items()])


def test_unchanged_files_are_not_written_again(tmp_path: Path) -> None:
    assert update(tmp_path, index="a", first="b").written == 2
    before = (tmp_path / "index.html").stat()
    report = update(tmp_path, index="a", first="c")
    assert (report.written, report.unchanged) == (1, 1)
    after = (tmp_path / "index.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (tmp_path / "claims/1.html").read_text() == "c"


def test_withdrawn_pages_and_empty_folders_go_and_foreign_files_stay(tmp_path: Path) -> None:
    update(tmp_path, index="a", first="b", second="c")
    (tmp_path / "claims/notes.html").write_text("mine")
    assert update(tmp_path, index="a").removed == 2
    assert [path.name for path in (tmp_path / "claims").iterdir()] == ["notes.html"]
    (tmp_path / "claims/notes.html").unlink()
    update(tmp_path, index="a", first="b")
    update(tmp_path, index="a")
    assert not (tmp_path / "claims").exists()


def test_a_foreign_file_in_the_way_is_left_alone_and_named(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")
    report = update(tmp_path, index="a", first="b")
    assert (tmp_path / "index.html").read_text() == "mine"
    assert (tmp_path / "claims/1.html").read_text() == "b"
    assert report.problems == [
        f"{tmp_path}/index.html was not written by factdesk and was left as it is. Move it elsewhere."
    ]
    assert update(tmp_path).removed == 1
    assert (tmp_path / "index.html").read_text() == "mine"


def test_a_forged_manifest_reaches_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "precious.html").write_text("mine")
    folder = tmp_path / "site"
    folder.mkdir()
    forged = ["../precious.html", str(tmp_path / "precious.html"), "claims/../../precious.html", "precious.html", 7]
    (folder / MANIFEST).write_text(json.dumps({"files": forged}))
    update(folder, index="a")
    assert (tmp_path / "precious.html").read_text() == "mine"


def test_a_broken_manifest_is_refused_before_any_change(tmp_path: Path) -> None:
    update(tmp_path, index="a")
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(UserError, match="nobody knows which files are factdesk's"):
        update(tmp_path, first="b")
    assert (tmp_path / "index.html").exists()


def test_a_stop_while_writing_leaves_no_orphan(tmp_path: Path) -> None:
    def stopped() -> str:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        PublicationFolder(tmp_path).update([("claims/1.html", lambda: "b"), ("index.html", stopped)])
    assert update(tmp_path, index="a").removed == 1
    assert not (tmp_path / "claims").exists()


def test_what_a_killed_run_was_writing_goes_with_its_claim(tmp_path: Path) -> None:
    update(tmp_path, index="a", first="b", second="c")
    for name in (".1.html.part", ".2.html.part", ".notes.html.part"):
        (tmp_path / "claims" / name).write_text("half a page")
    update(tmp_path, index="a", first="b")
    assert {path.name for path in (tmp_path / "claims").iterdir()} == {"1.html", ".notes.html.part"}


def test_a_foreign_link_that_leads_nowhere_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").symlink_to(tmp_path / "elsewhere.html")
    assert len(update(tmp_path, index="a").problems) == 1
    assert (tmp_path / "index.html").is_symlink()


def test_a_file_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    update(tmp_path, index="a", first="b")
    (tmp_path / "claims/1.html").unlink()
    (tmp_path / "claims/1.html").mkdir()
    report = update(tmp_path, first="c", index="d")
    assert (tmp_path / "index.html").read_text() == "d"
    assert [problem.split(" can't")[0] for problem in report.problems] == [f"{tmp_path}/claims/1.html"]


def test_a_web_server_with_another_user_can_read_the_files(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        update(tmp_path / "srv/new", first="b")
    finally:
        os.umask(before)
    for folder in ("srv", "srv/new", "srv/new/claims"):
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "srv/new/claims/1.html").stat().st_mode) == 0o644
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".part")]
