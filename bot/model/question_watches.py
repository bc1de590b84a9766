"""Watched questions, and the articles found for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.answers import Finding


class WatchKind(StrEnum):
    """How a watched text is looked for: answered as a question, or found word for word."""

    QUESTION = "question"
    PHRASE = "phrase"


class WatchState(StrEnum):
    """What a new article does with a watched text."""

    ANSWERED = "answered"
    CONTRARY = "contrary"
    FOUND = "found"  # a phrase


@dataclass(frozen=True, slots=True)
class NewWatch:
    """A text to watch: by whom, and where the articles are posted.

    With `is_private`, they are sent to the person by direct message.
    """

    guild: int
    channel: int
    user: int
    text: str
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class QuestionWatch:
    """A watched text with its number, unique in the database."""

    id: int
    guild: int
    channel: int
    user: int
    text: str
    kind: WatchKind
    is_private: bool
    created: datetime


@dataclass(frozen=True, slots=True)
class WatchFind:
    """A new article for a watched text; `finding` is its quote."""

    watch: int
    document: str
    state: WatchState
    finding: Finding


@dataclass(frozen=True, slots=True)
class WatchPost:
    """The finds of one message, by watch.

    `recipient` is the person of a direct message, or None for a post in the channel.
    """

    channel: int
    recipient: int | None
    watches: tuple[tuple[QuestionWatch, tuple[WatchFind, ...]], ...]
