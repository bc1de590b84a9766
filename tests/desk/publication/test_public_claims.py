"""What leaves the desk, and what stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk.publication.public_claims import public_claim, web_link
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.store.desk.personal_texts import ERASED
from tests.desk.conftest import BEN, MARIA, RUTH
from tests.desk.publication.conftest import Site


async def test_nothing_internal_stands_in_any_file(site: Site) -> None:
    await site.ferry()
    await site.publish()
    text = site.everything()
    assert "We had thirty people aboard," in text
    secrets = [
        "Maria",
        "a reader",
        "a poster",
        "discord",
        "Secret words",
        "Everybody shares it",
        "private number",
        "safe.example",
    ]
    assert [word for word in [*secrets, "Uncited", "our thread", "ferry.md"] if word in text] == []


async def test_editors_are_named_only_by_an_option(site: Site) -> None:
    number = await site.ferry()
    await site.room.needs_second_reader()
    await site.room.by(BEN).correct(number, NewVerdict("Misleading", "Thirty."))
    await site.publish()
    assert "Corrected" not in site.read("claims/1.html"), "a verdict that waits for its second reader is internal"
    await site.room.by(RUTH).approve(number)
    await site.publish(with_people=True)
    page = site.read("claims/1.html")
    assert "Verdict by Ben, second reader Ruth." in page
    assert "Verdict by Maria." in page
    await site.room.desk.forget(BEN.user)
    await site.publish()
    assert "Ben" not in site.everything()


async def test_a_verdict_is_published_once_its_link_is_saved_or_all_are_by_an_option(site: Site) -> None:
    number = await site.room.ruled()
    assert (await site.publish()).verdicts == 0
    assert "No verdict is published yet." in site.read("index.html")
    await site.room.by(MARIA).publish(number, "https://discord.com/channels/1/2/3")
    assert (await site.publish()).verdicts == 0, "a link into Discord is no publication"
    assert (await site.publish(linked_only=False)).verdicts == 1
    await site.room.by(MARIA).publish(number, "https://lindholm.example/1")
    assert (await site.publish(linked_only=True)).verdicts == 1


async def test_a_correction_stays_published_with_the_verdicts_before_it(site: Site) -> None:
    number = await site.ferry()
    site.room.clock.passes(days=3)
    await site.room.by(MARIA).correct(number, NewVerdict("Misleading", "It was 30 in a boat for 300.", evidence=(1,)))
    await site.publish()
    page = site.read("claims/1.html")
    assert "Verdict: Misleading" in page
    assert "Before: False" in page
    assert page.index("It was 30") < page.index("The captain and the log book say 30.")
    assert "Passengers: 30" not in page, "only what the verdict in force cites"
    assert "https://lindholm.example/ferry" in page
    assert "claims/1.html" in site.read("corrections/all.html")


async def test_a_claim_that_is_checked_again_says_so_and_a_withdrawn_one_loses_its_page(site: Site) -> None:
    number = await site.ferry()
    await site.room.by(MARIA).reopen(number)
    await site.publish()
    assert "The desk is checking this claim again." in site.read("claims/1.html")
    await site.room.by(MARIA).decline(number)
    report = await site.publish()
    assert report.verdicts == 0
    assert {path for path in site.paths() if "/" in path} == set()
    assert "ferry" not in site.everything()


async def test_an_import_without_a_date_gets_none(site: Site) -> None:
    await site.room.by(MARIA).import_many(
        [ImportedClaim("It sank.", rating="False", url="https://a.example/1", author="AFP")]
    )
    await site.publish()
    assert "<time" not in site.read("claims/1.html")
    assert "pubDate" not in site.read("feed.xml")
    assert "By AFP." in site.read("claims/1.html")
    assert "/2026" not in "".join(site.paths())


async def test_erased_texts_are_not_published(site: Site) -> None:
    number = await site.ferry()
    file = await site.room.desk.file(site.room.guild, number)
    assert public_claim(replace(file, claim=replace(file.claim, text=ERASED)), linked_only=True) is None
    first, *others = file.evidence
    public = public_claim(replace(file, evidence=(replace(first, text=ERASED), *others)), linked_only=True)
    assert public is not None
    assert [piece.number for piece in public.file.evidence] == [2, 4]


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/channels/1",
        "https://PTB.discord.com./channels/1",
        "https://cdn.discordapp.com/a.png",
        "https://discord.gg/x",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://[",
        "",
        None,
    ],
)
def test_links_into_discord_and_other_schemes_are_left_out(url: str | None) -> None:
    assert web_link(url) is None


@pytest.mark.parametrize("url", ["https://discord.com.example/a", "http://notdiscord.com/a"])
def test_other_links_stay(url: str) -> None:
    assert web_link(url) == url
