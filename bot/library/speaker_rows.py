"""Turns a document's attributions into rows of speakers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.attribution.entities import linking
from bot.attribution.entities.speakers import speakers
from bot.model.attribution import Attribution
from bot.store.library.speakers import SpeakerRow


def speaker_rows(attributions: Sequence[Attribution]) -> list[SpeakerRow]:
    """Return the speakers of `attributions` as rows of the store."""
    found = []
    for voice in speakers(attributions):
        name = linking.read(voice.name, voice.kind)
        row = SpeakerRow(
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
