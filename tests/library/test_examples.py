"""Words for the examples of the help: short, attributed, as they stand in the article."""

from __future__ import annotations

import pytest

from bot.library.examples import digest_of, example_from
from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import AttributionKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span

START = 40  # of the sentence in its article


def finding(sentence: str, content: str, kind: AttributionKind = AttributionKind.DIRECT) -> Finding:
    at = START + sentence.index(content)
    document = DocumentRef(id="d", sha256="", name="post.txt")
    quote = Quote(sentence, Span(START, START + len(sentence)))
    said = QuotedAttribution("Anna Weiss", "said", kind)
    return Finding(document, quote, (Span(at, at + len(content)),), attribution=said)


@pytest.mark.parametrize(
    ("sentence", "content", "words"),
    [
        (
            '"Nobody was told who they were," Weiss said.',
            '"Nobody was told who they were,"',
            "Nobody was told who they were",
        ),
        (
            "Weiss said that the course lasted eleven weeks.",
            "that the course lasted eleven weeks",
            "the course lasted eleven weeks",
        ),
    ],
)
def test_the_words_are_a_slice_without_their_marks(sentence, content, words):
    example = example_from(finding(sentence, content), "Anna Weiss")
    assert example.words == words
    assert sentence[example.span.start - START : example.span.end - START] == words
    assert example.digest == digest_of(words)


@pytest.mark.parametrize("count", [4, 5, 20, 21])
def test_five_to_twenty_words_are_an_example(count):
    content = " ".join(["word"] * count)
    assert (example_from(finding(f"Weiss said {content}.", content), "Anna Weiss") is not None) is (5 <= count <= 20)


def test_words_with_a_quotation_inside_or_from_papers_are_none():
    content = "the help is “very substantial” by any measure"
    assert example_from(finding(f"Weiss said {content}.", content), "Anna Weiss") is None
    content = "the papers list a course of eleven weeks"
    assert example_from(finding(f"{content}.", content, AttributionKind.EVIDENTIAL), "Anna Weiss") is None
