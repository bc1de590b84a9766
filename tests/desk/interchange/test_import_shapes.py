"""What other tools and sites write: containers, encodings, columns, dates, too long values."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.desk.interchange.csv_columns import parse_choices
from bot.desk.interchange.import_row import ImportRow, LeftOut, absolute
from bot.desk.interchange.importer import read
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance, RatingValue

PAGE = "https://paper.example/checks/9"
REVIEW: dict[str, Any] = {
    "@type": "ClaimReview",
    "url": PAGE,
    "claimReviewed": "The lighthouse was sold.",
    "datePublished": "2025-03-04",
    "author": {"@type": "Person", "name": "Mara Oll"},
    "reviewRating": {
        "@type": "Rating",
        "alternateName": "Wrong",
        "ratingValue": "2",
        "worstRating": 1,
        "bestRating": 6,
    },
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Organization", "name": "Coast Party", "sameAs": ["https://coast.example"]},
        "datePublished": "2025-03-01T09:00:00Z",
        "appearance": [{"@type": "CreativeWork", "url": "https://x.example/9"}, "https://y.example/9"],
        "firstAppearance": {"@type": "CreativeWork", "url": "https://z.example/9", "archivedAt": "https://a.example/9"},
    },
    "inLanguage": "en-GB",
}
CLAIM = ImportedClaim(
    "The lighthouse was sold.",
    rating="Wrong",
    url=PAGE,
    published="2025-03-04",
    author="Mara Oll",
    author_kind=ClaimantKind.PERSON,
    value=RatingValue(2, 1, 6),
    provenance=ClaimProvenance(
        Claimant("Coast Party", ClaimantKind.ORGANIZATION, "https://coast.example"),
        (
            Appearance("https://z.example/9", "https://a.example/9"),
            Appearance("https://x.example/9"),
            Appearance("https://y.example/9"),
        ),
        "2025-03-01",
        "en-GB",
    ),
)


def rows(tmp_path: Path, content: str | bytes, **columns: str) -> list[ImportRow | LeftOut]:
    path = tmp_path / "checks"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(path, columns))


def only(tmp_path: Path, content: str | bytes, **columns: str) -> ImportRow:
    (row,) = rows(tmp_path, content, **columns)
    assert isinstance(row, ImportRow)
    return row


def review(**changed: Any) -> str:
    return json.dumps(REVIEW | changed)


SCRIPT = f'<script type="application/ld+json">{json.dumps(REVIEW)}</script>'


@pytest.mark.parametrize(
    "content",
    [
        review(),
        review(**{"@type": "schema:ClaimReview"}),
        review(**{"@type": ["Review", "https://schema.org/ClaimReview"]}),
        json.dumps({"@type": "NewsArticle", "review": REVIEW}),
        json.dumps({"@type": "WebPage", "mainEntity": {"@type": "Article", "review": [REVIEW]}}),
        json.dumps({"@graph": [{"@type": "WebSite"}, {"@type": "WebPage", "hasPart": REVIEW}]}),
        review()[:-1] + ",}",
        "// exported\n" + review()[:-1] + ', "keywords": [],}',
        review().replace("was sold", "was\nsold"),
        review().encode("utf-16"),
        f"<!doctype html><html><head><title>x</title>{SCRIPT}</head><body><p>It was not.</p></body></html>",
        f"<html><body>{SCRIPT.replace(PAGE, '/checks/9')}<link rel='canonical' href='{PAGE}'></body></html>",
    ],
)
def test_a_claim_review_is_found_wherever_and_however_it_stands(tmp_path: Path, content: str | bytes) -> None:
    assert only(tmp_path, content) == ImportRow(1, CLAIM)


def test_references_to_other_items_are_followed(tmp_path: Path) -> None:
    graph = [REVIEW | {"author": {"@id": "#mara"}}, {"@id": "#mara", "@type": "Person", "name": "Mara Oll"}]
    assert only(tmp_path, json.dumps({"@graph": graph})).claim == CLAIM


def test_letters_of_windows_1252_are_read(tmp_path: Path) -> None:
    content = json.dumps({"@type": "ClaimReview", "claimReviewed": "Der Bürgermeister log."}, ensure_ascii=False)
    assert only(tmp_path, content.encode("cp1252")).claim.text == "Der Bürgermeister log."
    assert only(tmp_path, "claim;rating\nDer Bürgermeister log.;Falsch\n".encode("cp1252")).claim.rating == "Falsch"


def test_entities_and_tags_become_the_letters_that_readers_saw(tmp_path: Path) -> None:
    given = review(
        claimReviewed="Ann&#039;s &amp;amp; Bo&rsquo;s &quot;boat&quot; &lt;b&gt;sank&lt;/b&gt;",
        headline="No: <em>it</em> floats<br>today",
        url="https://paper.example/?a=1&amp;copy=2&copy=3",
    )
    claim = only(tmp_path, given).claim
    assert (claim.text, claim.title) == ('Ann\'s & Bo’s "boat" sank', "No: it floats today")
    assert claim.url == "https://paper.example/?a=1&copy=2&copy=3"
    assert only(tmp_path, review(claimReviewed="if a<b and c>d, it sank")).claim.text == "if a<b and c>d, it sank"


def test_too_long_values_are_cut_and_told_and_nothing_else_is_lost(tmp_path: Path) -> None:
    verdict = "Nobody at the port has ever said anything like it. " * 4
    tags = ", ".join([f"tag{number}" for number in range(12)] + ["t" * 60])
    row = only(
        tmp_path, review(reviewRating=verdict, headline="word " * 200, keywords=tags, claimReviewed="It sank. " * 200)
    )
    assert row.cut == ("claim", "title", "rating", "tags")
    claim = row.claim
    assert len(claim.text) <= 1_000
    assert claim.text.endswith("sank.…")
    assert claim.title is not None
    assert len(claim.title) <= 500
    assert claim.title.endswith("word word…")
    assert claim.rating is not None
    assert len(claim.rating) <= 100
    assert claim.explanation == verdict.strip()
    assert len(claim.tags) == 10
    assert only(tmp_path, review(headline="t" * 500)).cut == ()
    assert only(tmp_path, review(keywords=", ".join(f"t{number}" for number in range(10)))).cut == ()


def test_of_several_claims_each_is_one_and_an_empty_one_has_its_items_name(tmp_path: Path) -> None:
    found = rows(tmp_path, review(claimReviewed=["It sank.", "It burnt.", "It sank."]))
    assert [row.claim.text for row in found if isinstance(row, ImportRow)] == ["It sank.", "It burnt."]
    assert only(tmp_path, review(claimReviewed="", itemReviewed={"name": "It sank."})).claim.text == "It sank."


def test_a_media_review_is_told_and_left_out(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, review(**{"@type": "MediaReview"}))
    assert row == LeftOut(1, "it is a MediaReview, of a picture or recording, and not of a claim")


def test_without_a_date_or_number_none_is_invented(tmp_path: Path) -> None:
    bare = {
        name: value for name, value in REVIEW.items() if name not in ("datePublished", "itemReviewed", "inLanguage")
    }
    claim = only(tmp_path, json.dumps(bare | {"reviewRating": {"alternateName": "False", "bestRating": 5}})).claim
    assert (claim.published, claim.value, claim.provenance) == (None, None, ClaimProvenance())


@pytest.mark.parametrize(
    ("given", "base", "found"),
    [
        ("/a", PAGE, "https://paper.example/a"),
        ("b?c", PAGE, "https://paper.example/checks/b?c"),
        ("//cdn.example/a", PAGE, "https://cdn.example/a"),
        ("paper.example/a", "", "https://paper.example/a"),
        ("https://paper.example/a", PAGE, "https://paper.example/a"),
        ("/", PAGE, ""),
        ("#", PAGE, ""),
        ("/a", "", "/a"),
    ],
)
def test_relative_links_are_completed_by_the_reviews_page(given: str, base: str, found: str) -> None:
    assert absolute(given, base) == found


def test_the_fact_check_tools_answers_are_read(tmp_path: Path) -> None:
    searched = {
        "text": "The lighthouse was sold.",
        "claimant": "Coast Party",
        "claimDate": "2025-03-01T00:00:00Z",
        "claimReview": [
            {
                "publisher": {"name": "Paper", "site": "paper.example"},
                "url": PAGE,
                "title": "Still ours",
                "reviewDate": "2025-03-04T10:00:00Z",
                "textualRating": "Wrong",
                "languageCode": "en",
            }
        ],
    }
    assert only(tmp_path, json.dumps({"claims": [searched], "nextPageToken": "x"})).claim == ImportedClaim(
        "The lighthouse was sold.",
        title="Still ours",
        rating="Wrong",
        url=PAGE,
        published="2025-03-04T10:00:00Z",
        author="Paper",
        author_kind=ClaimantKind.ORGANIZATION,
        provenance=ClaimProvenance(Claimant("Coast Party"), (), "2025-03-01", "en"),
    )
    markup = {
        "claimReviewed": "The lighthouse was sold.",
        "claimDate": "2025-03-01",
        "claimAuthor": {"name": "Coast Party"},
        "claimFirstAppearance": "https://z.example/9",
        "claimAppearances": ["https://x.example/9"],
        "rating": {"textualRating": "Wrong", "ratingValue": 2, "worstRating": 1, "bestRating": 6},
    }
    page = {"pageUrl": PAGE, "publishDate": "2025-03-04", "claimReviewMarkups": [markup]}
    claim = only(tmp_path, json.dumps({"claimReviewMarkupPages": [page]})).claim
    assert (claim.url, claim.published, claim.value) == (PAGE, "2025-03-04", RatingValue(2, 1, 6))
    assert [appearance.url for appearance in claim.provenance.appearances] == [
        "https://z.example/9",
        "https://x.example/9",
    ]


@pytest.mark.parametrize(
    ("header", "cells", "expected"),
    [
        ("Claim text,Verdict,Link,Date", f"It sank.,False,{PAGE},4 March 2025", (PAGE, "2025-03-04", "False")),
        ("Statement;Conclusion;Permalink", f"It sank.;False;{PAGE}", (PAGE, None, "False")),
        (
            "claimReview_claimReviewed,rating_alternateName,claimReview_url,claimReview_datePublished",
            f"It sank.,False,{PAGE},2025-03-04",
            (PAGE, "2025-03-04", "False"),
        ),
        (
            "Claim,Item page URL,Status,Created by,Report Published at",
            f"It sank.,{PAGE},False,Ann,2025-03-04 10:00:00 UTC",
            (PAGE, "2025-03-04", "False"),
        ),
        ("ID,Title,Summary,URL,Report Status", f"1,It sank.,No.,{PAGE},published", (PAGE, None, None)),
    ],
)
def test_columns_of_other_tools_are_known(
    tmp_path: Path, header: str, cells: str, expected: tuple[str | None, ...]
) -> None:
    claim = only(tmp_path, f"{header}\n{cells}\n").claim
    assert (claim.text, claim.url, claim.published, claim.rating) == ("It sank.", *expected)


def test_a_column_of_another_name_is_chosen(tmp_path: Path) -> None:
    content = f"Nr,Assertion,Web address,Rating\n7,It sank.,{PAGE},False\n"
    claim = only(tmp_path, content, claim="assertion", url="Web address", id="Nr").claim
    assert (claim.text, claim.url, claim.external_id, claim.rating) == ("It sank.", PAGE, "7", "False")
    with pytest.raises(UserError, match=r"There is no column “Text” for claim\. The first line has: Nr, Assertion"):
        rows(tmp_path, content, claim="Text")


@pytest.mark.parametrize("typed", ["claim", "claim=", "=Title", "colour=Red"])
def test_a_choice_without_a_column_is_told(typed: str) -> None:
    with pytest.raises(UserError, match="names no column"):
        parse_choices(typed)


def test_choices_are_read() -> None:
    assert parse_choices(" Claim = Title , rating value=Score,") == {"claim": "Title", "rating_value": "Score"}


def test_a_separator_line_names_the_delimiter(tmp_path: Path) -> None:
    row = only(tmp_path, 'sep=;\nclaim;title\n"It, sank, here";a,b,c\n')
    assert (row.place, row.claim.text, row.claim.title) == (3, "It, sank, here", "a,b,c")


def test_dates_of_a_column_are_read_or_told(tmp_path: Path) -> None:
    written = ["45720", "4 March 2025", "1741046400", "March 2025", "04/03/2025", "13/03/2025", "soon"]
    found = rows(tmp_path, "claim,published\n" + "".join(f'Claim {date},"{date}"\n' for date in written))
    assert [row.claim.published for row in found if isinstance(row, ImportRow)] == [
        *("2025-03-04", "2025-03-04", "2025-03-04T00:00:00+00:00", "2025-03", None, "2025-03-13", None)
    ]
    assert [row.place for row in found if isinstance(row, ImportRow) and row.ambiguous] == [6]
    assert [row.place for row in found if isinstance(row, ImportRow) and row.without] == [8]


def test_appearances_with_copies_are_read_from_one_cell_and_bad_ones_told(tmp_path: Path) -> None:
    copy = "https://web.archive.org/web/2025/https://x.example/9"
    cell = f"https://x.example/9 {copy}; https://y.example/9 archived: https://own.example/9, page three"
    row = only(tmp_path, f'claim,claimed by,appearances\nIt sank.,Jo Berg,"{cell}"\n')
    assert row.claim.provenance.appearances == (
        Appearance("https://x.example/9", copy),
        Appearance("https://y.example/9", "https://own.example/9"),
    )
    assert row.claim.provenance.claimant == Claimant("Jo Berg")
    assert row.without == ("appearances",)


def test_no_control_character_of_a_file_reaches_a_message(tmp_path: Path) -> None:
    with pytest.raises(UserError) as raised:
        rows(tmp_path, "st\x1b[31mate\x9b2J,x\n1,2\n")
    assert raised.value.message.isprintable()
