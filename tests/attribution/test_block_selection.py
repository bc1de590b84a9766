"""Reading only what a question needs gives what reading everything gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.attribution import block_selection, pipeline
from bot.model.documents import BlockKind
from tests.attribution.conftest import line, read
from tests.attribution.test_articles import LEAK, NAVY

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

    from bot.model.documents import Document

FILLER = "\n\n".join(f"Ship number {n} lay at its berth, and the harbour slept under a grey sky." for n in range(12))


def apart(document: Document, nlp: Language) -> list[tuple[list[str], list[str]]]:
    """Return for each block its attributions when read alone, and when the whole document is read."""
    whole = pipeline.attribute(document, nlp)
    pairs = []
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE:
            continue
        alone = pipeline.attribute(document, nlp, within=[block.span])
        pairs.append(
            tuple([line(document, a) for a in found if block.span.contains(a.content[0])] for found in (alone, whole))
        )
    return pairs


@pytest.mark.parametrize("text", [LEAK, NAVY, f"{NAVY}\n\n{FILLER}\n\nHolm said on Friday that the ships would sail."])
def test_a_block_read_alone_says_what_it_says_in_the_whole(text: str, nlp: Language) -> None:
    for alone, whole in apart(read(text), nlp):
        assert alone == whole


def test_blocks_that_nothing_leads_back_to_are_not_read() -> None:
    document = read(f"{NAVY}\n\n{FILLER}\n\nHolm said on Friday that the ships would sail.")
    last = document.blocks[-1].span
    needed = block_selection.blocks_to_parse(document, [last])
    assert len(needed) <= 5
    assert 1 in needed, "the block that gives Holm's full name"


def test_the_real_articles_say_the_same_read_block_by_block(real_corpus: Path, nlp: Language) -> None:
    for file in sorted(real_corpus.glob("*.txt")):
        for alone, whole in apart(read(file.read_text(encoding="utf-8")), nlp):
            assert alone == whole


@pytest.mark.parametrize(
    ("first", "short"),
    [
        ("Kurt Holm sails.", "Holm"),
        ("Kurt O’Brien Holm sails.", "Holm"),
        ("The Institute of Ships (IOS) is old.", "IOS"),
        ("Kurt Holm-Lind sails.", "Holm"),
        ("Kurt Holm-Lind sails.", "Holm-Lind"),
    ],
)
def test_the_first_block_with_the_full_name_is_read_with_a_short_one(first: str, short: str) -> None:
    document = read(f"A ship sank.\n\n{first}\n\n{FILLER}\n\n{short} would not speak.")
    assert 1 in block_selection.blocks_to_parse(document, [document.blocks[-1].span])


@pytest.mark.parametrize(("first", "short"), [("Kurt Holmes sails.", "Holm"), ("kurt Holm sails.", "Holm")])
def test_a_block_without_the_full_name_is_not_read(first: str, short: str) -> None:
    document = read(f"A ship sank.\n\n{first}\n\n{FILLER}\n\n{short} would not speak.")
    assert 1 not in block_selection.blocks_to_parse(document, [document.blocks[-1].span])
