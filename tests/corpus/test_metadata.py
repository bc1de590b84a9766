"""What a document tells of itself, and what is left open rather than guessed."""

from __future__ import annotations

import pytest

from bot.corpus.dates import iso
from bot.model.documents import DocumentRef
from tests.corpus.build import document

NEWS = "The ministry published the figures on Monday and said that nothing else had changed since then."


def told(text: str, path: str = "a.txt") -> DocumentRef:
    return document(text, path).reference


def test_front_matter_tells_everything() -> None:
    text = (
        "---\nheadline: Figures\npublisher: The Quay\nauthor: Jane Roe and John Doe\n"
        f"date: 2025-05-03\nurl: https://example.org/1\ntags: [a, b]\n---\n{NEWS}"
    )
    for path in ("a.md", "a.txt"):
        found = told(text, path)
        assert (found.title, found.outlet, found.published) == ("Figures", "The Quay", "2025-05-03")
        assert (found.authors, found.url) == (("Jane Roe", "John Doe"), "https://example.org/1")


@pytest.mark.parametrize(
    "yaml",
    ["{{{", "- a\n- b", "title: [", "date: 2025-13-45", "a: &a [*a]", "title: {x: 1}", "authors: 3\nurl: nowhere"],
)
def test_front_matter_that_makes_no_sense_tells_nothing_and_breaks_nothing(yaml: str) -> None:
    found = told(f"---\n{yaml}\n---\n\n{NEWS}\n", "a.md")
    assert (found.outlet, found.authors, found.published, found.url) == (None, (), None, None)


@pytest.mark.parametrize("date", ["2025-05-03", "2025-05-03T10:15:00Z", "2025-05-03 10:15:00", "3 May 2025"])
def test_a_date_of_front_matter_is_read_as_it_is_written(date: str) -> None:
    assert told(f"---\ntitle: 1984\nauthor: ~\ndate: {date}\n---\n\n{NEWS}\n", "a.md").published == iso(date)


def test_a_key_that_python_cannot_print_as_a_number_is_a_text() -> None:
    found = told(f"---\n? 0x{'f' * 8_000}\n: 1\nsource: The Quay\n---\n\n{NEWS}\n", "a.md")
    assert found.outlet == "The Quay"


def test_merge_keys_are_not_applied_and_aliases_are_references() -> None:
    levels = "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 40))
    bomb = f"---\na0: &a0 {{outlet: The Pier}}\n{levels}<<: *a0\npublisher: &p The Quay\nauthor: *p\n---\n\n{NEWS}\n"
    found = told(bomb, "a.md")
    assert (found.outlet, found.authors) == ("The Quay", ("The Quay",))


def test_lines_near_the_top_count_where_they_are_plain() -> None:
    found = told(
        f"Figures made public\nBy Jane Roe and John van Doe\nPublished: 3 May 2025\nSource: The Quay\n\n{NEWS}"
    )

    assert (found.title, found.outlet, found.published) == ("Figures made public", "The Quay", "2025-05-03")
    assert found.authors == ("Jane Roe", "John van Doe")


def test_the_same_lines_below_the_article_count_for_nothing() -> None:
    found = told(f"{NEWS}\n{NEWS}\nBy Jane Roe\nSource: The Quay")
    assert (found.title, found.outlet, found.authors) == (None, None, ())


@pytest.mark.parametrize("line", ["By Monday", "By the way, nobody answered", "Bystanders Saw It", "By Jane Roe."])
def test_a_line_that_only_begins_like_a_byline_names_nobody(line: str) -> None:
    assert told(f"Figures made public\n{line}\n{NEWS}").authors == ()


def test_a_place_behind_a_name_is_no_second_author() -> None:
    assert told(f"Figures made public\nBy Jane Roe, Kyiv\n{NEWS}").authors == ("Jane Roe, Kyiv",)
    assert told(f"Figures made public\nBy Jane Roe, Ann Lee and Bob Poe\n{NEWS}").authors == (
        "Jane Roe",
        "Ann Lee",
        "Bob Poe",
    )


def test_a_source_that_is_an_address_is_the_address() -> None:
    found = told(f"Figures made public\nSource: https://example.org/1\n{NEWS}")
    assert (found.outlet, found.url) == (None, "https://example.org/1")


def test_the_first_heading_is_the_title_whatever_its_level_and_a_later_one_is_not() -> None:
    assert told(f"## Figures\n\n{NEWS}\n", "a.md").title == "Figures"
    assert told(f"{NEWS}\n\n# Figures\n\n{NEWS}\n", "a.md").title is None


def test_a_widget_above_the_article_is_not_its_title() -> None:
    assert told(f"Skip to content\n\nFigures made public\n\n{NEWS}").title == "Figures made public"


def test_a_byline_is_never_the_title() -> None:
    assert told(f"By Jane Roe\n\nFigures made public\n\n{NEWS}").title == "Figures made public"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025-05-03", "2025-05-03"),
        ("2025-05-03T08:15:00Z", "2025-05-03T08:15:00Z"),
        ("2025-05-03 08:15+02:00", "2025-05-03T08:15+02:00"),
        ("3 May 2025", "2025-05-03"),
        ("May 3, 2025", "2025-05-03"),
        ("Saturday, 3 May 2025", "2025-05-03"),
        ("3 May 2025, 10:15", "2025-05-03T10:15:00"),
        ("03/05/2025", None),
        ("May 2025", None),
        ("yesterday", None),
        ("3 May", None),
        ("2025-13-45", None),
        ("the 2024 campaign", None),
        ("", None),
    ],
)
def test_a_date_is_taken_where_the_day_is_plain_and_left_out_elsewhere(written: str, meant: str | None) -> None:
    assert iso(written) == meant
