"""Agreement of a sentence's source with the asked speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answer.comparing import analyse, compared

if TYPE_CHECKING:
    from spacy.language import Language

TEXT = "“The ferry is unsafe on windy days,” Mara Lindt said."


def test_the_asked_speaker_is_found(nlp: Language) -> None:
    speaker = compared("did Mara Lindt say the ferry is unsafe?", TEXT, nlp).comparison.speaker
    assert speaker.is_asked_speaker
    assert not speaker.is_other_speaker


def test_another_named_speaker_is_told_apart(nlp: Language) -> None:
    speaker = compared("did Jonas Brandt say the ferry is unsafe?", TEXT, nlp).comparison.speaker
    assert speaker.is_other_speaker
    assert not speaker.is_asked_speaker


def test_of_a_speaker_and_whom_they_speak_of_the_asked_one_counts(nlp: Language) -> None:
    text = "Mara Lindt told the Velm Courier that the Harbour Board believes the ferry is unsafe."
    speaker = compared("what did Mara Lindt tell the Velm Courier?", text, nlp).comparison.speaker
    assert speaker.is_asked_speaker
    assert not speaker.is_other_speaker


def test_without_an_asked_speaker_nobody_is_another(nlp: Language) -> None:
    speaker = compared("who said the ferry is unsafe?", TEXT, nlp).comparison.speaker
    assert speaker.has_named_source
    assert not speaker.is_other_speaker


def test_a_sentence_without_a_source_has_no_speaker(nlp: Language) -> None:
    speaker = compared("did Mara Lindt say the ferry is unsafe?", "The ferry is unsafe.", nlp).comparison.speaker
    assert speaker.attribution is None
    assert not speaker.is_other_speaker


def test_the_we_of_a_quotation_is_whoever_speaks_it(nlp: Language) -> None:
    text = "“We know that the ferry is unsafe on windy days,” Mara Lindt told reporters."
    assert compared("did Jonas Brandt say the ferry is unsafe?", text, nlp).comparison.speaker.is_other_speaker


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("did Mara Lindt say the ferry is unsafe?", {"mara", "lindt"}),
        ("is the ferry unsafe according to Lindt?", {"lindt"}),
        ("was it Mara Lindt who said the ferry is unsafe?", {"mara", "lindt"}),
        ("did Mara Lindt sell the ferry?", set()),
    ],
)
def test_the_speaker_of_a_question(nlp: Language, question: str, speaker: set[str]) -> None:
    assert analyse(question, nlp).speaker == speaker
