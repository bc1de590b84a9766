"""No stage takes more than linear time for a text that repeats one piece, and none raises."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from spacy.language import Language

from bot.attribution.block_selection import blocks_to_parse
from bot.attribution.pipeline import attribute
from bot.corpus.readers import read
from bot.library.question_reading import ParsedQuestion, read_question
from bot.model.documents import Document
from bot.model.search import NO_FILTER
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.refusals.unanswerable_input import Refusal
from tests.corpus.build import document as document_of
from tests.hostile.growth import processor_seconds as seconds
from tests.hostile.growth import superlinear
from tests.hostile.shapes import PIECES, repeated
from tests.hostile.stages import STAGES, one_block

# A reader compares blocks with their neighbours, which shows only with many of them.
MANY_BLOCKS = (
    *(
        "AI-generated summary\n\n",
        "- AI-generated summary\n",
        "# AI-generated summary\n",
        "Read also:\n",
        "Follow us\n",
    ),
    *("- a:\n", "a | b\n", "Heading\n\n", "\u201ca\n\n"),
)


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES)
def test_no_repeated_piece_takes_superlinear_time(stage: Callable[[str], object]) -> None:
    found = {piece: growth for piece in PIECES if (growth := superlinear(stage, piece, 1_000))}
    assert found == {}


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_no_repeated_block_takes_superlinear_time(suffix: str) -> None:
    found = {piece: growth for piece in MANY_BLOCKS if (growth := superlinear(STAGES[suffix], piece, 4_000))}
    assert found == {}


@pytest.mark.parametrize("piece", ["\u201ca\u201d ", "he said that ", '"a" said Ada, ', "Ada Lind "])
def test_attribution_takes_linear_time_for_text_without_a_full_stop(piece: str, nlp: Language) -> None:
    assert superlinear(lambda text: attribute(one_block(text), nlp), piece, 1_600) is None


def test_selecting_blocks_takes_linear_time_for_a_paragraph_of_names() -> None:
    def select(text: str) -> object:
        names = ", ".join(f"Lind{number}" for number in range(len(text) // 10))
        document = document_of(f"{names}\n\n{names}\n")
        return blocks_to_parse(document, [document.blocks[-1].span])

    assert superlinear(select, "a", 8_000) is None


def test_marks_of_links_cost_markdown_no_more_than_words() -> None:
    for piece in ("![", "[", "[a](", "**a", "`a"):
        assert seconds(STAGES[".md"], repeated(piece, 100_000)) < 4 * seconds(STAGES[".md"], repeated("a ", 100_000))


def test_a_ruler_between_tabs_is_read_at_once() -> None:
    blanks = "\t" * 2_500
    text = f"Ada Lind said so.\n\n{blanks}|{blanks}--{blanks}x\n"
    assert superlinear(STAGES[".txt"], "\t|--", 2_000) is None
    (found,) = read(text.encode(), folder="folder", path="ruler.txt")
    assert isinstance(found, Document)
    assert found.text == text


def test_a_question_is_measured_before_its_patterns_run() -> None:
    nothing = Vocabulary({}, 0)
    for piece in PIECES:
        typed = "who said " + piece * (30_000 // len(piece))
        for exact in (True, False):
            parsed = read_question(typed, nothing, NO_FILTER, date(2026, 1, 1), (), exact=exact)
            assert isinstance(parsed, Refusal | ParsedQuestion), piece
