"""The client: intents, upload of commands, health."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.client import sync_commands
from tests.commands import wire
from tests.commands.planned import COURSE


def uploads(desk) -> list[str]:
    return [sent.path for sent in desk.env.http_requests if sent.method == "PUT" and sent.path.endswith("/commands")]


def test_discords_own_description_is_at_hand_and_tells_bad_requests_from_good():
    if not wire.DESCRIPTION.is_file():
        pytest.skip("Discord's description of its API is not at hand (../shared/discord/openapi.json)")
    path = "/interactions/1/token/callback"
    assert wire.complaints("POST", path, {"type": 5, "data": {"flags": 64}}) == []
    assert wire.complaints("POST", path, {"type": 4, "data": {"flags": "many", "content": "x"}})


async def test_no_privileged_intent_is_asked_for(desk):
    intents = desk.client.intents
    assert {name for name, held in intents if held} == {"guilds", "guild_messages"}


async def test_commands_are_uploaded_once_and_again_only_when_they_differ(desk):
    assert len(uploads(desk)) == 1
    assert not await sync_commands(desk.client, None)
    desk.client.tree.get_command("ask").description = "Changed"
    assert await sync_commands(desk.client, None)
    assert len(uploads(desk)) == 2


async def test_a_removed_option_counts_as_a_difference(desk):
    commands = [command.to_dict(desk.client.tree) for command in desk.client.tree.get_commands()]
    commands[0]["options"].append({"type": 3, "name": "extra", "description": "Extra"})
    application = desk.client.application_id
    await desk.client.http.bulk_upsert_global_commands(application, commands)
    assert await sync_commands(desk.client, None)


async def test_commands_for_one_server_leave_out_what_only_global_ones_may_say(desk):
    assert await sync_commands(desk.client, desk.guild.id)
    assert not await sync_commands(desk.client, desk.guild.id)
    [path] = [path for path in uploads(desk) if "/guilds/" in path]
    sent = next(request.json for request in desk.env.http_requests if request.path == path and request.json)
    assert not any({"contexts", "integration_types"} & set(command) for command in sent)


async def test_starting_uploads_nothing(desk):
    before = len(uploads(desk))
    await desk.restart()
    assert len(uploads(desk)) == before
    assert await desk.ask(COURSE)


@pytest.mark.parametrize(
    ("latency", "healthy"), [(0.1, True), (60.0, False), (float("nan"), False), (float("inf"), False)]
)
async def test_the_client_is_healthy_while_connected_and_answered_in_time(desk, latency, healthy):
    desk.client.ws = SimpleNamespace(latency=latency)
    assert desk.client.is_healthy() == healthy


async def test_a_dropped_gateway_is_not_healthy_until_it_resumes(desk):
    desk.client.ws = SimpleNamespace(latency=0.1)
    await desk.client.on_disconnect()
    assert not desk.client.is_healthy()
    await desk.client.on_resumed()
    assert desk.client.is_healthy()
