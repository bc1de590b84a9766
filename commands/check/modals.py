"""Form of `/check`: a file, or pasted text."""

from __future__ import annotations

from discord.ui import Modal

from bot.client import FactdeskInteraction
from commands.check.handed_in import FORM_TEXT, HandedIn, from_file, from_parts
from commands.ui.bylines import plural
from commands.ui.modals import Fields, stateful_modal, text_field, upload_field, uploads_of

KIND = "check"
_FILE = "file"
_PARTS = ("text", "text2", "text3")
_MAX_PART = 4_000  # Discord's limit for a text input


def check_modal(visibility: str, hours: int) -> Modal:
    """Return the form; `visibility` is that of the result, which is kept for some `hours`."""
    about = f".txt, .md, .docx, .pdf or .html. Deleted after {plural(hours, 'hour')}; what you flag stays."
    continued = "For a text of more than 4,000 characters; a longer one is better attached as a file"
    return stateful_modal(
        KIND,
        visibility,
        "Check a draft",
        (
            upload_field(_FILE, "The draft as a file", description=about),
            text_field("text", "Or its text", max_length=_MAX_PART, multiline=True),
            text_field("text2", "… continued", description=continued, max_length=_MAX_PART, multiline=True),
            text_field("text3", "… continued", max_length=_MAX_PART, multiline=True),
        ),
    )


def submitted_draft(interaction: FactdeskInteraction, fields: Fields) -> HandedIn:
    """Return the draft of a sent form: its file, else its text.

    Raises UserError if the form is empty.
    """
    parts = [next(iter(fields.get(name, ())), "") for name in _PARTS]
    if files := uploads_of(interaction, fields, _FILE):
        return from_file(files[0], *([FORM_TEXT] if any(map(str.strip, parts)) else []))
    return from_parts(parts)
