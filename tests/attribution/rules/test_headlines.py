"""Headlines that name who says them, at their head or at their tail."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

STORY = "The harbour was quiet on Monday and nobody came to look at the old ships, which have been there since May."


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Kestria sells twelve ships to Sund: TIB", "TIB | : | Kestria sells twelve ships to Sund | indirect said"),
        ("Kestria sells twelve ships to Sund - TIB report", "TIB report | - | Kestria sells twelve ships to Sund"),
        ("Kestria sells twelve ships to Sund – sources", "sources | – | Kestria sells twelve ships to Sund"),
        ("TIB: Kestria sells twelve ships to Sund", "TIB | : | Kestria sells twelve ships to Sund | indirect said"),
    ],
)
def test_a_headline_names_its_source_before_or_behind_a_mark(
    headline: str, expected: str, lines: Callable[[str], list[str]]
) -> None:
    (found,) = lines(f"{headline}\n\n{STORY}")
    assert found.startswith(expected)


@pytest.mark.parametrize("tail", [" - Daily Lantern", " | Daily Lantern", ": what comes next", " - a reminder"])
def test_a_sites_name_or_a_second_half_is_no_source(tail: str, lines: Callable[[str], list[str]]) -> None:
    assert lines(f"Kestria sells twelve ships to Sund{tail}\n\n{STORY}") == []


def test_a_table_that_shows_is_no_source(lines: Callable[[str], list[str]]) -> None:
    text = "The following chart, drawn for the fair, shows courses:\n\nCourse | Weeks |\n---|---|\nNight dives | 4 |\n"
    assert not [item for item in lines(text) if "Night dives" in item]
