"""What Discord still shows of an erased person is taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.model.claim_input import NewVerdict
from bot.model.claims import Actor, Author, FlagSource
from bot.model.witness import read_lines
from tests.commands.desk.test_background import carded, digests, sent, thread_of, ticks
from tests.commands.staff import Staff, open_staffed

ZOE = Actor(777_000_111, "Zoe")
ORIGIN = FlagSource("https://discord.com/channels/1/2/3", Author(ZOE.user, "Zoe"), None, "The vicar sings.")


@pytest.fixture
async def staff(settings) -> AsyncIterator[Staff]:
    async with open_staffed(settings) as opened:
        yield opened


async def _forget(staff, *ids: str) -> None:
    await staff.claims.forget(ZOE.user, [f"{staff.desk.guild.id}/{id_}" for id_ in ids])
    await ticks(staff)


async def test_cards_threads_and_names_of_threads_are_drawn_anew(staff):
    await staff.set_up()
    await carded(staff, "The vicar sings.", by=ZOE, origin=ORIGIN)
    maria = staff.claims.request(staff.desk.guild.id, staff.as_actor(staff.maria, is_editor=True))
    await staff.claims.assign(maria, 1, Author(ZOE.user, "Zoe"))
    await staff.claims.start(maria, 1)
    await staff.claims.rule(maria, 1, NewVerdict("False", "Zoe misheard."))
    await ticks(staff)
    thread = thread_of(staff, 1)
    await staff.ben.send(thread, "A word of a person stays.")
    assert any("The vicar sings." in text for text in sent(thread))
    await _forget(staff, "1/claim-1", "1/link-1")
    assert thread.name == "#1 [erased]"
    [notice] = sent(thread)
    assert notice.strip().startswith("My earlier messages here were deleted, because a person's data was erased.")
    assert "A word of a person stays." in [message.content for message in thread.history()]
    shown = "\n".join(sent(staff.channel))
    assert "\\[erased\\]" in shown
    # The verdict's explanation is the editor's text, not the person's.
    assert not any(word in shown.replace("Zoe misheard.", "") for word in ("Zoe", "vicar", "/channels/1/2/3"))
    await ticks(staff)
    assert sent(thread) == [notice]


async def test_digests_lose_their_claims_and_keep_their_witness(staff):
    await staff.set_up(digest_hour=11, time_zone="Europe/Paris")
    await staff.flagged("The bridge fell.")
    staff.clock.passes(hours=3)
    await ticks(staff)
    await staff.flagged("The vicar sings.", by=ZOE)
    staff.clock.passes(days=1)
    await ticks(staff)
    later, earlier = sorted(digests(staff), key=len, reverse=True)
    assert "The vicar sings." in later
    assert "vicar" not in earlier
    [witness] = read_lines(later)
    await _forget(staff, "2/claim-1")
    emptied = next(text for text in digests(staff) if text != earlier)
    assert earlier in digests(staff)
    assert "The claims of this digest were taken out" in emptied
    assert "**#2**" not in emptied
    assert list(read_lines(emptied)) == [witness]
    [check] = await staff.claims.check_witness([witness])
    assert check.bad is None


async def test_a_claim_without_a_thread_needs_nothing_taken_back(staff):
    await staff.set_up()
    await staff.flagged("The vicar sings.", by=ZOE)
    await _forget(staff)
    assert (await staff.claims.outbox.backlog()).count == 0
