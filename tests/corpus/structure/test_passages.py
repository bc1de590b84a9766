"""Sentences and passages: nothing is lost, nothing unlike is mixed."""

from __future__ import annotations

import pytest

from bot.corpus.sentences import sentences
from bot.corpus.structure.passages import passages
from bot.model.documents import Document
from bot.model.spans import Span
from tests.corpus.build import block, document

SENTENCE = "The ministry published all of its figures on Monday morning. "  # ten words


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    "parts",
    [
        ["He met the U.S. Secretary J. Smith in St. Louis.", "Nobody else came."],
        ["It rose by 3.5 percent to $1.2 million.", "Then it fell."],
        ["“It is over.”", "She left."],
        ["“No way!” he said.", "Gen. Lee agreed."],
        ["He said: “We go.” and went."],
        ["Did it work?", "It did!", "Perhaps…"],
        ["Pictures 😀 were shown.", "Naïve “Café” owners laughed."],
    ],
)
def test_sentences_end_where_a_reader_would_say_so(parts: list[str]) -> None:
    assert split(" ".join(parts)) == parts


def test_a_mark_left_over_stays_with_the_sentence_that_it_closes() -> None:
    assert split("It is over. *** ") == ["It is over. ***"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u2009", "\u2028"])
def test_a_wide_blank_between_an_initial_and_a_full_stop_is_read_like_any_other(blank: str) -> None:
    assert split(f"Plan A{blank}. She left.") == [f"Plan A{blank}.", "She left."]


def test_sentences_are_offsets_into_the_whole_document() -> None:
    text = "Heading\n\n  One is here. Two is here.  "
    assert [span.of(text) for span in sentences(text, Span(9, len(text)))] == ["One is here.", "Two is here."]
    assert sentences(text, Span(7, 9)) == []


def test_what_nobody_would_call_a_sentence_is_cut_between_words() -> None:
    parts = split("word " * 8_000)
    assert all(len(part) <= 1_500 and part.startswith("word") and part.endswith("word") for part in parts)


def raw_blocks(article: Document) -> list[str]:
    return [passage.span.of(article.text) for passage in passages(article)]


def test_neighbouring_paragraphs_are_joined_up_to_350_words() -> None:
    article = document("\n\n".join([SENTENCE.strip()] * 40))

    assert [len(text.split()) for text in raw_blocks(article)] == [350, 50]


def test_a_long_paragraph_is_split_between_sentences_in_even_parts() -> None:
    article = document(SENTENCE * 40)

    found = raw_blocks(article)
    assert [text.count("Monday") for text in found] == [20, 20]
    assert all(text.startswith("The") and text.endswith("morning.") for text in found)


def test_a_heading_parts_passages_and_is_their_context() -> None:
    article = document(f"# A\n\n{SENTENCE}\n\n## B\n\n{SENTENCE}\n", "a.md")

    assert len(passages(article)) == 2
    assert [part.of(article.text) for part in passages(article)[1].context] == ["A", "B"]


def test_a_row_and_a_bullet_are_passages_with_their_lead_in_and_header_as_context() -> None:
    article = document("# A\n\nThe files list:\n\n- maps\n\n| X | Y |\n|---|---|\n| 1 | 2 |\n", "a.md")

    _, bullet, row = passages(article)
    assert bullet.span.of(article.text) == "- maps"
    assert [part.of(article.text) for part in bullet.context] == ["A", "The files list:"]
    assert [part.of(article.text) for part in row.context] == ["A", "The files list:", "| X | Y |"]


def test_headings_alone_can_still_be_found() -> None:
    assert raw_blocks(document("# A\n\n## B\n\n## C\n", "a.md")) == ["A", "B", "C"]
    assert raw_blocks(document("# A\n\n## B\n\nWords.\n\n## C\n", "a.md")) == ["Words.", "C"]


def test_boilerplate_and_ai_text_never_share_a_passage_with_reporting() -> None:
    parts = (SENTENCE, "Sign up for our newsletter.", SENTENCE, "AI-generated summary", "It rose.", SENTENCE)
    article = document("# Figures\n\n" + "\n\n".join(parts), "a.md")

    kinds = [(p.boilerplate, p.ai_generated) for p in passages(article)]
    assert kinds == [(False, False), (True, False), (False, False), (False, True), (False, False)]
    for passage in passages(article):
        within = [b for b in article.blocks if b.span.overlaps(passage.span)]
        assert {b.ai_generated for b in within} == {passage.ai_generated}
        assert {b.kind.value == "boilerplate" for b in within} == {passage.boilerplate}


def test_front_matter_is_in_no_passage() -> None:
    article = document(f"---\ntitle: A\n---\n{SENTENCE}", "a.md")
    assert raw_blocks(article) == [SENTENCE.strip()]


def test_passages_are_numbered_from_nought_and_carry_their_document() -> None:
    article = document("The files list:\n- maps\n- boots")

    assert [(p.ordinal, p.document) for p in passages(article)] == [(n, article.id) for n in range(3)]
    assert passages(article)[1].span == block(article, "maps").span
