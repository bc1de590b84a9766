"""The server of the articles is away: the desk works, and everything about articles says so in one sentence."""

from __future__ import annotations

from bot.app import open_app
from tests.commands.articles import write_articles
from tests.commands.conftest import settings_of, texts
from tests.commands.staff import open_staffed
from tests.postgresql_server import Server

AWAY = "The articles can't be reached at the moment. Try again in a minute."
COMMANDS = {
    "ask": {"question": "who reported the training?"},
    "search": {"query": "training"},
    "quote": {"text": "the instructors would explain how the troops deal with such weapons"},
    "corpus list": {},
}


async def test_a_bot_started_without_the_server_says_so_and_keeps_the_desk(tmp_path, own_server: Server) -> None:
    write_articles(tmp_path / "corpus")
    settings = settings_of(tmp_path, database=own_server.url())
    async with open_app(settings) as app:
        await app.sync()
    own_server.stop()
    async with open_staffed(settings) as staff:
        await staff.set_up()
        for command, options in COMMANDS.items():
            assert AWAY in texts((await staff.boss.slash(staff.channel, command, **options)).response), command
        assert await staff.flagged("The training was called off.") == [1]
        assert "called off" in texts((await staff.boss.slash(staff.channel, "claim show", claim="1")).response)
        assert f"⚠️ {AWAY}" in texts((await staff.boss.slash(staff.channel, "desk show")).response)
        own_server.start()
        await staff.desk.app.sync()
        for command, options in COMMANDS.items():
            assert AWAY not in texts((await staff.boss.slash(staff.channel, command, **options)).response), command
        assert AWAY not in texts((await staff.boss.slash(staff.channel, "desk show")).response)
