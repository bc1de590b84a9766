"""Structure that a plain text carries without marks."""

from __future__ import annotations

from textwrap import fill

from bot.model.documents import BlockKind
from tests.corpus.build import block, document, of_kind, shown

PROSE = "The ministry published the figures on Monday and said that nothing else had changed since then."
TABLE = "Course | Length |\n---|---|\nJumping | 4 weeks |\nMap reading | 2 weeks |"


def test_an_opening_line_without_a_full_stop_is_the_title_and_stands_above_every_section() -> None:
    article = document(f"Ministry publishes its figures\n{PROSE}\nWhat comes next\n{PROSE}")

    assert of_kind(article, BlockKind.HEADING) == ["Ministry publishes its figures", "What comes next"]
    path = [heading.of(article.text) for heading in article.blocks[-1].headings]
    assert path == ["Ministry publishes its figures", "What comes next"]


def test_prose_in_the_first_line_is_no_title() -> None:
    article = document(f"{PROSE}\n{PROSE}")

    assert article.reference.title is None
    assert of_kind(article, BlockKind.HEADING) == []


def test_a_short_sentence_before_prose_is_not_taken_for_a_heading() -> None:
    assert of_kind(document(f"{PROSE}\nNobody answered.\n{PROSE}"), BlockKind.HEADING) == []


def test_a_short_line_at_the_very_end_heads_nothing() -> None:
    assert shown(document(f"{PROSE}\nOur correspondent in Oslo"))[-1] == ("paragraph", "Our correspondent in Oslo")


def test_a_title_that_is_a_question_is_a_heading_and_a_quoted_question_in_prose_is_not() -> None:
    article = document(f"Who trained them?\n{PROSE}\n“Who was it?”\n{PROSE}")

    assert of_kind(article, BlockKind.HEADING) == ["Who trained them?"]


def test_hand_wrapped_lines_are_one_paragraph_and_long_lines_one_each() -> None:
    wrapped = fill(f"{PROSE} {PROSE} {PROSE}", 60)
    assert [kind for kind, _ in shown(document(wrapped))] == ["paragraph"]
    assert [kind for kind, _ in shown(document(f"{PROSE}\n{PROSE} Twice.\n{PROSE}"))] == ["paragraph"] * 3


def test_a_title_is_not_joined_to_the_short_sentence_below_it() -> None:
    article = document("Ministry publishes the figures that it had long kept to itself\nNobody had expected it.")
    assert [kind for kind, _ in shown(article)] == ["heading", "paragraph"]


def test_every_kind_of_bullet_is_an_item_with_its_mark_and_the_lead_in_above() -> None:
    article = document("The records list:\n- maps\n* boots\n• radios\n  1. ropes\n2) tents\n(a) knives")

    assert of_kind(article, BlockKind.LIST_ITEM) == [
        "- maps",
        "* boots",
        "• radios",
        "1. ropes",
        "2) tents",
        "(a) knives",
    ]
    assert {b.lead_in.of(article.text) for b in article.blocks[1:] if b.lead_in} == {"The records list:"}


def test_an_indented_line_below_a_bullet_belongs_to_it() -> None:
    article = document("- maps of the\n  whole coast\n- boots")

    assert of_kind(article, BlockKind.LIST_ITEM) == ["- maps of the\n  whole coast", "- boots"]


def test_the_sentence_right_before_a_list_leads_it_in() -> None:
    article = document(f"{PROSE} They asked for three things.\n- maps\n- boots")

    assert block(article, "boots").lead_in == block(article, "maps").lead_in
    assert block(article, "maps").lead_in.of(article.text) == "They asked for three things."  # type: ignore[union-attr]


def test_a_heading_between_cuts_a_list_off_from_the_prose_above() -> None:
    article = document(f"{PROSE}\nEquipment\n- maps\n- boots")

    assert block(article, "maps").lead_in is None
    assert [h.of(article.text) for h in block(article, "maps").headings] == ["Equipment"]


def test_table_rows_know_their_header_and_the_lead_in_that_they_share_with_the_list_above() -> None:
    article = document(f"The leaked records name the parts:\n- theory\n- practice\n{TABLE}")

    header = next(b for b in article.blocks if b.kind is BlockKind.TABLE_HEADER)
    rows = [b for b in article.blocks if b.kind is BlockKind.TABLE_ROW]
    assert [row.span.of(article.text) for row in rows] == ["Jumping | 4 weeks |", "Map reading | 2 weeks |"]
    assert {row.header for row in rows} == {header.span}
    assert {row.lead_in.of(article.text) for row in rows if row.lead_in} == {"The leaked records name the parts:"}
    assert "---" not in "".join(text for _, text in shown(article))


def test_a_table_may_have_leading_bars_or_no_ruler_at_all() -> None:
    barred = document("| Course | Length |\n|---|---|\n| Jumping | 4 weeks |")
    assert [kind for kind, _ in shown(barred)] == ["table header", "table row"]
    bare = document("Ann Lee | 3rd\nBob Roe | 4th\nCid Poe | 9th")
    assert [kind for kind, _ in shown(bare)] == ["table row"] * 3


def test_one_line_with_a_bar_in_it_is_prose() -> None:
    assert shown(document("Either war | or peace, he wrote."))[0][0] == "paragraph"


def test_a_paragraph_below_a_colon_knows_the_line_that_announces_it() -> None:
    article = document(f"The magazine goes on:\n{PROSE}\n{PROSE}")

    assert block(article, "ministry").lead_in.of(article.text) == "The magazine goes on:"  # type: ignore[union-attr]
    assert article.blocks[2].lead_in is None


def test_labels_between_bullets_lead_in_the_bullets_below_them() -> None:
    article = document(
        "At a glance\n- Who gains\n- The north gains most of it.\n- Who loses\n- The south loses the port."
    )

    assert block(article, "south loses").lead_in.of(article.text) == "- Who loses"  # type: ignore[union-attr]
    assert len(of_kind(article, BlockKind.LIST_ITEM)) == 4


def test_quoted_lines_and_marked_headings_are_known_in_plain_text_too() -> None:
    article = document(f"# Figures\n{PROSE}\n> Nothing has changed.\n")

    assert shown(article)[0] == ("heading", "Figures")
    assert shown(article)[2] == ("quotation", "Nothing has changed.")


def test_windows_line_ends_change_the_offsets_and_nothing_else() -> None:
    text = f"Ministry publishes its figures\n{PROSE}\n- maps\n- boots"

    assert shown(document(text.replace("\n", "\r\n"))) == shown(document(text))
