"""Origins over several documents: an acronym and the name that it stands for are one."""

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
