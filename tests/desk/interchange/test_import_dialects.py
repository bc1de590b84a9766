"""Odd but common files: dialects of CSV, marks and encodings, parts that are broken, files of other kinds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.desk.interchange.import_row import ImportRow, LeftOut
from bot.desk.interchange.importer import read
from bot.errors import UserError
from bot.model.claim_provenance import RatingValue

REVIEW = {"@type": "ClaimReview", "claimReviewed": "The pier closed.", "reviewRating": {"alternateName": "False"}}


def read_file(tmp_path: Path, content: str | bytes) -> list[ImportRow | LeftOut]:
    path = tmp_path / "checks"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read(path))


def claims(tmp_path: Path, content: str | bytes) -> list[tuple[str, str | None]]:
    found = read_file(tmp_path, content)
    return [(row.claim.text, row.claim.rating) for row in found if isinstance(row, ImportRow)]


@pytest.mark.parametrize(
    "content",
    [
        'id,"Claim\n(in one sentence)","Rating\n(one of five)"\n1,The pier closed.,False\n',
        "\n,,\r\nclaim,rating\nThe pier closed.,False\n",
        'claim, rating\n"The pier closed.", "False"\n',
        "claim;rating, if any, or none\nThe pier closed.;False\n".replace("rating, if any, or none", '"rating"'),
        "Claim;Rating;Where, when, by whom\nThe pier closed.;False;\n",
        b"\xef\xbb\xbf\xef\xbb\xbfclaim,rating\nThe pier closed.,False\n",
        "claim,rating\nThe pier closed.,False\n".encode("utf-16-le"),
        "claim,rating\nThe pier closed.,False\n".encode("utf-16-be"),
        f'<div><script type="application/ld+json">{json.dumps(REVIEW)}</script></div>',
        f'<meta charset="utf-8"><title>Pier</title><script type="application/ld+json">{json.dumps(REVIEW)}</script>',
        f"\ufeff{json.dumps(REVIEW)}",
    ],
)
def test_odd_dialects_give_the_same_claim(tmp_path: Path, content: str | bytes) -> None:
    assert claims(tmp_path, content) == [("The pier closed.", "False")]


def test_between_tabs_a_quotation_mark_may_be_a_letter_of_the_text(tmp_path: Path) -> None:
    content = 'claim\trating\n"Never" was said.\tFalse\n"A\tB"\tTrue\n'
    assert claims(tmp_path, content) == [('"Never" was said.', "False"), ("A B", "True")]


def test_a_blank_before_a_quotation_mark_joins_no_rows(tmp_path: Path) -> None:
    content = 'claim,rating\nThe mast is tall, "false\nThe mast is new,true"\nThe pier closed.,False\n'
    assert [text for text, _ in claims(tmp_path, content)] == [
        "The mast is tall",
        "The mast is new",
        "The pier closed.",
    ]


def test_how_far_the_work_is_is_no_verdict(tmp_path: Path) -> None:
    assert claims(tmp_path, "claim,status\nThe pier closed.,in progress\n") == [("The pier closed.", None)]


def test_an_explanation_keeps_its_paragraphs(tmp_path: Path) -> None:
    typed = read_file(tmp_path, 'claim,explanation\nThe pier closed.,"One.\r\n\r\n\r\nTwo  three.\n"\n')
    tagged = read_file(tmp_path, json.dumps(REVIEW | {"reviewBody": "<p>One.</p><p>Two three.</p>"}))
    assert [row.claim.explanation for row in (*typed, *tagged) if isinstance(row, ImportRow)] == (
        ["One.\n\nTwo three."] * 2
    )


def test_numbers_of_many_digits_come_in_exactly(tmp_path: Path) -> None:
    rating = {"alternateName": "Half", "ratingValue": 1 / 3, "worstRating": 1e-7, "bestRating": "1.0000000000001"}
    (row,) = read_file(tmp_path, json.dumps(REVIEW | {"reviewRating": rating}))
    assert isinstance(row, ImportRow)
    assert row.claim.value == RatingValue(1 / 3, 1e-7, 1.0000000000001)


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (json.dumps(REVIEW, indent=1) + '\n{"@type": "ClaimReview",\n"claimReviewed": "Cut off', 8),
        (json.dumps(REVIEW) + '{"@type": "ClaimRev\n' + json.dumps(REVIEW), 1),
    ],
)
def test_what_of_a_file_is_broken_is_told(tmp_path: Path, content: str, place: int) -> None:
    found = read_file(tmp_path, content)
    assert isinstance(found[0], ImportRow)
    assert LeftOut(place, "from here on it is not JSON; what stands before is imported") in found


def test_a_claim_of_the_fact_check_tools_without_words_is_told(tmp_path: Path) -> None:
    review = {"textualRating": "False", "url": "https://paper.example/1"}
    found = read_file(tmp_path, json.dumps({"claims": [{"claimReview": [review]}]}))
    assert found == [LeftOut(1, "the claim is empty")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04\x14\x00", "is a spreadsheet or an archive. Save it as CSV"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "is a spreadsheet or an archive. Save it as CSV"),
        (b"\x1f\x8b\x08", "is compressed. Unpack it"),
        (b"%PDF-1.7", "is a PDF. Save the fact-checks as CSV"),
        (b"SQLite format 3\x00", "is a database. Export its claims as CSV"),
        (b"From: <Saved by Blink>\nMIME-Version: 1.0\n", "Save it as “web page, HTML only”"),
    ],
)
def test_a_file_that_is_no_text_is_named_with_what_to_do(tmp_path: Path, content: bytes, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_file(tmp_path, content)
