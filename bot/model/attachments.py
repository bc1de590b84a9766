"""Records of the files attached to flagged messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FileState(StrEnum):
    """What became of an attachment; all but WAITING and KEPT say why its content is not there."""

    WAITING = "waiting"
    KEPT = "kept"
    TOO_LARGE = "too large"
    OTHER_TYPE = "other type"
    UNREACHABLE = "unreachable"
    ERASED = "erased"


class Likeness(StrEnum):
    """How much of two files was found equal: every byte, or their perceptual hashes more or less."""

    SAME_FILE = "same file"
    SAME_PICTURE = "looks the same"
    SIMILAR_PICTURE = "similar"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a message, as Discord names it. `media_type` is what the sender declared."""

    name: str
    media_type: str
    size: int
    url: str
    is_spoiler: bool = False


@dataclass(frozen=True, slots=True)
class EarlierFile:
    """The claim where a file or its picture was flagged before."""

    claim: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class KeptFile:
    """An attachment of a flag, counted from 1 within it, and what became of it.

    With the state KEPT, `media_type` is that of the content, and `sha256` its hash. `picture_hash` is None for what is
    no picture, or too plain to be told from others.
    """

    flag: int
    position: int
    name: str
    media_type: str
    size: int
    state: FileState = FileState.WAITING
    url: str | None = None
    is_spoiler: bool = False
    sha256: str | None = None
    picture_hash: str | None = None
    kept: datetime | None = None
    earlier: EarlierFile | None = None


@dataclass(frozen=True, slots=True)
class FetchedFile:
    """The outcome of fetching one attachment; `content` is None unless it is to be kept."""

    flag: int
    position: int
    state: FileState
    media_type: str
    size: int
    content: bytes | None = None
    sha256: str | None = None
    picture_hash: str | None = None
