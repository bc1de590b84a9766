"""Flagging, with verdicts and the outbox, killed at random moments."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from bot.desk.desk import Desk
from bot.library.data_folder import DATABASE
from bot.model.claim_input import NewClaim, NewVerdict
from bot.model.claims import Actor, CardLocation, Claim, DeskSettings
from bot.model.notifications import OutboxKind, OutboxMessage
from bot.store.sqlite.database import Database, open_database
from tests.bench.kills.scenario import GUILD, acknowledge, acknowledged, all_claims, check_database, utc_now

_CHANNEL = 600
_EDITOR = Actor(900, "Editor", is_editor=True, is_reviewer=True)
_MEMBERS = 20
_CLAIMS = 90
_CONCURRENT = 10  # members who flag at the same time
_RULED = 3  # every third claim gets a verdict, and its flagger a notification
_REDELIVERED = 5  # acknowledged interactions that Discord delivers once more
_POSTED = "posted.txt"


class FlaggingKills:
    """Members flag claims, an editor rules on some, and a worker empties the outbox."""

    name = "flagging"
    continues = True

    def prepare(self, folder: Path) -> None:
        """Set up a desk with a channel."""
        asyncio.run(_set_up(folder))

    def work(self, folder: Path) -> None:
        """Flag the claims that are not acknowledged, and the last of the others again."""
        asyncio.run(_flag_all(folder))

    def check(self, folder: Path, *, is_finished: bool) -> None:
        """Check that acknowledged claims are there once, and their messages sent or waiting."""
        asyncio.run(_check(folder, is_finished=is_finished))


async def _set_up(folder: Path) -> None:
    async with open_database(folder / DATABASE) as database:
        desk = Desk(database, utc_now)
        await desk.set_up(desk.request(GUILD, _EDITOR), DeskSettings(channel=_CHANNEL))


async def _flag_all(folder: Path) -> None:
    done = [int(line.split()[1]) for line in acknowledged(folder) if line.startswith("flag ")]
    open_numbers = [number for number in range(_CLAIMS) if number not in done or number in done[-_REDELIVERED:]]
    async with open_database(folder / DATABASE) as database:
        desk = Desk(database, utc_now)
        await desk.outbox.release()
        numbers = iter(open_numbers)
        worker = asyncio.create_task(_send_all(desk, folder))
        await asyncio.gather(*(_flag_some(desk, folder, numbers) for _ in range(_CONCURRENT)))
        await worker


async def _flag_some(desk: Desk, folder: Path, numbers: Iterator[int]) -> None:
    for number in numbers:
        member = Actor(1_000 + number % _MEMBERS, f"member {number % _MEMBERS}")
        change = await desk.flag(desk.request(GUILD, member, interaction=number), NewClaim(_text(number)))
        acknowledge(folder, f"flag {number}")
        if number % _RULED == 0:
            claim = change.claim.number
            await desk.start(desk.request(GUILD, _EDITOR, interaction=f"{number} start"), claim)
            verdict = NewVerdict("False", "The register says otherwise.")
            await desk.rule(desk.request(GUILD, _EDITOR, interaction=f"{number} rule"), claim, verdict)
            acknowledge(folder, f"verdict {number}")


async def _send_all(desk: Desk, folder: Path) -> None:
    """Send what waits, until every claim is flagged and nothing is left."""
    while True:
        are_flagged = len([line for line in acknowledged(folder) if line.startswith("verdict ")]) >= _CLAIMS / _RULED
        for guild, claim in await desk.outbox.ready({GUILD}):
            if (message := await desk.outbox.first(guild, claim)) is not None:
                await _send(desk, folder, message)
        if are_flagged and (await desk.outbox.backlog()).count == 0:
            return


async def _send(desk: Desk, folder: Path, message: OutboxMessage) -> None:
    """Send a message as the bot does; a file stands for Discord."""
    await desk.outbox.begin(message)
    claim = await desk.get(GUILD, message.claim)
    if message.kind is OutboxKind.CARD and claim.card is None:
        _post(folder, message)
        await desk.outbox.save_card_without_thread(message, CardLocation(_CHANNEL, 7_000 + claim.number))
        return
    if message.kind is OutboxKind.THREAD:
        _post(folder, message)
        assert claim.card is not None
        location = CardLocation(_CHANNEL, claim.card.message, 8_000 + claim.number)
        await desk.outbox.save_card(GUILD, claim.number, location)
    if message.kind is OutboxKind.VERDICT:
        _post(folder, message)
        await desk.outbox.mark_reached(message, message.recipients)
    await desk.outbox.finish(message)


def _post(folder: Path, message: OutboxMessage) -> None:
    with (folder / _POSTED).open("a") as file:
        file.write(f"{message.claim} {message.kind.value} {message.nonce}\n")


async def _check(folder: Path, *, is_finished: bool) -> None:
    flagged, ruled = _acknowledged_numbers(folder, "flag"), _acknowledged_numbers(folder, "verdict")
    posted = _posted(folder)
    async with open_database(folder / DATABASE) as database:
        await check_database(database)
        claims = await all_claims(database)
        waiting = await _waiting(database)
    by_text = {claim.text: claim for claim in claims}
    assert max(Counter(claim.text for claim in claims).values(), default=1) == 1, "a claim is there twice"
    assert not [number for number in flagged if _text(number) not in by_text], "an acknowledged flag is lost"
    for number in ruled:
        claim = by_text[_text(number)]
        assert claim.rating == "False", f"the acknowledged verdict on #{claim.number} is lost"
        _assert_sent_or_waiting(claim, OutboxKind.VERDICT, posted, waiting)
    for claim in claims:
        _assert_sent_or_waiting(claim, OutboxKind.CARD, posted, waiting)
        assert (claim.card is not None) or (claim.number, OutboxKind.CARD) in waiting, f"#{claim.number} has no card"
        if claim.card is not None:
            _assert_sent_or_waiting(claim, OutboxKind.THREAD, posted, waiting)
    # Discord drops a message with a nonce that it has seen.
    assert not [key for key, nonces in posted.items() if len(nonces) > 1], "a message was sent twice"
    if is_finished:
        assert len(claims) == len(flagged) == _CLAIMS
        assert not waiting


def _assert_sent_or_waiting(
    claim: Claim, kind: OutboxKind, posted: dict[tuple[int, str], set[str]], waiting: set[tuple[int, str]]
) -> None:
    key = (claim.number, kind.value)
    assert key in posted or key in waiting, f"the {kind.value} message of #{claim.number} is lost"


async def _waiting(database: Database) -> set[tuple[int, str]]:
    rows = await database.read(lambda connection: connection.execute("SELECT claim, kind FROM outbox").fetchall())
    return set(rows)


def _posted(folder: Path) -> dict[tuple[int, str], set[str]]:
    posted: dict[tuple[int, str], set[str]] = defaultdict(set)
    path = folder / _POSTED
    for line in path.read_text().splitlines() if path.exists() else ():
        claim, kind, nonce = line.split()
        posted[int(claim), kind].add(nonce)
    return dict(posted)


def _acknowledged_numbers(folder: Path, action: str) -> set[int]:
    pairs = (line.split() for line in acknowledged(folder))
    return {int(number) for name, number in pairs if name == action}


def _text(number: int) -> str:
    return f"Claim no. {number} is true."
