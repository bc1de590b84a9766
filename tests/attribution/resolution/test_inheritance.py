"""What rows, bullets and block quotations take over from the lead-in or the heading above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.attribution import pipeline
from bot.model.documents import BlockKind
from tests.attribution.conftest import line, read, slices

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

ADVICE = """Key recommendations from harbour specialists include:
- Closing the old pier
- Training more pilots

Harbour | Recommended step |
---|---|
Torvik | Close the pier |

The pier has stood since 1961, and nobody has walked on it for a year.
"""


def below(lines: list[str]) -> list[tuple[str, str, str]]:
    """Return source, content and flags of what is inherited."""
    parts = [line.rsplit(" | ", 2) for line in lines]
    heads = [(*head.split(" | ", 2), flags) for head, flags, _ in parts if "inherited" in flags]
    return [(source, content.strip(" |"), flags) for source, _, content, flags in heads]


def test_a_table_below_peoples_advice_is_implied_to_be_theirs_where_its_header_says_so(
    lines: Callable[[str], list[str]],
) -> None:
    row = ("harbour specialists", "Torvik | Close the pier", "indirect said anonymous inherited inferred")
    assert below(lines(ADVICE))[-1] == row
    assert row[1] not in {content for _, content, _ in below(lines(ADVICE.replace("Recommended step", "Length")))}


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        ("What the leaked papers show", "the leaked papers"),
        ("Recommendations from harbour specialists", "harbour specialists"),
        ("The Harbour Board's advice", "The Harbour Board"),
        ("Findings of the TIB report", "the TIB report"),
    ],
)
def test_a_list_right_below_a_heading_that_names_a_source_is_that_sources(
    heading: str, source: str, lines: Callable[[str], list[str]]
) -> None:
    text = (
        f"The harbour was quiet on Monday.\n\n# {heading}\n\n- Twelve bolts are missing.\n- Four beams are cracked.\n"
    )
    assert [item[:2] for item in below(lines(text))] == [
        (source, "Twelve bolts are missing."),
        (source, "Four beams are cracked."),
    ]


def test_a_heading_that_only_tells_of_somebody_names_no_source(lines: Callable[[str], list[str]]) -> None:
    for heading in ("A review of the harbour board", "What to watch next", "The bolts of Torvik"):
        assert not below(lines(f"# {heading}\n\n- Twelve bolts are missing.\n- Four beams are cracked.\n")), heading


def test_a_list_below_a_sentence_that_promises_none_is_nobodys(lines: Callable[[str], list[str]]) -> None:
    assert not below(
        lines("Mara Oll said that the bridge was safe.\n\n- Twelve bolts are missing.\n- Four are bent.\n")
    )


def test_bullets_below_a_bare_verb_are_the_speakers(lines: Callable[[str], list[str]]) -> None:
    assert [item[:2] for item in below(lines("Mara Oll said:\n- The bridge is safe.\n- The bolts are new.\n"))] == [
        ("Mara Oll", "The bridge is safe."),
        ("Mara Oll", "The bolts are new."),
    ]


def test_a_lead_in_without_a_verb_will_do(lines: Callable[[str], list[str]]) -> None:
    assert [item[0] for item in below(lines("TIB's key findings:\n- The bridge is safe.\n- The bolts are new.\n"))] == [
        "TIB",
        "TIB",
    ]


def test_numbers_and_letters_of_a_list_are_no_part_of_what_is_said(lines: Callable[[str], list[str]]) -> None:
    text = "The leaked papers list three points:\n\n1. Close the pier\n2. Sell the bolts\n   - first the old ones\n"
    assert [content for _, content, _ in below(lines(text))] == [
        "Close the pier",
        "Sell the bolts",
        "first the old ones",
    ]


def test_a_bullet_with_a_speaker_of_its_own_keeps_it(lines: Callable[[str], list[str]]) -> None:
    text = (
        "The board said:\n- “The bridge is safe, and so is the pier beside it,” Mara Oll said.\n- The bolts are new.\n"
    )
    assert [item[1] for item in below(lines(text))] == ["The bolts are new."]


def test_a_block_quotation_below_a_colon_is_quoted_line_for_line(lines: Callable[[str], list[str]]) -> None:
    text = "Ivo Brandt wrote:\n\n> The bridge was never safe.\n> Nobody checked it.\n\nThe board is silent.\n"
    assert below(lines(text)) == [
        ("Ivo Brandt", "The bridge was never safe.", "direct wrote person inherited"),
        ("Ivo Brandt", "Nobody checked it.", "direct wrote person inherited"),
    ]


def test_a_paragraph_below_a_colon_is_only_implied_to_be_quoted(lines: Callable[[str], list[str]]) -> None:
    text = "Ivo Brandt wrote:\n\nThe bridge was never safe, and nobody checked it.\n\nThe board is silent.\n"
    assert below(lines(text)) == [
        ("Ivo Brandt", "The bridge was never safe, and nobody checked it.", "indirect wrote person inherited inferred")
    ]
    assert not below(lines(text.replace("The bridge was never", "Mara Oll says the bridge was never")))


def test_a_colon_after_quoted_words_goes_on_quoting_the_report_of_the_paragraph_above(nlp: Language) -> None:
    text = (
        "The Daily Lantern reported on Monday that the bolts were gone.\n\n"
        "A ‘bridge for nobody’ was to be seen:\n\n"
        "The deck is empty in the winter, and there are no plans to clear it of snow.\n\nThe harbour was quiet."
    )
    document = read(text)
    (found,) = [a for a in pipeline.attribute(document, nlp) if a.inherited]
    assert line(document, found) == (
        "The Daily Lantern | reported | The deck is empty in the winter, and there are no plans to clear it of snow."
        " | indirect reported organisation inherited inferred | Daily Lantern (reported)"
    )
    apart = read(text.replace("\n\nA ‘", "\n\nThe pier is old.\n\nA ‘"))
    assert not [a for a in pipeline.attribute(apart, nlp) if a.inherited]


@pytest.mark.parametrize(
    "text",
    [
        ADVICE,
        "# What the leaked papers show\n\n- Twelve bolts are missing.\n- Four beams are cracked.\n",
        "Ivo Brandt wrote:\n\n> The bridge was never safe.\n> Nobody checked it.\n",
    ],
)
def test_a_single_row_or_bullet_is_attributed_as_the_whole_article_is(text: str, nlp: Language) -> None:
    document = read(text)
    whole = [line(document, a) for a in pipeline.attribute(document, nlp) if a.inherited]
    items = [b for b in document.blocks if b.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.QUOTATION)]
    alone = [
        line(document, a)
        for block in items
        for a in pipeline.attribute(document, nlp, [block.span])
        if a.inherited and slices(document, a.content) in block.span.of(document.text)
    ]
    assert alone == whole
    assert len(whole) > 1


def test_words_of_the_report_in_the_lead_in_itself_lead_to_it_too(nlp: Language) -> None:
    text = (
        "“The bolts are gone and nobody knows where they went,” the Daily Lantern report says.\n\n"
        "A ‘bridge for nobody at all’ was to be seen:\n\n"
        "The deck is empty in the winter, and there are no plans to clear it of snow."
    )
    document = read(text)
    found = [a for a in pipeline.attribute(document, nlp) if a.inferred]
    assert [(slices(document, a.content)[:10], a.inherited, a.chain[-1].name) for a in found] == [
        ("‘bridge fo", False, "Daily Lantern"),
        ("The deck i", True, "Daily Lantern"),
    ]
