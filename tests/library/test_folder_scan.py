"""The files read in a folder, and the reasons for skipped ones."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
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
    file = found.files[2]
    assert (file.size, file.mtime_ns, file.ctime_ns) == (status.st_size, status.st_mtime_ns, status.st_ctime_ns)


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
    found = scan(folder, replace(WANTED, follow_links=True))
    assert _paths(found) == ["linked/a.txt", "linked.txt"]
    assert _reasons(found) == {
        "sub/up": "links to a folder that has been read already.",
        "itself.txt": "can't be read (Too many levels of symbolic links).",
        "gone.txt": "can't be read (No such file or directory).",
    }


def test_links_out_of_the_folder_are_skipped_with_the_name_of_the_setting(tmp_path: Path) -> None:
    outside = tmp_path / "articles-elsewhere"
    folder = tmp_path / "articles"
    outside.mkdir()
    (folder / "sub").mkdir(parents=True)
    (outside / "a.txt").write_text("An article.")
    (outside / "list.csv").write_text("No article.")
    (folder / "sub" / "b.txt").write_text("An article.")
    (folder / "inside.txt").symlink_to("sub/b.txt")
    (folder / "linked").symlink_to(outside)
    (folder / "linked.txt").symlink_to(outside / "a.txt")
    (folder / "list.csv").symlink_to(outside / "list.csv")
    found = scan(folder, WANTED)
    assert _paths(found) == ["inside.txt", "sub/b.txt"]
    reason = "links out of the folder; set FACTDESK_FOLLOW_LINKS=true to read what it links to."
    assert _reasons(found) == {"linked": reason, "linked.txt": reason}
    assert found.other_files == {".csv": 1}


def test_a_folder_that_is_a_link_itself_is_read(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("An article.")
    (tmp_path / "real" / "b.txt").symlink_to("a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert _paths(scan(tmp_path / "link", WANTED)) == ["a.txt", "b.txt"]


@contextmanager
def _nested_folders(top: Path, name: str, depth: int) -> Iterator[None]:
    """Work inside the lowest of `depth` folders; afterwards remove them, which shutil can't at such a depth."""
    previous = Path.cwd()
    os.chdir(top)
    for _ in range(depth):
        Path(name).mkdir()
        os.chdir(name)
    try:
        yield
    finally:
        for _ in range(depth):
            for path in Path().iterdir():
                path.unlink()
            os.chdir("..")
            Path(name).rmdir()
        os.chdir(previous)


def test_folders_of_any_depth_are_read(tmp_path: Path) -> None:
    (tmp_path / "top.txt").write_text("An article.")
    with _nested_folders(tmp_path, "d", 1_300):
        Path("deep.txt").write_text("An article.")
        found = scan(tmp_path, WANTED)
    assert _paths(found) == ["d/" * 1_300 + "deep.txt", "top.txt"]
    assert found.skipped == []


def test_a_folder_too_deep_for_the_system_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "top.txt").write_text("An article.")
    with _nested_folders(tmp_path, "d" * 200, 30):
        found = scan(tmp_path, WANTED)
    assert _paths(found) == ["top.txt"]
    assert [skipped.reason for skipped in found.skipped] == ["can't be read (File name too long)."]


def test_unprintable_names_are_shown_escaped_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "two\nlines.txt").write_text("An article.")
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("An article.")
    assert _reasons(scan(tmp_path, WANTED)) == {
        "two\\nlines.txt": "has a line break or another unprintable character in its name.",
        "caf\\udce9.txt": "has a name that is not valid UTF-8.",
    }


def test_an_article_below_a_folder_is_left_out_only_if_the_folders_name_is_no_utf8(tmp_path: Path) -> None:
    for name in ("no\N{NO-BREAK SPACE}break", os.fsdecode(b"caf\xe9")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "news.txt").write_text("An article.")
    found = scan(tmp_path, WANTED)
    assert _paths(found) == ["no\N{NO-BREAK SPACE}break/news.txt"]
    assert _reasons(found) == {"caf\\udce9/news.txt": "has a name that is not valid UTF-8."}


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
