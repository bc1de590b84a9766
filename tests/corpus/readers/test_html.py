"""Web pages: the article's own text, its structure, and what the page's head tells."""

from __future__ import annotations

import json

from bot.model.documents import BlockKind
from tests.corpus.build import block, document, of_kind, shown, unreadable

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>Harbour | The Quay</title>
<meta property="og:title" content="The harbour files"><meta property="og:site_name" content="The Quay – Daily">
<meta property="article:published_time" content="2024-09-10T08:00:00+02:00">
<meta name="author" content="Jane Roe and John Doe">
<link rel="canonical" href="https://example.org/harbour"></head><body>
<nav><a href="/">Home</a><a href="/w">World</a></nav>
<article><h1>The harbour files</h1><p>The files were <b>found</b> on
Monday, says the owner of the harbour, who had been looking for them.</p>
<h2>What they list</h2><p>The files list:</p>
<ul><li>cranes<ul><li>small ones</li></ul></li><li>tugs</li></ul>
<table><tr><th>Ship</th><th>Crew</th></tr><tr><td>Ada<ul><li>steel hull</li></ul></td><td>4</td></tr></table>
<blockquote><p>They had been there all the time, under the stairs.</p></blockquote>
<p>Nobody else has seen them so far, and the police aren’t looking.</p></article>
<aside><h3>Read also</h3><ul><li><a href="/x">A fire in the old mill</a></li></ul></aside>
<footer>All rights reserved</footer></body></html>"""


def test_the_article_is_kept_with_its_structure_and_the_page_around_it_is_not() -> None:
    assert shown(document(PAGE, "a.html")) == [
        ("heading", "The harbour files"),
        ("paragraph", "The files were found on Monday, says the owner of the harbour, who had been looking for them."),
        ("heading", "What they list"),
        ("paragraph", "The files list:"),
        ("list item", "- cranes"),
        ("list item", "- small ones"),
        ("list item", "- tugs"),
        ("table header", "Ship | Crew"),
        ("table row", "Ada steel hull | 4"),
        ("quotation", "They had been there all the time, under the stairs."),
        ("paragraph", "Nobody else has seen them so far, and the police aren’t looking."),
    ]


def test_the_lines_of_a_list_and_of_a_table_stand_together() -> None:
    text = document(PAGE, "a.html").text
    assert "The files list:\n\n- cranes\n- small ones\n- tugs\n\nShip | Crew\nAda steel hull | 4\n\nThey had" in text


def test_rows_know_their_header_lead_in_and_headings() -> None:
    article = document(PAGE, "a.html")

    row = block(article, "Ada")
    assert row.header == block(article, "Ship").span
    assert row.lead_in.of(article.text) == "The files list:"  # type: ignore[union-attr]
    assert [h.of(article.text) for h in row.headings] == ["The harbour files", "What they list"]


def test_the_head_tells_title_outlet_authors_date_and_address_as_they_are_written() -> None:
    told = document(PAGE, "a.htm").reference

    assert (told.title, told.outlet) == ("The harbour files", "The Quay – Daily")
    assert told.authors == ("Jane Roe", "John Doe")
    assert (told.published, told.url) == ("2024-09-10T08:00:00+02:00", "https://example.org/harbour")


def test_linked_data_goes_before_meta_elements_but_the_sites_own_name_before_a_publishers() -> None:
    data = {"@graph": [{"@type": "NewsArticle", "headline": "Files found", "publisher": {"name": "Quay Media"}}]}
    page = PAGE.replace("</head>", f'<script type="application/ld+json">{json.dumps(data)}</script></head>')
    told = document(page, "a.html").reference

    assert (told.title, told.outlet, told.published) == (
        "Files found",
        "The Quay – Daily",
        "2024-09-10T08:00:00+02:00",
    )


def test_a_title_that_the_body_lacks_opens_the_text() -> None:
    page = PAGE.replace("<h1>The harbour files</h1>", "")

    assert of_kind(document(page, "a.html"), BlockKind.HEADING)[0] == "The harbour files"


def test_a_page_tells_its_encoding_itself() -> None:
    page = PAGE.replace("utf-8", "windows-1252")

    assert "aren’t looking" in document(page.encode("cp1252"), "a.html").text
    assert "aren’t looking" in document(page.replace("windows-1252", "x").encode("cp1252"), "a.html").text
    assert "isn't UTF-8" in unreadable(page.replace("windows-1252", "utf-8").encode("cp1252"), "a.html")


def test_a_page_without_an_article_says_so() -> None:
    assert "no recognisable article text" in unreadable(
        b"<html><body><script>let x = 1</script></body></html>", "a.html"
    )


def test_a_page_nested_twenty_thousand_deep_ends_in_a_sentence_or_a_document() -> None:
    page = b"<html><body>" + b"<div>" * 20_000 + b"Words. " * 50 + b"</div>" * 20_000
    assert unreadable(page, "a.html").endswith(".")


def test_code_within_a_sentence_does_not_cut_it() -> None:
    sentence = "The root of the object, <code>rekt</code>, holds 300 lists, he said, and more of them come."
    page = PAGE.replace("<h2>What they list", f"<p>{sentence}</p><h2>What they list")

    assert "The root of the object, rekt, holds 300 lists, he said" in document(page, "a.html").text


def test_a_declaration_in_an_open_comment_ends_in_a_sentence() -> None:
    assert unreadable(b"<!--<meta charset=gbk>", "a.html").endswith(".")
