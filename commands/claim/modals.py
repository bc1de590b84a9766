"""The forms behind a claim's buttons."""

from __future__ import annotations

from typing import Any

from discord import SelectDefaultValue, SelectDefaultValueType
from discord.ui import Label, Modal, UserSelect

from bot.desk import validation
from bot.model.claims import Claim, ClaimFile, DeskSettings, Evidence
from commands.ui.modals import choice, form, line

_MOST_CHOICES = 25


def state(claim: Claim) -> str:
    """Return what a form carries with it: the claim, and which version of it the one who fills it in has seen."""
    return f"{claim.number}:{claim.version}"


def read_state(carried: str) -> tuple[int, int]:
    """Return the number and the version that a form carries."""
    number, _, seen = carried.partition(":")
    return int(number), int(seen)


def ruling_form(file: ClaimFile, settings: DeskSettings, *, correcting: bool) -> Modal:
    """Return the form of a verdict; a correction begins with the verdict in force."""
    before = file.verdict if correcting else None
    fields: list[Label[Any]] = [
        choice("rating", "Rating", [(each, each) for each in settings.ratings[:_MOST_CHOICES]]),
        line(
            "explanation",
            "Explanation",
            about="What the verdict rests on, for the readers of the desk",
            given=before.explanation if before else "",
            most=validation.LONGEST_EXPLANATION,
            required=True,
            long=True,
        ),
    ]
    if file.evidence:
        latest = file.evidence[-_MOST_CHOICES:]
        given = tuple(map(str, before.evidence)) if before else ()
        options = [(str(piece.number), _told(piece)) for piece in latest]
        fields.append(choice("evidence", "Evidence it rests on", options, given=given, several=True, required=False))
    title = f"Correct the verdict on #{file.claim.number}" if correcting else f"Rule on #{file.claim.number}"
    return form("correct" if correcting else "rule", state(file.claim), title, fields)


def evidence_form(claim: Claim) -> Modal:
    """Return the form of a link, a note, or a question whose answer quotes can be picked from."""
    return form(
        "evidence",
        state(claim),
        f"Evidence for #{claim.number}",
        (
            line(
                "question",
                "Ask the articles",
                about="You pick from the quotes that answer it",
                most=300,
            ),
            line("link", "Or a link from outside", most=validation.LONGEST_LINK),
            line("note", "Or a note", about="With a link: what stands there", most=validation.LONGEST_NOTE, long=True),
        ),
    )


def assigning_form(claim: Claim) -> Modal:
    """Return the form to choose who is to have a claim."""
    chosen = UserSelect[Any](custom_id="to", min_values=0, max_values=1, required=False)
    if claim.assignee and claim.assignee.user is not None:
        chosen.default_values = [SelectDefaultValue(id=claim.assignee.user, type=SelectDefaultValueType.user)]
    field = Label[Any](text="Who has it", description="Choose nobody to take it from whoever has it", component=chosen)
    return form("assign", state(claim), f"Assign #{claim.number}", [field])


def reason_form(kind: str, claim: Claim, title: str, label: str) -> Modal:
    """Return a form that asks for a reason, which may be left out."""
    field = line("why", label, most=validation.LONGEST_REMARK, long=True)
    return form(kind, state(claim), f"{title} #{claim.number}", [field])


def duplicate_form(claim: Claim) -> Modal:
    """Return the form that asks which claim this one is the same as."""
    field = line("of", "The same as claim no.", about="Its number, such as 12", most=12, required=True)
    return form("duplicate", state(claim), f"#{claim.number} is a duplicate", [field])


def _told(piece: Evidence) -> str:
    return f"{piece.number}. {piece.text or piece.url}"
