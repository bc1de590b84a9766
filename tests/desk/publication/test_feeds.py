"""RSS, JSON Feed and the DataFeed of ClaimReviews."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from bot.desk.interchange.import_row import ImportRow
from bot.desk.interchange.importer import read
from bot.desk.publication import feeds
from bot.model.claim_input import ImportedClaim, NewVerdict
from tests.desk.conftest import MARIA
from tests.desk.interchange.test_export import unknown_properties
from tests.desk.publication.conftest import ADDRESS, Site


@pytest.fixture
async def corrected(site: Site) -> Site:
    number = await site.ferry()
    site.room.clock.passes(days=1)
    await site.room.by(MARIA).correct(number, NewVerdict("Misleading", "Thirty."))
    await site.publish()
    return site


def items(site: Site) -> list[ET.Element]:
    return ET.fromstring(site.read("feed.xml")).findall("./channel/item")


async def test_rss_has_what_the_specification_requires_and_whole_links(corrected: Site) -> None:
    root = ET.fromstring(corrected.read("feed.xml"))
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel is not None
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    itself = channel.find("{http://www.w3.org/2005/Atom}link")
    assert itself is not None
    assert itself.get("href") == f"{ADDRESS}feed.xml"
    [item] = items(corrected)
    assert item.findtext("title") == "Corrected to Misleading: The ferry carried 300 people."
    assert item.findtext("link") == f"{ADDRESS}claims/1.html"
    assert parsedate_to_datetime(item.findtext("pubDate") or "") == corrected.room.clock.now
    assert [category.text for category in item.findall("category")] == ["Misleading", "ferry", "lindholm"]


async def test_a_correction_is_a_new_item_for_feed_readers(site: Site) -> None:
    number = await site.ferry()
    await site.publish()
    before = items(site)[0].findtext("guid")
    await site.room.by(MARIA).correct(number, NewVerdict("Misleading", "Thirty."))
    await site.publish()
    after = items(site)[0].findtext("guid")
    assert before != after
    assert after == json.loads(site.read("feed.json"))["items"][0]["id"]
    assert f'id="{(after or "").split("#")[1]}"' in site.read("claims/1.html")


async def test_letters_that_xml_forbids_do_not_break_the_feed(site: Site) -> None:
    claim = ImportedClaim("It sank\x0b\ufffe & <b>.", rating="False", url="https://a.example")
    await site.room.by(MARIA).import_many([claim])
    await site.publish()
    assert items(site)[0].findtext("title") == "False: It sank   & <b>."


async def test_a_description_is_html_that_shows_the_words_of_the_explanation(site: Site) -> None:
    claim = ImportedClaim("It sank.", rating="False", url="https://a.example", explanation="If a <b & c.\n\n<script>")
    await site.room.by(MARIA).import_many([claim])
    await site.publish()
    assert items(site)[0].findtext("description") == "<p>If a &lt;b &amp; c.</p><p>&lt;script&gt;</p>"


@pytest.mark.parametrize(
    ("published", "moment"),
    [
        ("2025-05-03", "2025-05-03T00:00:00+00:00"),
        ("2025-05-03T10:30:00Z", "2025-05-03T10:30:00+00:00"),
        ("2025-05-03T10:30:00+0530", "2025-05-03T10:30:00+05:30"),
        ("2025-05-03T10:30", "2025-05-03T00:00:00+00:00"),
        ("2025-05", None),
    ],
)
async def test_an_imported_verdict_has_the_time_that_its_file_gave(
    site: Site, published: str, moment: str | None
) -> None:
    claim = ImportedClaim("It sank.", rating="False", url="https://a.example", published=published)
    await site.room.by(MARIA).import_many([claim])
    await site.publish()
    assert json.loads(site.read("feed.json"))["items"][0].get("date_published") == moment
    written = items(site)[0].findtext("pubDate")
    assert (written and parsedate_to_datetime(written).isoformat()) == moment


async def test_the_json_feed_has_the_keys_of_version_1_1(corrected: Site) -> None:
    feed: dict[str, Any] = json.loads(corrected.read("feed.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert set(feed) == {"version", "title", "home_page_url", "feed_url", "language", "items", "authors"}
    [item] = feed["items"]
    assert item == {
        "id": f"{ADDRESS}claims/1.html#verdict-2",
        "url": f"{ADDRESS}claims/1.html",
        "external_url": "https://lindholm.example/ferry",
        "title": "Corrected to Misleading: The ferry carried 300 people.",
        "content_text": "Misleading.\n\nThirty.",
        "date_published": "2026-11-03T09:00:00+00:00",
        "tags": ["Misleading", "ferry", "lindholm"],
        "language": "nb",
    }


async def test_the_data_feed_has_the_shape_that_data_commons_takes(corrected: Site) -> None:
    feed = json.loads(corrected.read("claimreview.json"))
    assert (feed["@context"], feed["@type"]) == ("https://schema.org", "DataFeed")
    [element] = feed["dataFeedElement"]
    assert element["@type"] == "DataFeedItem"
    assert (element["dateCreated"], element["dateModified"]) == (
        "2026-11-02T09:00:00+00:00",
        "2026-11-03T09:00:00+00:00",
    )
    assert element["url"] == "https://lindholm.example/ferry"
    [review] = element["item"]
    assert unknown_properties(review) == []
    assert review["claimReviewed"] == "The ferry carried 300 people."


async def test_the_data_feed_can_be_imported_without_duplicates(corrected: Site) -> None:
    rows = [row for row in read(Path(corrected.folder / "claimreview.json")) if isinstance(row, ImportRow)]
    imported = await corrected.room.by(MARIA).import_many([row.claim for row in rows])
    assert (imported.added, imported.known, imported.changed) == (0, 1, ())


async def test_feeds_hold_the_newest_and_the_data_feed_all(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "MOST_ITEMS", 2)
    await site.room.by(MARIA).import_many(
        [
            ImportedClaim(f"Claim {n}.", rating="False", url="https://a.example", published=f"2026-05-0{n}")
            for n in (1, 3, 2)
        ]
    )
    await site.publish()
    assert [item.findtext("title") for item in items(site)] == ["False: Claim 3.", "False: Claim 2."]
    assert len(json.loads(site.read("feed.json"))["items"]) == 2
    assert len(json.loads(site.read("claimreview.json"))["dataFeedElement"]) == 3
    assert len(json.loads(site.read("search.json"))) == 3


async def test_without_an_address_links_are_relative(site: Site) -> None:
    await site.ferry()
    await site.publish(address="")
    [item] = items(site)
    assert item.findtext("link") == "claims/1.html"
    guid = item.find("guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "false"
    assert "canonical" not in site.read("claims/1.html")
