"""`/search` and its options: pages, exact words, outlets, days."""

from __future__ import annotations

import pytest

from bot.store.library import answers
from commands.search.cards import PAGE_SIZE
from commands.search.cog import search_view
from commands.ui import permissions
from tests.commands.conftest import buttons, texts
from tests.commands.wire import EPHEMERAL

PRIVATE = {"type": 5, "data": {"flags": EPHEMERAL}}


async def search(desk, query: str, **options):
    return await desk.asker.slash(desk.channel, "search", query=query, **options)


async def test_passages_come_in_private_with_the_words_in_bold_and_where_they_stand(desk):
    result = await search(desk, "Orlets course")
    assert desk.callbacks()[-1] == PRIVATE
    text = texts(result.response)
    assert "a secret **course** at the **Orlets**" in text
    assert "Leaked papers trace a diving course at Orlets" in text
    assert "The Northern Ledger" in text
    assert "12 articles searched" in text


async def test_pages_turn_in_place_and_after_a_restart(desk):
    result = await search(desk, "council lamps")
    assert f"passages 1–{PAGE_SIZE} of 10" in texts(result.response)
    await desk.restart()
    await desk.asker.click(result.response, label="More passages")
    assert "passages 6–10 of 10" in texts(result.response)
    await desk.asker.click(result.response, label="First passages")
    context = await desk.asker.click(result.response, label="Context 1")
    assert "### In context" in texts(context.response)


async def test_a_search_is_limited_by_outlet_day_and_phrase(desk):
    text = texts((await search(desk, "Orlets", outlet="harbour post", since="March 2026")).response)
    assert "Nothing" not in text
    limited = texts((await search(desk, "Orlets", outlet="The Northern Ledger", since="2026-03-12")).response)
    assert "outlet The Northern Ledger, published since 2026-03-12" in limited
    assert "1 article searched" in limited
    nothing = texts((await search(desk, "Orlets", until="2020")).response)
    assert "No passage found" in nothing
    assert "published until 2020-12-31" in nothing
    phrase = texts((await search(desk, '"secret course at the Orlets"')).response)
    assert "1 passage found" in phrase


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"outlet": "Gazette"}, "No article of “Gazette” is indexed"),
        ({"since": "soonish"}, "“soonish” is no date that I can read"),
        ({"since": "2026", "until": "2025"}, "swap the two"),
    ],
)
@pytest.mark.parametrize("command", ["search", "ask"])
async def test_a_limit_that_cannot_be_read_is_told_in_a_sentence(desk, command, options, text):
    typed = {"search": "query", "ask": "question"}[command]
    result = await desk.asker.slash(desk.channel, command, **{typed: "Orlets"}, **options)
    assert text in texts(result.response)


async def test_what_was_corrected_is_told_and_the_exact_words_are_a_press_away(desk):
    result = await search(desk, "Orlest course")
    assert "“Orlest” read as “Orlets”" in texts(result.response)
    await desk.asker.click(result.response, label="Search the exact words instead")
    text = texts(result.response)
    assert "read as" not in text
    assert "Search the exact words instead" not in buttons(result.response)


async def test_an_answer_offers_the_exact_words_too(desk):
    result = await desk.asker.slash(desk.channel, "ask", question="who ran the Orlest course?")
    exact = await desk.asker.click(result.response, label="Use the exact words")
    assert exact.response.ephemeral
    assert "read as" not in texts(exact.response)


async def test_a_question_is_answered_from_within_its_limits(desk):
    question = "who spoke about the Orlets school?"
    both = texts((await desk.asker.slash(desk.channel, "ask", question=question)).response)
    assert "12 articles searched" in both
    filtered = texts(
        (await desk.asker.slash(desk.channel, "ask", question=question, outlet="The Northern Ledger")).response
    )
    assert "outlet The Northern Ledger" in filtered
    assert "1 article searched" in filtered
    assert "Harbour Post, 14" not in filtered


async def test_outlets_and_months_are_offered_from_the_corpus(desk):
    choices = await desk.asker.autocomplete(desk.channel, "search", "outlet", "ledger", query="Orlets")
    assert [choice["value"] for choice in choices] == ["The Northern Ledger"]
    months = await desk.asker.autocomplete(desk.channel, "ask", "since", "march", question="Orlets")
    assert [choice["name"] for choice in months] == ["March 2026 (1)"]


async def test_anothers_private_search_stays_theirs(desk):
    result = await search(desk, "council lamps")
    id_ = buttons(result.response)["More passages"]["custom_id"].split(":")[2]
    saved = await desk.app.database.read(lambda connection: answers.get(connection, id_))
    planted = await desk.client.get_channel(desk.channel.id).send(view=search_view(saved.answer, saved))
    refused = await desk.reader.click(planted, label="More passages")
    assert texts(refused.response) == permissions.NOT_YOURS
