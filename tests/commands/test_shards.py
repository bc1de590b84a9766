"""Several connections to Discord: each server on its shard, and health for each of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from types import SimpleNamespace

import discord
import pytest

from bot.app import open_app
from bot.client import FactdeskClient, ShardedClient, build_client
from bot.model.shards import shard_of
from commands import EXTENSIONS
from tests.commands.conftest import offered, open_desk, settings_of, texts
from tests.commands.planned import COURSE, planned
from tests.commands.staff import Staff, open_staffed


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings.model_copy(update={"shards": 2})) as opened:
        yield opened


async def settled(staff: Staff) -> ShardedClient:
    """Return the client after the events of its shards."""
    await staff.desk.env.settle()
    assert isinstance(staff.desk.client, ShardedClient)
    return staff.desk.client


@pytest.mark.parametrize(
    ("shards", "shard_ids", "made", "own"),
    [
        (None, (), None, None),
        ("auto", (), None, []),
        (1, (), 1, [0]),
        (8, (), 8, list(range(8))),
        (8, (2, 3), 8, [2, 3]),
    ],
)
async def test_a_client_has_shards_only_if_the_settings_ask_for_them(tmp_path, shards, shard_ids, made, own) -> None:
    settings = settings_of(tmp_path, corpus=()).model_copy(update={"shards": shards, "shard_ids": shard_ids})
    async with open_app(settings) as app, build_client(app, EXTENSIONS) as client:
        assert isinstance(client, FactdeskClient)
        assert isinstance(client, discord.AutoShardedClient) == (shards is not None)
        assert client.shard_count == made
        assert not client.is_healthy()
        if isinstance(client, ShardedClient):
            assert list(client.own_shards()) == own
            assert list(client.disconnected_shards()) == own
        else:
            assert client.disconnected_shards() == ()


async def test_discord_is_asked_for_the_number_until_it_answers(tmp_path, monkeypatch) -> None:
    answers = [discord.GatewayNotFound(), OSError("away"), (3, "wss://discord.example", {})]

    async def ask() -> object:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    connected = []

    async def connect(client: discord.AutoShardedClient, *, reconnect: bool) -> None:
        connected.append((client.shard_count, reconnect))

    monkeypatch.setattr("bot.client._ASK_AGAIN_SECONDS", 0)
    monkeypatch.setattr(discord.AutoShardedClient, "connect", connect)
    settings = settings_of(tmp_path, corpus=()).model_copy(update={"shards": "auto"})
    async with open_app(settings) as app, build_client(app, EXTENSIONS) as client:
        monkeypatch.setattr(client.http, "get_bot_gateway", ask)
        await client.connect()
    assert connected == [(3, True)]


async def test_servers_of_both_shards_are_answered(staff) -> None:
    await settled(staff)
    for shard_id in (0, 1):
        guild = staff.desk.env.create_guild(shard_id=shard_id)
        asker = guild.add_member(staff.desk.env.create_user(f"asker {shard_id}"))
        channel = guild.create_text_channel("room")
        assert shard_of(guild.id, 2) == shard_id
        assert "Leaked papers" in texts((await asker.slash(channel, "ask", question=COURSE)).response)


async def test_each_shard_has_to_be_connected_and_to_answer_in_time(staff) -> None:
    client = await settled(staff)
    assert client.is_healthy()
    await client.shards[1].disconnect()
    await settled(staff)
    assert (client.is_healthy(), client.disconnected_shards()) == (False, (1,))
    ready = client.wait_for("shard_ready")
    await client.shards[1].reconnect()
    assert await ready == 1
    await settled(staff)
    assert client.is_healthy()
    await client.on_shard_disconnect(0)
    await client.on_disconnect()
    assert client.disconnected_shards() == (0,)
    await client.on_shard_resumed(0)
    assert client.is_healthy()


@pytest.mark.parametrize("latency", [60.0, float("nan"), float("inf")])
async def test_a_shard_that_does_not_answer_is_not_healthy(staff, latency, monkeypatch) -> None:
    client = await settled(staff)
    monkeypatch.setattr(client.get_shard(1)._parent, "ws", SimpleNamespace(latency=latency, shard_id=1, open=True))
    assert client.disconnected_shards() == (1,)


async def test_managers_see_the_shards_and_which_are_without_a_connection(staff) -> None:
    await staff.set_up()
    client = await settled(staff)
    own = shard_of(staff.desk.guild.id, 2)
    shown = [texts((await who.slash(staff.channel, "desk show")).response) for who in (staff.boss, staff.maria)]
    assert [f"shard {own} of 2" in text for text in shown] == [True, False]
    assert "no connection" not in shown[0]
    await client.on_shard_disconnect(1 - own)
    text = texts((await staff.boss.slash(staff.channel, "desk show")).response)
    assert f"Shard {1 - own} has no connection to Discord: 0 servers there get no answers." in text


async def test_a_process_with_some_shards_answers_their_servers_alone(settings) -> None:
    part = settings.model_copy(update={"shards": 2, "shard_ids": (1,)})
    async with open_desk(part, planned) as desk:
        own, other = (desk.env.create_guild(shard_id=shard_id) for shard_id in (1, 0))
        await desk.env.settle()
        assert desk.client.get_guild(own.id) is not None
        assert desk.client.get_guild(other.id) is None
        assert desk.client.is_healthy()


@pytest.mark.parametrize(("shard_ids", "buttons"), [((0, 1), {"Stop"}), ((1,), set[str]())])
async def test_direct_messages_have_buttons_if_their_presses_come_here(settings, tmp_path, shard_ids, buttons) -> None:
    (tmp_path / "news").mkdir()
    folders = (*settings.corpus, tmp_path / "news")
    part = settings.model_copy(update={"shards": 2, "shard_ids": shard_ids, "corpus": folders})
    async with open_desk(part) as desk:
        guild = desk.env.create_guild(shard_id=1)
        channel, maria = guild.create_text_channel("room"), guild.add_member(desk.env.create_user("maria"))
        await maria.slash(channel, "watch question", text="Pavel Doric", posted="private")
        (tmp_path / "news" / "doric.md").write_text("---\ntitle: Doric\n---\n\nThe spokesman Pavel Doric resigned.\n")
        await desk.app.sync()
        await desk.env.advance_time(31)
        [post] = maria.user.dm_channel.history()
        assert "**Pavel Doric** resigned" in texts(post)
        assert offered(post) == buttons
        assert ("`/watch stop` on the server" in texts(post)) == (not buttons)


@pytest.mark.parametrize(("shard_ids", "is_private"), [((0, 1), True), ((1,), False)])
async def test_a_new_server_is_greeted_where_its_buttons_work(settings, shard_ids, is_private) -> None:
    part = settings.model_copy(update={"shards": 2, "shard_ids": shard_ids})
    async with open_desk(part) as desk:
        owner = desk.env.create_user("owner")
        guild = desk.env.create_guild(shard_id=1, owner=owner)
        channel = guild.create_text_channel("general")
        desk.env.backend.edit_guild(guild.id, {"system_channel_id": channel.id})
        await desk.env.settle()
        await desk.client.get_cog("Greeter").on_guild_join(desk.client.get_guild(guild.id))
        await desk.env.settle()
        assert (len(owner.dm_channel.history()), len(channel.history())) == (is_private, not is_private)
