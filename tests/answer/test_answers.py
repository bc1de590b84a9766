"""What the desk is told: quotes that carry the whole question, or that nothing does."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from bot.model import Answer, Document, Role
from tests.answer.conftest import answering_from, document

if TYPE_CHECKING:
    from spacy.language import Language

Ask = Callable[[str], Answer]


def asked_of(question: str, nlp: Language, *texts: str) -> Answer:
    return answering_from([document(text + "\n", f"{number}.txt") for number, text in enumerate(texts)], nlp)(question)


def names(answer: Answer) -> list[str]:
    said = answer.findings[0].attribution
    return [link.name for link in said.chain] if said else []


def test_every_quote_highlight_and_support_is_a_slice_of_its_document(ask: Ask, newsroom: list[Document]) -> None:
    texts = {document.id: document.text for document in newsroom}
    for question in ("who reported the Ostrava dock?", "what did Brandt say about the bridge", "who closed the casino"):
        answer = ask(question)
        for finding in answer.findings + answer.near_misses:
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
    ("question", "reason"),
    [
        ("what did Biden say about the bridge?", "never mentions"),
        ("what did Lindt say about the ferry?", "No article quotes this speaker"),
        ("who said that Nordlink carried 4,000 lorries?", "another number"),
        ("who reported that the mayor plans a casino?", "links"),
        ("who reported a $9 million shortfall?", "links"),
        ("what did officials say about the bridge being safe?", "only supposes"),
        ("did the Tessel Institute obtain the ford?", "every part"),
    ],
)
def test_what_the_articles_do_not_say_is_declined_with_a_reason(ask: Ask, question: str, reason: str) -> None:
    answer = ask(question)
    assert not answer.answered
    assert answer.reason is not None
    assert reason in answer.reason
    assert not answer.findings


def test_a_declined_question_shows_the_nearest_passage(ask: Ask) -> None:
    answer = ask("who reported that the mayor plans a casino?")
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
    assert not ask("did Brandt expect the bridge to close?").answered


def test_the_other_way_round_is_shown_beside_it_and_not_judged(nlp: Language) -> None:
    answer = asked_of(
        "who said that Norland trains Ostian pilots?",
        nlp,
        "Norland will train Ostian pilots this year, the minister Ada Berg said.",
        "Ostian officers will train Norland pilots this year, the minister Ivo Kern said.",
    )
    assert [finding.document.name for finding in answer.findings] == ["0", "1"]
    assert answer.conflict
    assert answer.headline.endswith("1 article tells it the other way round.")
    assert "Quote 2 tells it the other way round. Neither side is judged here." in answer.notes


def test_the_contrary_stands_among_the_first_quotes(nlp: Language) -> None:
    so = "Norland will train Ostian pilots this year at {}, the minister Ada Berg said."
    texts = [so.format(place) for place in ("Velm", "Orlets", "Torvik", "Ostrava")]
    turned = "Ostian officers will train Norland pilots this year, the minister Ivo Kern said."
    answer = asked_of("who said that Norland trains Ostian pilots?", nlp, *texts, turned)
    assert [finding.document.name for finding in answer.findings].index("4") == 2
    assert "Quote 3 tells it the other way round. Neither side is judged here." in answer.notes


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


def test_the_row_beside_it_lends_a_row_no_number(ask: Ask) -> None:
    assert ask("is the draining in Ostrava 4 weeks long?").answered
    assert not ask("is the draining in Ostrava 6 weeks long?").answered


def test_whoever_denies_it_is_named_before_who_reports_the_denial(nlp: Language) -> None:
    answer = asked_of(
        "who denies the attack on Velm?", nlp, "The Post reported that Ostian officials deny the attack on Velm."
    )
    assert answer.headline.startswith("Said by Ostian officials")


def test_a_paper_stands_once_in_the_chain_of_its_origin(ask: Ask) -> None:
    for finding in ask("is there more than one independent source for the bridge repairs?").findings:
        links = [(link.name, link.role) for link in finding.attribution.chain] if finding.attribution else []
        assert len(links) == len(set(links))


def test_what_somebody_regards_as_so_is_shown_as_theirs_and_not_as_said_to_be_so(nlp: Language) -> None:
    text = (
        "Ridge Island\n\n"
        "For Ostland, which regards windy Ridge Island as part of its territory, the port could prove pivotal.\n"
    )
    answer = answering_from([document(text, "island.txt")], nlp)("Is Ridge Island part of Ostland's territory?")
    assert not answer.answered
    nearest = answer.near_misses[0].attribution
    assert nearest is not None
    assert [(link.name, link.role) for link in nearest.chain] == [("Ostland", Role.THOUGHT)]
