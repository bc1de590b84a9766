"""What changed between two versions of a draft."""

from __future__ import annotations

from bot.draftcheck.model import DraftCheck, RevisedDraft


def revise(before: DraftCheck, after: DraftCheck) -> RevisedDraft:
    """Return which items were settled, are new, or still need eyes."""
    open_before = {checked.item.key for checked in before.items if checked.needs_eyes}
    open_after = {checked.item.key for checked in after.items if checked.needs_eyes}
    return RevisedDraft(
        tuple(checked for checked in before.items if checked.needs_eyes and checked.item.key not in open_after),
        tuple(checked for checked in after.items if checked.needs_eyes and checked.item.key not in open_before),
        tuple(checked for checked in after.items if checked.needs_eyes and checked.item.key in open_before),
    )
