"""The bot publishes after a change, and tells why it can't."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.service.publishing import NEVER, publish_if_changed
from bot.desk.publication.feeds import SiteOptions
from bot.desk.publication.publisher import Publisher
from tests.desk.conftest import GUILD, MARIA, DeskNewsroom, database, room  # noqa: F401 - fixtures


class PublishingBot:
    """One look after the other, as the bot's loop does."""

    def __init__(self, newsroom: DeskNewsroom, folder: Path) -> None:
        self.publisher = Publisher(newsroom.database, newsroom.desk, SiteOptions(linked_only=False), GUILD)
        self.folder = folder
        self.seen = NEVER
        self.alarms: list[str] = []

    async def look(self) -> int | None:
        done = await publish_if_changed(self.publisher, self.folder, self.seen, self.alarms.append, settle_seconds=0)
        self.seen = self.seen if done is None else done
        return done

    def pages(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("claims/*"))


@pytest.fixture
def bot(room: DeskNewsroom, tmp_path: Path) -> PublishingBot:  # noqa: F811
    return PublishingBot(room, tmp_path / "site")


async def test_it_publishes_at_the_start_and_after_each_change(bot: PublishingBot, room: DeskNewsroom) -> None:  # noqa: F811
    await bot.look()
    assert (bot.folder / "index.html").exists()
    number = await room.ruled()
    await bot.look()
    assert bot.pages() == ["1.html"]
    await room.by(MARIA).reopen(number)
    await room.by(MARIA).decline(number)
    await bot.look()
    assert bot.pages() == []
    assert bot.alarms == []


async def test_without_a_change_the_folder_is_not_looked_at(bot: PublishingBot, room: DeskNewsroom) -> None:  # noqa: F811
    await room.ruled()
    await bot.look()
    (bot.folder / "index.html").unlink()
    await room.flagged("Another claim.")
    await bot.look()
    assert not (bot.folder / "index.html").exists()


async def test_a_failure_is_an_alarm_and_is_tried_again(bot: PublishingBot, room: DeskNewsroom) -> None:  # noqa: F811
    await room.ruled()
    bot.folder.write_text("not a folder")
    assert await bot.look() is None
    [alarm] = bot.alarms
    assert alarm.startswith(f"The verdicts could not be published: The folder {bot.folder} can't be created (")
    assert alarm.endswith("Name another. It is tried again.")
    bot.folder.unlink()
    await bot.look()
    assert bot.pages() == ["1.html"]


async def test_a_foreign_file_is_an_alarm_and_the_rest_is_published(bot: PublishingBot, room: DeskNewsroom) -> None:  # noqa: F811
    await room.ruled()
    bot.folder.mkdir()
    (bot.folder / "index.html").write_text("mine")
    assert await bot.look()
    assert bot.pages() == ["1.html"]
    assert [alarm.split(":")[0] for alarm in bot.alarms] == ["The published site is incomplete"]
