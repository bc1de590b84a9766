"""From a document's attributions to the rows that its voices are found by."""

from __future__ import annotations

from collections.abc import Sequence

from bot.attribution import linking
from bot.attribution.voices import voices
from bot.model import Attribution
from bot.store.voices import Voice


def rows(attributions: Sequence[Attribution]) -> list[Voice]:
    """Return the voices behind `attributions` as the store keeps them."""
    found = []
    for voice in voices(attributions):
        name = linking.read(voice.name, voice.kind)
        row = Voice(
            position=voice.position,
            name=voice.name,
            kind=voice.kind,
            role=voice.role,
            own=voice.own,
            words=linking.written(voice.name),
            tail=name.tail,
            acronym=name.acronym,
        )
        found.append(row)
    return found
