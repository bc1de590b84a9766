"""A draft over the sample articles and its checks, for pictures of their cards."""

from __future__ import annotations

# ruff: noqa: E501 - a draft's paragraph is one line
from collections.abc import AsyncIterator
from datetime import UTC, datetime

from discord.ui import LayoutView, Modal

from bot.app import App
from bot.desk.draft_checks.saved import SavedDraftCheck
from bot.draftcheck.revision import revise
from commands.check.buttons import confirmation_view, worklist_view
from commands.check.cards import flagged_card, progress_text, work_list
from commands.check.modals import check_modal
from commands.ui.views import view_of

IN_DOCS = {"check"}
NAME = "lessons for paratroopers.docx"
HOURS = 24
NOW = datetime(2026, 11, 30, 21, 40, tzinfo=UTC)
DRAFT = """Lessons from the war

Western equipment has paid a price there: American M1 Abrams, British Challengers and German-built Leopards are among the tanks lost. "Several hundred members of China's armed forces are not due to be trained in Russia this year," Newsweek wrote.

Russian instructors are to teach jumps, fast deployment and fighting in cities, according to the files. The contract dates from 2021. They expect more joint exercises.

"The help which China gives to Russian arms production is very substantial," Vladimir Putin told POLITICO. RUSI fellows wrote that the help gives Beijing "offensive options against Japan". "We have never trained anybody in the desert," a general said on Friday.

The Bureau obtained the papers, and Sam Cooper reported on them. City combat takes 8 weeks and costs 4 million dollars. Is it a threat? Some captured vehicles were put on show in Moscow.
"""


async def cards(app: App) -> AsyncIterator[tuple[str, LayoutView | Modal]]:
    """Yield the cards of a draft check with their names."""
    draft = await app.draft_reader.read_text(DRAFT, NAME)
    check = await app.draft_checks.check(None, draft)
    saved = SavedDraftCheck("1", 1, 1, NOW, check)
    listed = work_list(saved)
    yield "check-form", check_modal("private", HOURS)
    yield "check-progress", view_of(progress_text(NAME, 18, 41))
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
    yield (
        "check-settled",
        worklist_view(
            work_list(SavedDraftCheck("3", 1, 1, NOW, later, frozenset(item.item.key for item in later.items))), HOURS
        ),
    )
