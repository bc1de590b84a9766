"""Desk with claims at every stage, for pictures of its cards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from discord import Permissions
from discord.ui import LayoutView, Modal, TextDisplay

from bot.app import App
from bot.desk.lifecycle import Action
from bot.desk.messages import not_from_here
from bot.model.attachments import EarlierFile, FileState, KeptFile, Likeness
from bot.model.claim_input import FlagDraft, ImportedClaim, NewClaim, NewEvidence, NewVerdict
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance
from bot.model.claims import (
    Actor,
    Author,
    ClaimFile,
    ClaimFilter,
    DeskSettings,
    EvidenceKind,
    FlagSource,
    Person,
    PinState,
    Priority,
)
from bot.model.notifications import ClaimMention, OutboxBacklog, SourceChange
from bot.model.page_copies import CopyKind, CopyState, PageCopy
from bot.model.saved_texts import VerdictTemplate
from bot.model.spans import Span
from bot.model.witness import digest_line
from commands.already_checked.cards import SimilarHint, message_check_card, reply_card
from commands.claim.archive import archive_view
from commands.claim.buttons import claim_view
from commands.claim.evidence import pinned_quote, quotes_view
from commands.claim.gallery import files_to_show
from commands.claim.history import history_card
from commands.claim.modals import encode_state, evidence_modal, verdict_modal
from commands.claim.provenance import DETAILS, details_modal
from commands.claim.similar_card import SimilarCandidate, similar_claims_card, similar_to
from commands.claim.verdict_templates import filled_draft, template_choice
from commands.claim_list.bulk import BulkResult, chosen_view, confirmation_view, result_card
from commands.claim_list.cards import PAGE_SIZE
from commands.claim_list.filter_menus import FilterChoices
from commands.claim_list.filters import ORDERS, STATUSES, ListFilters
from commands.claim_list.saved_filters import OpenedFilter, save_filters_modal
from commands.claim_list.views import page_view
from commands.desk.cards import desk_card, memory_card
from commands.desk.digest_cards import (
    alarm_card,
    digest_card,
    digest_title,
    emptied_digest_card,
    mention_message,
    reminder_message,
    source_change_message,
)
from commands.desk.setup_views import setup_view, text_settings_modal
from commands.desk.statistics_card import statistics_card
from commands.desk.templates import template_modal, template_view, templates_view
from commands.flag.cog import add_choices
from commands.flag.earlier_files import EarlierCandidate, earlier_lines
from commands.flag.modal import flag_modal
from tests.commands.staff import on_clock
from tests.desk.conftest import DeskClock

GUILD, EMPTY_GUILD, CHECKED_GUILD = 500, 600, 700
MARIA, BEN = Actor(11, "Maria", is_editor=True), Actor(12, "Ben", is_editor=True)
RUTH, READER = Actor(13, "Ruth", is_reviewer=True), Actor(14, "Zoë")
QUESTION = "how many pages did Black Moon obtain?"
IN_DOCS = {
    *("desk-archive", "desk-already", "desk-claim", "desk-evidence", "desk-template-choice", "desk-ruled"),
    *("desk-saved-filter", "desk-digest", "desk-changed"),
}
POSTED = (
    *("desk-open", "desk-claim", "desk-review", "desk-ruled", "desk-duplicate", "desk-pictures", "desk-scan"),
    *("desk-digest", "desk-met", "desk-changed", "desk-gone", "desk-reminder", "alarm-", "checked-reply"),
)
FLAGGED = (
    "Russia trained Chinese soldiers at a paratrooper school in Ryazan.",
    "Leaked files on the Ryazan training run to 3,000 pages.",
    "The training course in Ryazan lasts twelve weeks.",
    "China paid 210 million dollars for airborne equipment.",
    "Chinese officers took part in the fighting in Ukraine.",
    "F-16 jets were shot down by trained paratroopers.",
    "A Russian general said the course was cancelled.",
)
ALARMS = {
    "database": (
        "The database is damaged: restore the backup of 2026-11-02 03:00 with `factdesk restore "
        "/data/backups/factdesk-auto-2026-11-02-030000.db`."
    ),
    "index": (
        "The search index was damaged (4f1c2d3e.term has a wrong checksum). It was moved aside and is rebuilt from the "
        "database: nothing is lost. If this happens again, check the disk."
    ),
    "backup": (
        "The scheduled backup failed: The folder /data/backups of FACTDESK_BACKUP_FOLDER can't be created (File "
        "exists). It is tried again every 15 minutes."
    ),
}
POST = "https://x.com/a_reader/status/1"
PROVENANCE = ClaimProvenance(
    Claimant("Iona Vance", ClaimantKind.PERSON, "https://people.example/vance"),
    (Appearance(POST, f"https://web.archive.org/web/2026/{POST}"), Appearance("https://www.radio.example/morning")),
    "2026-10-31",
    "en",
)
WITH_GAPS = "We found no evidence for what {claimant} said on {date}: “{claim}” We rate it {rating}. [Whom we asked]"
CHECKED_BEFORE = [
    ImportedClaim(
        FLAGGED[2],
        rating="False",
        explanation="The document names six weeks. A day has eight lessons.",
        url="https://checks.example/ryazan-weeks",
        author="Harbour Facts",
        published="2026-10-30",
        external_id="weeks",
    ),
    ImportedClaim(
        FLAGGED[3],
        rating="True",
        explanation="The contract names the sum.",
        url="https://checks.example/sum",
        author="Lantern",
        published="2026-10",
        external_id="sum",
    ),
]
SETTINGS = DeskSettings(3, 4, 5, second_reader=True, time_zone="Europe/London", digest_hour=8, set_up=True)


def _copies(now: datetime) -> tuple[PageCopy, ...]:
    """Return copies of the linked pages: made, at the archive, and refused."""
    radio = "https://www.radio.example/morning"
    return (
        PageCopy(1, CopyKind.TEXT, POST, CopyState.DONE, now, now, "A post", sha256="5c" * 32),
        PageCopy(2, CopyKind.TEXT, radio, CopyState.FAILED, now, now, failure="it answered 403"),
    )


async def cards(running: App) -> AsyncIterator[tuple[str, LayoutView | Modal]]:
    """Yield every card and form of the desk with a name."""
    clock = DeskClock()
    app = on_clock(running, clock)
    files = await _worked_on(app, clock)
    desk = app.desk
    channel = SimpleNamespace(id=3, permissions_for=lambda _: Permissions.all())
    guild: Any = SimpleNamespace(get_channel=lambda _: channel, get_role=lambda role: role, me=None)
    stages = {"desk-open": 1, "desk-claim": 2, "desk-review": 3, "desk-ruled": 4, "desk-duplicate": 6}
    for name, number in stages.items():
        yield name, claim_view(files[number])
    typed = "Leaked files on the Ryazan training run to 300 pages."
    like = await app.similar_claims.similar(GUILD, typed, 3)
    near = [SimilarCandidate(match, await desk.get(GUILD, match.number)) for match in like]
    yield "desk-already", _view(add_choices(similar_claims_card(typed, near), "1", near))
    claim = files[2].claim
    yield "desk-details", details_modal(DETAILS, encode_state(claim), f"More about #{claim.number}", PROVENANCE)
    quotes = tuple(NewEvidence(EvidenceKind.QUOTE, piece.text, title=piece.title) for piece in files[2].evidence)
    yield (
        "desk-flag",
        flag_modal(FlagDraft("1", GUILD, BEN.user, clock.now, claim.text, evidence=quotes, unpinned=(1,))),
    )
    yield "desk-rule", verdict_modal(files[2], SETTINGS, correcting=False)
    for name, shown in _templates(files):
        yield name, shown
    found = await app.ask(QUESTION)
    yield "desk-evidence-form", evidence_modal(files[2].claim)
    yield "desk-evidence", quotes_view(found, 2, "1")
    for name, chosen in {
        "desk-list": ListFilters(),
        "desk-mine": ListFilters(STATUSES["in progress"], mine=MARIA.user),
    }.items():
        page = await desk.claims(GUILD, chosen.filter(clock.now), limit=PAGE_SIZE)
        choices = FilterChoices((Person(1, MARIA.user, MARIA.name),), ("ryazan",))
        yield name, page_view(replace(page, total=page.total + 12), chosen, clock.now, BEN.user, choices)
    async for name, saved in _saved_filters(app, clock):
        yield name, saved
    yield "desk-empty", page_view(await desk.claims(EMPTY_GUILD, ClaimFilter()), ListFilters(), clock.now, 1)
    yield "desk-setup", setup_view(guild, replace(SETTINGS, channel=None, set_up=False))
    yield "desk-saved", setup_view(guild, SETTINGS, "**Saved.**")
    yield "desk-words", text_settings_modal(SETTINGS)
    yield "desk-show", _view(desk_card(guild, SETTINGS, OutboxBacklog(0, None)))
    backlog = OutboxBacklog(12, clock.now - timedelta(hours=2))
    yield "desk-show-manager", _view(desk_card(guild, SETTINGS, backlog)).add_item(memory_card(app.memory()))
    for name, shown in (*_archived(files[2], clock.now), *_pictured(files[1])):
        yield name, shown
    scanned = replace(files[2].evidence[0], read_by_ocr=True)
    yield "desk-scan", claim_view(replace(files[2], evidence=(scanned, *files[2].evidence[1:])))
    digest = await desk.digest(GUILD, clock.now - timedelta(days=1))
    troubled = replace(digest, problems=("Discord refused a message about #5 (Missing Permissions).",))
    yield "desk-digest", _view(digest_card(digest, SETTINGS, clock.now))
    yield "desk-digest-troubled", _view(digest_card(troubled, SETTINGS, clock.now, unread_files=3))
    assert digest.log is not None
    posted = f"### {digest_title(clock.now)}\n-# {digest_line(digest.log)}"
    yield "desk-digest-emptied", _view(emptied_digest_card(posted))
    for name, alarm in ALARMS.items():
        yield f"alarm-{name}", _view(alarm_card(alarm, clock.now))
    async for name, shown in _already_checked(app):
        yield name, shown
    async for name, shown in _several_claims(app, files):
        yield name, shown
    events = await desk.history(GUILD, 4)
    yield "desk-history", _view(history_card(files[4].claim, events, 0, clock.now, ZoneInfo(SETTINGS.time_zone)))
    for name, text in _news(files, found.findings[0].quote.text):
        yield name, _said(text)


def _archived(file: ClaimFile, now: datetime) -> Iterator[tuple[str, LayoutView]]:
    """Yield a claim with archived links, and the lists of its links."""
    archived = replace(file, claim=replace(file.claim, provenance=PROVENANCE), copies=_copies(now))
    yield "desk-archive", archive_view(archived, frozenset(CopyKind))
    yield "desk-archive-off", archive_view(replace(archived, copies=()), frozenset())
    yield "desk-archived", claim_view(archived)


def _pictured(file: ClaimFile) -> Iterator[tuple[str, LayoutView]]:
    """Yield a claim with pictures, and what is told of a picture that was flagged before."""
    yield "desk-pictures", _with_pictures(file)
    earlier = [EarlierCandidate(EarlierFile(1, Likeness.SAME_PICTURE), file.claim)]
    told = similar_claims_card("Soldiers march through Ryazan at night.", [], about_files=list(earlier_lines(earlier)))
    yield "desk-already-picture", _view(add_choices(told, "1", earlier))


async def _saved_filters(app: App, clock: DeskClock) -> AsyncIterator[tuple[str, LayoutView | Modal]]:
    """Yield lists opened by a saved filter, and the form to save one."""
    by_due = ListFilters(STATUSES["in progress"], tag="ryazan", sort=ORDERS["due first"])
    gone = replace(by_due, tag="ferry")
    for name, saved in {
        "desk-saved-filter": OpenedFilter(by_due, "Ryazan, by due date"),
        "desk-saved-misfit": OpenedFilter(gone, "Ferries", ("No claim has the tag #ferry any more.",)),
    }.items():
        page = await app.desk.claims(GUILD, saved.filters.filter(clock.now), limit=PAGE_SIZE)
        yield name, page_view(page, saved.filters, clock.now, BEN.user, saved=saved)
    yield "desk-save-filters", save_filters_modal(by_due, is_editor=True)


def _templates(files: dict[int, ClaimFile]) -> Iterator[tuple[str, LayoutView | Modal]]:
    """Yield the cards and forms of verdict templates."""
    maria, ben = (Person(number, actor.user, actor.name) for number, actor in enumerate((MARIA, BEN), 1))
    first = VerdictTemplate(1, "No evidence", WITH_GAPS, "Unproven", maria, 1)
    second = VerdictTemplate(2, "Right number, wrong unit", "[number] is right, but in [unit].", None, ben, 1)
    yield "desk-templates", templates_view([first, second])
    yield "desk-templates-deleted", templates_view([], "**“No evidence” was deleted.** Its text was:\n> Nothing.")
    yield "desk-template", template_view(first, "**Saved.**")
    yield "desk-template-form", template_modal(SETTINGS, first)
    yield "desk-template-choice", template_choice(files[2].claim, [first, second])
    draft = filled_draft(first, files[1].claim, SETTINGS)
    yield "desk-rule-template", verdict_modal(files[1], SETTINGS, correcting=False, draft=draft)


async def _several_claims(app: App, files: dict[int, ClaimFile]) -> AsyncIterator[tuple[str, LayoutView]]:
    """Yield the cards of changes of several claims, and of the desk's numbers."""
    several = [files[number].claim for number in (1, 3, 5)]
    yield "bulk-chosen", chosen_view(several)
    yield "bulk-close", confirmation_view(several)
    refusal = not_from_here(Action.DECLINE, files[4].claim, "")
    yield "bulk-done", _view(result_card(BulkResult([1, 3, 5]), "assigned to Ben"))
    yield "bulk-refused", _view(result_card(BulkResult([1, 3], [(4, refusal)]), "declined"))
    yield "desk-stats", _view(statistics_card(await app.desk.statistics(GUILD)))
    yield "desk-stats-empty", _view(statistics_card(await app.desk.statistics(EMPTY_GUILD)))


async def _already_checked(app: App) -> AsyncIterator[tuple[str, LayoutView]]:
    """Yield the cards of messages with published verdicts, of a server of its own."""
    desk, maria = app.desk, app.desk.request(CHECKED_GUILD, MARIA)
    await desk.import_many(maria, CHECKED_BEFORE)
    posted = "Chinese troops drilled with Russian paratroopers over twelve long weeks."
    duplicate = await desk.flag(maria, NewClaim(posted))
    await desk.mark_duplicate(app.desk.request(CHECKED_GUILD, MARIA), duplicate.claim.number, 1)
    messages = {
        "checked": f"Did you see this? {FLAGGED[2]} And {FLAGGED[3]}",
        "checked-duplicate": posted,
        "checked-similar": "The training course in Ryazan lasts six weeks.",
        "checked-nothing": "Nobody was at the harbour.",
    }
    for name, text in messages.items():
        check = await app.published_verdicts.on_message(CHECKED_GUILD, text)
        hints = [
            SimilarHint(
                similar.text, SimilarCandidate(similar.match, await desk.get(CHECKED_GUILD, similar.match.number))
            )
            for similar in check.similar
        ]
        yield name, _view(message_check_card(check, hints))
    six_weeks = await desk.flag(desk.request(CHECKED_GUILD, BEN), NewClaim(messages["checked-similar"]))
    shown = await desk.file(CHECKED_GUILD, six_weeks.claim.number)
    yield "desk-shown", claim_view(shown, similar=await similar_to(app, shown))
    for name, number in {"checked-reply": 1, "checked-reply-duplicate": duplicate.claim.number}.items():
        verdict = await app.published_verdicts.on_claim(CHECKED_GUILD, number)
        assert verdict is not None
        yield name, _view(reply_card(verdict))


async def _worked_on(app: App, clock: DeskClock) -> dict[int, ClaimFile]:
    """Flag claims, work on them for a day, return them by number."""
    desk, now = app.desk, clock.now
    link = "https://discord.com/channels/1/2/3"
    origin = FlagSource(
        link, Author(99, "a_reader"), now, "3,000 pages! And nobody reads them. Can the desk have a look?"
    )
    found = await app.ask(QUESTION)
    for place, text in enumerate(FLAGGED):
        clock.passes(minutes=3)
        new = NewClaim(text, tags=("ryazan",) if place < 3 else ())
        if place == 1:
            due = now + timedelta(hours=26)
            new = replace(new, why="All over the feeds this morning.", origin=origin, priority=Priority.HIGH, due=due)
        await desk.flag(desk.request(GUILD, READER if place % 2 else BEN), new)
    by_maria, by_ben = desk.request(GUILD, MARIA), desk.request(GUILD, BEN)
    await desk.add_flag(by_ben, 2, "Asked about it twice today.")
    await desk.start(by_maria, 2)
    await desk.set_details(by_maria, 2, PROVENANCE)
    await desk.set_details(by_maria, 4, replace(PROVENANCE, appearances=PROVENANCE.appearances[1:], language=None))
    note = NewEvidence(EvidenceKind.NOTE, "The group's spokesman gives the same number on the telephone.")
    await desk.add_evidence(by_maria, 2, [pinned_quote(found.findings[0]), note])
    for number, by, rating in ((3, by_ben, "Missing context"), (4, by_maria, "Mostly true")):
        await desk.start(by, number)
        await desk.add_evidence(by, number, [note])
        await desk.set_up(by_maria, replace(SETTINGS, second_reader=number == 3))
        why = "The document names the sum, and not what it was paid for."
        await desk.rule(by, number, NewVerdict(rating, why, (1,)))
    clock.passes(hours=2)
    await desk.correct(desk.request(GUILD, MARIA), 4, NewVerdict("Missing context", "The sum covers a licence, too."))
    await desk.merge(by_ben, 6, 1)
    await desk.set_due(desk.request(GUILD, MARIA), 5, clock.now + timedelta(minutes=30))
    clock.passes(hours=1)
    return {number: await desk.file(GUILD, number) for number in range(1, len(FLAGGED) + 1)}


def _news(files: dict[int, ClaimFile], quote: str) -> Iterator[tuple[str, str]]:
    claim, piece = files[2].claim, files[2].evidence[0]
    yield (
        "desk-met",
        mention_message(ClaimMention(1, GUILD, claim, "d", "What the Ryazan files say", Span(0, 9), quote)),
    )
    changed = replace(piece, pin=PinState.CHANGED, found=piece.text.replace("a", "e", 1))
    yield "desk-changed", source_change_message(SourceChange(claim, changed))
    yield "desk-gone", source_change_message(SourceChange(claim, replace(piece, pin=PinState.GONE)))
    yield "desk-reminder", f"<@{BEN.user}>\n{reminder_message(claim)}"


def _with_pictures(file: ClaimFile) -> LayoutView:
    """Return the card of a claim with a picture, a video and a PDF, and two files that were not kept."""
    origin = FlagSource("https://discord.com/channels/1/2/3", Author(99, "a_reader"), file.claim.created, "Look!")
    given = [
        ("ryazan at night.png", "image/png", 90_000, "1f3a9c0b2d4e"),
        ("march.mp4", "video/mp4", 4_000_000, "77aa01bc93de"),
        ("course plan.pdf", "application/pdf", 8_000, "c0ffee5a7e11"),
    ]
    kept = [
        KeptFile(1, place, name, media_type, size, FileState.KEPT, sha256=sha256 * 5, is_spoiler=place == 2)
        for place, (name, media_type, size, sha256) in enumerate(given, 1)
    ]
    kept.append(KeptFile(1, 4, "parade_full.mov", "video/quicktime", 14 << 20, FileState.TOO_LARGE))
    kept.append(KeptFile(1, 5, "notes.zip", "application/zip", 900, FileState.OTHER_TYPE))
    kept[0] = replace(kept[0], earlier=EarlierFile(4, Likeness.SAME_PICTURE))
    told = replace(file, flags=(replace(file.flags[0], origin=origin),), files=tuple(kept))
    return claim_view(told, shown=files_to_show(told, 10 << 20))


def _view(card: Any) -> LayoutView:
    return LayoutView(timeout=None).add_item(card)


def _said(text: str) -> LayoutView:
    return LayoutView(timeout=None).add_item(TextDisplay(text))
