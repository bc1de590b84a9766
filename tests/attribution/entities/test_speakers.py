"""Whose voices stand in a document's attributions: who speaks, through whom, and what is no name."""

from __future__ import annotations

import pytest

from bot.attribution.entities.speakers import speakers
from bot.attribution.pipeline import attribute
from tests.attribution.conftest import read

# Own voices and those through whom it came, each with its role.
SENTENCES = {
    "Ida Holm told the Lindholm Gazette that the ferry is old.": ({"Ida Holm told"}, {"Lindholm Gazette was told"}),
    "Ida Holm and Jan Berg said that the ferry is old.": ({"Ida Holm said", "Jan Berg said"}, set()),
    "Engineers Ida Holm, Jan Berg and Ada Moll said that the ferry is old.": (
        {"Ida Holm said", "Jan Berg said", "Ada Moll said"}, set(),
    ),
    "Ida Holm and the harbour master, Jan Berg, said that the ferry is old.": (
        {"Ida Holm said", "Jan Berg said"}, set(),
    ),
    "The papers obtained by Delta Watch show that the ferry is old.": (
        {"The papers shows"}, {"Delta Watch obtained"},
    ),
    "Analysts said that the ferry is old.": ({"Analysts said"}, set()),
    "They said that the ferry is old.": (set(), set()),
}  # fmt: skip


@pytest.mark.parametrize("sentence", SENTENCES)
def test_voices_are_told_from_those_through_whom_they_came(nlp, sentence: str) -> None:
    document = read(f"{sentence}\n\nThe rest is about boats, and goes on for a while.\n")
    found = speakers(attribute(document, nlp))
    own, others = SENTENCES[sentence]
    assert {f"{voice.name} {voice.role}" for voice in found if voice.own} == own
    assert {f"{voice.name} {voice.role}" for voice in found if not voice.own} == others
    assert all(voice.span.of(document.text) == voice.name for voice in found)


def test_the_real_articles_have_voices_that_are_slices(nlp, real_corpus) -> None:
    for path in sorted(real_corpus.iterdir()):
        document = read(path.read_text("utf-8"))
        attributions = attribute(document, nlp)
        found = speakers(attributions)
        assert found, path.name
        assert all(voice.span.of(document.text) == voice.name for voice in found)
        assert len({(voice.position, voice.name) for voice in found}) == len(found)
        assert all(voice.position < len(attributions) for voice in found)
