"""Laws: spans lie inside the text, links name what stands there, and no text makes attribution fail."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.attribution import pipeline
from bot.attribution.syntax.parsed_block import LONGEST
from bot.attribution.syntax.quotation_marks import find_quotations
from bot.model.attribution import AttributionKind
from bot.model.spans import Span
from tests.attribution.conftest import read, slices

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

    from bot.model.attribution import Attribution
    from bot.model.documents import Document

WORDS = st.sampled_from(
    ["Mara Oll", "said", "told", "the report", "“", "”", '"', "'", "‘", "’", "that", "The Ledger", "he", "according to",
     "the files", "obtained by", ".", ",", ":", "\n\n", "- ", "a | b |\n", "not", "would", "(", ")", "ſ", "İ", "𝔄"]
)  # fmt: skip
NOISE = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), max_size=80)
TEXTS = st.lists(st.one_of(WORDS, NOISE), min_size=1, max_size=25).map(" ".join)


def keep_the_laws(document: Document, found: list[Attribution]) -> None:
    for number, a in enumerate(found):
        assert a.content, "nothing is attributed"
        for span in (*a.source, *a.cue, *a.content, *((a.resolved,) if a.resolved else ())):
            assert 0 <= span.start < span.end <= len(document.text)
        for link in a.chain:
            assert link.name == link.span.of(document.text) != ""
        assert a.parent is None or (a.parent != number and 0 <= a.parent < len(found))
        assert not any(one.overlaps(other) for one in a.source for other in a.cue)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=TEXTS.filter(lambda text: text.strip(" \n\x00\ufeff") != ""))
def test_spans_stay_inside_any_text(text: str, nlp: Language) -> None:
    try:
        document = read(text)
    except AssertionError:
        return  # not a text that the reader takes
    keep_the_laws(document, pipeline.attribute(document, nlp))


@given(text=TEXTS)
def test_quotations_are_in_order_and_apart(text: str) -> None:
    found = find_quotations(text, Span(0, len(text)))
    assert all(one.span.end <= two.span.start for one, two in pairwise(found))
    assert all(q.span.contains(q.inner) and q.span != q.inner for q in found)


BAD = {
    "marks that never close": '“The bridge is safe, Mara Oll said. He was told “nothing.\n\n"So what, she said.',
    "capitals": "THE MAYOR OF TORVIK SAID THAT THE BRIDGE WAS SAFE.\n\nNOBODY BELIEVED IT, OFFICIALS SAID.",
    "a transcript": "Q: Is it safe?\n\nA: It is.\n\nMODERATOR: “Is it safe?”\n\nOLL: “It is as safe as it was.”",
    "a poem": "The river said\nnothing,\n\n   nothing\nat all; the bridge\nanswered",
    "markup left over": "<p class='x'>Mara Oll <b>said</b> &quot;it is safe&quot;</p><br/>\n<div>\"</div>",
    "another language": "Die Brücke sei sicher, sagte Mara Oll. „Wir haben alles geprüft“, so die Ministerin.",
    "one quotation mark": "“",
    "marks alone": '”“"\'\' ‘’ ""',
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_ends_well(text: str, nlp: Language) -> None:
    document = read(text)
    keep_the_laws(document, pipeline.attribute(document, nlp))


def test_capitals_are_read(nlp: Language) -> None:
    document = read(BAD["capitals"])
    first = pipeline.attribute(document, nlp)[0]
    assert slices(document, first.source) == "THE MAYOR OF TORVIK"
    assert slices(document, first.content) == "THAT THE BRIDGE WAS SAFE"


def test_a_transcript_with_quotations_names_its_speakers(nlp: Language) -> None:
    document = read(BAD["a transcript"])
    assert [slices(document, a.source) for a in pipeline.attribute(document, nlp)] == ["MODERATOR", "OLL"]


def test_a_paragraph_of_forty_thousand_characters_is_read_whole(nlp: Language) -> None:
    # Two words differ in each sentence: a sentence over and over is no prose.
    text = "".join(f"Mara Oll said that bridge {n} of {2 * n} was safe. " for n in range(1_000, 2_000))
    document = read(text)
    found = pipeline.attribute(document, nlp)
    keep_the_laws(document, found)
    assert len(text) > 4 * LONGEST
    assert len(found) == 1_000


def test_a_long_paragraph_without_an_end_of_sentence_is_cut(nlp: Language) -> None:
    document = read("word " * 10_000)
    keep_the_laws(document, pipeline.attribute(document, nlp))


def test_names_that_are_common_words_stay_names(nlp: Language) -> None:
    document = read("The memos, obtained by the group Black Moon and reported by The Bureau, show that the yards lied.")
    last = pipeline.attribute(document, nlp)[-1]
    assert [link.name for link in last.chain] == ["The Bureau", "Black Moon", "The memos"]


def test_the_real_articles_keep_the_laws(real_corpus: Path, nlp: Language) -> None:
    for file in sorted(real_corpus.glob("*.txt")):
        document = read(file.read_text(encoding="utf-8"))
        found = pipeline.attribute(document, nlp)
        keep_the_laws(document, found)
        assert found


def test_the_real_rows_come_from_the_leak(real_corpus: Path, nlp: Language) -> None:
    (file,) = real_corpus.glob("002_*.txt")
    document = read(file.read_text(encoding="utf-8"))
    (row,) = [a for a in pipeline.attribute(document, nlp) if "Ryazan" in slices(document, a.content)]
    assert [link.name for link in row.chain[:2]] == ["Sam Cooper", "The Bureau"]
    assert (row.kind, row.inherited, row.inferred) == (AttributionKind.EVIDENTIAL, True, True)
