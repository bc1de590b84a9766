"""Cards of hand-made draft checks: every level, changes between versions, and Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk.draft_checks.saved import SavedDraftCheck
from bot.draftcheck.model import CheckedItem, DraftCheck, DraftItem, ItemKind, ItemLevel, ItemOrigin, RevisedDraft
from bot.draftcheck.titles import title
from bot.model.answers import Slot, SlotComparison
from bot.model.spans import Span
from bot.quotecheck.model import Op, Salience, WordChange
from commands.check.buttons import confirmation_view, worklist_view
from commands.check.cards import MAX_FLAGGED, PAGE_SIZE, flagged_card, unsaved_cards, work_list
from commands.check.copies import file_name
from commands.check.labels import is_red
from commands.ui.views import view_of
from tests.commands import wire
from tests.commands.ui.test_cards import finding
from tests.commands.ui.test_markdown import TRAPS

NOW = datetime(2026, 11, 30, 21, 40, tzinfo=UTC)
TYPED = "Fifty divers trained at Orlets."
NUMBER = WordChange(Op.REPLACE, "Forty", "Fifty", Span(100, 105), Span(0, 5), Salience.NUMBER)
WORD = WordChange(Op.REPLACE, "trained", "learned", Span(113, 120), Span(13, 20))
ROLES = (SlotComparison(Slot.WHO, "Fifty divers", "forty divers", holds=False),)


def item(kind=ItemKind.QUOTATION, text=TYPED, start=0, paragraph=4, speaker="Weiss") -> DraftItem:
    return DraftItem(kind, Span(start, start + len(text)), text, paragraph, speaker)


def checked(level, kind=ItemKind.QUOTATION, **others) -> CheckedItem:
    about = {key: others.pop(key) for key in ("text", "start", "paragraph", "speaker") if key in others}
    return CheckedItem(item(kind, **about), level, **others)


def saved(*items: CheckedItem, guild: int | None = 1, **others) -> SavedDraftCheck:
    check = DraftCheck("ferry.docx", TYPED, items, documents_searched=2_416, elapsed_ms=2_140.0)
    return SavedDraftCheck("1186000000000000001", guild, 14, NOW, replace(check, **others))


def lines(view) -> list[str]:
    parts = wire.walk(view.to_components())
    return [line for part in parts if part["type"] == wire.TEXT for line in part["content"].split("\n")]


def labels(view) -> list[str]:
    return [part["label"] for part in wire.walk(view.to_components()) if part["type"] == wire.BUTTON]


ALTERED = checked(ItemLevel.ALTERED, changes=(NUMBER, WORD), findings=(finding(),))


def test_a_row_holds_level_place_speaker_changes_original_and_source():
    shown = lines(worklist_view(work_list(saved(ALTERED)), 24))
    start = shown.index("**Altered quotation**")
    assert shown[start : start + 8] == [
        "**Altered quotation**",
        "-# In the draft · paragraph 4 · said by Weiss",
        "> **Fifty** divers **trained** at Orlets.",
        "**⚠ Number:** ~~Forty~~ → **Fifty**",
        "Changed: ~~trained~~ → **learned**",
        "-# The original",
        "> **Forty** divers **trained** at Orlets.",
        "-# **[Leaked papers](<https://ledger.example/1>)** · The Ledger · 12\u00a0March\u00a02026",
    ]


@pytest.mark.parametrize(
    ("one", "words", "red"),
    [
        (ALTERED, "Altered quotation", True),
        (replace(ALTERED, changes=(WORD,)), "Altered quotation", False),
        (checked(ItemLevel.SPLICED), "Spliced quotation", False),
        (checked(ItemLevel.OTHER_SPEAKER), "Said by another", True),
        (checked(ItemLevel.NOT_FOUND), "Quotation not in the articles", True),
        (checked(ItemLevel.NOT_FOUND, ItemKind.STATEMENT), "Not in the articles", False),
        (checked(ItemLevel.DIFFERS, ItemKind.FIGURE), "The articles differ", True),
        (checked(ItemLevel.DIFFERS, ItemKind.NAME), "Name spelled otherwise", False),
        (checked(ItemLevel.CONTRARY, ItemKind.ATTRIBUTION), "The articles say otherwise", True),
        (checked(ItemLevel.CLOSEST, ItemKind.STATEMENT), "Compare with the closest passage", False),
        (checked(ItemLevel.ALREADY_CHECKED, ItemKind.STATEMENT, claim=12), "Already checked: #12", False),
        (checked(ItemLevel.SIMILAR_CLAIM, ItemKind.STATEMENT, claim=12), "Like a checked claim: #12", False),
    ],
)
def test_each_level_has_its_words_and_only_what_is_probably_wrong_is_red(one, words, red):
    assert title(one) == words
    assert is_red(one) is red


def test_the_summary_counts_kinds_and_what_needs_a_look():
    items = [ALTERED, checked(ItemLevel.VERBATIM, start=40), checked(ItemLevel.DIFFERS, ItemKind.FIGURE, start=80)]
    items += [checked(ItemLevel.ALREADY_CHECKED, ItemKind.STATEMENT, start=120, claim=3)]
    items += [checked(ItemLevel.AGREES, ItemKind.ATTRIBUTION, start=160, origin=ItemOrigin("AFP", 3, 3))]
    shown = lines(worklist_view(work_list(saved(*items, left_out=("A table was not read.",))), 24))
    assert shown[:6] == [
        "### Draft check: ferry.docx",
        "2 quotations, 1 statement with a source, 1 figure, 1 statement, 1 statement already checked.",
        "**3 items need a look:** Altered quotation **1** · The articles differ **1** · Already checked **1**",
        "Several articles, but one source behind all of them: 1 item: AFP (1).",
        "-# 2,416 articles searched · 2.1 s",
        "-# ⚠ A table was not read.",
    ]


@pytest.mark.parametrize(
    ("level", "note", "shown"),
    [
        (ItemLevel.DIFFERS, "The articles give another figure: “Forty”, not “Fifty”.", ""),
        (
            ItemLevel.DIFFERS,
            "The articles give another place: “Husum”, not “Fifty”.",
            "The articles give another place",
        ),
        (ItemLevel.CONTRARY, "The articles have the roles reversed: “Forty”.", "The articles have the roles reversed"),
        (ItemLevel.OTHER_SPEAKER, "Said by another: not Weiss, but Doric.", "Not Weiss, but Doric."),
    ],
)
def test_a_note_does_not_repeat_the_title_or_the_changed_words(level, note, shown):
    one = checked(level, changes=(NUMBER,), findings=(finding(),), note=note)
    row = lines(worklist_view(work_list(saved(one)), 24))
    assert any(line.startswith("**⚠ Number:") for line in row)
    assert [line for line in row if line.startswith(("The articles", "Said by", "Not ")) and "**" not in line] == (
        [next(line for line in row if line.startswith(shown))] if shown else []
    )


def test_the_differences_of_an_answer_stand_in_the_row():
    one = checked(ItemLevel.CONTRARY, ItemKind.ATTRIBUTION, comparison=ROLES, findings=(finding(),))
    shown = lines(worklist_view(work_list(saved(one)), 24))
    assert any("**who**: asked “Fifty divers” · quoted “forty divers”" in line for line in shown)


def test_new_items_are_marked_since_the_last_version():
    old = checked(ItemLevel.NOT_FOUND, text="It rained all day.", start=50)
    revised = RevisedDraft((old, old), (ALTERED,), (old,))
    shown = lines(worklist_view(work_list(saved(ALTERED, old), revised), 24))
    assert "Since your last version: **2** settled · **1** new · **1** still open" in shown
    assert [line for line in shown if line.endswith("**new**")] == [
        "-# In the draft · paragraph 4 · said by Weiss · **new**"
    ]


def test_a_list_without_open_items_says_whether_some_were_marked_as_fine():
    agreeing = checked(ItemLevel.VERBATIM)
    assert "**Nothing needs a look.**" in lines(worklist_view(work_list(saved(agreeing)), 24))
    marked = replace(saved(ALTERED), fine=frozenset({ALTERED.item.key}))
    assert "**Nothing else needs a look.**" in lines(worklist_view(work_list(marked), 24))


def test_pages_hold_three_items_and_lead_to_each_other():
    listed = work_list(saved(*(replace(ALTERED, item=item(start=40 * place)) for place in range(7))))
    assert listed.page_count == 3
    first, second, last = (labels(worklist_view(listed, 24, page)) for page in range(3))
    assert first.count("Flag") == PAGE_SIZE
    assert first[-2:] == ["Page 2 of 3 ›", "Flag all red (7) …"]
    assert second[-3:-1] == ["‹ Page 1", "Page 3 of 3 ›"]
    assert last.count("Flag") == 1
    assert labels(worklist_view(listed, 24, 99)) == last


def test_outside_of_a_server_nothing_is_flagged():
    assert labels(worklist_view(work_list(saved(ALTERED, guild=None)), 24)) == ["Context", "Mark as fine", "Ask"]


def test_a_confirmation_lists_what_it_flags_and_counts_the_rest():
    listed = work_list(saved(*(replace(ALTERED, item=item(start=40 * place)) for place in range(MAX_FLAGGED + 2))))
    shown = lines(confirmation_view(listed, listed.red))
    assert shown.count("**Altered quotation**, paragraph 4") == MAX_FLAGGED
    assert "2 more items will be left" in shown[-1]


def test_a_check_that_could_not_be_saved_has_no_buttons():
    view = view_of(*unsaved_cards(saved(ALTERED).check))
    assert "**Altered quotation**" in lines(view)
    assert labels(view) == []


@pytest.mark.parametrize(
    ("name", "copied"),
    [("../../etc/passwd", "passwd"), ("é ü.docx", "é-ü"), ("...", "draft"), ("a" * 300, "a" * 60)],
)
def test_the_name_of_a_copy_is_a_plain_file_name(name, copied):
    assert file_name(name, "html") == f"{copied}-checked.html"


NASTY = st.sampled_from([*TRAPS, "@everyone *x* ", "[a](http://b.c) ", "word " * 300, "🙂" * 900, "_" * 2_000, "x"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.tuples(NASTY, NASTY, NASTY), st.sampled_from(ItemLevel), st.integers(1, 8), st.integers(0, 40))
def test_a_card_keeps_discords_limits_whatever_it_holds(texts, level, count, changes):
    text, note, name = texts
    found = finding(f"Forty {text} end", words=("end",), ai_generated=True, boilerplate=True)
    words = tuple(
        WordChange(Op.REPLACE, text[:50] or "x", text[-50:] or "y", Span(100, 105), Span(0, 1), Salience.NUMBER)
        for _ in range(changes)
    )
    slots = tuple(SlotComparison(Slot.WHO, text or "x", text, holds=False) for _ in range(6))
    items = [
        checked(
            level, text=text or "x", start=10_000 * place, speaker=text, changes=words, findings=(found,) * 3,
            comparison=slots, note=note, claim=7, origin=ItemOrigin(name, 8, 14),
        )
        for place in range(count)
    ]  # fmt: skip
    listed = work_list(saved(*items, name=name, left_out=(note,) * 9))
    views = [worklist_view(listed, 24, page, f"Marked: {note[:50]}") for page in range(listed.page_count)]
    views += [confirmation_view(listed, listed.red)] if listed.red else []
    for view in views:
        body = {"components": view.to_components(), "flags": wire.COMPONENTS_V2, "allowed_mentions": {"parse": []}}
        assert not wire.complaints("POST", "/channels/1/messages", body)


def test_the_reasons_of_all_refused_flags_fit_on_one_card():
    refused = [("A long sentence of a draft. " * 20, "The reason why it was not flagged. " * 20)] * MAX_FLAGGED
    text = "\n".join(lines(view_of(flagged_card([], refused))))
    assert text.count("⚠") == MAX_FLAGGED
    assert len(text) <= 4_000
