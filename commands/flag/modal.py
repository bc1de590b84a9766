"""The form that a claim is flagged with, and what was typed into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from discord.ui import Modal

from bot.desk import due_dates, validation
from bot.model.claim_input import FlagDraft, NewClaim
from bot.model.claims import Priority
from commands.ui.markdown import one_line, plain
from commands.ui.modals import Fields, choice, form, line

KIND = "flag"
_PRIORITIES = [
    (Priority.LOW.value, "Low"),
    (Priority.NORMAL.value, "Normal"),
    (Priority.HIGH.value, "High"),
    (Priority.URGENT.value, "Urgent"),
]
_LONGEST_DUE = 60
_LONGEST_TAGS = 450


def flag_form(draft: FlagDraft) -> Modal:
    """Return the form, filled with what is known so far."""
    return form(
        KIND,
        draft.id,
        "Flag a claim",
        (
            line(
                "claim",
                "The claim, in one sentence",
                about="As it could be true or false: one statement, no question",
                given=draft.text,
                most=validation.LONGEST_CLAIM,
                required=True,
                long=True,
            ),
            line("why", "Why should it be checked?", given=draft.why, most=validation.LONGEST_REMARK, long=True),
            choice("priority", "Priority", _PRIORITIES, given=(draft.priority.value,)),
            line(
                "due",
                "Due",
                about="Such as “tomorrow 17:00”, “friday” or “in 3 hours”, by the newsroom's clock",
                given=draft.due,
                most=_LONGEST_DUE,
            ),
            line("tags", "Tags", about="With commas between them", given=draft.tags, most=_LONGEST_TAGS),
        ),
    )


def filled(draft: FlagDraft, fields: Fields, now: datetime) -> FlagDraft:
    """Return the draft with what was typed into its form by `now`."""

    def typed(name: str) -> str:
        return next(iter(fields.get(name, ())), "")

    return replace(
        draft,
        touched=now,
        text=one_line(typed("claim")),
        why=plain(typed("why")),
        priority=Priority(typed("priority") or Priority.NORMAL),
        due=typed("due"),
        tags=typed("tags"),
    )


def new_claim(draft: FlagDraft, zone: str) -> NewClaim:
    """Return the claim that a draft makes. Raises UserError, naming the field, for what can't be read or kept."""
    return NewClaim(
        validation.claim_text(draft.text),
        validation.remark(draft.why),
        draft.priority,
        due_dates.parse_due_date(draft.due, draft.touched, zone) if draft.due.strip() else None,
        validation.tags(draft.tags.replace("#", ",").split(",")),
        draft.origin,
        draft.evidence,
    )
