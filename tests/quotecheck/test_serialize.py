"""A quote check as JSON: what scripts read of it."""

from __future__ import annotations

from dataclasses import replace

from bot.model.answers import Finding, QuotedAttribution
from bot.model.attribution import AttributionKind, ChainLink, Role, SourceKind
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span
from bot.quotecheck.model import MatchLevel, Op, QuoteCheckResult, QuoteLocation, QuoteMatch, WordChange
from bot.quotecheck.serialize import check_json

REFERENCE = DocumentRef("id", "ferry", "0", "Ferry to stop", "Velm Courier", published="2025-03-02")
CHANGE = WordChange(Op.REPLACE, "close", "shut", Span(10, 15), Span(0, 4))
UNSAID = QuoteMatch(
    Finding(REFERENCE, Quote("will close", Span(5, 15))),
    QuoteLocation("id", Span(5, 15), Span(0, 9), 0.5, (CHANGE,)),
)
LINK = ChainLink("Ida Lind", Role.SAID, SourceKind.PERSON, Span(20, 28))
SAID = replace(
    UNSAID,
    finding=replace(
        UNSAID.finding, attribution=QuotedAttribution("Ida Lind", "said", AttributionKind.INDIRECT, (LINK,))
    ),
)


def test_a_match_has_its_place_its_changes_and_its_document() -> None:
    (match,) = check_json(QuoteCheckResult("will shut", MatchLevel.ALTERED, (UNSAID,)))["matches"]  # type: ignore[misc]
    assert match == {
        "document": "ferry",
        "title": "Ferry to stop",
        "outlet": "Velm Courier",
        "published": "2025-03-02",
        "start": 5,
        "end": 15,
        "text": "will close",
        "similarity": 0.5,
        "changes": [{"op": "replace", "from": "close", "to": "shut"}],
        "respelled": [],
        "attribution": None,
        "typed": [0, 9],
        "ai_generated": False,
        "read_by_ocr": False,
    }


def test_who_says_it_stands_with_the_chain() -> None:
    (match,) = check_json(QuoteCheckResult("will shut", MatchLevel.ALTERED, (SAID,)))["matches"]  # type: ignore[misc]
    said = match["attribution"]  # type: ignore[call-overload, index]
    assert (said["source"], said["cue"], said["kind"]) == ("Ida Lind", "said", "indirect")
    assert [link["name"] for link in said["chain"]] == ["Ida Lind"]


def test_the_check_itself_tells_its_level_its_speaker_and_how_it_was_looked_for() -> None:
    check = QuoteCheckResult(
        "x",
        MatchLevel.NOT_FOUND,
        nearest=UNSAID,
        speaker="Lind",
        searched=("x",),
        documents_searched=7,
        elapsed_ms=1.26,
    )
    written = check_json(check)
    nearest = written.pop("nearest")
    assert isinstance(nearest, dict)
    assert nearest["text"] == "will close"
    assert written == {
        "text": "x",
        "level": "not found",
        "not_compared": 0,
        "matches": [],
        "speaker": "Lind",
        "said_by_another": None,
        "reason": None,
        "searched": ["x"],
        "documents_searched": 7,
        "elapsed_ms": 1.3,
    }
    assert check_json(replace(check, nearest=None))["nearest"] is None
