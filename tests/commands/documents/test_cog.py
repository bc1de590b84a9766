"""`/documents`: list, pages, one document, offered titles."""

from __future__ import annotations

from tests.commands.conftest import buttons, texts


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
