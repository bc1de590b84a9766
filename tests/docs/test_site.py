"""What the strict build does not see: pages outside of the navigation, entries without a page, lists that break."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT

DOCS = ROOT / "docs"
GENERATED = {f"reference/{name}.md" for name in ("attribution-rules", "commands", "discord", "settings")}
CONFIGURATION = tomllib.loads((ROOT / "zensical.toml").read_text("utf-8"))
WRITTEN = sorted(
    path for path in (page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")) if path not in GENERATED
)
_LIST_ITEM = re.compile(r" {0,3}(?:[-*]|\d+\.) ")


def entries(navigation: list[object]) -> Iterator[str]:
    for entry in navigation:
        if isinstance(entry, dict):
            (value,) = entry.values()
            yield from entries(value) if isinstance(value, list) else [value]
        else:
            assert isinstance(entry, str)
            yield entry


NAVIGATION = list(entries(CONFIGURATION["project"]["nav"]))


def prose(page: str) -> list[str]:
    """Return the lines of a page, those of fenced code emptied."""
    lines, fenced = [], False
    for line in (DOCS / page).read_text("utf-8").splitlines():
        fenced = fenced != line.startswith("```")
        lines.append("" if fenced else line)
    return lines


def test_every_page_is_in_the_navigation_once() -> None:
    assert sorted(NAVIGATION) == sorted([*WRITTEN, *GENERATED])


def test_the_four_kinds_of_documentation_have_a_section_each() -> None:
    sections = [name for entry in CONFIGURATION["project"]["nav"] for name in entry]
    assert sections == ["Home", "Tutorial", "How-to", "Reference", "Explanation", "Contributing"]


def test_no_font_or_icon_is_fetched_from_elsewhere() -> None:
    assert CONFIGURATION["project"]["theme"]["font"] is False
    assert not {"extra_css", "extra_javascript"} & CONFIGURATION["project"].keys()


@pytest.mark.parametrize("page", WRITTEN)
def test_every_page_has_one_title(page: str) -> None:
    assert len([line for line in prose(page) if line.startswith("# ")]) == 1


@pytest.mark.parametrize("page", WRITTEN)
def test_a_list_stands_below_an_empty_line(page: str) -> None:
    """Python-Markdown reads a list that follows a line of text as part of that line."""
    lines = prose(page)
    for before, line in pairwise(lines):
        opens = _LIST_ITEM.match(line) and before.strip() and not before.startswith("  ")
        assert not opens or _LIST_ITEM.match(before), line


@pytest.mark.parametrize("page", WRITTEN)
def test_what_continues_a_list_item_is_indented_by_four(page: str) -> None:
    lines = prose(page)
    for before, line in pairwise(lines):
        assert before.strip() or not re.match(r" {1,3}[^\s*\-\d]", line), line


def decision_numbers() -> list[Path]:
    return sorted(DOCS.glob("decisions/[0-9]*.md"))


@pytest.mark.parametrize("record", decision_numbers(), ids=lambda record: record.stem)
def test_a_decision_has_its_number_status_and_three_parts(record: Path) -> None:
    text = record.read_text("utf-8")
    assert text.startswith(f"# {int(record.name[:4])}. ")
    assert re.search(r"^Status: (accepted|replaced by \[\d{4}\]\(.+\))$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert f"({record.name})" in (DOCS / "decisions/index.md").read_text("utf-8")


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [int(record.name[:4]) for record in decision_numbers()] == list(range(1, len(decision_numbers()) + 1))
