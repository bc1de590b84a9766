"""`/quote` and "Check quote": each level, sources, empty messages."""

from __future__ import annotations

import re

import pytest

from bot.store.library import attributions
from commands.quotecheck.cog import NO_TEXT
from tests.commands.conftest import buttons, texts
from tests.commands.wire import EPHEMERAL

PUBLIC, PRIVATE = {"type": 5}, {"type": 5, "data": {"flags": EPHEMERAL}}
CONFIRMED = "The school at Orlets has never confirmed a single name"


async def quote(desk, text: str, **options):
    return await desk.asker.slash(desk.channel, "quote", text=text, **options)


async def test_a_verbatim_quote_is_told_with_its_place_and_who_says_it(desk):
    result = await quote(desk, f'"{CONFIRMED.upper()}"')
    assert desk.callbacks()[-1] == PRIVATE
    text = texts(result.response)
    assert "### Word for word in 1 article" in text
    assert f'> "{CONFIRMED}' in text
    assert "The Northern Ledger · 12\u00a0March\u00a02026" in text
    assert "-# Source: **Anna Weiss**" in text
    context = await desk.asker.click(result.response, label="Context")
    assert "### In context" in texts(context.response)


async def test_an_altered_quote_stands_beside_its_original_the_loud_changes_first(desk):
    text = texts((await quote(desk, "the Orlets course never lasted twelve long weeks")).response)
    assert "### Altered: 1 word changed, 2 added, a negation and a number among them" in text
    assert "> the Orlets course **never** lasted **twelve long** weeks" in text
    assert "> the Orlets course lasted **eleven** weeks" in text
    assert "**⚠ Negation:** **never** added" in text
    assert "**⚠ Number:** ~~eleven~~ → **twelve**" in text
    assert text.index("⚠ Number") < text.index("Changed: **long** added")


async def test_a_spliced_quote_shows_its_parts_with_a_button_each(desk):
    text = "Weiss said the divers left Orlets by train. Orlets is open to our friends, said Pavel Doric"
    result = await quote(desk, text, visibility="public")
    assert desk.callbacks()[-1] == PUBLIC
    card = texts(result.response)
    assert "### Spliced: put together from 2 places in 2 articles" in card
    assert {"Part 1", "Part 2"} == set(buttons(result.response))
    context = await desk.reader.click(result.response, label="Part 2")
    assert "Pavel Doric" in texts(context.response)


async def test_a_quote_put_into_anothers_mouth_is_said_to_be(desk):
    text = texts((await quote(desk, CONFIRMED, speaker="Pavel Doric")).response)
    assert "⚠ **Said by another: not Pavel Doric, but " in text
    assert "Weiss" in text
    own = texts((await quote(desk, CONFIRMED, speaker="Anna Weiss")).response)
    assert "The articles attribute it to Anna Weiss." in own


async def test_what_is_in_no_article_is_told_with_what_was_looked_for(desk):
    result = await quote(desk, "Whales were singing under the keel all night")
    text = texts(result.response)
    assert "### Not in the articles" in text
    assert "Searched for “Whales”" in text
    assert "12 articles searched" in text
    assert not buttons(result.response)


async def test_all_places_are_listed(desk):
    text = texts((await quote(desk, "The council met and spoke of lamp posts")).response)
    assert "### Word for word in 10 articles" in text
    assert text.count("Town Crier") == 9
    assert "and 1 more article" in text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (f"<@1> did she say “{CONFIRMED}”? https://x.example/a", "### Word for word in 1 article"),
        (f"> **{CONFIRMED}**", "### Word for word in 1 article"),
        ("nobody here knows", "### Not in the articles"),
        ("https://x.example/a <@1> <:smile:123>", NO_TEXT),
    ],
)
async def test_a_message_is_checked_in_private_by_what_it_quotes(desk, content, text):
    message = await desk.reader.send(desk.channel, content)
    result = await desk.asker.context_menu(desk.channel, "Check quote", message)
    assert result.response.ephemeral
    assert text in texts(result.response)


@pytest.mark.parametrize(
    "text",
    [
        "@everyone `x` **y** ~~z~~ <@&1>",
        "🙂",
        "…",
        "the",
        "\u202e\x00",
        "x" * 6000,
        "lamp posts " * 500,
        "[x](http://y.z)",
    ],
)
async def test_a_strange_text_ends_in_words(desk, text):
    reply = texts((await quote(desk, text, speaker="*Ida* @everyone")).response).strip()
    assert reply.startswith("### ")
    assert "Something went wrong" not in reply
    assert not re.search(r"(?<!\\)(?:@everyone|\*Ida|~~z|`x|<@&|\[x)", reply)


async def test_a_card_is_finished_once_it_is_known_who_says_it(desk):
    await desk.app.database.write(lambda db: attributions.forget_other_versions(db, "none"))
    result = await quote(desk, CONFIRMED)
    assert "Weiss**" in texts(result.response)


async def test_speakers_are_offered_while_typing(desk):
    choices = await desk.asker.autocomplete(desk.channel, "quote", "speaker", "we")
    assert [choice["name"] for choice in choices] == ["Anna Weiss"]
    await desk.app.database.close()
    assert await desk.asker.autocomplete(desk.channel, "quote", "speaker", "we") == []
