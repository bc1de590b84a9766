"""What may be shown as somebody's name, and who "I" is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.attribution.entities.nameable import is_nameable
from bot.attribution.entities.speakers import speakers
from bot.attribution.pipeline import attribute
from tests.attribution.conftest import read

if TYPE_CHECKING:
    from spacy.language import Language

    from bot.model.documents import Document

NAMES = ["Mara Oll", "Oll", "May", "the Torvik board", "officials", "a source", "the leaked files", "AFP", "Jan Berg"]
NO_NAMES = [
    "you", "You", "I", "he", "she", "They", "we", "it", "people", "some people", "this", "one", "those who",
    "all of us", "’s", "'s", "Monday", "who", "many", "", "12", "Brandt v. Oll", "Oll vs. Torvik", "x" * 121,
]  # fmt: skip

OPINION = "By Mara Oll\n\nI believe that the bridge is safe. “I fear that it will fall,” Ivo Brandt said.\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_name_and_a_description_may_be_shown(name: str) -> None:
    assert is_nameable(name)


@pytest.mark.parametrize("name", NO_NAMES)
def test_words_that_stand_for_anybody_are_not_shown_as_a_name(name: str) -> None:
    assert not is_nameable(name)


def test_a_name_may_be_as_long_as_a_long_title_and_no_longer() -> None:
    assert is_nameable("x" * 120)


def test_nobody_without_a_name_is_a_voice(nlp: Language) -> None:
    document = read("They said the bridge was safe. Mara Oll said it was not. You say it will fall.\n")
    assert {voice.name for voice in speakers(attribute(document, nlp))} == {"Mara Oll"}


def _opinion(title: str, *authors: str) -> Document:
    document = read(OPINION)
    return replace(document, reference=replace(document.reference, title=title, authors=authors))


def _believer(document: Document, nlp: Language) -> str | None:
    found = next(a for a in attribute(document, nlp) if a.cue[0].of(document.text) == "believe")
    return found.resolved.of(document.text) if found.resolved else None


def test_i_is_the_only_author_of_an_opinion_piece(nlp: Language) -> None:
    assert _believer(_opinion("Opinion: Keep the bridge", "Mara Oll"), nlp) == "Mara Oll"


@pytest.mark.parametrize(
    ("title", "authors"),
    [
        ("Bridge kept open", ("Mara Oll",)),
        ("Opinion: Keep the bridge", ()),
        ("Opinion: Keep the bridge", ("Mara Oll", "Jan Berg")),
        ("Opinion: Keep the bridge", ("Dora Venn",)),
    ],
    ids=["a report", "no author", "two authors", "an author whom the text does not name"],
)
def test_i_is_nobody_elsewhere(nlp: Language, title: str, authors: tuple[str, ...]) -> None:
    assert _believer(_opinion(title, *authors), nlp) is None


def test_i_between_quotation_marks_is_not_the_author(nlp: Language) -> None:
    document = _opinion("Opinion: Keep the bridge", "Mara Oll")
    fear = next(a for a in attribute(document, nlp) if a.cue[0].of(document.text) == "fear")
    assert [link.name for link in fear.chain] == ["Ivo Brandt"]
