"""The same event, with the same people in the same roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        ("Novak praised the crew; Lindt praised Brandt.", 1),
        ("Lindt praised Brandt; Novak praised the crew.", 0),
        ("Lindt praised the crew; Novak praised Brandt.", 0),  # one of two participants is there either way
        ("Novak praised Brandt; Lindt praised the crew.", 0),
        ("Novak praised the crew; Lindt praised the captain.", 1),
        ("Novak praised the crew; Holm praised Brandt.", 1),
        ("Novak praised the crew; Brandt praised Holm.", 1),
        ("Brandt praised the crew; Holm praised Brandt.", 1),
        ("Holm praised Lindt; Lindt praised the crew.", 1),
        ("Lindt sued Brandt; Novak praised the crew.", 1),
        ("Novak sued the crew; Lindt sued Brandt.", 1),
    ],
)
def test_of_several_events_the_same_predicate_comes_first_and_then_the_same_people(
    nlp: Language, sentence: str, event: int
) -> None:
    starts = sorted(frame.start for frame in analyse_sentence(sentence, nlp).frames)
    assert len(starts) == 2
    assert aligned(nlp, QUESTION, sentence).quoted.start == starts[event]


def test_a_question_beside_a_sentence_without_frames_aligns_nothing(nlp: Language) -> None:
    assert align_frames(analyse(QUESTION, nlp).frames, (), {}) == ()
