"""Published verdicts above answers, quote checks and flags, and "Already checked?" on a message."""

from __future__ import annotations

import pytest
from discord import AppCommandType

from bot.model.claim_input import NewClaim
from bot.model.claims import Actor
from commands.already_checked.cards import NOTHING, ONLY_SIMILAR
from commands.already_checked.cog import NO_TEXT
from tests.commands.conftest import buttons, texts
from tests.commands.flag.test_cog import FERRY, flagged, form_of
from tests.commands.planned import COURSE
from tests.commands.wire import EPHEMERAL
from tests.desk.test_published_verdicts import LINK, SAME_IN_OTHER_WORDS, imported

HEADING = "### Checked 1 January 2024 by Harbour Facts: False"


def shown_in(message):
    return texts(message).strip()


async def bring_in(desk, *claims, guild=None):
    await desk.app.desk.import_many(desk.app.desk.request(guild or desk.guild.id, Actor(1, "Maria")), claims)


async def already_checked(desk, text, who=None):
    message = await desk.reader.send(desk.channel, text)
    return await (who or desk.asker).context_menu(desk.channel, "Already checked?", message)


async def test_an_answer_stands_below_the_published_verdict_on_what_was_asked(desk):
    await bring_in(desk, imported())
    result = await desk.ask(f"is it true that {FERRY[:-1]}?")
    text = shown_in(result.response)
    assert text.startswith(HEADING)
    assert f"> {FERRY}" in text
    assert "It has 30 seats." in text
    assert f"[read the fact-check](<{LINK}>)" in text
    posted = await desk.asker.click(result.response, label="Post to channel")
    assert HEADING in shown_in(desk.channel.last_message), posted


async def test_a_question_without_a_verdict_looks_as_before(desk):
    await bring_in(desk, imported())
    assert "Checked" not in shown_in((await desk.ask(COURSE)).response)


async def test_a_mention_of_the_bot_shows_the_verdict_as_well(desk):
    await bring_in(desk, imported())
    await desk.reader.send(desk.channel, f"<@{desk.client.user.id}> is it true that {FERRY[:-1]}?")
    assert shown_in(desk.channel.last_message).startswith(HEADING)


async def test_a_quote_check_stands_below_the_published_verdict(desk):
    await bring_in(desk, imported())
    result = await desk.asker.slash(desk.channel, "quote", text=f"“{FERRY}”")
    text = shown_in(result.response)
    assert text.startswith(HEADING)
    assert "### Not in the articles" in text


async def test_who_flags_a_checked_claim_sees_the_verdict_first(desk):
    await bring_in(desk, imported())
    text = shown_in((await flagged(desk, desk.asker)).response)
    assert text.startswith(HEADING)
    assert "### Already flagged as #1?" in text


async def test_who_flags_a_similar_claim_sees_no_verdict_on_it(desk):
    await bring_in(desk, imported())
    text = shown_in((await flagged(desk, desk.asker, "The Orlets ferry carried 400 people on Friday.")).response)
    assert text.startswith("### Is it one of these?")
    assert "Checked" not in text


async def test_a_message_is_looked_up_in_private(desk):
    await bring_in(desk, imported())
    result = await already_checked(desk, f"Have you read this? {FERRY} https://rumours.example/7")
    assert desk.callbacks()[-1] == {"type": 5, "data": {"flags": EPHEMERAL}}
    text = shown_in(result.response)
    assert text.startswith(HEADING)
    assert f"The message says: “{FERRY}”" in text
    assert not buttons(result.response)


async def test_a_similar_claim_is_a_hint_with_what_differs_and_the_message_can_be_flagged(desk):
    await bring_in(desk, imported())
    result = await already_checked(desk, "The Orlets ferry carried 400 people on Friday.")
    text = shown_in(result.response)
    assert text.startswith(f"### {NOTHING}\n{ONLY_SIMILAR}")
    assert "you have **400**, #1 has **300**" in text
    assert "Checked" not in text
    await desk.restart()
    shown = await desk.asker.click(result.response, label="Flag this message")
    assert form_of(shown)["claim"] == "The Orlets ferry carried 400 people on Friday."
    await desk.asker.submit_modal(shown, form_of(shown) | {"claim": "Cows fly south in May."})
    origin = (await desk.app.desk.file(desk.guild.id, 2)).origin
    assert (origin.author.user, origin.snapshot) == (desk.reader.id, "The Orlets ferry carried 400 people on Friday.")


async def test_a_message_about_something_else_has_no_verdict(desk):
    await bring_in(desk, imported())
    result = await already_checked(desk, "Somebody sold the lighthouse to a duke.")
    assert shown_in(result.response) == f"### {NOTHING}"
    assert list(buttons(result.response)) == ["Flag this message"]


@pytest.mark.parametrize("text", ["https://x.example/a <@1> <:smile:123>", "<@1>"])
async def test_a_message_without_text_is_told(desk, text):
    result = await already_checked(desk, text)
    assert result.response.ephemeral
    assert shown_in(result.response) == NO_TEXT


@pytest.mark.parametrize("text", ["@everyone **a** <@&1> `b` c d e", "🙂 🙂 🙂 🙂 ok", "# a b c d\n> - e f g h\n" * 60])
async def test_any_message_gets_an_answer(desk, text):
    await bring_in(desk, imported())
    assert shown_in((await already_checked(desk, text)).response).startswith(f"### {NOTHING}")


async def test_a_long_hostile_verdict_fits_above_the_longest_answer(desk):
    hostile = "*_" * 240 + "`|~[a](<https://x.example>) " * 40
    words = " ".join(FERRY.split()[:-1])
    claims = [
        imported(
            f"{words} Friday!{'!' * place}",
            hostile[:90],
            author=hostile[:190],
            explanation=hostile,
            url="https://x.example/" + "a" * 470 + str(place),
        )
        for place in range(4)
    ]
    await bring_in(desk, *claims)
    for text in (f"is it true that {FERRY[:-1]}?", FERRY):
        result = await desk.ask(text)
        assert "more verdict" in shown_in(result.response)
    assert "more verdict" in shown_in((await already_checked(desk, FERRY)).response)
    assert "more verdict" in shown_in((await flagged(desk, desk.asker)).response)


async def test_another_servers_verdicts_never_show(desk):
    await bring_in(desk, imported(), guild=desk.env.create_guild().id)
    assert "Checked" not in shown_in((await desk.ask(f"is it true that {FERRY[:-1]}?")).response)
    assert "### Checked" not in shown_in((await desk.asker.slash(desk.channel, "quote", text=FERRY)).response)
    assert shown_in((await already_checked(desk, FERRY)).response) == f"### {NOTHING}"


async def test_the_message_menu_has_room_for_its_entries(desk):
    entries = [command.name for command in desk.client.tree.get_commands(type=AppCommandType.message)]
    assert sorted(entries) == ["Already checked?", "Check quote", "Check this message", "Flag claim"]
    assert len(entries) <= 5, "Discord takes five"


async def test_words_of_a_duplicate_show_the_verdict_and_that_an_editor_closed_it(desk):
    await bring_in(desk, imported())
    number = await closed_as_duplicate(desk, SAME_IN_OTHER_WORDS)
    for result in (
        await desk.ask(f"is it true that {SAME_IN_OTHER_WORDS[:-1]}?"),
        await desk.asker.slash(desk.channel, "quote", text=f"“{SAME_IN_OTHER_WORDS}”"),
        await flagged(desk, desk.asker, SAME_IN_OTHER_WORDS),
        await already_checked(desk, SAME_IN_OTHER_WORDS),
    ):
        text = shown_in(result.response)
        assert text.startswith(HEADING)
        assert f"These words are claim #{number}, closed as the same as #1" in text


async def closed_as_duplicate(desk, text):
    claims, maria = desk.app.desk, Actor(1, "Maria", is_editor=True)
    number = (await claims.flag(claims.request(desk.guild.id, maria), NewClaim(text))).claim.number
    await claims.mark_duplicate(claims.request(desk.guild.id, maria), number, 1)
    return number
