"""Imports of real-world files: spreadsheets' CSV, ClaimReview in every container."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.desk.interchange.importer import read
from bot.errors import UserError
from bot.model.claim_input import ImportedClaim
from bot.model.claim_provenance import ClaimantKind, RatingValue
from tests.desk.conftest import MARIA, DeskNewsroom

HEADER = "id,claim,title,rating,url,published,author\n"


def rows(tmp_path: Path, content: str | bytes, name: str = "checks.csv") -> list[ImportRow | LeftOut]:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(path))


def claims(tmp_path: Path, content: str | bytes) -> list[ImportedClaim]:
    return [row.claim for row in rows(tmp_path, content) if isinstance(row, ImportRow)]


def test_a_row_with_all_columns_is_read(tmp_path: Path) -> None:
    line = "a1,The ferry sank.,Ferry?,False,https://desk.example/a1,3 May 2025,Jo Berg\n"
    assert claims(tmp_path, HEADER + line) == [
        ImportedClaim(
            "The ferry sank.",
            external_id="a1",
            title="Ferry?",
            rating="False",
            url="https://desk.example/a1",
            published="2025-05-03",
            author="Jo Berg",
        )
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfclaim\r\nThe ferry sank.\r\n",
        b"Claim ;Title\nThe ferry sank.;\n",
        b"title\tCLAIM\n\tThe ferry sank.\n",
        "claim,title\nThe ferry sank.,\n".encode("utf-16"),
        b'title,claim\n,"The ferry\nsank."\n',
        b"claim,title,more\nThe ferry sank.\n",
        b"claim\n\n  \nThe ferry sank.\x00\n\n",
        b"claim\rThe ferry sank.\r",
    ],
)
def test_the_usual_csv_dialects_are_read(tmp_path: Path, content: bytes) -> None:
    assert claims(tmp_path, content) == [ImportedClaim("The ferry sank.")]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        (b"b,,No claim,,,,\n", "the claim is empty"),
        (b"b,one,two,three,four,five,six,seven,eight\n", "it has 9 cells, and the first line has 7"),
        (b'b,"It sank,Title,,,,\n', "its quotation marks are unbalanced, or it is too long"),
        (b'b,"It "sank",,,,,\n', "its quotation marks are unbalanced, or it is too long"),
        ("b,Ça a coulé".encode() + b"\xe4\xff" + ",naïve Höhe,,,,\n".encode(), "it is not UTF-8"),
    ],
)
def test_a_bad_row_is_reported_by_line_and_the_others_are_read(tmp_path: Path, bad: bytes, why: str) -> None:
    found = rows(tmp_path, HEADER.encode() + b'a,"One, two",,,,,\n' + bad + b'c,"Three",,,,,\nd,Four,,,,,\n')
    assert [(row.place, row.claim.text) for row in found if isinstance(row, ImportRow)] == [
        (2, "One, two"),
        (4, "Three"),
        (5, "Four"),
    ]
    (left_out,) = [row for row in found if isinstance(row, LeftOut)]
    assert left_out.place == 3
    assert left_out.why.startswith(why)


def test_an_unreadable_date_or_link_is_left_out_alone(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, HEADER + "a,The ferry sank.,,False,see page 3,03/05/2025,\n")
    assert isinstance(row, ImportRow)
    assert row.claim == ImportedClaim("The ferry sank.", external_id="a", rating="False")
    assert (row.without, row.ambiguous) == (("url",), ("published",))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("  \n", "is empty"),
        ("Title,verdict\nx,y\n", "no column “claim” in its first line (found: Title, verdict)"),
        ("claim,title\n\n", "has nothing below its first line"),
        ("claim,id,claim\nx,1,y\n", "has a column twice"),
        ("\x89PNG\r\n", "no column “claim”"),
        ("{nonsense", "is not JSON"),
        ('{"@type": "Article"}', "contains no ClaimReview"),
        ("[]", "contains no ClaimReview"),
    ],
)
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: str, told: str) -> None:
    with pytest.raises(UserError, match=r"^[^\n]+\.$") as raised:
        rows(tmp_path, content)
    assert told in raised.value.message


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(UserError, match="can't be read"):
            list(read(path))


REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "identifier": "a1",
    "claimReviewed": "The ferry sank.",
    "headline": "Ferry?",
    "url": "https://desk.example/a1",
    "datePublished": "2025-05-03",
    "author": {"@type": "Organization", "name": "Harbour Times"},
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "False"},
    "keywords": ["ferry", "lindholm"],
}
OTHER = {
    "@type": ["Review", "ClaimReview"],
    "claimReviewed": "It burnt.",
    "reviewRating": {"ratingValue": 2, "bestRating": 5},
}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps([REVIEW, OTHER]),
        "\ufeff" + json.dumps({"@context": "https://schema.org", "@graph": [REVIEW, {"@type": "Article"}, OTHER]}),
        json.dumps({"@type": "DataFeed", "dataFeedElement": [{"item": [REVIEW]}, {"item": OTHER}]}),
        json.dumps({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": REVIEW}, OTHER]}),
        json.dumps(REVIEW) + "\n\n" + json.dumps(OTHER) + "\n",
    ],
)
def test_claim_reviews_are_read_from_every_container(tmp_path: Path, content: str) -> None:
    first, second = claims(tmp_path, content)
    assert first == ImportedClaim(
        "The ferry sank.",
        external_id="a1",
        title="Ferry?",
        rating="False",
        url="https://desk.example/a1",
        published="2025-05-03",
        author="Harbour Times",
        tags=("ferry", "lindholm"),
        author_kind=ClaimantKind.ORGANIZATION,
        value=RatingValue(1, None, 5),
    )
    assert second == ImportedClaim("It burnt.", rating="2 of 5", value=RatingValue(2, None, 5))


def test_a_bad_claim_review_is_reported_by_place_and_the_others_are_read(tmp_path: Path) -> None:
    found = rows(tmp_path, json.dumps([REVIEW, {"@type": "ClaimReview", "claimReviewed": {"deep": []}}, OTHER]))
    assert [type(row) for row in found] == [ImportRow, LeftOut, ImportRow]
    found = rows(tmp_path, json.dumps(REVIEW) + "\nnonsense\n" + json.dumps({"@type": "Article"}) + "\n")
    assert found[1:] == [LeftOut(2, "it is not JSON"), LeftOut(3, "it is not a ClaimReview")]


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"a":' * 100_000, '[{"@type":"ClaimReview","claimReviewed":' + "[" * 500]
)
def test_deeply_nested_json_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(UserError):
        rows(tmp_path, content)


def test_many_rows_with_open_quotation_marks_among_them_are_read_in_seconds(tmp_path: Path) -> None:
    lines = [f"{number},{'“' if number % 2 else chr(34)}Claim {number},,,,,\n" for number in range(2_000)]
    lines += [f"{number},Claim {number} about the ferry.,,,,,\n" for number in range(2_000, 20_000)]
    started = time.process_time()
    found = rows(tmp_path, HEADER + "".join(lines))
    assert time.process_time() - started < 10
    assert sum(isinstance(row, ImportRow) for row in found) == 19_000


async def test_importing_again_adds_nothing_and_keeps_what_is_there(tmp_path: Path, room: DeskNewsroom) -> None:
    given = claims(tmp_path, HEADER + "a1,The ferry sank.,,False,,,\n,No id here.,,,https://desk.example/x,,\n")
    first = await room.by(MARIA).import_many(given)
    again = await room.by(MARIA).import_many(given)
    assert (first.added, first.known) == (2, 0)
    assert (again.added, again.known) == (0, 2)
    page = await room.desk.claims(room.guild)
    assert {(claim.external_id, claim.rating) for claim in page.claims} == {("a1", "False"), (None, None)}
