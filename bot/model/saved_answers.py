"""An answer with the message and the people that it was given to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from bot.model.answers import Answer

# "draft": private, and asked with the words of a checked draft, so that no backup holds it.
AnswerVisibility: TypeAlias = Literal["private", "public", "draft"]


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
    visibility: AnswerVisibility
    created_at: str
    answer: Answer
    message_id: int | None = None

    @property
    def is_public(self) -> bool:
        """Whether everybody in the channel sees the answer."""
        return self.visibility == "public"
