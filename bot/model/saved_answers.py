"""An answer with the message and the people that it was given to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bot.model.answers import Answer


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer as saved for its buttons and for follow-up questions.

    `id` is the Discord interaction or message that asked; `created_at` is ISO 8601 in UTC. `message_id` is the message
    that shows the answer, or None if no question can follow it up.
    """

    id: str
    guild_id: int | None
    channel_id: int
    user_id: int | None
    visibility: Literal["private", "public"]
    created_at: str
    answer: Answer
    message_id: int | None = None
