"""What flaggers, watchers and assignees hear of a claim, in the words of its card."""

from __future__ import annotations

from bot.model.claims import ClaimFile
from commands.claim.cards import person_name
from commands.ui.truncate import cut_line, cut_quote

_MAX_CLAIM = 200
_MAX_EXPLANATION = 700


def verdict_message(file: ClaimFile) -> str:
    """Return what people hear when a verdict comes into force: the first one, or a correction."""
    verdict = file.verdict
    if verdict is None:
        return ""
    in_force = [each for each in file.verdicts if each.approved]
    rating = cut_line(verdict.rating, 60)
    if len(in_force) > 1:
        before = cut_line(in_force[-2].rating, 60)
        said = f"The verdict on #{file.claim.number} was corrected: ~~{before}~~ → **{rating}**"
    else:
        said = f"#{file.claim.number} has its verdict: **{rating}**"
    return "\n".join([said, _claim_line(file), cut_quote(verdict.explanation, (), _MAX_EXPLANATION)])


def duplicate_message(file: ClaimFile, other: ClaimFile) -> str:
    """Return what the flaggers of `file` hear when it is set aside as the same as `other`."""
    verdict = other.verdict
    so_far = f"which has its verdict: **{cut_line(verdict.rating, 60)}**" if verdict else "whose verdict you will hear"
    return "\n".join([f"#{file.claim.number} is the same as #{other.claim.number}, {so_far}.", _claim_line(other)])


def assignment_message(file: ClaimFile, by: str) -> str:
    """Return what somebody hears who was given a claim."""
    return f"#{file.claim.number} is yours: {cut_line(by, 60)} gave it to you.\n{_claim_line(file)}"


def assignee_sentence(file: ClaimFile) -> str:
    """Return who has a claim, as a sentence."""
    assignee = file.claim.assignee
    return (
        f"#{file.claim.number} is with {person_name(assignee)} now."
        if assignee
        else f"#{file.claim.number} is with nobody now."
    )


def _claim_line(file: ClaimFile) -> str:
    return f"“{cut_line(file.claim.text, _MAX_CLAIM)}”"
