"""Origins of several documents: acronym and full name are one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.answer.test_answers import asked_of

if TYPE_CHECKING:
    from spacy.language import Language


def test_an_institute_and_its_acronym_are_one_origin(nlp: Language) -> None:
    answer = asked_of(
        "is there more than one independent source for the training of Ostian pilots?",
        nlp,
        "The Torvik Institute of Botany (TIB) said that Norland trains Ostian pilots at its northern base.",
        "TIB said on Monday that Norland trains Ostian pilots, and that the training goes on.",
    )
    (origin,) = answer.origins
    assert origin.name == "Torvik Institute of Botany (TIB)"
    assert len(origin.documents) == 2


def test_who_speaks_of_the_papers_elsewhere_stands_behind_no_other_sentence(nlp: Language) -> None:
    answer = asked_of(
        "is there more than one independent source for the training of Ostian pilots?",
        nlp,
        "Leaked papers reveal a deal on ships, according to harbour analysts.\n\n"
        "The files were obtained by the Daily Lantern and reported by journalist Ivo Brandt.\n\n"
        "The training of Ostian pilots began in May, and goes on at the northern base.",
    )
    (finding,) = answer.findings
    assert finding.attribution is not None
    assert [link.name for link in finding.attribution.chain] == ["Ivo Brandt", "Daily Lantern", "Leaked papers"]


def test_papers_of_which_the_sentence_says_who_got_them_are_led_on_no_further(nlp: Language) -> None:
    answer = asked_of(
        "is there more than one independent source for the training of Ostian pilots?",
        nlp,
        "The files were obtained by the Daily Lantern and reported by journalist Ivo Brandt.\n\n"
        "Secret papers obtained by two reporters reveal the training of Ostian pilots at a northern base.",
    )
    (finding,) = answer.findings
    assert finding.attribution is not None
    assert [link.name for link in finding.attribution.chain] == ["two reporters", "Secret papers"]


def test_two_outlets_that_report_one_institute_have_one_origin(nlp: Language) -> None:
    answer = asked_of(
        "is there more than one independent source for the training of Ostian pilots?",
        nlp,
        "Norland trains Ostian pilots at its northern base, the Daily Lantern reported, citing the Torvik Institute.",
        "Norland trains Ostian pilots, the Evening Post reported, citing the Torvik Institute.",
    )
    (origin,) = answer.origins
    assert origin.name == "Torvik Institute"
    assert len(origin.documents) == 2
