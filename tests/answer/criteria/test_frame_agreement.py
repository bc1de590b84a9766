"""The same event, with the same people in the same roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answer.criteria.frame_agreement import AlignedFrame, align_frames
from tests.answer.comparing import analyse, analyse_sentence

if TYPE_CHECKING:
    from spacy.language import Language


def aligned(nlp: Language, question: str, sentence: str) -> AlignedFrame:
    (found,) = align_frames(analyse(question, nlp).frames, analyse_sentence(sentence, nlp).frames, {})
    return found


QUESTION = "did Lindt praise Brandt?"


def test_the_same_event_in_the_passive_agrees(nlp: Language) -> None:
    found = aligned(nlp, QUESTION, "Brandt was praised by Lindt.")
    assert found.is_same_event
    assert found.agreement == 2
    assert not found.is_reversed


def test_exchanged_roles_are_reversed(nlp: Language) -> None:
    found = aligned(nlp, QUESTION, "Lindt was praised by Brandt.")
    assert found.is_reversed
    assert found.agreement == 0


def test_symmetric_predicates_have_no_direction(nlp: Language) -> None:
    assert not aligned(nlp, "did Lindt meet Brandt?", "Brandt met Lindt.").is_reversed


def test_one_exchanged_participant_is_half_reversed(nlp: Language) -> None:
    assert aligned(nlp, QUESTION, "Brandt praised the captain.").is_half_reversed
    assert not aligned(nlp, QUESTION, "Lindt praised the captain.").is_half_reversed


def test_another_name_conflicts_and_a_pronoun_does_not(nlp: Language) -> None:
    assert aligned(nlp, QUESTION, "Novak praised Brandt.").agents_conflict
    assert not aligned(nlp, QUESTION, "She praised Brandt.").agents_conflict
    assert aligned(nlp, QUESTION, "Lindt praised Novak.").patients_conflict
    assert not aligned(nlp, QUESTION, "Lindt praised Brandt.").patients_conflict


def test_another_predicate_is_no_same_event(nlp: Language) -> None:
    assert not aligned(nlp, QUESTION, "Lindt sued Brandt.").is_same_event


def test_polarity_is_compared(nlp: Language) -> None:
    assert aligned(nlp, QUESTION, "Lindt declined to praise Brandt.").polarity_differs
    assert not aligned(nlp, QUESTION, "Lindt praised Brandt.").polarity_differs
    assert not aligned(nlp, "did Lindt not praise Brandt?", "Lindt never praised Brandt.").polarity_differs


def test_a_question_beside_a_sentence_without_frames_aligns_nothing(nlp: Language) -> None:
    assert align_frames(analyse(QUESTION, nlp).frames, (), {}) == ()
