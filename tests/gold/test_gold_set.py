"""The gold set holds together: spans are slices of its articles, ids are unique, and it is as large as it should be."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.corpus import readers
from bot.model.documents import Document
from tests.gold import records
from tests.gold.offsets import nearest
from tests.gold.records import article_files, article_texts, named_documents, quoted_spans, read_rows
from tests.gold.scoring import name_words

KINDS = {
    "who-said", "what-did-x-say", "how-many", "when", "where", "who-is", "how-why", "is-it-so", "who-reported", "chain",
    "compare", "which-articles", "false-premise", "unanswerable",
}  # fmt: skip
CHANGES = {
    "none", "roles", "number", "negation", "date", "place", "speaker", "hedge", "quantifier", "predicate", "unit",
}  # fmt: skip
LEVELS = {"verbatim", "altered", "spliced", "not found"}
LEAST = {records.QUESTIONS: 130, records.TWINS: 60, records.ATTRIBUTIONS: 150, records.QUOTES: 40}

each_file = pytest.mark.parametrize("path", records.SETS, ids=lambda path: path.stem)


@each_file
def test_every_span_equals_the_text_at_its_offsets(path: Path) -> None:
    texts = article_texts()
    wrong = [
        (row["id"], document, span["text"])
        for row in read_rows(path)
        for document, span in quoted_spans(row)
        if not span["text"] or texts[document][span["start"] : span["end"]] != span["text"]
    ]
    assert wrong == [], "run `python -m tests.gold.offsets`"


@each_file
def test_every_id_is_unique_and_every_document_is_an_article(path: Path) -> None:
    rows = read_rows(path)
    assert [id_ for id_, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    assert set().union(*map(named_documents, rows)) <= set(article_texts())


@each_file
def test_the_set_is_large_enough(path: Path) -> None:
    assert len(read_rows(path)) >= LEAST[path]


def test_there_are_fourteen_articles_of_300_to_700_words_that_tell_their_outlet_and_date() -> None:
    files = article_files()
    assert len(files) >= 14
    for path in files:
        (document,) = readers.read(path.read_bytes(), folder=str(path.parent), path=path.name)
        assert isinstance(document, Document), document
        assert 300 <= len(document.text.split()) <= 700, path.name
        assert document.text == article_texts()[path.stem]
        assert document.reference.title, path.name
        assert document.reference.outlet, path.name
        assert (document.reference.published or "").startswith("2026-"), path.name


def test_every_article_is_asked_about_and_attributed() -> None:
    for path in (records.QUESTIONS, records.ATTRIBUTIONS):
        assert set().union(*map(named_documents, read_rows(path))) == set(article_texts())


def test_questions_are_of_known_kinds_and_their_evidence_fits_whether_they_can_be_answered() -> None:
    rows = read_rows(records.QUESTIONS)
    assert {row["kind"] for row in rows} == KINDS
    assert {row["paraphrase"] for row in rows} == {"low", "mid", "high"}
    for row in rows:
        assert row["answerable"] is (row["kind"] not in {"false-premise", "unanswerable"}), row["id"]
        assert bool(row["evidence"]) is row["answerable"], row["id"]
        assert set(row["docs"]) == {span["doc"] for span in row["evidence"]}, row["id"]
        assert bool(row.get("contrary")) is (row["kind"] == "false-premise"), row["id"]


def test_every_name_that_a_card_has_to_show_stands_in_an_article_of_the_evidence() -> None:
    texts = article_texts()
    for row in read_rows(records.QUESTIONS):
        read = " ".join(texts[document] for document in row["docs"]).replace("’", "'").casefold()
        assert [name for name in row["must_name"] if name.casefold() not in read] == [], row["id"]


def test_a_seventh_of_the_questions_are_false_premises_and_some_cannot_be_answered() -> None:
    kinds = Counter(row["kind"] for row in read_rows(records.QUESTIONS))
    assert 0.12 <= kinds["false-premise"] / kinds.total() <= 0.18
    assert 0.05 <= kinds["unanswerable"] / kinds.total() <= 0.09


def test_twins_come_in_pairs_of_a_true_and_a_false_one_about_the_same_sentences() -> None:
    pairs: dict[str, list[records.Row]] = {}
    for row in read_rows(records.TWINS):
        assert row["change"] in CHANGES, row["id"]
        pairs.setdefault(row["pair"], []).append(row)
    for true, false in pairs.values():
        assert (true["change"], true["answerable"]) == ("none", True)
        assert false["change"] != "none"
        assert false["answerable"] is False
        assert true["evidence"] == false["contrary"]
        assert true["question"] != false["question"]
    assert {false["change"] for _, false in pairs.values()} == CHANGES - {"none"}


def test_attributions_have_a_content_that_their_source_and_cue_stand_outside_of() -> None:
    for row in read_rows(records.ATTRIBUTIONS):
        assert row["content"], row["id"]
        assert row["form"] in {"direct", "indirect", "mixed"}, row["id"]
        assert row["speaker"] is None or row["speaker"].strip(), row["id"]
        inside = [
            part["text"]
            for part in (*row["source"], *row["cue"])
            if any(span["start"] <= part["start"] < span["end"] for span in row["content"])
        ]
        assert inside == [], row["id"]


def test_a_chain_ends_with_the_speaker() -> None:
    for row in read_rows(records.ATTRIBUTIONS):
        if row["chain"]:
            assert name_words(row["chain"][-1]) <= name_words(row["speaker"]), row["id"]
            assert len(row["chain"]) >= 2, row["id"]


def test_quote_trials_say_what_was_made_of_which_sentence() -> None:
    texts = article_texts().values()
    for row in read_rows(records.QUOTES):
        assert row["level"] in LEVELS, row["id"]
        assert bool(row["places"]) is (row["level"] != "not found"), row["id"]
        assert bool(row["changes"]) is (row["level"] == "altered"), row["id"]
        assert any(row["typed"] in text for text in texts) is (row["level"] == "verbatim"), row["id"]


def test_offsets_find_the_occurrence_nearest_to_where_a_span_stood() -> None:
    assert nearest("said he, said she", "said", 0) == 0
    assert nearest("said he, said she", "said", 8) == 9
    assert nearest("said he", "wrote", 0) is None
