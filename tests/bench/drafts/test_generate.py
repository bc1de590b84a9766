"""Drafts made of the gold set's articles: the same every time, and altered where the gold says so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest

from bot.corpus import readers
from bot.draftcheck.model import ItemKind, ItemLevel
from bot.errors import UserError
from bot.model.documents import Block, BlockKind, Document, DocumentRef
from bot.model.spans import Span
from tests.bench.drafts.alterations import misspelt, negated, other_number, other_source, other_title, swapped_roles
from tests.bench.drafts.files import read_drafts, write_drafts
from tests.bench.drafts.generate import make_drafts
from tests.bench.drafts.invented import invented_quotations
from tests.bench.drafts.model import Change, TrialDraft
from tests.bench.drafts.sources import half_of, statements
from tests.bench.drafts.subjects import subject_pairs
from tests.bench.drafts.wording import according_to, as_written, said_after, said_before
from tests.conftest import ROOT
from tests.gold.records import article_files

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="module")
def articles() -> list[Document]:
    found = [
        document
        for path in article_files()
        for document in readers.read(path.read_bytes(), folder="gold", path=path.name)
    ]
    return [document for document in found if isinstance(document, Document)]


@pytest.fixture(scope="module")
def drafts(articles: Sequence[Document], nlp: Language) -> list[TrialDraft]:
    return make_drafts(articles, nlp, seed=3, count=2, half="all")


def test_the_same_seed_makes_the_same_drafts(
    articles: Sequence[Document], nlp: Language, drafts: Sequence[TrialDraft]
) -> None:
    assert make_drafts(articles, nlp, seed=3, count=2, half="all") == drafts
    assert make_drafts(articles, nlp, seed=4, count=2, half="all") != drafts


def test_each_sentence_stands_in_its_draft_at_its_place(drafts: Sequence[TrialDraft]) -> None:
    for draft in drafts:
        assert draft.sentences
        for sentence in draft.sentences:
            assert sentence.span.of(draft.text) == sentence.text
            assert sentence.name is not None
            assert sentence.name.of(draft.text) in sentence.text
            if sentence.quote:
                assert draft.text[sentence.quote.start - 1] in '“"'
                assert sentence.kind is ItemKind.QUOTATION


def test_untouched_words_are_in_their_article_and_altered_ones_in_none(
    articles: Sequence[Document], drafts: Sequence[TrialDraft]
) -> None:
    texts = {article.name: article.text for article in articles}
    for draft in drafts:
        for sentence in (sentence for sentence in draft.sentences if sentence.quote):
            said = sentence.quote.of(draft.text) if sentence.quote else ""
            is_in_article = said in texts[sentence.document or ""]
            has_other_speaker = sentence.change in {Change.SPEAKER, Change.SOURCE, Change.TITLE}
            assert is_in_article == (ItemLevel.VERBATIM in sentence.levels or has_other_speaker)


def test_a_sentence_of_each_change_has_its_own_right_levels(drafts: Sequence[TrialDraft]) -> None:
    changes = {sentence.change for draft in drafts for sentence in draft.sentences}
    assert {Change.NONE, Change.NUMBER, Change.SPEAKER, Change.NAME} <= changes
    for sentence in (sentence for draft in drafts for sentence in draft.sentences):
        is_called_fine = bool(sentence.levels & {ItemLevel.VERBATIM, ItemLevel.AGREES})
        assert is_called_fine == (sentence.change in {Change.NONE, Change.NAME})


def test_an_article_is_in_one_half_for_ever() -> None:
    assert [half_of(f"news-0000{number}") for number in range(6)] == ["a", "a", "a", "b", "b", "a"]


@pytest.mark.parametrize(
    ("text", "count"),
    [("the loan of 4,500 euros", 5), ("a harvest of 31 tons", 2), ("it began in 1998", 4), ("7.5% of the seats", 3)],
)
def test_a_changed_number_keeps_its_length(text: str, count: int) -> None:
    for seed in range(20):
        made = other_number(text, Random(seed))
        assert made is not None
        altered, new = made
        assert altered != text
        assert new in altered
        assert len(new) == count
        assert len(altered) == len(text)


@pytest.mark.parametrize("text", ["the F-35 and COVID-19", "at 10:30", "nothing to count", "since 9/11"])
def test_names_and_times_hold_no_number_to_change(text: str) -> None:
    assert other_number(text, Random(1)) is None


@pytest.mark.parametrize(
    ("text", "altered"),
    [
        ("the bridge will open in May", "the bridge will not open in May"),
        ("the ferry was late", "the ferry was not late"),
        ("the council did not sign the contract", "the council did sign the contract"),
        ("the harbour can't take the ship", "the harbour can take the ship"),
    ],
)
def test_a_negation_is_added_or_taken_away(nlp: Language, text: str, altered: str) -> None:
    made = negated(text, nlp)
    assert made is not None
    assert made[0] == altered


@pytest.mark.parametrize("text", ["nobody was on board", "the ferry left at dawn"])
def test_no_negation_is_forced_into_other_clauses(nlp: Language, text: str) -> None:
    assert negated(text, nlp) is None


@pytest.mark.parametrize(
    ("text", "altered"),
    [
        ("Norway sued Denmark over the cable", "Denmark sued Norway over the cable"),
        ("Ada Lind was arrested by Oskar Brandt in May", "Oskar Brandt was arrested by Ada Lind in May"),
        ("The police arrested the students", "The students arrested the police"),
        ("Last year the police arrested Ada Lind", "Last year Ada Lind arrested the police"),
        ("The mayor of Oslo blamed the king of Sweden", "The king of Sweden blamed the mayor of Oslo"),
    ],
)
def test_agent_and_patient_change_places(nlp: Language, text: str, altered: str) -> None:
    made = swapped_roles(text, nlp)
    assert made is not None
    assert made[0] == altered


@pytest.mark.parametrize(
    "text", ["Ada Lind met Oskar Brandt in May", "Ada Lind signed the treaty", "she sued Ada Lind"]
)
def test_nothing_is_swapped_where_it_would_say_the_same_or_nonsense(nlp: Language, text: str) -> None:
    assert swapped_roles(text, nlp) is None


def test_a_misspelt_name_is_no_word_of_the_articles() -> None:
    name = "Ada Lindqvist"
    made = {misspelt(name, frozenset(), Random(seed)) for seed in range(30)}
    assert name not in made
    assert None not in made
    known = frozenset(str(other).split()[-1].lower() for other in made)
    assert not {misspelt(name, known, Random(seed)) for seed in range(30)} & made
    assert misspelt("Ada Lind", frozenset(), Random(1)) is None


def test_a_statement_is_worded_as_written_and_otherwise(articles: Sequence[Document], nlp: Language) -> None:
    (article,) = [article for article in articles if article.name == "osmund-leak"]
    (statement,) = [found for found in statements(article, nlp) if found.name == "Piers Callow"]
    said = "the lines had been inspected in December and found sound"
    assert statement.words == said
    assert as_written(said, "Piers Callow", statement).text == f"Piers Callow, its spokesman, said {said}."
    assert as_written(said, "Ada Lind", statement).text == f"Ada Lind, said {said}."
    assert said_before(said, "Piers Callow", statement).text == f"Piers Callow said {said}."
    assert said_after(said, "Piers Callow", statement).text == f"T{said[1:]}, Piers Callow said."
    assert according_to(said, "Piers Callow", statement).text == f"According to Piers Callow, {said}."


def test_a_source_without_a_name_is_one_that_the_article_does_not_have() -> None:
    made = {other_source("Police and the banks closed the court.", Random(seed)) for seed in range(40)}
    assert {"officials", "the company"} <= made
    assert not made & {"the police", "the central bank", "a court", None}


def test_another_title_is_one_that_the_article_does_not_have() -> None:
    article = "Mayor Ada Lind met the president."
    made = {other_title("Mayor Ada Lind", "Ada Lind", article, Random(seed)) for seed in range(40)}
    assert "Governor Ada Lind" in made
    assert not made & {"Mayor Ada Lind", "President Ada Lind", None}
    assert other_title("Ada Lind", "Ada Lind", article, Random(1)) is None


def test_a_subject_gives_way_to_the_next_one_or_to_its_name(nlp: Language) -> None:
    text = (
        "Ada Lind opened the new bridge over the sound. Oskar Brandt wrote a long letter to the council. "
        "He burned the only copy of it in the yard."
    )
    document = Document(DocumentRef("1", "bridge", "0"), text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    exchanged, named = subject_pairs(document, nlp)
    assert exchanged.exchanged == "Oskar Brandt opened the new bridge over the sound."
    assert not exchanged.is_same
    assert named.exchanged == "Oskar Brandt burned the only copy of it in the yard."
    assert named.is_same


def test_invented_quotations_are_all_different() -> None:
    made = invented_quotations(Random(1))
    assert len(made) == len(set(made)) > 150


def test_drafts_are_written_outside_of_the_repository_and_read_again(
    drafts: Sequence[TrialDraft], tmp_path: Path
) -> None:
    write_drafts(list(drafts), tmp_path / "drafts")
    assert read_drafts(tmp_path / "drafts") == drafts
    assert (tmp_path / "drafts" / "draft-000.txt").read_bytes().decode() == drafts[0].text
    with pytest.raises(UserError, match="inside the repository"):
        write_drafts(list(drafts), ROOT / "tests" / "drafts")
    assert not (ROOT / "tests" / "drafts").exists()
