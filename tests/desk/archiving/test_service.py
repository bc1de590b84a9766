"""Pages that a claim links are copied: once asked for, again after a failure, with a reason where it is impossible."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from bot.desk.archiving.service import PageArchiving
from bot.desk.claim_links import claim_links
from bot.errors import UserError
from bot.library.reader_worker import ReadLimits
from bot.model.claim_input import NewClaim, NewEvidence
from bot.model.claim_provenance import Appearance, ClaimProvenance
from bot.model.claims import Author, EvidenceKind, FlagSource
from bot.model.page_copies import CopyKind, CopyState, PageCopy
from tests.desk.archiving.conftest import BOTH, PAGE, STAMP, TEXT, WebSite, service
from tests.desk.conftest import BEN, MARIA, READER, STRANGER, DeskNewsroom

LOCAL, ARCHIVE = CopyKind.TEXT, CopyKind.INTERNET_ARCHIVE
POST = "https://social.example/jo/1"
MESSAGE = "https://discord.com/channels/1/2/3"


async def asked(room: DeskNewsroom, url: str, kind: CopyKind = LOCAL, number: int | None = None) -> int:
    """Ask for a copy of a page that a claim links; return the claim's number."""
    number = number or await room.flagged()
    await room.by(MARIA).archive(number, kind, [url])
    return number


async def copies(room: DeskNewsroom, number: int = 1) -> tuple[PageCopy, ...]:
    return (await room.desk.file(room.guild, number)).copies


async def log_is_true(room: DeskNewsroom) -> bool:
    return [check.bad for check in await room.desk.verify_log()] == [None]


async def test_a_page_is_copied_with_text_title_date_and_hash(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    url = site.serve("/log")
    number = await asked(room, url)
    assert [copy.state for copy in await copies(room)] == [CopyState.WAITING]
    assert await archiving.deliver_due() == 1
    [local] = await room.desk.local_copies(room.guild, number, 10)
    assert TEXT in local.text
    assert (local.copy.url, local.copy.title, local.copy.published) == (url, "Ferry log", "2026-10-30")
    assert local.copy.sha256 == hashlib.sha256(PAGE.encode()).hexdigest()
    assert local.copy.finished == room.clock.now
    assert await room.happened(number) == ["flagged", "archiving requested", "page archived"]
    assert await log_is_true(room)
    assert await archiving.deliver_due() == 0
    assert len(site.requests) == 1, "once"


async def test_a_request_carries_neither_cookies_nor_names(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    site.serve("/log", Set_Cookie="who=maria")
    number = await asked(room, site.serve("/moved", "", 302, Location="/log", Set_Cookie="who=maria"))
    await archiving.deliver_due()
    assert [request.path for request in site.requests] == ["/moved", "/log"]
    for request in site.requests:
        assert "Cookie" not in request.headers
        assert request.headers["User-Agent"] == "Mozilla/5.0 (compatible; factdesk)"
    assert (await copies(room, number))[0].state is CopyState.DONE


async def test_the_internet_archive_s_copy_becomes_the_appearance_s(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    number = await room.flagged(provenance=ClaimProvenance(appearances=(Appearance(POST), Appearance(f"{POST}/more"))))
    copy = site.take_in(POST)
    await asked(room, POST, ARCHIVE, number)
    assert await archiving.deliver_due() == 1
    assert copy.endswith(f"/web/{STAMP}/{POST}")
    claim = await room.desk.get(room.guild, number)
    assert claim.provenance.appearances == (Appearance(POST, copy), Appearance(f"{POST}/more"))
    assert [link.archived for link in claim_links(await room.desk.file(room.guild, number))] == [copy, None]
    assert [request.path for request in site.requests] == [f"/save/{POST}"], "the page itself is not fetched"
    assert await log_is_true(room)


async def test_an_evidence_s_link_gets_its_archived_link(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    number = await room.checking()
    await room.by(MARIA).add_evidence(number, [NewEvidence(EvidenceKind.LINK, "The log.", url=POST)])
    copy = site.take_in(POST)
    await asked(room, POST, ARCHIVE, number)
    await archiving.deliver_due()
    [link] = claim_links(await room.desk.file(room.guild, number))
    assert (link.place, link.archived) == ("evidence 1", copy)


async def test_an_archive_that_names_the_copy_in_a_header_is_understood(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    site.serve(f"/save/{POST}", "Saved.", Content_Location=f"/web/{STAMP}/{POST}")
    await asked(room, POST, ARCHIVE)
    assert await archiving.deliver_due() == 1
    assert (await copies(room))[0].archived == site.url(f"/web/{STAMP}/{POST}")


async def test_an_archive_that_leads_elsewhere_gives_no_copy(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    site.serve(f"/save/{POST}", "", 302, Location=f"https://other.example/web/{STAMP}/{POST}")
    await asked(room, POST, ARCHIVE)
    assert await archiving.deliver_due() == 0
    assert (await copies(room))[0].archived is None


async def test_the_links_of_a_claim_are_those_of_appearances_evidence_and_messages(room: DeskNewsroom) -> None:
    origin = FlagSource(MESSAGE, Author(9, "Jo"), None, f"Look: {POST}, {MESSAGE} and https://paper.example/a.")
    await room.by(READER).flag(
        NewClaim(
            "The ferry carried 300 people.",
            origin=origin,
            provenance=ClaimProvenance(appearances=(Appearance(POST, "https://web.archive.org/web/2026/x"),)),
            evidence=(NewEvidence(EvidenceKind.LINK, "A log.", url="https://harbour.example/log"),),
        )
    )
    links = claim_links(await room.desk.file(room.guild, 1))
    assert [(link.url, link.place, link.archived is not None) for link in links] == [
        (POST, "appearance", True),
        ("https://harbour.example/log", "evidence 1", False),
        ("https://paper.example/a", "flagged message", False),
    ]


async def test_a_busy_site_is_asked_again_with_growing_pauses_and_given_up_after_an_hour(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    number = await asked(room, site.serve("/log", "", 503))
    for seconds, attempts in ((0, 1), (9, 1), (1, 2), (60, 3), (300, 4)):
        room.clock.passes(seconds=seconds)
        await archiving.deliver_due()
        assert len(site.requests) == attempts
    assert (await copies(room))[0].state is CopyState.WAITING
    room.clock.passes(hours=1)
    await archiving.deliver_due()
    [copy] = await copies(room)
    assert (copy.state, copy.failure) == (CopyState.FAILED, "it answered 503")
    assert (await room.desk.history(room.guild, number))[-1].after == {"copy": 1, "why": "it answered 503"}
    assert await log_is_true(room)


async def test_a_site_that_answers_later_is_copied(room: DeskNewsroom, site: WebSite, archiving: PageArchiving) -> None:
    await asked(room, site.serve("/log", "", 429))
    assert await archiving.deliver_due() == 0
    site.serve("/log")
    room.clock.passes(seconds=10)
    assert await archiving.deliver_due() == 1


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ({"status": 404, "body": ""}, "it answered 404"),
        ({"body": "x" * 5_000_001}, "it is larger than 5 MB"),
        ({"body": b"\x89PNG", "Content_Type": "image/png"}, "it is neither a web page, nor text, nor a PDF"),
        ({"body": "<html><body></body></html>"}, "the page holds no recognisable article text"),
        ({"body": "no gzip", "Content_Encoding": "gzip"}, "it answered with damaged data"),
        ({"body": "??", "Content_Encoding": "br"}, "it answered in an encoding that was not asked for"),
        ({"body": "", "status": 302, "Location": "/log"}, "it was redirected more than 5 times"),
        ({"body": "", "status": 302, "Location": "http://10.1.2.3/"}, "its address is in a private network"),
        ({"body": "", "status": 302, "Location": "http://[::ffff:127.0.0.2]/"}, "its address is in a private network"),
        ({"body": "", "status": 302, "Location": "file:///etc/passwd"},
         "it leads to an address that is not a web page's"),
    ],
)  # fmt: skip
async def test_a_page_that_can_not_be_copied_says_why_at_once(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving, page: dict[str, Any], reason: str
) -> None:
    await asked(room, site.serve("/log", **page))
    assert await archiving.deliver_due() == 0
    [copy] = await copies(room)
    assert (copy.state, copy.failure) == (CopyState.FAILED, reason)
    assert await log_is_true(room)


async def test_a_packed_page_is_unpacked_up_to_the_limit(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    number = await asked(room, site.serve_packed("/log", PAGE.encode()))
    await asked(room, site.serve_packed("/bomb", b"x" * 50_000_000), number=number)
    assert await archiving.deliver_due() == 1
    assert [copy.failure for copy in await copies(room)] == [None, "it is larger than 5 MB"]


async def test_a_page_in_an_encoding_that_only_its_header_says_is_read(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    words = "Паром перевёз тридцать человек, сказал капитан в понедельник утром в порту."
    page = PAGE.replace(TEXT, words).encode("windows-1251")
    number = await asked(room, site.serve("/log", page, Content_Type="text/html; charset=windows-1251"))
    await archiving.deliver_due()
    assert words in (await room.desk.local_copies(room.guild, number, 1))[0].text


async def test_one_bad_page_never_stops_the_others(room: DeskNewsroom, site: WebSite, archiving: PageArchiving) -> None:
    number = await asked(room, "http://127.0.0.1:1/closed")
    await asked(room, site.serve("/log"), number=number)
    assert await archiving.deliver_due() == 1
    assert [copy.state for copy in await copies(room)] == [CopyState.WAITING, CopyState.DONE]


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://0x7f.1/"])
async def test_without_the_allow_list_no_private_address_is_reached(room: DeskNewsroom, url: str) -> None:
    await asked(room, url)
    await PageArchiving(room.database, room.clock, BOTH, ReadLimits()).deliver_due()
    assert [copy.failure for copy in await copies(room)] == ["its address is in a private network"]


async def test_an_address_in_an_odd_form_is_no_web_page(room: DeskNewsroom) -> None:
    await asked(room, "http://2130706433/")
    await PageArchiving(room.database, room.clock, BOTH, ReadLimits()).deliver_due()
    assert [copy.failure for copy in await copies(room)] == ["it leads to an address that is not a web page's"]


async def test_what_waits_is_told_as_turned_off_after_the_setting_went(room: DeskNewsroom, site: WebSite) -> None:
    await asked(room, site.serve("/log"))
    await service(room, site, frozenset({ARCHIVE})).deliver_due()
    assert (await copies(room))[0].failure == "the bot's operator has turned it off"
    assert not site.requests


async def test_only_the_assignee_and_editors_may_archive(room: DeskNewsroom) -> None:
    number = await room.flagged()
    for actor in (READER, STRANGER):
        with pytest.raises(UserError, match="Only its assignee or an editor can archive the links of #1"):
            await room.by(actor).archive(number, LOCAL, [POST])
    assert await copies(room) == ()


async def test_a_page_that_waits_is_not_queued_twice(room: DeskNewsroom) -> None:
    number = await asked(room, POST)
    with pytest.raises(UserError, match="are being archived already"):
        await room.by(BEN).archive(number, LOCAL, [POST])
    await room.by(BEN).archive(number, ARCHIVE, [POST])
    assert len(await copies(room)) == 2


async def test_a_merge_takes_copies_along_also_those_that_wait(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    number = await asked(room, site.serve("/log"))
    await archiving.deliver_due()
    await asked(room, site.serve("/later"), number=number)
    into = await room.flagged("The ferry carried 30 people.", by=BEN)
    await asked(room, site.serve("/own"), number=into)
    await room.by(MARIA).merge(number, into)
    assert await copies(room, number) == ()
    assert await archiving.deliver_due() == 2
    found = [(copy.number, copy.url, copy.state) for copy in await copies(room, into)]
    assert found == [(n, site.url(path), CopyState.DONE) for n, path in ((1, "/own"), (2, "/log"), (3, "/later"))]
    assert await log_is_true(room)


async def test_a_copy_does_not_wait_for_discord_nor_discord_for_it(room: DeskNewsroom) -> None:
    await asked(room, POST)
    before = await room.desk.outbox.backlog(room.guild)
    assert await room.sent() == []
    assert before.count == 0


async def test_forgetting_a_person_can_take_the_copies_of_pages_that_their_message_linked(
    room: DeskNewsroom, site: WebSite, archiving: PageArchiving
) -> None:
    url, later = site.serve("/log"), site.serve("/later")
    number = await room.flagged(origin=FlagSource(MESSAGE, Author(99, "Jo Berg"), None, f"{url} {later}"))
    await asked(room, url, number=number)
    await archiving.deliver_due()
    await asked(room, later, number=number)
    texts = [text for text in await room.desk.personal_texts(99) if text.kind == "copy"]
    assert [text.name for text in texts] == ["copy 1 of a linked page of #1", "copy 2 of a linked page of #1"]
    await room.desk.forget(99, [text.id for text in texts])
    assert await archiving.deliver_due() == 0
    assert [(copy.url, copy.title) for copy in await copies(room)] == [("[erased]", None)] * 2
    assert await room.desk.local_copies(room.guild, number, 10) == []
    assert TEXT.encode() not in room.database.path.read_bytes()
    assert await log_is_true(room)


async def test_the_copies_of_pages_that_a_person_gave_as_evidence_are_among_their_texts(room: DeskNewsroom) -> None:
    number = await room.checking()
    await room.by(BEN).add_evidence(number, [NewEvidence(EvidenceKind.LINK, "My page.", url=POST)])
    await asked(room, POST, number=number)
    await asked(room, f"{POST}/other", number=number)
    assert [text.id for text in await room.desk.personal_texts(BEN.user) if text.kind == "copy"] == ["500/1/copy-1"]


async def test_other_servers_see_no_copy(room: DeskNewsroom, site: WebSite, archiving: PageArchiving) -> None:
    await asked(room, site.serve("/log"))
    await archiving.deliver_due()
    with pytest.raises(UserError, match="There is no claim #1 here"):
        await room.desk.local_copies(600, 1, 10)


async def test_the_log_names_no_address(room: DeskNewsroom, site: WebSite, archiving: PageArchiving) -> None:
    number = await asked(room, site.serve("/secret-page"))
    await archiving.deliver_due()
    events = await room.desk.history(room.guild, number)
    assert "secret-page" not in json.dumps([[event.before, event.after] for event in events], default=str)
