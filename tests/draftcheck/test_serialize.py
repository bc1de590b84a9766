"""JSON of a draft check."""

from __future__ import annotations

import pytest

from bot.draftcheck.model import CheckedItem, DraftCheck, DraftItem, ItemKind, ItemLevel
from bot.draftcheck.serialize import check_json, dump, load
from bot.model.answers import Finding, QuotedAttribution, Slot, SlotComparison
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span
from bot.quotecheck.model import Op, Salience, WordChange

TEXT = "Volkova said 60 people left."
LINK = ChainLink("Volkova", Role.SAID, SourceKind.PERSON, Span(0, 7))
FINDING = Finding(
    DocumentRef("1", "quay", "f" * 64, title="Quay", published="2024-05-01"),
    Quote("40 people left", Span(13, 27)),
    attribution=QuotedAttribution("Volkova", "said", AttributionKind.INDIRECT, (LINK,)),
)
CHECK = DraftCheck(
    "draft.txt",
    TEXT,
    (
        CheckedItem(
            DraftItem(ItemKind.ATTRIBUTION, Span(0, 28), TEXT, 1, "Volkova"),
            ItemLevel.DIFFERS,
            (WordChange(Op.REPLACE, "40", "60", Span(13, 15), Span(13, 15), Salience.NUMBER),),
            (FINDING,),
            (SlotComparison(Slot.HOW_MUCH, "60", "40", holds=False),),
            note="The articles give another figure: “40”, not “60”.",
        ),
    ),
    ("Only the first 9 words were checked.",),
    12,
    34.56,
)


def test_the_json_has_the_fields_of_ask_and_quote() -> None:
    printed = check_json(CHECK)
    (item,) = printed["items"]
    assert item["changes"] == [{"op": "replace", "from": "40", "to": "60"}]
    assert item["findings"][0]["quote"] == {"text": "40 people left", "start": 13, "end": 27}
    assert item["comparison"] == [{"slot": "how much", "asked": "60", "quoted": "40", "holds": False}]
    assert (item["kind"], item["level"], item["start"], item["end"], item["paragraph"], item["speaker"]) == (
        "attribution", "differs", 0, 28, 1, "Volkova",
    )  # fmt: skip
    assert (item["claim"], item["needs_eyes"]) == (None, True)
    assert printed["summary"] == {"differs": 1}
    assert (printed["left_out"], printed["documents_searched"], printed["elapsed_ms"]) == (
        ["Only the first 9 words were checked."], 12, 34.6,
    )  # fmt: skip


def test_a_dumped_check_is_loaded_whole() -> None:
    assert load(dump(CHECK)) == CHECK


def test_another_text_is_no_check() -> None:
    with pytest.raises(ValueError, match="DraftCheck"):
        load("{}")
