"""Exports: ClaimReview for sites, CSV for spreadsheets, Markdown."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.desk.attachments import AttachmentService
from bot.desk.interchange.claimreview import claim_review, gaps
from bot.desk.interchange.csv_export import guarded, unguarded
from bot.desk.interchange.export import Exported, Format, export
from bot.desk.interchange.import_row import ImportRow
from bot.desk.interchange.importer import read
from bot.desk.interchange.markdown import escaped
from bot.model.attachments import Attachment, FileState
from bot.model.claim_input import ImportedClaim, NewEvidence, NewVerdict
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance, RatingValue
from bot.model.claims import Author, ClaimFilter, EvidenceKind, FlagSource, Status
from bot.model.spans import Span
from tests.desk.conftest import MARIA, DeskNewsroom
from tests.pictures import photo, png

EVERY_CLAIM = ClaimFilter()
CHECKED = ImportedClaim(
    "The ferry carried 300 people.",
    external_id="a1",
    title="How many were aboard?",
    rating="False",
    url="https://desk.example/a1",
    published="2025-05-03",
    author="Harbour Times",
    explanation="The log says 30.",
    tags=("ferry",),
    author_kind=ClaimantKind.ORGANIZATION,
    value=RatingValue(1, 1, 5),
    provenance=ClaimProvenance(
        Claimant("Jo Berg", ClaimantKind.PERSON, "https://people.example/jo"),
        (Appearance("https://x.com/jo/1", "https://web.archive.org/web/2025/https://x.com/jo/1"),),
        "2025-04-20",
        "nb-NO",
    ),
)


# What schema.org defines for the types of an export (https://schema.org/ClaimReview and the types that it names).
PROPERTIES = {
    "ClaimReview": {
        *("@type", "identifier", "claimReviewed", "reviewRating", "itemReviewed", "headline", "url", "datePublished"),
        *("author", "reviewBody", "citation", "keywords", "creativeWorkStatus"),
    },
    "Rating": {"@type", "alternateName", "ratingValue", "bestRating", "worstRating"},
    "Claim": {"@type", "author", "datePublished", "appearance", "inLanguage"},
    "CreativeWork": {"@type", "name", "url", "archivedAt"},
    "Person": {"@type", "name", "url"},
    "Organization": {"@type", "name", "url"},
}


def unknown_properties(value: Any) -> list[str]:
    """Return the properties of a ClaimReview that schema.org doesn't define for their type."""
    if isinstance(value, list):
        return [name for element in value for name in unknown_properties(element)]
    if not isinstance(value, dict):
        return []
    own = [name for name in value if name not in PROPERTIES.get(value.get("@type", "Person"), set())]
    return own + [name for inner in value.values() for name in unknown_properties(inner)]


async def exported(
    room: DeskNewsroom, kind: Format, wanted: ClaimFilter = EVERY_CLAIM, publisher: str | None = None
) -> tuple[str, Exported]:
    out = io.StringIO()
    done = await export(room.desk.files(room.guild, wanted), kind, out.write, publisher)
    return out.getvalue(), done


async def graph(room: DeskNewsroom, **about: Any) -> list[dict[str, Any]]:
    text, _ = await exported(room, Format.JSONLD, **about)
    whole = json.loads(text)
    assert whole["@context"] == "https://schema.org"
    found: list[dict[str, Any]] = whole["@graph"]
    return found


async def test_a_published_verdict_has_every_field_that_claim_review_requires_and_recommends(
    room: DeskNewsroom,
) -> None:
    await room.by(MARIA).import_many([CHECKED])
    (review,) = await graph(room)
    assert gaps(review) == ([], [])
    assert unknown_properties(review) == []
    assert review == {
        "@type": "ClaimReview",
        "identifier": "a1",
        "claimReviewed": "The ferry carried 300 people.",
        "reviewRating": {
            "@type": "Rating",
            "alternateName": "False",
            "ratingValue": 1,
            "bestRating": 5,
            "worstRating": 1,
        },
        "itemReviewed": {
            "@type": "Claim",
            "author": {"@type": "Person", "name": "Jo Berg", "url": "https://people.example/jo"},
            "datePublished": "2025-04-20",
            "appearance": [
                {
                    "@type": "CreativeWork",
                    "url": "https://x.com/jo/1",
                    "archivedAt": "https://web.archive.org/web/2025/https://x.com/jo/1",
                }
            ],
            "inLanguage": "nb-NO",
        },
        "headline": "How many were aboard?",
        "url": "https://desk.example/a1",
        "datePublished": "2025-05-03",
        "author": {"@type": "Organization", "name": "Harbour Times"},
        "reviewBody": "The log says 30.",
        "keywords": "ferry",
    }


async def test_an_unpublished_verdict_is_a_draft_and_its_gaps_are_counted(room: DeskNewsroom) -> None:
    number = await room.ruled()
    (review,) = await graph(room)
    assert review["creativeWorkStatus"] == "Draft"
    claim = ["itemReviewed.author.name", "itemReviewed.appearance", "itemReviewed.datePublished"]
    assert gaps(review) == (["url"], ["author.name", *claim])
    _, done = await exported(room, Format.JSONLD)
    assert done.drafts == 1
    assert dict(done.count()) == dict.fromkeys(["url", "author.name", *claim], 1)
    assert [gap.number for gap in done.gaps] == [number]
    await room.by(MARIA).publish(number, "https://desk.example/1")
    (review,) = await graph(room, publisher="The Lindholm Desk")
    assert "creativeWorkStatus" not in review
    assert gaps(review) == ([], claim)
    assert review["author"] == {"@type": "Organization", "name": "The Lindholm Desk"}


async def test_a_fact_that_nobody_stated_is_left_out_of_every_format(room: DeskNewsroom) -> None:
    bare = ImportedClaim("It sank.", rating="False", url="https://desk.example/1", author="Jo Berg")
    await room.by(MARIA).import_many([replace(bare, provenance=ClaimProvenance(Claimant("Ida")))])
    (review,) = await graph(room)
    assert review == {
        "@type": "ClaimReview",
        "identifier": "#1",
        "claimReviewed": "It sank.",
        "reviewRating": {"@type": "Rating", "alternateName": "False"},
        "itemReviewed": {"@type": "Claim", "author": {"name": "Ida"}},
        "url": "https://desk.example/1",
        "author": {"name": "Jo Berg"},
        "creativeWorkStatus": "Draft",
    }
    text, _ = await exported(room, Format.CSV)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    empty = ("published", "rating_value", "author_kind", "claimant_kind", "claimed", "appearances", "language")
    assert [row[name] for name in empty] == [""] * len(empty)
    text, _ = await exported(room, Format.MARKDOWN)
    assert "- Claimed by: Ida\n- Verdict: Jo Berg\n" in text
    assert str(room.clock.now.year) not in text


async def test_a_flagged_messages_date_is_not_the_claims(room: DeskNewsroom) -> None:
    await room.flagged(origin=FlagSource("https://discord.com/channels/1/2/3", None, room.clock.now, "It sank."))
    await room.by(MARIA).start(1)
    await room.by(MARIA).rule(1, NewVerdict("False", "No."))
    assert (await graph(room))[0]["itemReviewed"] == {"@type": "Claim"}


async def test_a_rating_of_a_custom_scale_has_a_name_and_no_value(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([ImportedClaim("It sank.", rating="Four ducks")])
    (review,) = await graph(room)
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "Four ducks"}


async def test_claim_review_names_articles_and_pages_and_nobody_at_the_desk(room: DeskNewsroom) -> None:
    origin = FlagSource(
        "https://discord.com/channels/1/2/3", Author(77, "whistleblower"), room.clock.now, "secret text"
    )
    number = await room.flagged(origin=origin)
    await room.by(MARIA).start(number)
    await room.by(MARIA).add_evidence(
        number,
        [
            NewEvidence(EvidenceKind.LINK, "The log", title="The log", url="https://port.example/log"),
            NewEvidence(EvidenceKind.NOTE, "Call Ben back."),
        ],
    )
    await room.by(MARIA).rule(number, NewVerdict("False", "The log says 30.", evidence=(1, 2)))
    text, _ = await exported(room, Format.JSONLD)
    assert json.loads(text)["@graph"][0]["citation"] == [
        {"@type": "CreativeWork", "name": "The log", "url": "https://port.example/log"}
    ]
    assert not [
        word for word in ("whistleblower", "secret", "discord", "Maria", "a reader", "Call Ben") if word in text
    ]


async def test_claims_without_a_verdict_are_counted_and_not_exported_as_claim_review(room: DeskNewsroom) -> None:
    await room.flagged()
    text, done = await exported(room, Format.JSONLD)
    assert (text, done.claims, done.unruled) == ("", 0, 1)


async def test_no_text_closes_the_script_element_around_a_claim_review(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([ImportedClaim("It </script><!-- <b>sank</b>.", rating="False")])
    text, _ = await exported(room, Format.JSONLD)
    assert "<" not in text
    assert "\\u003c!--" in text
    assert (await graph(room))[0]["claimReviewed"] == "It </script><!-- <b>sank</b>."


@pytest.mark.parametrize("kind", [*Format])
async def test_an_export_is_filtered_and_writes_nothing_without_claims(room: DeskNewsroom, kind: Format) -> None:
    await room.by(MARIA).import_many([CHECKED])
    await room.flagged("Trams run without a driver.")
    text, done = await exported(room, kind, ClaimFilter(statuses=frozenset({Status.VERDICT})))
    assert (done.claims, "300 people" in text, "Trams" in text) == (1, True, False)
    assert (await exported(room, kind, ClaimFilter(text="whales")))[0] == ""


@pytest.mark.parametrize("kind", [Format.CSV, Format.JSONLD])
async def test_an_export_can_be_imported_unchanged(room: DeskNewsroom, kind: Format, tmp_path: Path) -> None:
    formula = ImportedClaim("=SUM(A1), said a tweet", "+1", "-x", "@home", CHECKED.url, "2025-05-03", "'=x", "a\tb")
    await room.by(MARIA).import_many([CHECKED, formula])
    path = tmp_path / "out"
    path.write_text((await exported(room, kind))[0], encoding="utf-8", newline="")
    again = [row.claim for row in read(path) if isinstance(row, ImportRow)]
    assert again[0] == CHECKED
    assert (again[1].text, again[1].external_id, again[1].rating) == (formula.text, formula.external_id, formula.rating)


async def test_no_csv_cell_is_a_formula(room: DeskNewsroom) -> None:
    await room.flagged("=HYPERLINK(1)")
    await room.by(MARIA).import_many([ImportedClaim("@SUM", "+1", "-2", "=3", explanation="\t=4")])
    text, _ = await exported(room, Format.CSV)
    assert text.startswith("\ufeffid,claim,title,rating,url,published,author,")
    cells = [cell for line in list(csv.reader(io.StringIO(text)))[1:] for cell in line]
    assert len(cells) > 20
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r\n a1＝"), max_size=6))
def test_a_guarded_cell_is_no_formula_and_comes_back_as_it_was(cell: str) -> None:
    written = str(guarded(cell))
    assert not written.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
    assert unguarded(written) == cell


async def test_markdown_shows_claim_rating_reason_and_evidence(room: DeskNewsroom) -> None:
    await room.by(MARIA).import_many([CHECKED])
    await room.flagged("A *bold* <b>claim</b> about [trams](x).")
    text, done = await exported(room, Format.MARKDOWN)
    assert done.claims == 2
    assert text.startswith("# Claims\n\n## #1 The ferry carried 300 people.\n\n**False**\n\nThe log says 30.\n")
    assert "- Published: <https://desk.example/a1>\n" in text
    html = MarkdownIt().render(text)
    assert "<h2>#2 A *bold* &lt;b&gt;claim&lt;/b&gt; about [trams](x).</h2>" in html
    assert "<em>open, no verdict yet</em>" in html


async def test_markdown_says_which_quotes_were_read_by_ocr(room: DeskNewsroom) -> None:
    number = await room.flagged()
    typed = NewEvidence(EvidenceKind.QUOTE, "30 people", "doc", "0" * 64, Span(4, 13), "The log", "the coastguard")
    scanned = replace(typed, span=Span(20, 29), read_by_ocr=True)
    await room.by(MARIA).add_evidence(number, [typed, scanned])
    text, _ = await exported(room, Format.MARKDOWN)
    assert text.endswith(
        "- “30 people” (the coastguard, The log)\n- “30 people” (the coastguard, The log, read by OCR)\n"
    )


@given(st.text(max_size=40))
def test_escaped_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(escaped(text))
    kinds = {token.type for token in tokens} | {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close", "text", "text_special"}


async def test_a_review_is_none_where_there_is_no_verdict_in_force(room: DeskNewsroom) -> None:
    await room.needs_second_reader()
    number = await room.ruled()
    assert claim_review(await room.desk.file(room.guild, number)) is None


async def test_spreadsheet_and_markdown_name_the_kept_attachments_with_their_sha256(room: DeskNewsroom) -> None:
    attachments = (
        Attachment("*ferry*.png", "image/png", 9, "https://cdn.example/a"),
        Attachment("left.zip", "application/zip", 9, "https://cdn.example/b"),
    )
    number = await room.flagged(origin=FlagSource("https://discord.com/channels/1/2/3", attachments=attachments))
    service = AttachmentService(room.database, room.clock, 1 << 20)
    waiting = (await room.desk.file(room.guild, number)).files
    content = png(photo(1))
    await service.keep(room.guild, number, waiting[0], content)
    await service.leave_out(room.guild, number, waiting[1], FileState.OTHER_TYPE)
    sha256 = hashlib.sha256(content).hexdigest()
    text, _ = await exported(room, Format.CSV)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert row["files"] == f"*ferry*.png sha256:{sha256}"
    text, _ = await exported(room, Format.MARKDOWN)
    assert f"Attachments of the flagged messages:\n\n- \\*ferry\\*.png, sha256 `{sha256}`\n" in text
    assert "left.zip" not in text
