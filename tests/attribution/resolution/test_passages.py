"""Whom pronouns, short names, descriptions, lists and documents lead back to.

The passages of passages.txt are invented, a kind of wording each; the articles are those of the gold set. Snapshots
hold all their attributions. After a change on purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.gold.records import article_texts

if TYPE_CHECKING:
    from collections.abc import Callable

PASSAGES = Path(__file__).parent / "passages.txt"


def test_sources_of_passages_change_only_on_purpose(lines: Callable[[str], list[str]], snapshot) -> None:
    passages = PASSAGES.read_text("utf-8").splitlines()
    found = (line for passage in passages for line in [passage, *_indented(lines(passage.replace("\\n", "\n")))])
    assert "\n".join(found) == snapshot


def test_sources_of_the_gold_articles_change_only_on_purpose(lines: Callable[[str], list[str]], snapshot) -> None:
    found = (line for name, text in article_texts().items() for line in [name, *_indented(lines(text))])
    assert "\n".join(found) == snapshot


def _indented(found: list[str]) -> list[str]:
    return ["    " + line.replace("\n", " ") for line in found]
