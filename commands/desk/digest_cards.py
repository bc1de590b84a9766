"""Cards of digests and alarms, and messages of reminders, mentions and changed sources."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from discord.ui import Container, Separator, TextDisplay
from discord.utils import format_dt

from bot.model.claims import Claim, DeskSettings, PinState
from bot.model.notifications import ClaimMention, Digest, SourceChange
from commands.claim.cards import person_name, timestamp
from commands.claim_list.cards import claim_address
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE, MAX_TEXT
from commands.ui.links import link
from commands.ui.markdown import escape_except_code, width
from commands.ui.truncate import cut_line, cut_quote

_MAX_CLAIMS = 5  # in each list
_MAX_CLAIM = 100
_MAX_PROBLEM = 200
_FRAME = 500  # characters of the headings and the last line
_MAX_ALARM = 1_800  # characters; escaping at most doubles them
ALARM_HEADING = "⚠ For the bot’s operator"
_LISTS = {
    "overdue": "⚠ Overdue",
    "unassigned": "Unassigned",
    "in_review": "In review",
    "new_evidence": "New evidence",
}


def digest_card(digest: Digest, settings: DeskSettings, at: datetime, unread_files: int = 0) -> Container[Any]:
    """Return the digest due at a moment.

    `unread_files` is the number of files in the quarantine.
    """
    local = at.astimezone(ZoneInfo(settings.time_zone))
    card: Container[Any] = Container(
        TextDisplay(f"### {digest_title(local)}"), accent_colour=AMBER if digest.counts["overdue"] else BLUE
    )
    problems = "\n".join(_problem_lines(digest, unread_files))
    room = MAX_TEXT - _FRAME - width(problems)
    for key, heading in _LISTS.items():
        if digest.counts[key]:
            text = "\n".join(_claim_list(heading, getattr(digest, key), digest.counts[key]))
            if width(text) > room:
                text = f"**{heading}** ({digest.counts[key]:,})"
            room -= width(text)
            card.add_item(Separator()).add_item(TextDisplay(text))
    if not any(digest.counts.values()):
        card.add_item(TextDisplay("No claim is overdue, unassigned or in review, and there is no new evidence."))
    if problems:
        card.add_item(Separator()).add_item(TextDisplay(f"**Problems**\n{problems}"))
    since = format_dt(digest.since, "f")
    tail = subtext(f"new evidence since {since}", "`/claims list` shows every claim")
    return card.add_item(Separator()).add_item(TextDisplay(tail))


def _problem_lines(digest: Digest, unread_files: int) -> Iterator[str]:
    yield from (f"- {cut_line(problem, _MAX_PROBLEM)}" for problem in digest.problems)
    if unread_files:
        counted = plural(unread_files, "file of articles", "files of articles")
        yield f"- {counted} could not be read, or only in part. `factdesk corpus quarantine` lists the reasons."


def digest_title(local: datetime) -> str:
    """Return a title such as "Digest for Monday, 2 November"."""
    return f"Digest for {local:%A}, {local.day} {local:%B}"


def alarm_card(text: str, found: datetime) -> Container[Any]:
    """Return the card of an alarm, found at a moment."""
    return Container(
        TextDisplay(f"### {ALARM_HEADING}"),
        TextDisplay(escape_except_code(text[:_MAX_ALARM])),
        Separator(),
        TextDisplay(subtext(f"found {format_dt(found, 'f')}")),
        accent_colour=AMBER,
    )


def reminder_message(claim: Claim) -> str:
    """Return the reminder of a due date."""
    assert claim.due is not None
    headline = f"**#{claim.number} is due {timestamp(claim.due)}** ({format_dt(claim.due, 'R')})"
    return f"{headline}\n“{cut_line(claim.text, 200)}”"


def mention_message(sighting: ClaimMention) -> str:
    """Return the message about a claim found in a new article."""
    lines = [f"**A new article mentions #{sighting.claim.number}:**", cut_quote(sighting.text, (), 1_200)]
    return "\n".join([*lines, subtext(cut_line(sighting.title, 200))])


def source_change_message(change: SourceChange) -> str:
    """Return the message about a changed, restored or removed source."""
    piece = change.evidence
    about = f"evidence {piece.number} of #{change.claim.number}"
    where_from = subtext(cut_line(piece.title or "an article", 200))
    if piece.pin is PinState.HOLDS:
        return f"**The source of {about} has its earlier text again.**\n{cut_quote(piece.text, (), 900)}\n{where_from}"
    event = "was removed" if piece.pin is PinState.GONE else "was changed"
    lines = [f"⚠ **The article behind {about} {event}.** It said:", cut_quote(piece.text, (), 900)]
    if piece.pin is PinState.CHANGED:
        lines += (
            ["It now says:", cut_quote(piece.found, (), 900)]
            if piece.found
            else ["The quoted words are no longer in it."]
        )
    return "\n".join([*lines, where_from])


def _claim_list(heading: str, claims: Collection[Claim], count: int) -> Iterator[str]:
    yield f"**{heading}** ({count:,})"
    for claim in list(claims)[:_MAX_CLAIMS]:
        facts = [
            f"was due {format_dt(claim.due, 'R')}" if heading == _LISTS["overdue"] and claim.due else "",
            f"assigned to {person_name(claim.assignee)}" if claim.assignee else "",
            link("open", address) if (address := claim_address(claim)) else "",
        ]
        yield f"**#{claim.number}** {cut_line(claim.text, _MAX_CLAIM)}"
        if details := " · ".join(filter(None, facts)):
            yield subtext(details)
    if count > _MAX_CLAIMS:
        yield subtext(f"and {count - _MAX_CLAIMS:,} more")
