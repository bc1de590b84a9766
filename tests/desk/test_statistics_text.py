"""Statistics of desks of any size, in words."""

from __future__ import annotations

from bot.desk.statistics_text import headline, verdict_time
from bot.model.claim_input import NewClaim
from bot.model.claim_provenance import Appearance, ClaimProvenance
from tests.desk.conftest import GUILD, READER, DeskNewsroom


async def test_one_is_one_and_several_are_several(room: DeskNewsroom) -> None:
    assert headline(await room.desk.statistics(GUILD)) == "0 claims · 0 in work · 0 flags by 0 people"
    await room.ruled()
    first = await room.desk.statistics(GUILD)
    assert headline(first) == "1 claim · 0 in work · 1 flag by 1 person"
    assert verdict_time(first).endswith("(1 claim).")
    await room.flagged("The pier closed.")
    assert headline(await room.desk.statistics(GUILD)) == "2 claims · 1 in work · 2 flags by 1 person"


async def test_a_site_is_named_without_the_port_and_the_login_of_a_link(room: DeskNewsroom) -> None:
    links = ("https://jo:secret@Social.example:8443/1", "https://www.social.example/2")
    provenance = ClaimProvenance(None, tuple(map(Appearance, links)))
    await room.by(READER).flag(NewClaim("The pier closed.", provenance=provenance))
    assert (await room.desk.statistics(GUILD)).by_outlet == (("social.example", 1),)
