"""`/documents`: list, pages, one document, offered titles."""

from __future__ import annotations

import pytest

from bot.model.documents import DocumentRef
from commands.documents.cards import BY_OCR, IN_PART, IN_PART_LABEL, documents_card
from commands.ui.cards import OCR_LABEL
from commands.ui.markdown import width
from tests.commands.conftest import buttons, texts
from tests.commands.ui.test_cards import card_text


async def test_the_list_is_private_and_turns_its_pages_in_place(desk):
    result = await desk.asker.slash(desk.channel, "documents")
    assert result.response.ephemeral
    assert "### 12 documents indexed" in texts(result.response)
    assert "page 1 of 2" in texts(result.response)
    assert buttons(result.response)["Back"]["disabled"]
    await desk.asker.click(result.response, label="Next")
    assert "page 2 of 2" in texts(result.response)
    assert "**[Leaked papers trace a diving course at Orlets](<https://ledger.example/orlets>)**" in texts(
        result.response
    )
    assert buttons(result.response)["Next"]["disabled"]


async def test_the_pages_turn_after_a_restart_and_after_documents_went(desk):
    result = await desk.asker.slash(desk.channel, "documents")
    await desk.restart()
    folder = next(iter(desk.app.folders))
    await desk.app.remove(str(folder.resolve()))
    await desk.asker.click(result.response, label="Next")
    assert "No articles are indexed yet" in texts(result.response)


async def test_titles_are_offered_while_typing(desk):
    choices = await desk.asker.autocomplete(desk.channel, "documents", "title", "leak")
    assert [choice["name"] for choice in choices] == [
        "Leaked papers trace a diving course at Orlets · The Northern Ledger"
    ]
    assert len(await desk.asker.autocomplete(desk.channel, "documents", "title", "")) == 12
    assert await desk.asker.autocomplete(desk.channel, "documents", "title", "\x00%_'\"🙂" * 20) == []


async def test_the_offered_choice_shows_that_document(desk):
    [choice] = await desk.asker.autocomplete(desk.channel, "documents", "title", "leak")
    result = await desk.asker.slash(desk.channel, "documents", title=choice["value"])
    text = texts(result.response)
    assert "The Northern Ledger · Ida Brandt · 12\u00a0March\u00a02026" in text
    assert "> Forty divers from Carvania" in text


async def test_part_of_a_title_is_enough(desk):
    result = await desk.asker.slash(desk.channel, "documents", title="diving course")
    assert "Leaked papers trace" in texts(result.response)


async def test_an_unknown_title_is_told_in_one_sentence(desk):
    result = await desk.asker.slash(desk.channel, "documents", title="*nothing*")
    assert texts(result.response) == (
        r"No title contains “\*nothing\*”. Use /documents without a title to list all articles."
    )


async def test_the_offer_is_empty_rather_than_an_error_while_the_bot_shuts_down(desk):
    await desk.app.database.close()
    assert await desk.asker.autocomplete(desk.channel, "documents", "title", "leak") == []
    result = await desk.asker.slash(desk.channel, "documents")
    assert "shutting down" in texts(result.response)


@pytest.mark.parametrize(
    ("column", "label", "short"),
    [("read_in_part", IN_PART_LABEL, IN_PART), ("read_by_ocr", OCR_LABEL, BY_OCR)],
)
async def test_how_an_article_was_read_is_shown_in_the_list_and_on_its_card(desk, column, label, short):
    [choice] = await desk.asker.autocomplete(desk.channel, "documents", "title", "leak")
    await desk.app.database.write(
        lambda db: db.execute(f"UPDATE documents SET {column} = 1 WHERE id = ?", [choice["value"]])
    )
    result = await desk.asker.slash(desk.channel, "documents", title=choice["value"])
    assert f"-# {label}" in texts(result.response)
    assert texts(result.response).count("⚠") == 1
    listed = await desk.asker.slash(desk.channel, "documents")
    await desk.asker.click(listed.response, label="Next")
    assert texts(listed.response).count(short) == 1
    assert f"The Northern Ledger · 12\u00a0March\u00a02026 · {short}" in texts(listed.response)


async def test_a_pdf_with_unread_pages_counts_them_instead_of_naming_a_part(desk):
    [choice] = await desk.asker.autocomplete(desk.channel, "documents", "title", "leak")
    change = "UPDATE documents SET read_in_part = 1, details = '{\"unread_pages\": 3}' WHERE id = ?"
    await desk.app.database.write(lambda db: db.execute(change, [choice["value"]]))
    text = texts((await desk.asker.slash(desk.channel, "documents", title=choice["value"])).response)
    assert "3 scanned pages without text, not read" in text
    assert IN_PART_LABEL not in text


def test_a_list_with_long_titles_outlets_and_addresses_fits_into_a_message():
    long = DocumentRef(
        "id", "name.html", "sha", title="A *long* title " * 20, outlet="The *Outlet* " * 20, published="2026-03-12",
        url=f"https://ledger.example/{'a' * 180}", read_in_part=True, read_by_ocr=True,
    )  # fmt: skip
    shown = card_text(documents_card([long] * 10, 0, 100))
    assert width(shown) <= 4_000
    assert shown.count(BY_OCR) == 10
