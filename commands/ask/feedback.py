"""Feedback buttons "Answers it" and "Doesn't" under an answer.

One press counts for each person, and nobody else sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.client import FactdeskInteraction
from bot.model.answers import Answer, Finding
from commands.ui.saved_answers import load

# Label and action of each button; the action is part of the custom_id.
ANSWERS_IT, DOES_NOT = ("Answers it", "yes"), ("Doesn’t", "no")

_THANKS = {
    True: "Noted: it answers. Thank you.",
    False: "Noted: it doesn’t answer. Thank you.",
}


async def record_feedback(
    interaction: FactdeskInteraction,
    id_: str,
    shown: Callable[[Answer], Sequence[Finding]],
    *,
    answers: bool,
) -> None:
    """Record the verdict on the shown quotes and thank the presser privately."""
    # Another process may lock the database for longer than Discord waits.
    await interaction.response.defer(ephemeral=True, thinking=True)
    saved = await load(interaction, id_)
    await interaction.client.app.feedback.record(saved, shown(saved.answer), interaction.user.id, answers=answers)
    await interaction.followup.send(_THANKS[answers], ephemeral=True)
