"""Frames of invented sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.answer.evidence.frames import Frame, frames
from bot.answer.evidence.statement import as_statement, claim_of

if TYPE_CHECKING:
    from spacy.language import Language


def frame(nlp: Language, text: str, predicate: str) -> Frame:
    found = [frame for frame in frames(nlp(text)) if frame.predicate == predicate]
    assert found, [frame.predicate for frame in frames(nlp(text))]
    return found[0]


@pytest.mark.parametrize(
    ("text", "predicate", "agents", "patients"),
    [
        ("Lindt praised Brandt.", "prais", ["lindt"], ["brandt"]),
        ("Lindt was praised by Brandt.", "prais", ["brandt"], ["lindt"]),
        ("lindt praised brandt", "prais", ["lindt"], ["brandt"]),
        ("Brandt, who praised Lindt, left.", "prais", ["brandt"], ["lindt"]),
        ("The captain whom Lindt praised left.", "prais", ["lindt"], ["captain"]),
        ("Nordlink launched an attack on the council.", "attack", ["nordlink"], ["council"]),
        ("The attack on Oster by Velm ended.", "attack", ["velm"], ["oster"]),
        ("Brandt's endorsement of Lindt came late.", "endors", ["brandt"], ["lindt"]),
        ("Lindt and Brandt praised Novak.", "prais", ["lindt", "brandt"], ["novak"]),
        ("Lindt praised Brandt and thanked Novak.", "thank", ["lindt"], ["novak"]),
        ("Novak declined to endorse Lindt.", "endors", ["novak"], ["lindt"]),
        ("Novak asked Brandt to endorse Lindt.", "endors", ["brandt"], ["lindt"]),
        ("Novak has no plans to sell the ferry.", "sell", ["novak"], ["ferri"]),
        ("The ferry is smaller than the barge.", "small", ["ferri"], ["barg"]),
        ("Lindt was 13 points behind Brandt.", "behind", ["lindt"], ["brandt"]),
        ("Medicines are written by doctors, not pharmacists.", "write", ["doctor"], ["medicin"]),
    ],
)
def test_agents_and_patients(nlp: Language, text: str, predicate: str, agents: list[str], patients: list[str]) -> None:
    found = frame(nlp, text, predicate)
    assert [agent.head for agent in found.agents] == agents
    assert [patient.head for patient in found.patients] == patients


def test_the_one_who_is_said_to_do_it_takes_part_in_the_saying(nlp: Language) -> None:
    assert [argument.head for argument in frame(nlp, "Novak said Brandt sold the ferry.", "say").others] == ["brandt"]


def test_copulas_of_different_complements_share_no_word(nlp: Language) -> None:
    smaller = frame(nlp, "The ferry is smaller than the barge.", "small")
    older = frame(nlp, "The ferry is older than the barge.", "old")
    assert smaller.words.isdisjoint(older.words)


def test_a_name_behind_its_title_belongs_to_it(nlp: Language) -> None:
    (nominee,) = frame(nlp, "Lindt endorsed the harbour party nominee Jonas Brandt.", "endors").patients
    assert {"jona", "brandt"} <= nominee.names


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        ("The United States called.", "The US called.", True),
        ("Jonas Brandt called.", "Brandt called.", True),
        ("North Velm called.", "South Velm called.", False),
        ("Jonas Brandt called.", "Marie Brandt called.", False),
    ],
)
def test_names_are_the_same_by_initials_and_surname(nlp: Language, text: str, other: str, same: bool) -> None:
    (first,), (second,) = frame(nlp, text, "call").agents, frame(nlp, other, "call").agents
    assert first.is_same_name(second) is same


@pytest.mark.parametrize(
    ("question", "statement"),
    [
        ("did Jonas Brandt sell the ferry?", "Jonas Brandt did sell the ferry"),
        ("when did the ferry hit the bridge", "the ferry did hit the bridge"),
        ("did a Velm minister praise the council?", "a Velm minister did praise the council"),
        ("is it true that Brandt sold the ferry?", "Brandt sold the ferry"),
        ("was Lindt 13 points behind Brandt", "Lindt was 13 points behind Brandt"),
        ("who sold the ferry", "who sold the ferry"),
        ("Brandt sold the ferry", "Brandt sold the ferry"),
    ],
)
def test_a_question_is_put_as_a_statement(nlp: Language, question: str, statement: str) -> None:
    assert as_statement(nlp(claim_of(question))) == statement


def test_a_noun_asked_for_goes_behind_the_verb(nlp: Language) -> None:
    statement = as_statement(nlp("how many lorries did the ferry carry"))
    assert statement == "the ferry did carry how many lorries"
