"""`/quotes` and `/who`: quotes, introductions, unknown names."""

from __future__ import annotations

import re

import pytest
from discord.ui import TextDisplay

from bot.library.speakers import SpeakerQuotes
from bot.store.library import answers, attributions
from commands.people.cards import not_found_card, quotes_answer, quotes_card
from commands.people.cog import quotes_view
from commands.ui import permissions
from tests.commands.conftest import buttons, texts
from tests.commands.wire import EPHEMERAL

PUBLIC, PRIVATE = {"type": 5}, {"type": 5, "data": {"flags": EPHEMERAL}}


async def quotes(desk, person: str, **options):
    return await desk.asker.slash(desk.channel, "quotes", person=person, **options)


async def test_quotes_come_in_private_the_newest_article_first_with_their_chain(desk):
    result = await quotes(desk, "Weiss")
    assert desk.callbacks()[-1] == PRIVATE
    text = texts(result.response)
    assert "### Anna Weiss: 5 passages in 2 articles" in text
    assert "Source: **Anna Weiss**" in text
    assert text.index("> Anna Weiss, who runs") < text.index('> **"Nobody in Orlets was told')
    assert text.count("Named in: ") <= 1


async def test_quotes_can_be_narrowed_and_shown_to_everybody(desk):
    result = await quotes(desk, "Anna Weiss", about="weeks", visibility="public")
    assert desk.callbacks()[-1] == PUBLIC
    text = texts(result.response)
    assert "### Anna Weiss about “weeks”: 1 passage in 1 article" in text
    assert "said **the Orlets course lasted eleven weeks**." in text


async def test_pages_turn_in_place_and_after_a_restart(desk):
    result = await quotes(desk, "Anna Weiss")
    assert "quotes 1–4 of 5" in texts(result.response)
    await desk.restart()
    await desk.asker.click(result.response, label="More quotes")
    assert "quotes 5–5 of 5" in texts(result.response)
    context = await desk.asker.click(result.response, label="Context 5")
    assert "### In context" in texts(context.response)


async def test_anothers_private_quotes_stay_theirs(desk):
    result = await quotes(desk, "Anna Weiss")
    id_ = buttons(result.response)["More quotes"]["custom_id"].split(":")[1]
    asked = await desk.app.database.read(lambda connection: answers.get(connection, id_))
    planted = await desk.client.get_channel(desk.channel.id).send(view=quotes_view(asked.answer, asked))
    refused = await desk.reader.click(planted, label="More quotes")
    assert texts(refused.response) == permissions.NOT_YOURS


async def test_readers_turn_pages_of_public_quotes_for_themselves(desk):
    result = await quotes(desk, "Anna Weiss", visibility="public")
    page = await desk.reader.click(result.response, label="More quotes")
    assert page.response.ephemeral
    assert "quotes 1–4 of 5" in texts(result.response)


async def test_who_shows_how_they_are_introduced_and_where_they_speak(desk):
    result = await desk.asker.slash(desk.channel, "who", name="anna weiss")
    assert result.response.ephemeral
    text = texts(result.response)
    assert "> **Anna Weiss, who runs the Harbour Institute**, said" in text
    assert "A source in 2 articles" in text


async def test_who_tells_what_is_only_named_from_what_speaks(desk):
    assert "Only named in 2 articles" in texts((await desk.asker.slash(desk.channel, "who", name="Orlets")).response)


@pytest.mark.parametrize(("command", "option"), [("quotes", "person"), ("who", "name")])
async def test_nobody_found_names_the_nearest(desk, command, option):
    result = await desk.asker.slash(desk.channel, command, **{option: "Anna Wiess"})
    assert texts(result.response).strip() == (
        "### Nobody called “Anna Wiess” is in these articles\nSimilar name: **Anna Weiss**"
    )
    strange = await desk.asker.slash(desk.channel, command, **{option: "@everyone **`[x](y)`\u202e" + "x" * 900})
    assert "### Nobody called “" in texts(strange.response)


async def test_names_are_offered_while_typing(desk):
    choices = await desk.asker.autocomplete(desk.channel, "quotes", "person", "we")
    assert [choice["name"] for choice in choices] == ["Anna Weiss"]
    assert choices == await desk.asker.autocomplete(desk.channel, "who", "name", "weiss")
    assert await desk.asker.autocomplete(desk.channel, "who", "name", "\x00%_'\"🙂" * 20) == []
    await desk.app.database.close()
    assert await desk.asker.autocomplete(desk.channel, "who", "name", "we") == []


async def test_text_of_articles_and_people_is_escaped_everywhere(desk):
    name = "*Ida* @everyone"
    bearers = (f"{name} Holm", "Jan [x](http://y.z) Holm")
    found = SpeakerQuotes(name, names=(name,), bearers=bearers, nearest=bearers)
    answer = quotes_answer(found, "`x`")
    message = [*quotes_card(answer).walk_children(), *not_found_card(found).walk_children()]
    shown = "\n".join(part.content for part in message if isinstance(part, TextDisplay))
    assert not re.search(r"(?<!\\)(?:\*Ida|@everyone|\[x|`)", shown)


async def test_articles_not_read_for_sources_yet_are_told_and_not_waited_for(desk):
    await desk.app.database.write(lambda db: attributions.forget_other_versions(db, "none"))
    assert "12 articles have not been searched for sources yet" in texts((await quotes(desk, "Anna Weiss")).response)
