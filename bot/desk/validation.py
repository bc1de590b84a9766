"""What people may hand the desk, and what they are told where they may not. Everything here returns it made clean."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.errors import UserError
from bot.model.claim_input import NewEvidence
from bot.model.claims import EvidenceKind

LONGEST_CLAIM = 1_000
LONGEST_REMARK = 1_000  # why it was flagged, why it was declined
LONGEST_NOTE = 2_000
LONGEST_EXPLANATION = 3_000
LONGEST_LINK = 2_000
LONGEST_TAG = 40
MOST_TAGS = 10
_UNSEEN = frozenset({"Cc", "Cs"})


def claim_text(text: str) -> str:
    """Return a claim as one line. Raises UserError where it is empty or too long."""
    if not (clean := " ".join(_visible(text).split())):
        raise UserError("The claim is empty: put what is to be checked into one sentence.")
    return _short(clean, LONGEST_CLAIM, "The claim", "put it into one sentence")


def remark(text: str) -> str:
    """Return the reason for a flag or a refusal, which may be empty. Raises UserError where it is too long."""
    return _short(_visible(text).strip(), LONGEST_REMARK, "The reason", "shorten it")


def explanation(text: str) -> str:
    """Return a verdict's explanation. Raises UserError where it is empty or too long."""
    if not (clean := _visible(text).strip()):
        raise UserError("A verdict needs an explanation: say in a sentence or two what it rests on.")
    return _short(clean, LONGEST_EXPLANATION, "The explanation", "shorten it")


def tags(given: Iterable[str]) -> tuple[str, ...]:
    """Return tags in small letters, without their # and each once. Raises UserError for too many or too long ones."""
    clean = sorted({tag for each in given if (tag := " ".join(_visible(each).casefold().lstrip("# ").split()))})
    if len(clean) > MOST_TAGS:
        raise UserError(f"That makes {len(clean)} tags, and {MOST_TAGS} is the most a claim can have.")
    for tag in clean:
        _short(tag, LONGEST_TAG, f"The tag “{tag[:20]}…”", "shorten it")
    return tuple(clean)


def link(url: str) -> str:
    """Return an address on the web. Raises UserError where it is none."""
    clean = url.strip()
    scheme, mark, rest = clean.partition("://")
    if scheme.lower() not in {"http", "https"} or not mark or not rest or any(c.isspace() for c in clean):
        raise UserError("That is no link: it should begin with https:// and hold no spaces.")
    return _short(clean, LONGEST_LINK, "The link", "look for a shorter address")


def evidence(new: NewEvidence) -> NewEvidence:
    """Return evidence as it is kept; a quote is left as it stands. Raises UserError where it holds nothing."""
    if new.kind is EvidenceKind.QUOTE:
        if new.span is None or new.document is None or new.sha256 is None:
            raise ValueError("a quote is pinned by document, sha256 and span")
        return new
    if new.kind is EvidenceKind.LINK:
        return replace(new, url=link(new.url or new.text), text=_note(new.text))
    if not _visible(new.text).strip():
        raise UserError("The note is empty: write down what you found.")
    return replace(new, text=_note(new.text))


def rating(given: str, scale: Sequence[str]) -> str:
    """Return a rating as the desk's scale writes it. Raises UserError where the scale doesn't have it."""
    for each in scale:
        if each.casefold() == given.strip().casefold():
            return each
    raise UserError(f"“{given.strip()[:60]}” is not on this desk's scale: {', '.join(scale)}.")


def _note(text: str) -> str:
    return _short(_visible(text).strip(), LONGEST_NOTE, "The note", "shorten it")


def _visible(text: str) -> str:
    """Return `text` with a space for each control and each half of a character, which no file could hold.

    Joiners and the like stay within words, which need them; by themselves they are nothing.
    """
    if all(unicodedata.category(c)[0] in "CZ" for c in text):
        return ""
    return "".join(" " if unicodedata.category(c) in _UNSEEN and c != "\n" else c for c in text)


def _short(text: str, most: int, what: str, advice: str) -> str:
    if len(text) > most:
        raise UserError(f"{what} has {len(text):,} characters, and {most:,} is the most: {advice}.")
    return text
