"""Checks of people's input to the desk.

Each function returns the cleaned value or raises UserError.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from bot.corpus.readers import linked_data
from bot.errors import UserError
from bot.model.claim_input import NewEvidence
from bot.model.claims import EvidenceKind

LONGEST_CLAIM = 1_000
LONGEST_REMARK = 1_000  # the reason for a flag or a refusal
LONGEST_NOTE = 2_000
LONGEST_EXPLANATION = 3_000
LONGEST_LINK = 2_000
LONGEST_TAG = 40
LONGEST_NAME = 50  # of a saved filter or template
LONGEST_TEMPLATE = 2_000
MOST_TAGS = 10
_CONTROL_OR_SURROGATE = frozenset({"Cc", "Cs"})  # Unicode categories


def claim_text(text: str) -> str:
    """Return a claim on one line.

    Raises UserError for an empty or too long one.
    """
    if not (clean := " ".join(visible(text).split())):
        raise UserError("The claim is empty. Write the statement to check in one sentence.")
    return _short(clean, LONGEST_CLAIM, "The claim", "Put it into one sentence")


def without_markup(text: str) -> str:
    """Return text without entities and tags, unchanged if nothing visible were left."""
    bare = linked_data.without_markup(text)
    return bare if visible(bare).strip() else text


def remark(text: str) -> str:
    """Return the reason for a flag or a refusal, perhaps empty.

    Raises UserError if it is too long.
    """
    return _short(visible(text).strip(), LONGEST_REMARK, "The reason", "Shorten it")


def explanation(text: str) -> str:
    """Return a verdict's explanation.

    Raises UserError for an empty or too long one.
    """
    if not (clean := visible(text).strip()):
        raise UserError("A verdict needs an explanation. Say in a sentence or two what it rests on.")
    return _short(clean, LONGEST_EXPLANATION, "The explanation", "Shorten it")


def saved_name(text: str) -> str:
    """Return the name of a saved filter or template on one line.

    Raises UserError for an empty or too long one.
    """
    if not (clean := " ".join(visible(text).split())):
        raise UserError("The name is empty. Give a name of a few words.")
    return _short(clean, LONGEST_NAME, "The name", "Shorten it")


def template_text(text: str) -> str:
    """Return the text of a verdict template.

    Raises UserError for an empty or too long one.
    """
    if not (clean := visible(text).strip()):
        raise UserError("The template is empty. Write the text that an explanation begins with.")
    return _short(clean, LONGEST_TEMPLATE, "The template", "Shorten it")


def tags(given: Iterable[str]) -> tuple[str, ...]:
    """Return unique tags in lower case without their #, sorted.

    Raises UserError for too many or too long ones.

    >>> tags(["#Ferry", " ferry ", "Harbour  Board"])
    ('ferry', 'harbour board')
    """
    clean = sorted({tag for text in given if (tag := " ".join(visible(text).casefold().lstrip("# ").split()))})
    if len(clean) > MOST_TAGS:
        raise UserError(f"A claim can have at most {MOST_TAGS} tags. You gave {len(clean)}.")
    for tag in clean:
        _short(tag, LONGEST_TAG, f"The tag “{tag[:20]}…”", "Shorten it")
    return tuple(clean)


def link(url: str) -> str:
    """Return a web address. Raises UserError for anything else."""
    clean = url.strip()
    scheme, separator, address = clean.partition("://")
    is_web = scheme.lower() in {"http", "https"} and separator and address
    if not is_web or any(c.isspace() for c in clean):
        raise UserError("That is not a link. A link starts with https:// and has no spaces.")
    return _short(clean, LONGEST_LINK, "The link", "Use a shorter one")


def evidence(new: NewEvidence) -> NewEvidence:
    """Return cleaned evidence, with a quote unchanged.

    Raises UserError for an empty note and for a bad link.
    """
    if new.kind is EvidenceKind.QUOTE:
        if new.span is None or new.document is None or new.sha256 is None:
            raise ValueError("a quote is pinned by document, sha256 and span")
        return new
    if new.kind is EvidenceKind.LINK:
        return replace(new, url=link(new.url or new.text), text=_note(new.text))
    if not visible(new.text).strip():
        raise UserError("The note is empty. Write what you found.")
    return replace(new, text=_note(new.text))


def refuse_past(due: datetime | None, now: datetime) -> None:
    """Raise UserError for a due date in the past."""
    if due is not None and due <= now:
        raise UserError("That due date has passed. Choose one in the future.")


def rating(given: str, scale: Sequence[str]) -> str:
    """Return a rating in the scale's spelling.

    Raises UserError for an unknown one.
    """
    for known in scale:
        if known.casefold() == given.strip().casefold():
            return known
    raise UserError(f"“{given.strip()[:60]}” is not on this desk's scale. Choose one of: {', '.join(scale)}.")


def _note(text: str) -> str:
    return _short(visible(text).strip(), LONGEST_NOTE, "The note", "Shorten it")


def visible(text: str) -> str:
    """Return `text` with a space for each control character and lone surrogate.

    Other invisible characters, such as zero-width joiners, stay: words may need them. A text of these alone becomes "".
    """
    if all(unicodedata.category(c)[0] in "CZ" for c in text):
        return ""
    return "".join(" " if unicodedata.category(c) in _CONTROL_OR_SURROGATE and c != "\n" else c for c in text)


def _short(text: str, most: int, name: str, advice: str) -> str:
    if len(text) > most:
        raise UserError(f"{name} has {len(text):,} characters, and the limit is {most:,}. {advice}.")
    return text
