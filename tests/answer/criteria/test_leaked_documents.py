"""Answers about leaked documents, and about people."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.model.answers import Answer
from bot.model.attribution import Role
from tests.answer.conftest import answering_from, document

if TYPE_CHECKING:
    from spacy.language import Language

Ask = Callable[[str], Answer]

FORD = """The ford is open

Divers looked at the ford, according to the Tessel Institute for Soil (TIS). It obtained a permit.
"""


def test_what_rests_on_leaked_papers_leads_back_to_whoever_obtained_them(ask: Ask) -> None:
    answer = ask("what rests on leaked documents?")
    assert {finding.document.name for finding in answer.findings} == {"harbour"}
    assert "Harbour Watch" in answer.headline
    assert "Harbour Watch" in answer.findings[0].quote.text
    for finding in answer.findings:
        assert finding.attribution is not None
        assert any(link.role is Role.OBTAINED or "memo" in link.name for link in finding.attribution.chain)


def test_a_topic_narrows_what_rests_on_leaked_papers(ask: Ask) -> None:
    answer = ask("what rests on leaked documents about Ostrava?")
    assert "Ostrava" in answer.findings[0].quote.text
    assert not ask("what rests on leaked documents about Brandt?").answered


def test_a_permit_is_no_leak(nlp: Language) -> None:
    assert not answering_from([document(FORD, "ford.txt")], nlp)("what rests on leaked documents?").answered


def test_papers_that_nobody_calls_leaked_are_no_leak(nlp: Language) -> None:
    text = "The Harbour Watch group obtained the contracts.\n\nThe contracts show cracks in nine pillars.\n"
    leaked = text.replace("the contracts", "the leaked contracts")
    question = "what rests on leaked documents?"
    assert not answering_from([document(text, "a.txt")], nlp)(question).answered
    assert answering_from([document(leaked, "a.txt")], nlp)(question).answered


def test_whoever_asks_for_a_role_is_not_told_that_it_lacks_an_introduction(ask: Ask) -> None:
    assert ask("who is the Mayor?").headline == "1 quote in 1 article."


def test_who_somebody_is_is_told_in_the_words_that_introduce_them(ask: Ask) -> None:
    answer = ask("who is Jonas Brandt?")
    assert answer.headline == "“director Jonas Brandt”"
    assert len(answer.findings) == 1
    (marked,) = answer.findings[0].highlights
    assert len(marked) == len("director Jonas Brandt")


def test_a_surname_is_introduced_where_the_full_name_stands(ask: Ask) -> None:
    assert "Mayor Mara Lindt" in ask("who is Lindt?").headline


def test_an_acronym_is_introduced_by_what_it_stands_for(nlp: Language) -> None:
    answer = answering_from([document(FORD, "ford.txt")], nlp)("what is TIS?")
    assert "Tessel Institute for Soil (TIS)" in answer.headline


def test_who_is_only_named_is_said_to_be(ask: Ask) -> None:
    assert "without an introduction" in ask("who is Harbour Watch?").headline
