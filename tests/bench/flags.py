"""A busy minute: many people flag claims at once, and every flag is answered in time, kept, and kept once.

python -m tests.bench.flags [--flags 1000] [--members 50] [--seconds 60]

The bot is the real one; Discord is SimCord in the same process, so that its own work is in the figures too. Each flag
is `/flag`, its form, and the form sent back; each claim gets its card and its thread. Flags are sent at even intervals,
whether those before were answered or not.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import Any

from simcord import _modal, _runtime, actors

from bot.model.claims import Actor, ClaimFilter, DeskSettings
from tests.commands.articles import write_articles
from tests.commands.conftest import SimulatedDesk, open_desk, settings_of, texts

_PATIENCE = 600.0  # seconds that one answer is waited for: longer than a test may take
_SYLLABLES = ("ba", "do", "fe", "ki", "lu", "mo", "ne", "pa", "ri", "su", "ta", "vo", "we", "zi")
_IN_TIME = 3.0  # seconds that Discord waits for the first answer


@dataclass(frozen=True, slots=True)
class FlagFigures:
    """Seconds from sending: `shown` to the form, `taken` from the form to its acknowledgement, `done` to the card."""

    flags: int
    kept: int
    shown: list[float]
    taken: list[float]
    done: list[float]
    seconds: float

    @property
    def late(self) -> int:
        """How many interactions Discord would have given up."""
        return sum(each > _IN_TIME for each in (*self.shown, *self.taken))


async def measured(desk: SimulatedDesk, flags: int, members: int, seconds: float) -> FlagFigures:
    """Return what came of so many flags. Raises AssertionError where one was lost, or kept twice."""
    people = [desk.guild.add_member(desk.env.create_user(f"member{number}")) for number in range(members)]
    board = desk.guild.create_text_channel("desk")
    await desk.env.settle()
    await desk.app.desk.set_up(desk.app.desk.request(desk.guild.id, Actor(1, "Boss")), DeskSettings(channel=board.id))
    told = _claims(flags)
    # SimCord would wait after each interaction until the bot is idle; here they overlap, as they do in Discord. And it
    # looks its records of what is open up one by one, field by field: with a thousand forms, for most of the minute.
    _runtime._CallbackRecord.__eq__ = object.__eq__
    settle, desk.env._settle_internal = desk.env._settle_internal, _at_once
    began = time.monotonic()
    try:
        times = await asyncio.gather(
            *(
                _flag(people[place % members], desk.channel, text, began + place * seconds / flags)
                for place, text in enumerate(told)
            )
        )
    finally:
        desk.env._settle_internal = settle
    took = time.monotonic() - began
    await desk.env.settle()
    page = await desk.app.desk.claims(desk.guild.id, ClaimFilter(), limit=2 * flags)
    assert page.total == flags
    assert {claim.text for claim in page.claims} == set(told)
    assert all(claim.card and claim.card.thread for claim in page.claims)
    checks = await desk.app.desk.verify_log(desk.guild.id)
    assert all(check.bad is None for check in checks)
    return FlagFigures(flags, page.total, *(list(each) for each in zip(*times, strict=True)), took)


async def _flag(member: Any, channel: Any, claim: str, at: float) -> tuple[float, float, float]:
    await asyncio.sleep(max(0.0, at - time.monotonic()))
    began = time.monotonic()
    shown = await actors._slash(member, channel, "flag", {"claim": claim})
    await _until(lambda: shown._interaction.modal is not None)
    form = time.monotonic()
    sent = await _modal._submit_modal(member, shown, {"claim": claim, "priority": "normal"})
    await _until(lambda: sent.acknowledged)
    taken = time.monotonic()
    await _until(lambda: sent.response is not None and "is flagged" in texts(sent.response))
    return form - began, taken - form, time.monotonic() - form


async def _until(holds: Any) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, "an interaction was not answered"
        await asyncio.sleep(0.002)


async def _at_once(**_options: Any) -> None:
    await asyncio.sleep(0)


def _claims(count: int) -> list[str]:
    """Return claims that share no word, so that none is asked whether it is another."""
    draw = Random(11)
    seen: set[str] = set()

    def word() -> str:
        while (new := "".join(draw.choices(_SYLLABLES, k=5))) in seen:
            pass
        seen.add(new)
        return new

    return [f"{word().title()} {word()} {word()} {word()}." for _ in range(count)]


async def _run(flags: int, members: int, seconds: float) -> FlagFigures:
    with tempfile.TemporaryDirectory() as home:
        write_articles(Path(home, "corpus"))
        async with open_desk(settings_of(Path(home))) as desk:
            return await measured(desk, flags, members, seconds)


def _told(name: str, times: list[float]) -> str:
    at_95 = quantiles(times, n=20)[-1]
    return f"{name:<32} median {median(times):6.3f} s   p95 {at_95:6.3f} s   most {max(times):6.3f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flags", type=int, default=1_000)
    parser.add_argument("--members", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    figures = asyncio.run(_run(given.flags, given.members, given.seconds))
    print(f"{figures.flags:,} flags of {given.members} members in {figures.seconds:.1f} s: {figures.kept:,} kept.")
    print(_told("/flag until its form", figures.shown))
    print(_told("form until acknowledged", figures.taken))
    print(_told("form until flagged", figures.done))
    print(f"Later than {_IN_TIME:.0f} s: {figures.late}")


if __name__ == "__main__":
    main()
