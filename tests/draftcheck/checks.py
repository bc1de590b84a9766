"""Checked drafts for the tests, without a library."""

from __future__ import annotations

from collections.abc import Sequence

from bot.draftcheck.model import CheckedItem, DraftCheck, DraftItem, ItemKind, ItemLevel
from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import AttributionKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span
from bot.quotecheck.model import Op, Salience, WordChange

ARTICLE = DocumentRef(
    "1",
    "ferry",
    "0",
    title="Ferry line to close",
    outlet="Torvik Post",
    published="2026-03-04",
    url="https://post.example/ferry",
)


def finding(quote: str, source: str | None = "Maren Volkova", document: DocumentRef = ARTICLE) -> Finding:
    attribution = QuotedAttribution(source, "said", AttributionKind.DIRECT) if source else None
    return Finding(document, Quote(quote, Span(0, len(quote))), attribution=attribution)


def change(original: str, typed: str, salience: Salience | None = None, *, at: int = 0) -> WordChange:
    op = Op.REPLACE if original and typed else Op.DELETE if original else Op.INSERT
    return WordChange(op, original, typed, Span(0, len(original)), Span(at, at + len(typed)), salience)


def checked(
    text: str,
    item: str,
    level: ItemLevel,
    kind: ItemKind = ItemKind.QUOTATION,
    *,
    changes: Sequence[WordChange] = (),
    findings: Sequence[Finding] = (),
    speaker: str | None = None,
    note: str | None = None,
    claim: int | None = None,
    is_checkworthy: bool = True,
) -> CheckedItem:
    """Return the item at the place of its words in the text."""
    start = text.index(item)
    paragraph = text.count("\n\n", 0, start) + 1
    return CheckedItem(
        DraftItem(kind, Span(start, start + len(item)), item, paragraph, speaker),
        level,
        tuple(changes),
        tuple(findings),
        claim=claim,
        note=note,
        is_checkworthy=is_checkworthy,
    )


DRAFT = (
    "Ferry line to close\n\n"
    "The ferry line to Lindholm will close in May, the Harbour Office said on Monday. “It carried 40,000 people in "
    "the last year,” said Maren Volkova, who leads the office.\n\n"
    "“We will not sell the ships,” she added. The mayor, Ada Lind, was against it from the beginning.\n\n"
    "The line had cost the town 14 million crowns a year, more than any other. It was a grey morning.\n\n"
    "“Nobody asked the islanders at all,” said Tor Brandt of the island council."
)


def sample() -> DraftCheck:
    """Return the check of a short draft, with an item of every kind that a page shows."""
    return DraftCheck(
        "ferry.docx",
        DRAFT,
        (
            checked(
                DRAFT,
                "The ferry line to Lindholm will close in May, the Harbour Office said on Monday.",
                ItemLevel.AGREES,
                ItemKind.ATTRIBUTION,
                findings=[finding("The ferry line to Lindholm will close in May.", "the Harbour Office")],
            ),
            checked(
                DRAFT,
                "It carried 40,000 people in the last year,",
                ItemLevel.ALTERED,
                speaker="Maren Volkova",
                changes=[change("14,000", "40,000", Salience.NUMBER, at=11), change("", "last", at=32)],
                findings=[finding("It carried 14,000 people in the year")],
            ),
            checked(
                DRAFT,
                "We will not sell the ships,",
                ItemLevel.OTHER_SPEAKER,
                speaker="she",
                findings=[finding("We will not sell the ships", "Ada Lind")],
                note="The articles have it from Ada Lind.",
            ),
            checked(
                DRAFT,
                "The mayor, Ada Lind, was against it from the beginning.",
                ItemLevel.ALREADY_CHECKED,
                ItemKind.STATEMENT,
                claim=12,
                note="The desk's verdict: False.",
            ),
            checked(
                DRAFT,
                "The line had cost the town 14 million crowns a year, more than any other.",
                ItemLevel.DIFFERS,
                ItemKind.FIGURE,
                findings=[finding("The line cost the town 4 million crowns a year", None)],
                note="The articles give another figure: 4 million.",
            ),
            checked(DRAFT, "It was a grey morning.", ItemLevel.NOT_FOUND, ItemKind.STATEMENT, is_checkworthy=False),
            checked(
                DRAFT,
                "Nobody asked the islanders at all,",
                ItemLevel.NOT_FOUND,
                speaker="Tor Brandt",
                note="Not in the articles.",
            ),
        ),
        left_out=("Its tracked changes were taken as accepted.",),
        documents_searched=2_416,
        elapsed_ms=3_100,
    )
