"""Answers of the newsroom: quotes with the whole question, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bot.model.answers import Answer, AnswerState, Slot
from bot.model.attribution import Role
from bot.model.documents import Document
from tests.answer.conftest import answering_from, document

if TYPE_CHECKING:
    from spacy.language import Language

Ask = Callable[[str], Answer]


def asked_of(question: str, nlp: Language, *texts: str) -> Answer:
    return answering_from([document(text + "\n", f"{number}.txt") for number, text in enumerate(texts)], nlp)(question)


def names(answer: Answer) -> list[str]:
    attribution = answer.findings[0].attribution
    return [link.name for link in attribution.chain] if attribution else []


def test_every_quote_highlight_and_support_is_a_slice_of_its_document(ask: Ask, newsroom: list[Document]) -> None:
    texts = {document.id: document.text for document in newsroom}
    for question in ("who reported the Ostrava dock?", "what did Brandt say about the bridge", "who closed the bridge"):
        answer = ask(question)
        shown = answer.findings + answer.contrary + answer.near_misses
        assert shown
        for finding in shown:
            text = texts[finding.document.id]
            for quote in (finding.quote, *finding.support):
                assert quote.span.of(text) == quote.text
            assert all(finding.quote.span.contains(span) for span in finding.highlights)
            assert all(
                link.span.of(text) == link.name for link in (finding.attribution.chain if finding.attribution else ())
            )


def test_who_said_it_is_named_with_the_outlet_that_was_told(ask: Ask) -> None:
    answer = ask("who said that the Velm bridge closed to lorries?")
    assert answer.answered
    assert {"Mara Lindt", "Evening Post"} <= {name.removeprefix("Mayor ") for name in names(answer)}


def test_a_row_answers_with_the_sentence_it_inherits_from(ask: Ask) -> None:
    answer = ask("who reported the Ostrava draining?")
    finding = answer.findings[0]
    assert "Ostrava" in finding.quote.text
    assert finding.attribution is not None
    assert finding.attribution.inherited
    assert any("leaked memo" in quote.text for quote in finding.support)
    assert any(link.role is Role.OBTAINED and "Harbour Watch" in link.name for link in finding.attribution.chain)


def test_what_somebody_said_is_quoted_from_them_alone(ask: Ask) -> None:
    answer = ask("what did Brandt say about the bridge?")
    assert answer.answered
    assert all(finding.document.name == "ferry" for finding in answer.findings)


@pytest.mark.parametrize(
    "question",
    [
        "what did Lindt say about the ferry?",
        "who said that Nordlink carried 4,000 lorries?",
        "who reported that the mayor plans a casino?",
        "who reported a $9 million shortfall?",
        "what did officials say about the bridge being safe?",
        "did the Tessel Institute obtain the ford?",
        "is the draining in Ostrava 6 weeks long?",
    ],
)
def test_what_the_articles_do_not_say_is_not_answered(ask_as_fitted: Ask, question: str) -> None:
    answer = ask_as_fitted(question)
    assert answer.state is AnswerState.CLOSEST
    assert not answer.findings
    assert answer.near_misses


def test_a_name_that_no_article_holds_is_told(ask: Ask) -> None:
    answer = ask("what did Biden say about the bridge?")
    assert answer.state is AnswerState.NOTHING
    assert answer.headline == "No article mentions “Biden”."
    assert not answer.near_misses


def test_a_link_list_comes_closest_at_most(ask: Ask) -> None:
    answer = ask("who reported that the mayor plans a casino?")
    assert answer.state is AnswerState.CLOSEST
    assert answer.near_misses[0].boilerplate
    assert "casino" in answer.near_misses[0].quote.text


def test_who_obtained_and_who_reviewed_are_told_apart(ask: Ask) -> None:
    assert "Harbour Watch" in ask("who obtained the leaked memo?").headline
    assert "Tessel Institute" in ask("who reviewed the memo?").headline


def test_all_documents_that_mention_a_thing_are_listed_once_each(ask: Ask) -> None:
    answer = ask("which articles mention lorries?")
    assert sorted(finding.document.name for finding in answer.findings) == ["brief", "ferry", "harbour"]


def test_a_link_list_is_no_mention(ask: Ask) -> None:
    assert not ask("which articles mention a casino?").answered


def test_a_number_is_found_whatever_its_spelling(ask: Ask) -> None:
    assert ask("who carried three thousand lorries?").findings[0].document.name == "ferry"


@pytest.mark.parametrize(
    ("question", "span"),
    [
        ("how long does the welding take?", "6 weeks"),
        ("where does the welding take place?", "North quay"),
        ("when did Brandt tell reporters about the bridge?", "Tuesday"),
    ],
)
def test_the_number_date_or_place_asked_for_is_marked_in_its_quote(ask: Ask, question: str, span: str) -> None:
    answer = ask(question)
    finding = answer.findings[0]
    (marked,) = finding.highlights
    text = finding.quote.text[marked.start - finding.quote.span.start : marked.end - finding.quote.span.start]
    assert text == span
    assert f"“{span}”" in answer.headline


def test_a_named_place_goes_before_words_that_only_might_tell_one(nlp: Language) -> None:
    texts = "The welding is at risk, Ada Berg said.\n\nThe welding takes place in Ostrava, Ivo Kern said."
    answer = asked_of("where is the welding?", nlp, texts)
    assert [finding.quote.text for finding in answer.findings] == [texts.split("\n\n")[1]]


def test_text_that_discloses_ai_is_labelled(ask: Ask) -> None:
    answer = ask("where may lorries go while the ford is open?")
    assert any(finding.ai_generated for finding in answer.findings + answer.near_misses)


def test_who_wrote_the_brief_is_answered_by_its_own_disclosure(ask: Ask) -> None:
    answer = ask("was the bridge brief written by AI?")
    assert answer.answered
    assert {finding.document.name for finding in answer.findings} == {"brief"}
    assert "disclosure" in answer.headline


def test_yes_needs_a_quote_that_says_so_and_does_not_deny_it(ask: Ask) -> None:
    assert ask("did engineers find cracks in the pillars?").answered
    assert ask("did Brandt expect the bridge to close?").state is AnswerState.CONTRARY


def test_the_other_way_round_is_shown_beside_it_and_not_judged(nlp: Language) -> None:
    answer = asked_of(
        "who said that Norland sued Ostland?",
        nlp,
        "Norland sued Ostland in the spring, the minister Ada Berg said.",
        "Ostland sued Norland in the spring, the minister Ivo Kern said.",
    )
    assert [finding.document.name for finding in answer.findings] == ["0"]
    assert [finding.document.name for finding in answer.contrary] == ["1"]
    assert answer.conflict
    assert "Ivo Kern" not in answer.headline


def test_the_other_way_round_alone_is_contrary(nlp: Language) -> None:
    reversed_answer = "Ostland sued Norland in the spring, the minister Ivo Kern said."
    answer = asked_of("did Norland sue Ostland in the spring?", nlp, reversed_answer)
    assert answer.state is AnswerState.CONTRARY
    assert [line.holds for line in answer.comparison if line.slot is Slot.WHO] == [False]
    assert not answer.findings


def test_a_row_has_the_columns_of_its_table(ask: Ask) -> None:
    finding = ask("how long does the welding take?").findings[0]
    assert [cell.column for cell in finding.cells] == ["Stage", "Duration", "Place"]


def test_agency_copy_in_two_articles_counts_once(nlp: Language) -> None:
    copy = "Norland will train forty Ostian pilots at its northern base this year, the minister Ada Berg said."
    answer = asked_of("who said that Norland trains Ostian pilots?", nlp, copy, copy, "Weather: rain is likely.")
    assert len(answer.findings) == 1
    assert any("counted once" in note for note in answer.notes)


def test_a_changed_number_is_no_copy(nlp: Language) -> None:
    copy = "Norland will train {} Ostian pilots at its northern base this year, the minister Ada Berg said."
    answer = asked_of("who said that Norland trains Ostian pilots?", nlp, copy.format(40), copy.format(45))
    assert len(answer.findings) == 2


def test_no_headline_ever_speaks_of_confirmation(ask: Ask) -> None:
    answer = ask("is there more than one independent source for the bridge closing?")
    assert "confirm" not in answer.headline + " ".join(answer.notes)


def test_a_row_answers_with_its_own_number(ask: Ask) -> None:
    answer = ask("is the draining in Ostrava 4 weeks long?")
    assert answer.answered
    assert "4 weeks" in answer.findings[0].quote.text


def test_whoever_denies_it_is_named_before_who_reports_the_denial(nlp: Language) -> None:
    answer = asked_of(
        "who denies the attack on Velm?", nlp, "The Post reported that Ostian officials deny the attack on Velm."
    )
    assert answer.headline.startswith("Ostian officials")


def test_a_paper_stands_once_in_the_chain_of_its_origin(ask: Ask) -> None:
    findings = ask("is there more than one independent source for the bridge repairs?").findings
    chains = [finding.attribution.chain for finding in findings if finding.attribution]
    assert any(len(chain) > 1 for chain in chains)
    for chain in chains:
        assert len({(link.name, link.role) for link in chain}) == len(chain)
