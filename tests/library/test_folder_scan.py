"""The files read in a folder, and the reasons for skipped ones."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.library.folder_scan import FileFilter, Scan, check, scan, shown

WANTED = FileFilter({".txt", ".jsonl"}, 1_000_000)


def _paths(found: Scan) -> list[str]:
    return [file.path for file in found.files]


def _reasons(found: Scan) -> dict[str, str]:
    return {skipped.path: skipped.reason for skipped in found.skipped}


def test_articles_come_in_a_stable_order_from_all_depths(tmp_path: Path) -> None:
    for path in ("b.txt", "a.TXT", "deep/er/c.txt", "B/z.jsonl"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("An article.")
    found = scan(tmp_path, WANTED)
    assert _paths(found) == ["B/z.jsonl", "a.TXT", "b.txt", "deep/er/c.txt"]
    status = (tmp_path / "b.txt").stat()
    assert (found.files[2].size, found.files[2].mtime_ns) == (status.st_size, status.st_mtime_ns)


def test_hidden_files_readmes_and_other_kinds_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    for path in (".git/a.txt", ".hidden.txt", "README.md", "a.docx", "b.docx", "Makefile"):
        (tmp_path / path).write_text("No article.")
    found = scan(tmp_path, WANTED)
    assert (found.files, found.skipped) == ([], [])
    assert found.other_files == {".docx": 2, "no suffix": 1}


def test_links_are_followed_but_not_in_circles(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "articles"
    outside.mkdir()
    (folder / "sub").mkdir(parents=True)
    (outside / "a.txt").write_text("An article.")
    (folder / "linked").symlink_to(outside)
    (folder / "linked.txt").symlink_to(outside / "a.txt")
    (folder / "sub" / "up").symlink_to(folder)
    (folder / "itself.txt").symlink_to("itself.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    found = scan(folder, WANTED)
    assert _paths(found) == ["linked/a.txt", "linked.txt"]
    assert _reasons(found) == {
        "sub/up": "links to a folder that has been read already.",
        "itself.txt": "can't be read (Too many levels of symbolic links).",
        "gone.txt": "can't be read (No such file or directory).",
    }


def test_unprintable_names_are_shown_escaped_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "two\nlines.txt").write_text("An article.")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("An article.")
    assert _reasons(scan(tmp_path, WANTED)) == {
        "two\\nlines.txt": "has a line break or another unprintable character in its name.",
        "caf\\udce9.txt": "has a name that is not valid UTF-8.",
    }


def test_a_large_file_is_left_out_unless_it_is_read_line_by_line(tmp_path: Path) -> None:
    for path in ("large.txt", "large.jsonl"):
        with (tmp_path / path).open("wb") as file:
            file.truncate(200_000_000)
    found = scan(tmp_path, WANTED)
    assert _paths(found) == ["large.jsonl"]
    assert _reasons(found) == {"large.txt": "is larger than the 1 MB of FACTDESK_MAX_FILE_MB."}


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert _reasons(scan(tmp_path, WANTED)) == {"pipe.txt": "is not a regular file."}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_folder_is_reported_and_its_files_may_still_exist(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    found = scan(tmp_path, WANTED)
    assert _reasons(found) == {"locked": "can't be read (Permission denied)."}
    assert found.may_hold("locked/a.txt")
    assert not found.may_hold("lockedness/a.txt")


def test_a_folder_that_cannot_be_listed_may_hold_what_is_below_it() -> None:
    assert Scan(unreadable=[""]).may_hold("a.txt")
    assert Scan(unreadable=["b"]).may_hold("b/a.txt")
    assert not Scan(unreadable=["b"]).may_hold("bc/a.txt")


def test_a_missing_folder_and_a_file_in_its_place_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("An article.")
    with pytest.raises(UserError, match=r"is missing\. Check that its disk"):
        check(tmp_path / "nowhere")
    with pytest.raises(UserError, match=r"is a file\. Name the folder"):
        check(tmp_path / "a.txt")
    with pytest.raises(UserError, match="can't be read"):
        check(Path("nul\0byte"))
    (tmp_path / "link").symlink_to(tmp_path)
    assert check(tmp_path / "link") == tmp_path.resolve()


def test_any_path_can_be_shown() -> None:
    assert shown("a\n\x1b[31m\u202e\udce9é.txt") == "a\\n\\x1b[31m\\u202e\\udce9é.txt"
