"""Form to flag a claim, and the draft filled in by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from discord.ui import Label, Modal

from bot.desk import due_dates, validation
from bot.model.claim_input import FlagDraft, NewClaim
from bot.model.claim_provenance import UNKNOWN_PROVENANCE
from bot.model.claims import Priority
from commands.claim.provenance import details_modal
from commands.ui.markdown import one_line, plain
from commands.ui.modals import Fields, choice_field, stateful_modal, text_field

KIND = "flag"
MORE = "more"
_PRIORITIES = [
    (Priority.LOW.value, "Low"),
    (Priority.NORMAL.value, "Normal"),
    (Priority.HIGH.value, "High"),
    (Priority.URGENT.value, "Urgent"),
]
_PRIORITY_VALUES = {priority.value: priority for priority in Priority}
_MAX_DUE = 60
_MAX_TAGS = 450
_MAX_QUOTES = 10  # Discord's limit of a checkbox group


def flag_modal(draft: FlagDraft) -> Modal:
    """Return the form, filled from the draft.

    A draft with quotes has their choice in the place of the tags: Discord's forms have five fields.
    """
    return stateful_modal(
        KIND,
        draft.id,
        "Flag a claim",
        (
            text_field(
                "claim",
                "The claim, in one sentence",
                description="One statement that can be true or false, not a question",
                default=draft.text,
                max_length=validation.LONGEST_CLAIM,
                required=True,
                multiline=True,
            ),
            text_field(
                "why",
                "Why should it be checked?",
                default=draft.why,
                max_length=validation.LONGEST_REMARK,
                multiline=True,
            ),
            choice_field("priority", "Priority", _PRIORITIES, default=(draft.priority.value,)),
            text_field(
                "due",
                "Due date",
                description="Such as “tomorrow 17:00”, “friday” or “in 3 hours”, in the newsroom's time zone",
                default=draft.due,
                max_length=_MAX_DUE,
            ),
            _quotes_field(draft)
            if draft.evidence
            else text_field(
                "tags", "Tags", description="Separated by commas", default=draft.tags, max_length=_MAX_TAGS
            ),
        ),
    )


def more_modal(draft: FlagDraft) -> Modal:
    """Return the form for claimant, appearances, date and language, filled from the draft."""
    return details_modal(MORE, draft.id, "More about the claim", draft.provenance)


def fill_draft(draft: FlagDraft, fields: Fields, now: datetime) -> FlagDraft:
    """Return the draft with the submitted fields."""

    def typed(name: str) -> str:
        return next(iter(fields.get(name, ())), "")

    return replace(
        draft,
        touched=now,
        text=one_line(typed("claim")),
        why=plain(typed("why")),
        priority=_PRIORITY_VALUES.get(typed("priority"), Priority.NORMAL),
        due=typed("due"),
        tags=typed("tags") if "tags" in fields else draft.tags,
        unpinned=_unpinned(draft, fields["quotes"]) if "quotes" in fields else draft.unpinned,
    )


def new_claim(draft: FlagDraft, zone: str) -> NewClaim:
    """Return the claim of a draft.

    Raises UserError, naming the field, for values that can't be read or saved.
    """
    return NewClaim(
        validation.claim_text(draft.text),
        validation.remark(draft.why),
        draft.priority,
        due_dates.parse_due_date(draft.due, draft.touched, zone) if draft.due.strip() else None,
        validation.tags(draft.tags.replace("#", ",").split(",")),
        draft.origin,
        draft.pinned,
        draft.provenance if draft.confirmed else UNKNOWN_PROVENANCE,
    )


def _quotes_field(draft: FlagDraft) -> Label[Any]:
    options = [
        (str(place), piece.text, " · ".join(filter(None, [piece.source, piece.title])))
        for place, piece in enumerate(draft.evidence[:_MAX_QUOTES])
    ]
    chosen = [value for value, *_ in options if int(value) not in draft.unpinned]
    return choice_field("quotes", "Quotes to pin as evidence", options, default=chosen, multiple=True, required=False)


def _unpinned(draft: FlagDraft, chosen: Sequence[str]) -> tuple[int, ...]:
    """Return the positions of the quotes that were offered and not chosen."""
    return tuple(place for place in range(len(draft.evidence[:_MAX_QUOTES])) if str(place) not in chosen)
