"""A draft over the sample articles and its checks, for pictures of their cards."""

from __future__ import annotations

# ruff: noqa: E501 - a draft's paragraph is one line
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from discord.ui import LayoutView, Modal

from bot.app import App
from bot.desk.draft_checks.saved import SavedDraftCheck
from bot.draftcheck.revision import revise
from bot.model.claim_input import FlagDraft
from commands.ask.context import context_card
from commands.check.buttons import confirmation_view, worklist_view
from commands.check.cards import flagged_card, progress_text, work_list
from commands.check.handed_in import NO_TEXT, NOT_READABLE, NOTHING, OWN
from commands.check.handlers import ALL_FLAGGED, EXPIRED, NOT_YOURS, claim_of, evidence_of, why_flagged
from commands.check.modals import check_modal
from commands.check.runs import BUSY
from commands.flag.modal import flag_modal
from commands.ui.markdown import escape
from commands.ui.views import view_of
from tests.commands.desk_scene import CHECKED_BEFORE, MARIA

IN_DOCS = {"check"}
NAME = "lessons for paratroopers.docx"
HOURS = 24
LEVELS_GUILD = 800
NOW = datetime(2026, 11, 30, 21, 40, tzinfo=UTC)
DRAFT = """Lessons from the war

Western equipment has paid a price there: American M1 Abrams, British Challengers and German-built Leopards are among the tanks lost. "Several hundred members of China's armed forces are not due to be trained in Russia this year," Newsweek wrote.

Russian instructors are to teach jumps, fast deployment and fighting in cities, according to the files. The contract dates from 2021. They expect more joint exercises.

"The help which China gives to Russian arms production is very substantial," Vladimir Putin told POLITICO. RUSI fellows wrote that the help gives Beijing "offensive options against Japan". "We have never trained anybody in the desert," a general said on Friday.

The Bureau obtained the papers, and Sam Cooper reported on them. City combat takes 8 weeks and costs 4 million dollars. Is it a threat? Some captured vehicles were put on show in Moscow.
"""


LEVELS = """The lessons again

"Western equipment has paid a price there: the subject is the fighting in Ukraine," Newsweek wrote. China has secretly promised to prepare Russian paratroopers for a possible attack on Taiwan. Kurt Cambell told POLITICO that the help is substantial.

The training course in Ryazan lasts twelve weeks. The training course in Ryazan lasts six weeks. The contract dates from 2021. City combat takes 8 weeks and costs 4 million dollars.

The contract does not oblige Russia to deliver assault vehicles. "Several hundred members of China's armed forces are not due to be trained in Russia this year," according to Newsweek. They expect more joint exercises.
"""
REFUSALS = {
    "check-nothing": NOTHING,
    "check-no-text": NO_TEXT,
    "check-not-readable": NOT_READABLE,
    "check-own": OWN,
    "check-busy": BUSY,
    "check-expired": EXPIRED,
    "check-not-yours": NOT_YOURS,
    "check-all-flagged": ALL_FLAGGED,
}


async def cards(app: App) -> AsyncIterator[tuple[str, LayoutView | Modal]]:
    """Yield the cards of a draft check with their names."""
    draft = await app.draft_reader.read_text(DRAFT, NAME)
    check = await app.draft_checks.check(None, draft)
    saved = SavedDraftCheck("1", 1, 1, NOW, check)
    listed = work_list(saved)
    yield "check-form", check_modal("private", HOURS)
    yield "check-progress", view_of(progress_text(NAME, 18, 41, check.items))
    for name, refusal in REFUSALS.items():
        yield name, view_of(escape(refusal))
    for page in range(listed.page_count):
        yield f"check-{page + 1}" if page else "check", worklist_view(listed, HOURS, page)
    yield "check-confirm", confirmation_view(listed, listed.red)
    flagged = [(12 + place, checked.item.text) for place, checked in enumerate(listed.red)]
    yield "check-flagged", view_of(flagged_card(flagged, [(DRAFT[:60], "The desk has no channel yet.")]))
    corrected = await app.draft_reader.read_text(
        DRAFT.replace("are not due", "are due").replace("8 weeks", "9 weeks"), NAME
    )
    later = await app.draft_checks.check(None, corrected)
    marked = SavedDraftCheck("2", 1, 1, NOW, later, frozenset({listed.items[-1].item.key}), "1")
    done = "Marked as fine, also for the next version: “Some captured vehicles”"
    yield "check-revised", worklist_view(work_list(marked, revise(check, later)), HOURS, 0, done)
    red = listed.red[0]
    form = FlagDraft("1", 1, 1, NOW, claim_of(saved, red), why_flagged(red), evidence=evidence_of(red))
    yield "check-flag", flag_modal(form)
    found = red.findings[0]
    documents = await app.documents.get([found.document.id])
    yield "check-context", view_of(context_card(found, documents[found.document.id]))
    async for name, shown in _levels(app):
        yield name, shown
    yield (
        "check-settled",
        worklist_view(
            work_list(SavedDraftCheck("3", 1, 1, NOW, later, frozenset(item.item.key for item in later.items))), HOURS
        ),
    )


async def _levels(app: App) -> AsyncIterator[tuple[str, LayoutView]]:
    """Yield the pages of a draft whose items reach every level; those that agree are only in the copies."""
    await app.desk.import_many(app.desk.request(LEVELS_GUILD, MARIA), CHECKED_BEFORE)
    draft = await app.draft_reader.read_text(LEVELS, "levels.docx")
    check = await app.draft_checks.check(LEVELS_GUILD, draft)
    listed = work_list(SavedDraftCheck("4", 1, 1, NOW, check))
    for page in range(listed.page_count):
        yield f"check-levels-{page + 1}", worklist_view(listed, HOURS, page)
