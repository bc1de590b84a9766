"""The closing lines after indexing."""

from __future__ import annotations

from bot.library.folder_scan import Skipped
from bot.library.sync_report import SyncReport


def test_a_plain_run_takes_two_lines() -> None:
    report = SyncReport(documents=1, passages=1234, added=1, unchanged=0, seconds=2.04)
    assert list(report.lines()) == [
        "1 document, 1,234 passages, 2.0 s",
        "1 new, 0 changed, 0 removed, 0 unchanged",
    ]


def test_skipped_files_are_listed_up_to_ten() -> None:
    skipped = tuple(Skipped(f"{number}.txt", "is empty.") for number in range(12))
    lines = list(SyncReport(documents=1, skipped=skipped).lines())
    assert lines[2:4] == ["Skipped (12):", "  0.txt is empty."]
    assert lines[-1] == "  and 2 more"
    assert len(lines) == 14


def test_other_files_other_folders_and_an_empty_library_are_reported() -> None:
    lines = list(SyncReport(other_files={".jpg": 2, ".docx": 1000}, other_folders=("/old",)).lines())
    assert lines[2:] == [
        "1,002 files of other types ignored (.docx 1,000, .jpg 2)",
        "/old is also indexed; remove it with `factdesk corpus remove /old`",
        "There are no articles yet. Put .txt, .md, .html, .pdf, .docx, .eml or .jsonl files into the folder.",
    ]


def test_pages_that_were_read_in_part_are_named() -> None:
    lines = list(SyncReport(documents=12, read_in_part=tuple(f"Quay {number}" for number in range(11))).lines())
    assert lines[2:4] == ["Only part of the page could be read (11):", "  Quay 0"]
    assert lines[-1] == "  and 1 more"
