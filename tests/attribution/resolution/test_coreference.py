"""Chains of pronouns, and clauses with "who", back to a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.attribution.pipeline import attribute
from tests.attribution.conftest import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

SPEAKERS = {
    "Mara Oll met Peter Brandt on Monday. He said the bridge was safe.": ("He", "Peter Brandt"),
    "Peter Brandt met Mara Oll on Monday. She said the bridge was safe.": ("She", "Mara Oll"),
    "Mara Oll defended her claim that the bridge was safe.": ("her", "Mara Oll"),
    "Dora Venn, a registered voter from Torvik, N.H., who plans to keep the bridge, left early.": ("who", "Dora Venn"),
    "“He closed the bridge,” Peter Brandt said of the mayor.": ("Peter Brandt", "Peter Brandt"),
    "The President said the bridge was safe.": ("The President", "The President"),
    "The Oll administration said the bridge was safe.": ("The Oll administration", "Oll administration"),
    "Anne-Marie Holm said the bridge was safe.": ("Anne-Marie Holm", "Anne-Marie Holm"),
    "The Torvik Department of Health and Senior Services said the water was clean.": (
        "The Torvik Department of Health and Senior Services",
        "Torvik Department of Health and Senior Services",
    ),
    "Monday’s letter argues that the bridge is safe.": ("Monday’s letter", "Monday’s letter"),
}


@pytest.mark.parametrize("sentence", SPEAKERS)
def test_a_source_is_led_back_to_its_name(lines: Callable[[str], list[str]], sentence: str) -> None:
    source, name = SPEAKERS[sentence]
    line = next(line for line in lines(sentence) if line.startswith(source + " |"))
    assert line.rpartition(" | ")[2].rpartition(" <- ")[2].startswith(f"{name} (")


def test_who_is_talked_about_between_marks_is_not_the_speaker(lines: Callable[[str], list[str]]) -> None:
    lines = lines("Mara Oll left. Peter Brandt came back. “He hopes that the bridge is shut,” Peter Brandt said.")
    assert not any(line.startswith("He |") and line.endswith("<- Peter Brandt (thought)") for line in lines)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mara Oll left Torvik. Oll said the bridge was safe.", "Mara Oll"),
        ("Mara Oll met Peter Oll. Oll said the bridge was safe.", "Oll"),
        ("The Torvik Institute of Bridges (TIB) opened. TIB said the bridge was safe.",
         "Torvik Institute of Bridges (TIB)"),
        ("The Torvik Institute of Bridges opened. TIB said the bridge was safe.", "Torvik Institute of Bridges"),
        ("The Torvik Institute of Bridges opened. XIB said the bridge was safe.", "XIB"),
    ],
)  # fmt: skip
def test_a_short_name_stands_for_the_full_one_if_only_one_is_meant(nlp: Language, text: str, name: str) -> None:
    *_, said = attribute(read(text), nlp)
    assert said.chain[-1].name == name
