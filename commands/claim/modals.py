"""Forms behind a claim's buttons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from discord import SelectDefaultValue, SelectDefaultValueType
from discord.ui import Label, Modal, UserSelect

from bot.desk import validation
from bot.model.claims import Claim, ClaimFile, DeskSettings, Evidence, Flag
from commands.ui.modals import choice_field, stateful_modal, text_field, upload_field
from commands.ui.submitted_values import submitted_number

_MAX_CHOICES = 25


def encode_state(claim: Claim) -> str:
    """Return a form's state: the claim's number and version."""
    return f"{claim.number}:{claim.version}"


def decode_state(carried: str) -> tuple[int, int]:
    """Return the claim's number and version from a form's state.

    Raises UserError for a state that encode_state never returns.
    """
    number, _, seen = carried.partition(":")
    return submitted_number(number), submitted_number(seen)


@dataclass(frozen=True, slots=True)
class VerdictDraft:
    """What a verdict form starts with; the notes stand above its fields."""

    explanation: str = ""
    rating: str | None = None
    explanation_note: str = "The reasons for the verdict, in a few sentences"
    rating_note: str = ""


_NO_DRAFT = VerdictDraft()


def verdict_modal(
    file: ClaimFile, settings: DeskSettings, *, correcting: bool, draft: VerdictDraft = _NO_DRAFT
) -> Modal:
    """Return the verdict form with a draft; a correction starts with the current verdict."""
    before = file.verdict if correcting else None
    ratings = [(rating, rating) for rating in settings.ratings[:_MAX_CHOICES]]
    chosen = (draft.rating,) if draft.rating else ()
    fields: list[Label[Any]] = [
        choice_field("rating", "Rating", ratings, description=draft.rating_note, default=chosen),
        text_field(
            "explanation",
            "Explanation",
            description=draft.explanation_note,
            default=before.explanation if before else draft.explanation,
            max_length=validation.LONGEST_EXPLANATION,
            required=True,
            multiline=True,
        ),
    ]
    if file.evidence:
        latest = file.evidence[-_MAX_CHOICES:]
        given = tuple(map(str, before.evidence)) if before else ()
        options = [(str(piece.number), _evidence_option(piece)) for piece in latest]
        fields.append(
            choice_field("evidence", "Evidence for the verdict", options, default=given, multiple=True, required=False)
        )
    title = f"Correct the verdict on #{file.claim.number}" if correcting else f"Verdict on #{file.claim.number}"
    return stateful_modal("correct" if correcting else "rule", encode_state(file.claim), title, fields)


def evidence_modal(claim: Claim) -> Modal:
    """Return the form for a question, a link, a note or a file."""
    return stateful_modal(
        "evidence",
        encode_state(claim),
        f"Evidence for #{claim.number}",
        (
            text_field(
                "question",
                "Ask the articles",
                description="You then choose from the quotes that answer it",
                max_length=300,
            ),
            text_field("link", "Or a link", max_length=validation.LONGEST_LINK),
            text_field(
                "note",
                "Or a note",
                description="With a link or a file: what it shows",
                max_length=validation.LONGEST_NOTE,
                multiline=True,
            ),
            upload_field("file", "Or a file", description="A document or picture; /claim show gives it back"),
        ),
    )


def assign_modal(claim: Claim) -> Modal:
    """Return the form to choose an assignee."""
    chosen = UserSelect[Any](custom_id="to", min_values=0, max_values=1, required=False)
    if claim.assignee and claim.assignee.user is not None:
        chosen.default_values = [SelectDefaultValue(id=claim.assignee.user, type=SelectDefaultValueType.user)]
    field = Label[Any](text="Assignee", description="Leave empty to unassign the claim", component=chosen)
    return stateful_modal("assign", encode_state(claim), f"Assign #{claim.number}", [field])


def reason_modal(kind: str, claim: Claim, title: str, label: str) -> Modal:
    """Return a form for an optional reason."""
    field = text_field("why", label, max_length=validation.LONGEST_REMARK, multiline=True)
    return stateful_modal(kind, encode_state(claim), f"{title} #{claim.number}", [field])


def duplicate_modal(claim: Claim) -> Modal:
    """Return the form for the number of the original claim."""
    field = text_field("of", "Original claim", description="Its number, such as 12", max_length=12, required=True)
    return stateful_modal("duplicate", encode_state(claim), f"#{claim.number} is a duplicate", [field])


def merge_modal(claim: Claim) -> Modal:
    """Return the form for the number of the claim to merge into."""
    about = "Its number, such as 12. It gets the flags, watchers and evidence for good"
    field = text_field("into", "Claim that stays", description=about, max_length=12, required=True)
    return stateful_modal("merge", encode_state(claim), f"Merge #{claim.number} into another", [field])


def split_modal(file: ClaimFile) -> Modal:
    """Return the form for a new claim and the flags that it takes along."""
    options = [(str(flag.number), _flag_option(flag)) for flag in file.flags[-_MAX_CHOICES:]]
    fields: list[Label[Any]] = [
        text_field(
            "text",
            "The new claim",
            description="In one sentence that can be checked",
            default=file.claim.text,
            max_length=validation.LONGEST_CLAIM,
            required=True,
            multiline=True,
        ),
        choice_field("flags", "Flags that belong to it", options, description="The others stay", multiple=True),
    ]
    return stateful_modal("split", encode_state(file.claim), f"Split #{file.claim.number}", fields)


def _flag_option(flag: Flag) -> str:
    words = flag.why or (flag.origin.snapshot if flag.origin and flag.origin.snapshot else "")
    return f"{flag.number}. {flag.by.name}: {words}" if words else f"{flag.number}. {flag.by.name}"


def _evidence_option(piece: Evidence) -> str:
    return f"{piece.number}. {piece.text or piece.url}"
