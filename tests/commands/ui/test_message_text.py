"""The text of forwards, embeds, Components V2 messages and polls, through Discord's own payloads."""

from __future__ import annotations

import pytest
from discord import MessageType
from simcord.http._helpers import poll_from_wire
from simcord.results import to_discord_message

from commands.already_checked.cog import NO_TEXT
from commands.ui.message_text import EMBED, FORWARDED, POLL, message_text
from commands.ui.messages import suggest_claim_text
from tests.commands.conftest import texts
from tests.commands.flag.test_cog import FERRY, form_of

COMPONENTS_V2 = 1 << 15
PHOTO = {"url": "https://pictures.example/ferry.png"}
POST = "https://social.example/jo/1"
EMBED_OF_A_POST = {
    "type": "rich",
    "url": POST,
    "title": "A post about the harbour",
    "description": FERRY,
    "author": {"name": "Jo Berg of the Harbour Watch"},
    "footer": {"text": "Social Example, 4 likes"},
    "fields": [{"name": "Answer", "value": "The line runs until June.", "inline": False}],
}
CONTAINER = {
    "type": 17,
    "components": [
        {
            "type": 9,
            "components": [{"type": 10, "content": "# Harbour news"}, {"type": 10, "content": FERRY}],
            "accessory": {"type": 11, "media": PHOTO, "description": "The ferry at the pier"},
        },
        {"type": 14, "divider": True},
        {"type": 12, "items": [{"media": PHOTO, "description": "Thirty seats in two rows"}, {"media": PHOTO}]},
        {"type": 1, "components": [{"type": 2, "style": 5, "label": "Read on", "url": POST}]},
        {"type": 10, "content": "-# Sent by a bot"},
    ],
}


def posted(desk, content="", **options):
    """Return a message of the reader, as it stands in the channel."""
    made = desk.env.backend.create_message(desk.channel.id, desk.reader.id, content, **options)
    return to_discord_message(desk.env, made)


async def flagged_form(desk, message):
    shown = await desk.asker.context_menu(desk.channel, "Flag claim", message)
    return form_of(shown)


async def snapshot_of(desk, message):
    """Flag a message, and return the text that the desk keeps of it."""
    shown = await desk.asker.context_menu(desk.channel, "Flag claim", message)
    await desk.asker.submit_modal(shown, form_of(shown) | {"claim": FERRY})
    return (await desk.app.desk.file(desk.guild.id, 1)).origin.snapshot


async def test_an_embed_gives_its_texts_in_the_order_shown(desk):
    message = posted(desk, "Look at this", embeds=[EMBED_OF_A_POST])
    assert message_text(message).splitlines() == [
        "Look at this",
        EMBED,
        "Jo Berg of the Harbour Watch",
        "A post about the harbour",
        FERRY,
        "Answer: The line runs until June.",
        "Social Example, 4 likes",
        POST,
    ]


async def test_a_components_message_gives_its_nested_texts_in_order(desk):
    message = posted(desk, components=[CONTAINER], flags=COMPONENTS_V2)
    assert message_text(message).splitlines() == [
        "# Harbour news",
        FERRY,
        "The ferry at the pier",
        "Thirty seats in two rows",
        POST,
        "-# Sent by a bot",
    ]


async def test_a_poll_gives_its_question_and_answers(desk):
    wire = {
        "question": {"text": "Has the ferry 30 seats?"},
        "answers": [{"poll_media": {"text": "Yes"}}, {"poll_media": {"text": "No, 300"}}],
        "duration": 24,
    }
    message = posted(desk, poll=poll_from_wire(desk.env.backend, wire))
    assert message_text(message).splitlines() == [POLL, "Has the ferry 30 seats?", "- Yes", "- No, 300"]


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ({"content": FERRY}, [FERRY]),
        (
            {"content": "", "components": [{"type": 10, "content": FERRY}], "flags": COMPONENTS_V2},
            [FERRY],
        ),
        ({"content": "", "embeds": [{"type": "rich", "description": FERRY}]}, [FERRY]),
    ],
    ids=["content", "components", "embed"],
)
async def test_a_forward_gives_the_text_it_carries_and_says_that_its_author_is_unknown(desk, source, lines):
    original = posted(desk, **source)
    forward = await desk.reader.forward(original, desk.channel)
    assert message_text(forward).splitlines() == [FORWARDED, *lines]


async def test_a_system_message_has_no_text_of_a_person(desk):
    joined = posted(desk, "Jo joined the ferry line for good.", message_type=MessageType.new_member.value)
    assert message_text(joined) == ""
    refused = await desk.asker.context_menu(desk.channel, "Already checked?", joined)
    assert NO_TEXT in texts(refused.response)


async def test_flagging_a_forward_fills_the_form_and_keeps_the_text_with_its_label(desk):
    forward = await desk.reader.forward(posted(desk, FERRY), desk.channel)
    assert (await flagged_form(desk, forward))["claim"] == FERRY
    assert await snapshot_of(desk, forward) == f"{FORWARDED}\n{FERRY}"


async def test_flagging_a_components_message_fills_the_form(desk):
    message = posted(desk, components=[CONTAINER], flags=COMPONENTS_V2)
    assert (await flagged_form(desk, message))["claim"] == FERRY


async def test_names_and_addresses_of_an_embed_are_no_claim(desk):
    embed = {**EMBED_OF_A_POST, "title": "", "fields": []}
    message = posted(desk, embeds=[embed])
    assert suggest_claim_text(message, 500) == FERRY


async def test_sentences_of_two_texts_are_not_joined(desk):
    embed = {"type": "rich", "title": "The harbour this week", "description": FERRY}
    assert suggest_claim_text(posted(desk, embeds=[embed]), 500) == "The harbour this week"
