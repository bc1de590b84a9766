"""Composed answers: parts, line to copy, conflicting figures, pending sources."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bot.answer.decision import Decision
from bot.answer.judge import JudgedSentence
from bot.answer.presentation.compose import compose, compose_parts
from bot.attribution.pipeline import attribute
from bot.model.answers import Answer, AnswerState
from bot.model.attribution import Attribution
from bot.normalize import WORD
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.query import parse
from tests.answer.comparing import analyse, compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language

SANK = "The ferry Orla sank on 3 May, the Harbour Board said."
LATER = "The ferry Orla sank on 9 May, Ivo Kern said."
QUESTION = "did the ferry Orla sink on 3 May?"


class Sentences:
    """The first sentence of each text, judged for one question."""

    def __init__(self, question: str, nlp: Language, *texts: str) -> None:
        words = Counter(word for text in texts for word in WORD.findall(text))
        self.query = parse(question, Vocabulary(words, passages=40))
        self.question = analyse(question, nlp)
        self.pairs = [compared(question, text, nlp, name=f"{number}.txt") for number, text in enumerate(texts)]
        self.judged = tuple(
            JudgedSentence(pair.candidate, pair.sentence, pair.sources, pair.comparison, 0.0) for pair in self.pairs
        )
        self.attributions: dict[str, Sequence[Attribution]] = {
            pair.document.id: attribute(pair.document, nlp) for pair in self.pairs
        }

    def answer(self, state: AnswerState, differing: Sequence[int] = (), pending: Sequence[int] = ()) -> Answer:
        """Return the answer of a decision for these sentences.

        `differing` and `pending` are their indexes.
        """
        found = tuple((self.judged[index], self.pairs[index].found) for index in differing)
        answering = tuple(judged for index, judged in enumerate(self.judged) if index not in differing)
        shown = answering if state is AnswerState.ANSWERED else self.judged
        ids = [self.judged[index].candidate.units.document.id for index in pending]
        return compose(self.query, Decision(state, shown, found), self.attributions, ids)


def test_an_answer_names_who_says_it_and_has_a_line_to_copy(nlp: Language) -> None:
    answer = Sentences(QUESTION, nlp, SANK).answer(AnswerState.ANSWERED)
    assert "Harbour Board" in answer.headline
    assert answer.copyable is not None
    assert answer.copyable.startswith(f"“{SANK}” — ")
    assert not answer.conflict
    assert answer.contrary == ()


def test_what_differs_stands_beside_the_answer_with_the_difference_marked(nlp: Language) -> None:
    answer = Sentences(QUESTION, nlp, SANK, LATER).answer(AnswerState.ANSWERED, differing=[1])
    assert [finding.quote.text for finding in answer.findings] == [SANK]
    (contrary,) = answer.contrary
    assert contrary.quote.text == LATER
    assert [span.of(LATER) for span in contrary.highlights] == ["9 May"]
    assert answer.conflict


def test_figures_that_differ_between_the_answers_are_told(nlp: Language) -> None:
    texts = "Norland trained 40 Ostian pilots, she said.", "Norland trained 400 Ostian pilots, he said."
    answer = Sentences("how many Ostian pilots did Norland train?", nlp, *texts).answer(AnswerState.ANSWERED)
    assert answer.conflict
    assert any("figures differ" in note and "“40" in note and "“400" in note for note in answer.notes)
    alike = Sentences("how many Ostian pilots did Norland train?", nlp, texts[0], texts[0].replace("she", "he"))
    assert not alike.answer(AnswerState.ANSWERED).conflict


def test_a_contrary_answer_shows_what_differs_first_and_once(nlp: Language) -> None:
    answer = Sentences(QUESTION, nlp, SANK, LATER).answer(AnswerState.CONTRARY, differing=[1])
    assert answer.headline == "The articles say otherwise"
    assert [finding.quote.text for finding in answer.contrary] == [LATER, SANK]
    assert answer.findings == ()
    assert answer.copyable is None


def test_the_closest_passages_claim_nothing(nlp: Language) -> None:
    answer = Sentences(QUESTION, nlp, LATER).answer(AnswerState.CLOSEST)
    assert answer.headline == "No passage clearly answers this"
    assert [finding.quote.text for finding in answer.near_misses] == [LATER]
    assert (answer.findings, answer.contrary, answer.copyable) == ((), (), None)


def test_only_shown_documents_are_pending(nlp: Language) -> None:
    sentences = Sentences(QUESTION, nlp, SANK)
    assert len(sentences.answer(AnswerState.ANSWERED, pending=[0]).pending) == 1
    found = compose(sentences.query, Decision(AnswerState.ANSWERED, sentences.judged), {}, ["elsewhere"])
    assert found.pending == ()


def test_nothing_names_what_is_missing(nlp: Language) -> None:
    query = Sentences(QUESTION, nlp, SANK).query
    answer = compose(query, Decision(AnswerState.NOTHING, missing=("Aurelio Brandt",)), {})
    assert answer.headline == "No article mentions “Aurelio Brandt”."
    assert answer.near_misses == ()


def test_each_part_has_its_own_state_and_a_quote_stands_once_in_all(nlp: Language) -> None:
    first = Sentences("who said the ferry Orla sank?", nlp, SANK, LATER).answer(AnswerState.ANSWERED)
    second = Sentences("when did the ferry Orla sink?", nlp, SANK).answer(AnswerState.ANSWERED)
    nothing = Answer("who paid?", AnswerState.NOTHING, "")
    answer = compose_parts(
        "who said it, when, and who paid?", ["who said it", "when", "who paid"], [first, second, nothing]
    )
    assert answer.state is AnswerState.ANSWERED
    assert answer.headline == "2 of 3 parts answered"
    assert [part.state for part in answer.parts] == [AnswerState.ANSWERED, AnswerState.ANSWERED, AnswerState.NOTHING]
    assert [part.question for part in answer.parts] == ["who said it", "when", "who paid"]
    assert [finding.quote.text for finding in answer.findings] == [SANK, LATER]
    assert answer.parts[1].headline == "“3 May”"


def test_parts_that_all_come_close_are_closest_together(nlp: Language) -> None:
    close = Sentences(QUESTION, nlp, LATER).answer(AnswerState.CLOSEST)
    nothing = Answer("who paid?", AnswerState.NOTHING, "")
    answer = compose_parts("did it sink, and who paid?", ["did it sink", "who paid"], [close, nothing])
    assert answer.state is AnswerState.CLOSEST
    assert answer.headline == "None of 2 parts answered"
    assert [finding.quote.text for finding in answer.near_misses] == [LATER]
