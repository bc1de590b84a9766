"""The pages are well-formed, linked, accessible, and hold the quotes verbatim."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from bot.desk.publication import lists
from bot.model.claim_input import ImportedClaim, NewVerdict
from bot.model.claim_provenance import Claimant, ClaimantKind, ClaimProvenance
from bot.model.claims import RATING_VALUES
from bot.model.witness import read_lines
from tests.desk.conftest import MARIA
from tests.desk.interchange.test_export import unknown_properties
from tests.desk.publication.conftest import Site

HOSTILE = '</script><script>alert("x")</script><!-- & "quotes" \'single\''
VOID = {"meta", "link", "input", "br", "hr", "img"}


def tree(html: str) -> ET.Element:
    """Return a page read as XML: each element is closed, each attribute quoted and unique."""
    assert html.startswith("<!DOCTYPE html>\n")
    return ET.fromstring(html.removeprefix("<!DOCTYPE html>\n"))


def text_of(element: ET.Element | None) -> str:
    assert element is not None
    return "".join(element.itertext())


class LinkReader(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.scripts = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.targets += [value for name in ("href", "src") if (value := given.get(name))]
        self.scripts += tag == "script"


@pytest.fixture
async def pages(site: Site) -> dict[str, str]:
    number = await site.ferry()
    await site.room.by(MARIA).correct(number, NewVerdict("Misleading", "Thirty."))
    given = [
        ImportedClaim(
            f"Claim {n}: {HOSTILE}", rating=rating, url=f"https://a.example/{n}?a=1&b=2", published=f"2026-0{n}-03"
        )
        for n, (rating, _) in enumerate([*RATING_VALUES, ("Ōops & <b>", 0)], 1)
    ]
    await site.room.by(MARIA).import_many([replace(claim, tags=("a/../b", "ünï")) for claim in given])
    await site.publish(title="Checks & <co>")
    return {path: site.read(path) for path in site.paths() if path.endswith(".html")}


def test_every_page_is_well_formed_with_one_heading_and_unique_ids(pages: dict[str, str]) -> None:
    assert len(pages) > 20
    for html in pages.values():
        root = tree(html)
        assert root.get("lang") == "en"
        assert len(root.findall(".//h1")) == 1
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        labelled = {element.get("aria-labelledby") for element in root.iter()} - {None}
        assert labelled <= set(ids)
        levels = [int(element.tag[1]) for element in root.iter() if re.fullmatch("h[1-6]", element.tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        assert root.find(".//img") is None


def test_void_elements_alone_close_themselves(pages: dict[str, str]) -> None:
    """HTML reads <a /> as an open element."""
    for html in pages.values():
        assert set(re.findall(r"<(\w+)[^>]*/>", html)) <= VOID
        assert not re.search(rf"<(?:{'|'.join(VOID)})\b[^>]*[^/]>", html)


def test_every_link_within_the_site_leads_to_a_file_of_it(pages: dict[str, str], site: Site) -> None:
    paths = site.paths()
    for path, html in pages.items():
        for target in LinkReader(html).targets:
            if re.match("https?:|#", target):
                continue
            parts: list[str] = []
            for part in (PurePosixPath(path).parent / target.split("#")[0]).parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in paths, (path, target)


def test_hostile_text_makes_no_element_and_no_script(pages: dict[str, str], site: Site) -> None:
    page = pages["claims/2.html"]
    assert LinkReader(page).scripts == 1, "the ClaimReview alone"
    assert text_of(tree(page).find(".//h1")) == f"Claim 1: {HOSTILE}"
    assert json.loads(text_of(tree(page).find(".//script")))["claimReviewed"] == f"Claim 1: {HOSTILE}"
    assert "<script>" not in site.everything()
    assert "\\u003c/script" in page


async def test_a_name_written_from_right_to_left_turns_no_other_words_around(site: Site) -> None:
    turned = "\u202eJo"
    claimant = Claimant(turned, ClaimantKind.PERSON, "https://people.example/jo")
    claim = ImportedClaim(
        turned, rating=turned, author=turned, url="https://a.example", provenance=ClaimProvenance(claimant)
    )
    await site.room.by(MARIA).import_many([replace(claim, tags=(turned,))])
    await site.publish()
    for path in ("claims/1.html", "index.html"):
        body = tree(site.read(path)).find("body")
        assert body is not None
        for element in body.iter():
            assert element.get("dir") == "auto" or turned not in (element.text or ""), element.tag
            assert turned not in (element.tail or "")


def test_a_page_asks_for_nothing_from_elsewhere(pages: dict[str, str], site: Site) -> None:
    for html in pages.values():
        for element in tree(html).iter():
            assert "src" not in element.attrib or not element.attrib["src"].startswith("http")
            if element.tag == "link" and element.get("rel") != "canonical":
                assert not element.attrib["href"].startswith(("http", "//"))
    assert "url(" not in site.read("style.css")
    assert "://" not in site.read("filter.js") + site.read("style.css")


async def test_a_quote_is_verbatim_with_its_speaker_its_link_and_the_label_of_ocr(site: Site) -> None:
    await site.ferry()
    await site.publish()
    first, second = tree(site.read("claims/1.html")).findall(".//figure")
    assert text_of(first.find("blockquote")) == "We had thirty people aboard,\nand not one more."
    assert text_of(first.find(".//span[@class='speaker']")) == "Captain Ida Holm"
    link = first.find(".//cite/a")
    assert link is not None
    assert (link.text, link.get("href")) == ("Night ferry sinks off Lindholm", "https://lantern.example/ferry")
    assert "Read by OCR" not in text_of(first)
    assert "Read by OCR" in text_of(second)
    page = text_of(tree(site.read("claims/1.html")))
    assert "Claimed by" in page
    assert "Jo Berg" in page
    assert "31 October 2026" in page
    assert "archived copy" in page


async def test_a_page_names_its_place_in_the_log(site: Site) -> None:
    number = await site.ferry()
    await site.publish()
    [check] = await site.room.desk.verify_log(site.room.guild)
    history = await site.room.desk.history(site.room.guild, number)
    assert history[-1].number == check.events
    shown = re.search(r"log: (\d+) events, head ([0-9a-f]{64})", site.read("claims/1.html"))
    assert shown
    assert int(shown[1]) == check.events
    head = await site.room.database.read(
        lambda db: db.execute("SELECT hash FROM events ORDER BY number DESC").fetchone()
    )
    assert shown[2] == head[0]
    assert shown[0] in site.read("index.html")
    lines = list(read_lines(site.read("claims/1.html")))
    await site.room.flagged("A later claim.")
    [witnessed] = await site.room.desk.check_witness(lines, site.room.guild)
    assert (witnessed.covered, witnessed.bad) == (check.events, None)


async def test_the_claim_review_of_a_page_is_whole_and_knows_only_schema_org(site: Site) -> None:
    await site.ferry()
    await site.publish()
    review = json.loads(text_of(tree(site.read("claims/1.html")).find(".//script")))
    assert review.pop("@context") == "https://schema.org"
    assert unknown_properties(review) == []
    assert review["url"] == "https://lindholm.example/ferry"
    assert review["author"] == {"@type": "Organization", "name": "The Lindholm Desk"}
    assert "discord" not in json.dumps(review)


async def test_without_a_link_of_the_newsroom_the_page_itself_is_the_publication(site: Site) -> None:
    await site.room.ruled()
    await site.publish(linked_only=False)
    review = json.loads(text_of(tree(site.read("claims/1.html")).find(".//script")))
    assert review["url"] == "https://checks.example/claims/1.html"
    assert "creativeWorkStatus" not in review


async def test_long_lists_have_pages_and_no_verdict_is_lost(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PER_PAGE", 2)
    await site.room.by(MARIA).import_many(
        [
            ImportedClaim(f"Claim {n}.", rating="False", url="https://a.example", published="2026-05-01")
            for n in range(5)
        ]
    )
    await site.publish()
    names = ["ratings/false.html", "ratings/false--2.html", "ratings/false--3.html"]
    shown = [link for name in names for link in re.findall(r'href="../claims/(\d)\.html"', site.read(name))]
    assert shown == ["5", "4", "3", "2", "1"]
    assert 'rel="next" href="../ratings/false--2.html"' in site.read(names[0])
    assert 'rel="next"' not in site.read(names[2])


async def test_ratings_in_another_case_share_a_list(site: Site) -> None:
    ratings = ["False", "FALSE"]
    await site.room.by(MARIA).import_many(
        [ImportedClaim(f"It sank {n}.", rating=rating, url="https://a.example") for n, rating in enumerate(ratings)]
    )
    await site.publish()
    assert {path for path in site.paths() if path.startswith("ratings/")} == {"ratings/false.html"}
    assert len(re.findall("<article>", site.read("ratings/false.html"))) == 2


@pytest.mark.parametrize(
    ("rating", "tone"), [("False", "low"), ("Missing context", "middle"), ("True", "high"), ("Satire", "none")]
)
async def test_the_colour_follows_the_number_of_the_rating(site: Site, rating: str, tone: str) -> None:
    await site.room.ruled(rating=rating)
    await site.publish(linked_only=False)
    section = tree(site.read("claims/1.html")).find(".//section")
    assert section is not None
    assert section.get("class") == f"verdict {tone}"


def test_text_has_enough_contrast_in_both_schemes(site: Site) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    from importlib import resources

    css = (resources.files("bot.desk.publication") / "static" / "style.css").read_text("utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", part)) for part in css.split("@media (prefers")[:2])
    for colours in (light, dark):
        for ground in ("page", "panel"):
            for name in ("text", "quiet", "link", "low", "middle", "high", "none"):
                assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)


def contrast(first: str, second: str) -> float:
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
