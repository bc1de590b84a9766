"""The second form of a flag: claimant, appearances, date and language."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

from discord import Embed, MessageType

from bot.model.claim_provenance import Appearance, Claimant, ClaimProvenance
from commands.ui.messages import suggest_provenance
from tests.commands.conftest import buttons, texts
from tests.commands.flag.test_cog import FERRY, flagged, form_of

MORE = "More about the claim …"
POST = "https://x.com/berg/status/1"
SENT = datetime(2026, 4, 21, 9, 30, tzinfo=UTC)
MADE = datetime(2026, 4, 20, 8, 0, tzinfo=UTC)


def message(content="", embeds=(), forwarded=()):
    return SimpleNamespace(
        type=MessageType.default,
        content=content,
        embeds=list(embeds),
        components=[],
        poll=None,
        message_snapshots=list(forwarded),
        created_at=SENT,
    )


async def flag_a_post(desk):
    """Flag a message with a link, and return the answer."""
    sent = await desk.reader.send(desk.channel, f"{FERRY} {POST}")
    shown = await desk.asker.context_menu(desk.channel, "Flag claim", sent)
    return await desk.asker.submit_modal(shown, form_of(shown) | {"claim": FERRY})


async def provenance(desk, number):
    return (await desk.app.desk.get(desk.guild.id, number)).provenance


async def test_after_flagging_the_form_is_offered_filled_from_the_message_and_nothing_is_saved_before(desk):
    made = await flag_a_post(desk)
    assert "Nothing of it is saved yet." in texts(made.response)
    assert await provenance(desk, 1) == ClaimProvenance()
    await desk.restart()
    shown = await desk.asker.click(made.response, label=MORE)
    assert form_of(shown)["appearances"] == POST
    await desk.asker.submit_modal(shown, form_of(shown) | {"claimant": "Jo Berg"})
    assert await provenance(desk, 1) == ClaimProvenance(Claimant("Jo Berg"), (Appearance(POST),))


async def test_a_flag_without_a_message_has_nothing_to_offer(desk):
    assert MORE not in buttons((await flagged(desk, desk.asker)).response)


async def test_what_is_said_about_a_draft_goes_with_it_into_a_new_claim(desk):
    await flagged(desk, desk.reader)
    choice = await flag_a_post(desk)
    shown = await desk.asker.click(choice.response, label=MORE)
    again = await desk.asker.submit_modal(shown, form_of(shown) | {"claimant": "Jo Berg", "claimed": "May 2025"})
    assert f"Claimed by **Jo Berg** on [X](<{POST}>), May 2025" in texts(again.response)
    await desk.restart()
    made = await desk.asker.click(again.response, label="Make a new claim")
    assert await provenance(desk, 2) == ClaimProvenance(Claimant("Jo Berg"), (Appearance(POST),), "2025-05")
    assert MORE not in buttons(made.response)


async def test_what_is_said_about_a_draft_goes_to_a_known_claim_that_lacks_it(desk):
    await flagged(desk, desk.reader)
    choice = await flag_a_post(desk)
    shown = await desk.asker.click(choice.response, label=MORE)
    again = await desk.asker.submit_modal(shown, form_of(shown))
    await desk.asker.click(again.response, label="Add my flag to #1")
    assert await provenance(desk, 1) == ClaimProvenance(appearances=(Appearance(POST),))


async def test_a_date_that_can_not_be_read_brings_the_typed_words_back(desk):
    await flagged(desk, desk.reader)
    choice = await flag_a_post(desk)
    shown = await desk.asker.click(choice.response, label=MORE)
    refused = await desk.asker.submit_modal(shown, form_of(shown) | {"claimant": "Jo Berg", "claimed": "lately"})
    assert "“lately” can't be read as a date." in texts(refused.response)
    assert "Jo Berg" in texts(refused.response)
    assert MORE in buttons(refused.response)
    assert (await desk.app.desk.claims(desk.guild.id)).total == 1


def test_a_links_preview_names_its_author_and_date():
    preview = Embed(url=POST, description=FERRY, timestamp=MADE).set_author(name="Jo Berg", url="https://x.com/berg")
    assert suggest_provenance(message(f"Look: {POST}.", [preview])) == ClaimProvenance(
        Claimant("Jo Berg", None, "https://x.com/berg"), (Appearance(POST),), "2026-04-20"
    )


def test_a_forward_gives_its_date_and_links_and_a_plain_message_its_own_date():
    forwarded = SimpleNamespace(content=f"({POST})", embeds=[], components=[], created_at=MADE)
    found = suggest_provenance(message(forwarded=[forwarded]))
    assert found == ClaimProvenance(None, (Appearance(POST),), "2026-04-20")
    assert suggest_provenance(message(FERRY)) == ClaimProvenance(claimed="2026-04-21")


def test_a_link_alone_gives_no_date_and_links_to_discord_are_no_appearance():
    text = f"{POST} https://discord.com/channels/1/2/3 https://cdn.discordapp.com/a.png"
    assert suggest_provenance(message(text)) == ClaimProvenance(None, (Appearance(POST),))
