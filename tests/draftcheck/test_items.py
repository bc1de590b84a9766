"""Items of a draft."""

from __future__ import annotations

from dataclasses import replace

from bot.draftcheck.items import draft_items
from bot.draftcheck.model import Draft, ItemKind
from bot.draftcheck.transcript import spoken_lines
from bot.model.documents import BlockKind
from bot.normalize import words
from tests.corpus.build import document


def test_lines_of_a_transcript_are_said_by_their_speakers() -> None:
    text = (
        "The meeting began at ten o'clock sharp.\n\nSMITH: The ferry sank in May.\n\n"
        "JONES: I read “the ferry never left the yard” there.\n\nSMITH: It cost 40 million euros to build."
    )
    items = draft_items(Draft("a.txt", document(text), spoken_lines=spoken_lines(text)), ()).items
    speakers = {compared.item.text[:20]: (compared.item.speaker, compared.named_speaker) for compared in items}
    assert speakers["The meeting began at"] == (None, None)
    assert speakers["the ferry never left"] == ("JONES", "JONES")
    assert speakers["It cost 40 million e"] == ("SMITH", "SMITH")


def test_a_comma_before_the_closing_mark_is_no_part_of_a_quotation() -> None:
    text = "“We will stay in town, ” she said, “ until the end of May.”"
    items = draft_items(Draft("a.txt", document(text)), ()).items
    quoted = [compared.item for compared in items if compared.item.kind is ItemKind.QUOTATION]
    assert [item.text for item in quoted] == ["We will stay in town", "until the end of May."]
    assert all(item.span.of(text) == item.text for item in quoted)


def test_the_label_of_a_line_is_no_part_of_what_is_compared() -> None:
    text = "VELM: The ferry sank in May.\n\nQ: Nobody left the yard at all.\n\nVELM: It cost 40 million euros to build."
    items = draft_items(Draft("a.txt", document(text), spoken_lines=spoken_lines(text)), ()).items
    assert [(compared.item.text, compared.item.speaker) for compared in items] == [
        ("The ferry sank in May.", "VELM"),
        ("Nobody left the yard at all.", None),
        ("It cost 40 million euros to build.", "VELM"),
    ]
    assert all(compared.item.span.of(text) == compared.item.text == compared.compared for compared in items)


def test_marks_of_markdown_are_no_words_of_an_item() -> None:
    hall = "The hall seats [90 guests](https://velm.example/hall) at once [^1]."
    text = f"- {hall}\n\n[^1]: The council has 14 members today."
    items = draft_items(Draft("a.md", document(text)), ()).items
    assert [compared.item.text for compared in items] == [
        hall,
        "The council has 14 members today.",
    ]
    assert [words(compared.compared)[-1].text for compared in items] == ["once", "today"]
    assert "velm" not in items[0].compared
    assert all(compared.item.span.of(text) == compared.item.text for compared in items)


def test_three_quoted_words_are_a_quotation_in_a_block_quote_only() -> None:
    text = "“Nobody is safe.”"
    quoted = [compared.item.text for compared in draft_items(Draft("a.md", document(text)), ()).items]
    block = replace(document(text).blocks[0], kind=BlockKind.QUOTATION)
    items = draft_items(Draft("a.md", replace(document(text), blocks=(block,))), ()).items
    assert (quoted, [compared.item.text for compared in items]) == ([], ["Nobody is safe."])
