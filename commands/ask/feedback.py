"""The buttons "Answers it" and "Doesn't" under an answer: one press a person, seen by nobody else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.client import FactdeskInteraction
from bot.model.answers import Answer, Finding
from commands.ui.saved_answers import load

# The label and the action of each button; the action stands in its custom_id.
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
    """Save whether the quotes that are `shown` of an answer answer its question, and thank for it in private."""
    # Another process may keep the database for longer than Discord waits.
    await interaction.response.defer(ephemeral=True, thinking=True)
    asked = await load(interaction, id_)
    await interaction.client.app.feedback.record(asked, shown(asked.answer), interaction.user.id, answers=answers)
    await interaction.followup.send(_THANKS[answers], ephemeral=True)
