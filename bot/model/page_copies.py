"""Copies of the web pages that a claim links: a local copy of the text, or a page at the Internet Archive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CopyKind(StrEnum):
    """Where a copy is kept; the values stand in the database and in custom_ids."""

    TEXT = "text"
    INTERNET_ARCHIVE = "web"


class CopyState(StrEnum):
    """Whether a copy is still to be made, was made, or can't be."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PageCopy:
    """One copy of a linked page, counted from 1 within its claim, without its text.

    `archived` is the address at the Internet Archive; `title`, `published` and `sha256` are of a local copy. `failure`
    ends the sentence "it was not archived, since ...".
    """

    number: int
    kind: CopyKind
    url: str
    state: CopyState
    requested: datetime
    finished: datetime | None = None
    title: str | None = None
    published: str | None = None
    sha256: str | None = None
    archived: str | None = None
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A fetched page: its text as the articles' reader reads it, and the sha256 of the bytes that came."""

    text: str
    title: str | None
    published: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """The address of a page's copy at the Internet Archive."""

    address: str


@dataclass(frozen=True, slots=True)
class FailedCopy:
    """Why a page got no copy; `reason` ends the sentence "it was not archived, since ..."."""

    reason: str


CopyResult = FetchedPage | ArchivedPage | FailedCopy


@dataclass(frozen=True, slots=True)
class LocalCopy:
    """A local copy with its text."""

    copy: PageCopy
    text: str
