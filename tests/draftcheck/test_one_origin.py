"""One origin behind all articles that support an item."""

from __future__ import annotations

from bot.draftcheck.model import ItemOrigin
from bot.draftcheck.one_origin import one_origin, origin_sentence
from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span

HARBOUR = "the Harbour Office"


def said(document: str, source: str, kind: SourceKind = SourceKind.ORGANISATION) -> Finding:
    link = ChainLink(source, Role.SAID, kind, Span(0, len(source)))
    attribution = QuotedAttribution(source, "said", AttributionKind.INDIRECT, (link,))
    return Finding(DocumentRef(document, document, ""), Quote("The line closes.", Span(0, 16)), attribution=attribution)


def unsourced(document: str) -> Finding:
    return Finding(DocumentRef(document, document, ""), Quote("The line closes.", Span(0, 16)))


def test_two_articles_with_one_named_source_have_one_origin() -> None:
    assert one_origin([said("quay", HARBOUR), said("post", HARBOUR)]) == ItemOrigin(HARBOUR, 2, 2)


def test_one_article_is_no_repetition() -> None:
    assert one_origin([said("quay", HARBOUR), said("quay", HARBOUR)]) is None


def test_two_sources_are_two_origins() -> None:
    assert one_origin([said("quay", HARBOUR), said("post", "the Radio Council")]) is None


def test_an_article_without_a_source_or_with_a_nameless_one_leaves_it_open() -> None:
    assert one_origin([said("quay", HARBOUR), unsourced("post")]) is None
    assert one_origin([said("quay", HARBOUR), said("post", "officials", SourceKind.ANONYMOUS)]) is None


def test_the_sentence_counts_the_articles_and_says_if_not_all_were_looked_at() -> None:
    assert origin_sentence(ItemOrigin("AFP", 2, 2), "AFP") == "Both articles are from one source: AFP."
    assert origin_sentence(ItemOrigin("AFP", 5, 5), "AFP") == "5 articles, all from one source: AFP."
    partly = one_origin([said("quay", HARBOUR), said("post", HARBOUR)], articles=14)
    assert partly == ItemOrigin(HARBOUR, 2, 14)
    assert origin_sentence(partly, "it") == "14 articles; the 2 that were looked at are all from one source: it."
