"""Cards of articles handed in from Discord: the list, what became of new ones, and a removal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from discord.ui import Container, Separator, TextDisplay
from discord.utils import format_dt

from bot.model.submissions import Submission, SubmissionResult
from commands.ui.bylines import document_title, plural, published_day, subtext
from commands.ui.cards import AMBER, BLUE, GREEN
from commands.ui.truncate import cut_line

PAGE_SIZE = 10
SHARED = "All servers that use this bot search these articles."
EMPTY = "Editors hand in articles with `/corpus add`."
_MAX_NAME = 60
_MAX_PROBLEM = 200
_ABOUT_REMOVAL = (
    "The file is deleted, and no answer quotes the article any more. Quotes pinned to a claim keep their words and are "
    "marked: their source is gone."
)


def page_count(count: int) -> int:
    """Return the number of pages for `count` submissions."""
    return max(1, -(-count // PAGE_SIZE))


def submissions_card(submissions: Sequence[Submission], page: int, count: int, guild: int) -> Container[Any]:
    """Return one page of the list; who handed an article in is shown on their server alone."""
    head = f"### {plural(count, 'article') if count else 'No articles'} handed in\n{subtext(SHARED)}"
    card: Container[Any] = Container(TextDisplay(head), accent_colour=BLUE)
    for text in [_entry(submission, guild) for submission in submissions] or [EMPTY]:
        card.add_item(TextDisplay(text))
    if page_count(count) > 1:
        card.add_item(Separator()).add_item(TextDisplay(subtext(f"page {page + 1:,} of {page_count(count):,}")))
    return card


def results_card(results: Sequence[SubmissionResult]) -> Container[Any]:
    """Return what became of the files of one form."""
    taken = sum(1 for result in results if result.submission)
    head = f"### {plural(taken, 'article')} handed in" if taken else "### Nothing was handed in"
    card: Container[Any] = Container(TextDisplay(head), accent_colour=GREEN if taken == len(results) else AMBER)
    card.add_item(TextDisplay("\n".join(line for result in results for line in _result_lines(result))))
    if taken:
        card.add_item(Separator()).add_item(TextDisplay(subtext(SHARED)))
    return card


def removal_card(submission: Submission, guild: int) -> Container[Any]:
    """Return the question before a removal."""
    texts = ["### Remove this article?", _entry(submission, guild), _ABOUT_REMOVAL]
    return Container(*map(TextDisplay[Any], texts), accent_colour=AMBER)


def removed_card(submission: Submission, *, is_searched: bool) -> Container[Any]:
    """Return the card after a removal; the article is searched still while another process indexes."""
    now = (
        "is searched until the next synchronisation, for another is running" if is_searched else "is no longer searched"
    )
    text = f"### Removed\n**{cut_line(submission.title, 200)}** {now}."
    return Container(TextDisplay(text), accent_colour=BLUE)


def _entry(submission: Submission, guild: int) -> str:
    document = submission.document
    title = document_title(document, 90, linked=False) if document else f"**{cut_line(submission.name, 90)}**"
    facts = (
        [cut_line(document.outlet or "", 60), published_day(document.published)] if document else ["not indexed yet"]
    )
    day = format_dt(submission.submitted, "D")
    sender = f"<@{submission.user}>" if submission.user is not None else "somebody"
    handed_in = (
        f"handed in by {sender} on {day}" if submission.guild == guild else f"handed in on another server on {day}"
    )
    return f"{title}\n{subtext(*facts, handed_in)}"


def _result_lines(result: SubmissionResult) -> Iterator[str]:
    document = result.submission.document if result.submission else None
    name = cut_line(result.name, _MAX_NAME)
    if document is None:
        yield f"⚠ “{name}” {cut_line(result.problem, _MAX_PROBLEM)}"
        return
    yield document_title(document, 120, linked=False)
    yield subtext(cut_line(document.outlet or "", 60), published_day(document.published), f"file {name}")
