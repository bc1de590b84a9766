"""Messages to flaggers, watchers and assignees of a claim."""

from __future__ import annotations

from bot.model.claims import ClaimFile
from commands.claim.cards import person_name
from commands.ui.truncate import cut_line, cut_quote

_MAX_CLAIM = 200
_MAX_EXPLANATION = 700


def verdict_message(file: ClaimFile) -> str:
    """Return the announcement of a new or corrected verdict."""
    verdict = file.verdict
    if verdict is None:
        return ""
    in_force = [verdict_in_force for verdict_in_force in file.verdicts if verdict_in_force.approved]
    rating = cut_line(verdict.rating, 60)
    if len(in_force) > 1:
        before = cut_line(in_force[-2].rating, 60)
        headline = f"Verdict on #{file.claim.number} corrected: ~~{before}~~ → **{rating}**"
    else:
        headline = f"Verdict on #{file.claim.number}: **{rating}**"
    return "\n".join([headline, _claim_line(file), cut_quote(verdict.explanation, (), _MAX_EXPLANATION)])


def duplicate_message(file: ClaimFile, original: ClaimFile) -> str:
    """Return the announcement of a duplicate and its original."""
    number, verdict = original.claim.number, original.verdict
    notice = (
        f"Its verdict: **{cut_line(verdict.rating, 60)}**"
        if verdict
        else f"You will be notified of the verdict on #{number}."
    )
    return "\n".join([f"#{file.claim.number} is a duplicate of #{number}. {notice}", _claim_line(original)])


def assignment_message(file: ClaimFile, by: str) -> str:
    """Return the message to a new assignee."""
    return f"{cut_line(by, 60)} assigned #{file.claim.number} to you.\n{_claim_line(file)}"


def assignee_sentence(file: ClaimFile) -> str:
    """Return a sentence on the claim's assignee."""
    number, assignee = file.claim.number, file.claim.assignee
    return f"#{number} is assigned to {person_name(assignee)}." if assignee else f"#{number} is unassigned."


def _claim_line(file: ClaimFile) -> str:
    return f"“{cut_line(file.claim.text, _MAX_CLAIM)}”"
