"""The sample articles: each in its shape, each marked as a sample, none in the words of the articles behind it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.model.documents import BlockKind, Document
from tests.corpus.build import block, document, of_kind

NAMES = [
    "ai-brief-secret-training.txt",
    "bureau-paratrooper-files.txt",
    "isw-joint-exercises.html",
    "newsweek-combat-lessons.md",
    "rusi-airborne-deal.txt",
]
LONGEST_SHARED = 8  # words: names such as an institute's take up as many


def sample(seeds: Path, name: str) -> Document:
    return document((seeds / name).read_bytes(), name)


def test_there_are_five_and_a_page_about_them(seeds: Path) -> None:
    assert sorted(path.name for path in seeds.iterdir()) == sorted([*NAMES, "README.md"])


@pytest.mark.parametrize("name", NAMES)
def test_each_says_that_it_is_a_sample_and_has_a_title(seeds: Path, name: str) -> None:
    article = sample(seeds, name)
    told = article.reference

    assert told.title
    assert (told.outlet or "").startswith("factdesk sample") or article.text.startswith("factdesk sample")


def test_the_school_in_ryazan_stands_below_the_leaked_records(seeds: Path) -> None:
    article = sample(seeds, "bureau-paratrooper-files.txt")
    row = block(article, "Ryazan")

    assert row.kind is BlockKind.TABLE_ROW
    assert row.lead_in is not None
    assert row.lead_in.of(article.text).startswith("The leaked records")
    assert all(name in article.text for name in ("The Bureau", "Sam Cooper"))


def test_the_page_tail_is_furniture(seeds: Path) -> None:
    assert len(of_kind(sample(seeds, "rusi-airborne-deal.txt"), BlockKind.BOILERPLATE)) == 6
    page = sample(seeds, "isw-joint-exercises.html")
    assert "Grain" not in page.text
    assert "Imprint" not in page.text


def test_only_the_brief_is_ai_assisted(seeds: Path) -> None:
    marked = {name: any(b.ai_generated for b in sample(seeds, name).blocks) for name in NAMES}
    assert [name for name, ai in marked.items() if ai] == ["ai-brief-secret-training.txt"]
    assert all(b.ai_generated for b in sample(seeds, "ai-brief-secret-training.txt").blocks)


def test_no_sample_repeats_the_words_of_a_real_article(seeds: Path, real_corpus: Path) -> None:
    real = {run for path in real_corpus.glob("*.txt") for run in _merge_paragraphs(path.read_text(encoding="utf-8"))}
    for name in NAMES:
        assert not real & _merge_paragraphs(re.sub(r"<[^>]+>", " ", (seeds / name).read_text(encoding="utf-8")))


def _merge_paragraphs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[\w']+", text.lower().replace("’", "'"))
    return {tuple(words[i : i + LONGEST_SHARED + 1]) for i in range(len(words) - LONGEST_SHARED)}
