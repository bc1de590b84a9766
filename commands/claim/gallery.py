"""Attachments on a claim's card: the pictures and files themselves, and lines that name them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from discord import MediaGalleryItem
from discord.ui import File, Item, MediaGallery

from bot.desk.pictures.media_types import PDF, SUFFIXES
from bot.model.attachments import EarlierFile, FileState, KeptFile, Likeness
from bot.model.claims import ClaimFile
from commands.ui.bylines import subtext
from commands.ui.truncate import cut_line

MOST_SHOWN = 10  # files of a message, and items of a gallery
_MAX_TOTAL = 24 << 20  # bytes in one message
_MAX_NAME = 30
_MAX_MISSING = 4  # names in a line
_MAX_EARLIER = 3  # lines about earlier claims
_SHORT_HASH = 12
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9_-]+")
# Discord plays and shows these in a gallery; other files get a line to open them.
_SHOWN_IN_GALLERY = frozenset(SUFFIXES) - {PDF}
_EARLIER = {
    Likeness.SAME_FILE: "The same file was flagged in",
    Likeness.SAME_PICTURE: "A picture that looks the same was flagged in",
    Likeness.SIMILAR_PICTURE: "A similar picture was flagged in",
}


def files_to_show(file: ClaimFile, largest: int) -> list[KeptFile]:
    """Return the kept files for the claim's card, each content once.

    `largest` is the server's limit of an upload, in bytes.
    """
    chosen = list[KeptFile]()
    room = _MAX_TOTAL
    for kept in _kept(file):
        if len(chosen) < MOST_SHOWN and kept.size <= min(room, largest):
            chosen.append(kept)
            room -= kept.size
    return chosen


def shown_files(file: ClaimFile) -> list[KeptFile]:
    """Return the kept files that the claim's card in Discord holds."""
    held = file.claim.card.files if file.claim.card else ()
    by_name = {upload_name(kept): kept for kept in _kept(file)}
    return [by_name[name] for name in held if name in by_name]


def upload_name(kept: KeptFile) -> str:
    """Return the name of an uploaded file, in letters that Discord leaves as they are: "flood-1f3a9c0b2d4e.jpg"."""
    stem = _NOT_IN_A_FILE_NAME.sub("-", kept.name.rsplit(".", 1)[0]).strip("-_")[:_MAX_NAME] or "file"
    return f"{stem}-{(kept.sha256 or '')[:_SHORT_HASH]}.{SUFFIXES.get(kept.media_type, 'bin')}"


def gallery(shown: Sequence[KeptFile]) -> Iterator[Item[Any]]:
    """Yield the parts of a card that show the uploaded files; a spoiler stays one."""
    pictures = [kept for kept in shown if kept.media_type in _SHOWN_IN_GALLERY]
    if pictures:
        yield MediaGallery(
            *(
                MediaGalleryItem(_reference(kept), description=kept.name.strip() or None, spoiler=kept.is_spoiler)
                for kept in pictures
            )
        )
    for kept in shown:
        if kept not in pictures:
            yield File(_reference(kept), spoiler=kept.is_spoiler)


def attachment_lines(file: ClaimFile) -> Iterator[str]:
    """Yield which attachments were kept, which not and why, and where they were flagged before."""
    if named := [f"{_name(kept)} `{(kept.sha256 or '')[:_SHORT_HASH]}`" for kept in _kept(file)]:
        yield subtext(f"Attached: {_listed(named)}")
    missing = [f"{_name(left)} ({reason})" for left in file.files if (reason := _reason(left))]
    if missing:
        yield subtext(f"Not kept: {_listed(missing, _MAX_MISSING)}")
    if waiting := [_name(waiting) for waiting in file.files if waiting.state is FileState.WAITING]:
        yield subtext(f"Being fetched: {_listed(waiting, _MAX_MISSING)}")
    yield from _earlier_lines(file)


def earlier_sentence(earlier: EarlierFile) -> str:
    """Return where a file was flagged before, claiming no more than was compared."""
    return f"{_EARLIER[earlier.likeness]} **#{earlier.claim}**"


def _earlier_lines(file: ClaimFile) -> Iterator[str]:
    found = dict.fromkeys(kept.earlier for kept in file.files if kept.earlier)
    for earlier in list(found)[:_MAX_EARLIER]:
        names = [_name(kept) for kept in file.files if kept.earlier == earlier]
        about = f" ({names[0]})" if len(_kept(file)) > 1 else ""
        yield f"↺ {earlier_sentence(earlier)}{about}"


def _kept(file: ClaimFile) -> list[KeptFile]:
    """Return the kept files, the first of each content."""
    unique = dict[str | None, KeptFile]()
    for kept in file.files:
        if kept.state is FileState.KEPT:
            unique.setdefault(kept.sha256, kept)
    return list(unique.values())


def _reason(left: KeptFile) -> str:
    reasons = {
        FileState.TOO_LARGE: f"too large: {_megabytes(left.size)}",
        FileState.OTHER_TYPE: "no image, video or PDF that can be read",
        FileState.UNREACHABLE: "could not be fetched from Discord",
        FileState.ERASED: "erased with its author's data",
    }
    return reasons.get(left.state, "")


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.1f} MB".replace(".0 MB", " MB")


def _name(kept: KeptFile) -> str:
    return cut_line(kept.name, _MAX_NAME) or "file"


def _listed(named: Iterable[str], most: int = MOST_SHOWN) -> str:
    names = list(named)
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _reference(kept: KeptFile) -> str:
    return f"attachment://{upload_name(kept)}"
