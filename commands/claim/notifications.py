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
        headline = f"The verdict on #{file.claim.number} was corrected: ~~{before}~~ → **{rating}**"
    else:
        headline = f"#{file.claim.number} has its verdict: **{rating}**"
    return "\n".join([headline, _claim_line(file), cut_quote(verdict.explanation, (), _MAX_EXPLANATION)])


def duplicate_message(file: ClaimFile, original: ClaimFile) -> str:
    """Return the announcement of a duplicate and its original."""
    verdict = original.verdict
    state = f"which has its verdict: **{cut_line(verdict.rating, 60)}**" if verdict else "whose verdict you will hear"
    return "\n".join([f"#{file.claim.number} is the same as #{original.claim.number}, {state}.", _claim_line(original)])


def assignment_message(file: ClaimFile, by: str) -> str:
    """Return the message to a new assignee."""
    return f"#{file.claim.number} is yours: {cut_line(by, 60)} gave it to you.\n{_claim_line(file)}"


def assignee_sentence(file: ClaimFile) -> str:
    """Return a sentence on the claim's assignee."""
    assignee = file.claim.assignee
    return (
        f"#{file.claim.number} is with {person_name(assignee)} now."
        if assignee
        else f"#{file.claim.number} is with nobody now."
    )


def _claim_line(file: ClaimFile) -> str:
    return f"“{cut_line(file.claim.text, _MAX_CLAIM)}”"
