"""Sidecars and folder defaults: what they give, what goes before what, and a sentence for broken ones."""

from __future__ import annotations

import pytest

from bot.corpus.metadata_files import (
    NO_FILE_METADATA,
    FileMetadata,
    MetadataFileError,
    with_folder_defaults,
    with_sidecar,
)
from bot.corpus.readers import read
from bot.model.documents import Document

SIDECAR = b"""
title = "Bridge to reopen in May"
outlet = "Daily Lantern"
date = 2026-03-04
authors = ["Ivo Brandt", "Ada Lind"]
url = "https://lantern.example/bridge"
"""
MARKDOWN = b"---\ntitle: A title\noutlet: The Quay\ndate: 2020-01-01\n---\nThe bridge will reopen.\n"


def read_with(data: bytes, metadata: FileMetadata, path: str = "bridge.md") -> Document:
    (item,) = read(data, folder="f", path=path, metadata=metadata)
    assert isinstance(item, Document)
    return item


def test_a_sidecar_goes_before_what_the_article_says_of_itself() -> None:
    reference = read_with(MARKDOWN, with_sidecar(NO_FILE_METADATA, SIDECAR, "bridge.md.toml")).reference
    assert (reference.title, reference.outlet) == ("Bridge to reopen in May", "Daily Lantern")
    assert (reference.published, reference.authors) == ("2026-03-04", ("Ivo Brandt", "Ada Lind"))
    assert reference.url == "https://lantern.example/bridge"


def test_a_sidecar_of_one_key_leaves_the_rest_to_the_article() -> None:
    reference = read_with(MARKDOWN, with_sidecar(NO_FILE_METADATA, b'title = "Mine"', "s")).reference
    assert (reference.title, reference.outlet, reference.published) == ("Mine", "The Quay", "2020-01-01")


def test_an_outlet_of_the_folder_only_fills_a_gap() -> None:
    defaults = with_folder_defaults(NO_FILE_METADATA, b'outlet = "Daily Lantern"', "factdesk.toml")
    assert read_with(MARKDOWN, defaults).reference.outlet == "The Quay"
    assert read_with(b"The bridge will reopen.", defaults).reference.outlet == "Daily Lantern"
    record = b'{"id": "1", "text": "The bridge will reopen."}'
    assert read_with(record, defaults, "wire.jsonl").reference.outlet == "Daily Lantern"


def test_the_nearest_folder_wins_key_by_key_and_a_sidecar_before_both() -> None:
    above = with_folder_defaults(NO_FILE_METADATA, b'outlet = "Above"\nrights = "All"', "factdesk.toml")
    below = with_folder_defaults(above, b'outlet = "Below"\nlanguage = "en"', "a/factdesk.toml")
    beside = with_sidecar(below, b'rights = "None"', "a/x.txt.toml")
    details = read_with(b"The bridge will reopen.", beside).details
    assert (beside.default_outlet, details.language, details.rights) == ("Below", "en", "None")
    assert details.metadata_files == ("a/x.txt.toml", "a/factdesk.toml", "factdesk.toml")


def test_the_fingerprint_follows_values_and_not_their_layout() -> None:
    one = with_folder_defaults(NO_FILE_METADATA, b'outlet = "Lantern"', "factdesk.toml")
    same = with_folder_defaults(NO_FILE_METADATA, b"# a note\r\noutlet = 'Lantern'\r\n", "factdesk.toml")
    other = with_folder_defaults(NO_FILE_METADATA, b'outlet = "Quay"', "factdesk.toml")
    assert one.fingerprint == same.fingerprint != other.fingerprint
    assert NO_FILE_METADATA.fingerprint == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"outlet = Lantern", "is not valid TOML (invalid value (at line 1, column 10))"),
        (b"x = " + b"[" * 5_000, "is not valid TOML"),
        (b"date = 2025-02-31", "is not valid TOML"),
        (b"outlet = '\xff'", "isn't UTF-8"),
        (b"a" * 64_001, "is larger than 64 KB"),
        (b'outlett = "Lantern"', "has the unknown key 'outlett'. Use only title, outlet, date"),
        (b"outlet = 4", "gives no usable text for outlet"),
        (b'title = ""', "gives no usable text for title"),
        (b'title = "a\\u0007b"', "gives no usable text for title"),
        (b'date = "some day"', "has a date that isn't understood"),
        (b"date = 10:30:00", "has a date that isn't understood"),
        (b'url = "lantern.example"', "has a url that doesn't begin with https://"),
        (b"authors = 3", "has unusable authors"),
    ],
)
def test_what_is_broken_is_said_in_one_sentence_with_what_to_do(data: bytes, reason: str) -> None:
    with pytest.raises(MetadataFileError) as error:
        with_sidecar(NO_FILE_METADATA, data, "s")
    assert str(error.value).startswith(reason)
    assert str(error.value).endswith("it is ignored until then.")
