"""Names in running text: where each begins and ends, and whether it is a person's or an organisation's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.attribution.resolution.mentions import mentions
from bot.attribution.syntax.parsed_block import parse
from tests.attribution.conftest import read

if TYPE_CHECKING:
    from spacy.language import Language

    from bot.attribution.resolution.mentions import Mention


def found(text: str, nlp: Language) -> list[Mention]:
    document = read(f"{text}\n")
    (block,) = parse(document, range(len(document.blocks)), nlp)
    names = list(mentions(block))
    assert all(name.span.of(document.text).startswith(name.words[0]) for name in names)
    return names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Mara Oll met Peter Brandt in Torvik.", ["Mara Oll person", "Peter Brandt person", "Torvik unknown"]),
        ("It was told to Anne-Marie Holm of the Star-Courier.", ["Anne-Marie Holm person", "Star-Courier unknown"]),
        ("The files came from the Institute for the Study of Bridges (ISB).",
         ["Institute for the Study of Bridges ISB organisation"]),
        ("The Department of Health and Human Services replied.",
         ["Department of Health and Human Services organisation"]),
        ("The Ministry of Defence and Brandt met.", ["Ministry of Defence organisation", "Brandt unknown"]),
        ("The ship is the Heart of the Seas.", ["Heart of the Seas unknown"]),
        ("It is Oll of Torvik.", ["Oll unknown", "Torvik unknown"]),
        ("The harbour is run by Torvik Harbour Board, Lindholm.",
         ["Torvik Harbour Board organisation", "Lindholm unknown"]),
    ],
)  # fmt: skip
def test_a_name_ends_where_another_word_begins(text: str, names: list[str], nlp: Language) -> None:
    assert [f"{' '.join(name.words)} {name.kind}" for name in found(text, nlp)] == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They reached Deputy Secretary of State Kurt Brandt.", "Kurt Brandt"),
        ("They reached State Secretary Brandt.", "Brandt"),
        ("They met Mayor Mara Oll.", "Mara Oll"),
        ("They met Dr. Ivo Brandt.", "Ivo Brandt"),
        ("They met the journalist Brandt.", "Brandt"),
    ],
)
def test_who_bears_a_title_is_a_person_and_the_title_no_part_of_the_name(text: str, name: str, nlp: Language) -> None:
    (mention,) = found(text, nlp)
    assert (" ".join(mention.words), mention.kind) == (name, "person")


@pytest.mark.parametrize("text", ["He asked the President and the Mayor.", "It was Monday.", "Brandt v. Oll is old."])
def test_an_office_a_day_and_a_case_are_no_names(text: str, nlp: Language) -> None:
    assert found(text, nlp) == []


@pytest.mark.parametrize(
    "text", ["The outlet The Ledger wrote it.", "The think tank Ledger wrote it.", "The agency Ledger wrote it."]
)
def test_a_name_behind_the_word_for_an_organisation_is_one(text: str, nlp: Language) -> None:
    (mention,) = found(text, nlp)
    assert (mention.words, mention.kind) == (("Ledger",), "organisation")


def test_the_subject_of_a_sentence_is_marked(nlp: Language) -> None:
    oll, brandt = found("On Monday, Mara Oll met Peter Brandt.", nlp)
    assert (oll.subject, brandt.subject) == (True, False)


def test_an_acronym_belongs_to_the_name_that_it_stands_behind(nlp: Language) -> None:
    (institute,) = found("The files came from the Torvik Institute for Bridges (TIB).", nlp)
    (alone,) = found("The files came from TIB.", nlp)
    assert (institute.acronym, alone.acronym) == ("TIB", None)


def test_the_words_before_a_name_and_around_it_are_known(nlp: Language) -> None:
    (mention,) = found("They met the old mayor Mara Oll.", nlp)
    assert mention.titles == {"the", "old", "mayor"}
    assert {"mayor", "old"} <= mention.context
