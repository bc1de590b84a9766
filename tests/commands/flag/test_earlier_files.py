"""Look-ups of a draft's files: started with the form, and never waited for long."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from bot.desk.attachments import AttachmentService
from bot.model.attachments import Attachment, Likeness
from bot.model.claim_input import FlagDraft
from bot.model.claims import FlagSource
from commands.flag import earlier_files
from commands.flag.earlier_files import EarlierFileLookups
from tests.desk.conftest import GUILD, READER, DeskNewsroom, database, room  # noqa: F401 - fixtures
from tests.pictures import photo, png

PHOTO = png(photo(1))
PICTURE = Attachment("ferry.png", "image/png", len(PHOTO), "https://cdn.example/ferry.png")
ORIGIN = FlagSource("https://discord.com/channels/500/3/4", attachments=(PICTURE,))


class Cdn:
    """Discord's files, which arrive once `is_open`."""

    def __init__(self) -> None:
        self.is_open = asyncio.Event()
        self.fault: Exception | None = None
        self.fetched = 0

    async def get_from_cdn(self, url: str) -> bytes:
        self.fetched += 1
        if self.fault:
            raise self.fault
        await self.is_open.wait()
        return PHOTO


@pytest.fixture
async def cdn() -> Cdn:
    return Cdn()


@pytest.fixture
async def lookups(room: DeskNewsroom, cdn: Cdn) -> EarlierFileLookups:  # noqa: F811
    service = AttachmentService(room.database, room.clock, 1 << 20)
    number = await room.flagged(origin=ORIGIN)
    [waiting] = (await room.desk.file(GUILD, number)).files
    await service.keep(GUILD, number, waiting, PHOTO)
    return EarlierFileLookups(SimpleNamespace(http=cdn, app=SimpleNamespace(attachments=service, desk=room.desk)))


def draft(room: DeskNewsroom, origin: FlagSource | None = ORIGIN) -> FlagDraft:  # noqa: F811
    return FlagDraft("77", GUILD, READER.user, room.clock.now, "It burnt.", origin=origin)


async def test_a_look_up_that_takes_long_is_not_waited_for_and_goes_on(room, cdn, lookups, monkeypatch):  # noqa: F811
    monkeypatch.setattr(earlier_files, "_PATIENCE_S", 0)
    lookups.start(draft(room))
    assert await lookups.result(draft(room)) == []
    cdn.is_open.set()
    monkeypatch.setattr(earlier_files, "_PATIENCE_S", 60)
    [found] = await lookups.result(draft(room))
    assert (found.earlier.likeness, found.claim.number) == (Likeness.SAME_FILE, 1)
    assert cdn.fetched == 1


async def test_a_look_up_lost_at_a_stop_is_done_again(room, cdn, lookups):  # noqa: F811
    cdn.is_open.set()
    [found] = await lookups.result(draft(room))
    assert found.claim.number == 1


async def test_a_fault_while_looking_up_is_no_fault_of_the_form(room, cdn, lookups):  # noqa: F811
    cdn.fault = ConnectionError("gone")
    assert await lookups.result(draft(room)) == []


async def test_a_draft_without_files_is_not_looked_up(room, cdn, lookups):  # noqa: F811
    assert await lookups.result(draft(room, None)) == []
    assert cdn.fetched == 0


async def test_look_ups_are_stopped_with_the_bot(room, lookups):  # noqa: F811
    lookups.start(draft(room))
    await lookups.close()
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("earlier files")]
