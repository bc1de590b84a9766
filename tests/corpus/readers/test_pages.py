"""Pages as sites and tools leave them: what is right for each file of tests/corpus/pages."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from bot.corpus.readers import html
from bot.model.documents import BlockKind, Document
from tests.corpus.build import document, of_kind, unreadable

PAGES = Path(__file__).parents[1] / "pages"
BODY = """<article><p>The harbour board voted on Tuesday to close the north quay for nine weeks, its chair Mara Lindt
said.</p><p>Repairs will cost 4.2 million euros, according to the board, and start in March.</p><p>Fishing boats are to
move to the south basin, and the ferry will call at the old pier meanwhile.</p></article>"""


def page(name: str) -> Document:
    return document((PAGES / name).read_bytes(), name)


def with_head(head: str, body: str = BODY) -> Document:
    return document(
        f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>', "a.html"
    )


def with_data(data: str, kind: str = "application/ld+json") -> Document:
    return with_head(f'<script type="{kind}">{data}</script>')


# ---- letters


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("latin1_label_cp1252_bytes.html", "The board’s chair said: “We close the quay — for nine weeks,”"),
        ("latin1_label_cp1252_bytes.html", "Repairs will cost €4.2 million"),
        ("cp1252.txt", "Repairs will cost €4.2 million"),
        ("windows-1251.html", "Ремонт обойдётся в 4,2 миллиона евро"),
        ("windows-1251_spaces.html", "Совет порта решил закрыть"),
        ("windows-1251_unquoted.html", "Совет порта решил закрыть"),
        ("charset_after_4096_bytes.html", "Совет порта решил закрыть"),
        ("gb2312_label_gbk_bytes.html", "朱镕基曾视察该码头"),
        ("gbk_no_media_type.html", "港口委员会周二决定关闭北码头九周"),
        ("shift_jis_label_cp932_bytes.html", "①費用は四百二十万ユーロ。髙橋委員長"),
        ("euc-jp.html", "北岸壁を九週間閉鎖する"),
        ("utf-16_bom.html", "“We close the quay — for nine weeks,”"),
    ],
)
def test_a_page_has_the_letters_that_a_browser_shows(name: str, letters: str) -> None:
    assert letters in page(name).text


def test_escaped_japanese_is_read_by_its_declaration_and_ascii_without_one_too() -> None:
    text = "北岸壁を九週間閉鎖する、と委員長は述べた。費用は四百二十万ユーロとなる。"
    page = f'<html><head><meta charset="iso-2022-jp"></head><body><p>{text}</p></body></html>'
    assert text in document(page.encode("iso-2022-jp"), "a.html").text
    assert CLOSED in document(page.replace(text, CLOSED).encode(), "a.html").text


def test_a_declaration_in_a_script_or_a_comment_is_none() -> None:
    text = BODY.replace("harbour board", "“harbour” board")
    for decoy in ("<script>x = '<meta charset=koi8-r>'</script>", "<!-- <meta charset=koi8-r> -->"):
        data = f"<html><head>{decoy}<meta charset=windows-1252></head><body>{text}</body></html>".encode("cp1252")
        assert "“harbour” board" in document(data, "a.html").text


def test_a_bad_byte_outside_the_article_spoils_nothing_and_one_inside_is_not_quoted() -> None:
    article = page("one_bad_byte_in_the_footer.html")
    assert "closed" not in article.text
    assert of_kind(article, BlockKind.PARAGRAPH)[1].startswith("Repairs will cost 4.2 million euros")
    data = f'<html><head><meta charset="utf-8"></head><body>{BODY}</body></html>'.encode()
    assert "isn't UTF-8" in unreadable(data.replace(b"nine weeks", b"nine\xfcweeks"), "a.html")


# ---- what the page says of itself


def test_titles_and_outlets_are_without_entities_and_tags() -> None:
    told = page("entities_in_jsonld_title.html").reference
    assert (told.title, told.outlet) == ('Board: "We close the quay" – nine weeks', "Quay & Harbour Post")


def test_a_sites_name_goes_before_the_company_that_publishes_it() -> None:
    assert page("publisher_is_the_company.html").reference.outlet == "Harbour Post"


def test_the_article_within_a_web_page_item_is_read() -> None:
    told = page("jsonld_in_webpage_mainentity.html").reference
    assert (told.title, told.outlet, told.authors) == ("Quay closes", "Harbour Post", ("Ada Roe",))
    assert told.published == "2025-02-04T18:16:04+0200"


ARTICLE = '"@type": "NewsArticle", "headline": "Quay closes", "datePublished": "2025-02-04"'


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (f"<!-- {{{ARTICLE}}} -->", "application/ld+json"),
        (f"//<![CDATA[\n{{{ARTICLE}}}\n//]]>", "application/ld+json"),
        (f"/*<![CDATA[*/ {{{ARTICLE}}} /*]]>*/", "application/ld+json"),
        (f"{{{ARTICLE},}}", "application/ld+json"),
        (f"{{/* by our plugin */ {ARTICLE}}};", "application/ld+json; charset=utf-8"),
        (f'{{{ARTICLE}, "description": "two\nlines"}}', "application/ld+json"),
        (f'[{{"@type": "WebSite"}}, {{{ARTICLE}}}]', "APPLICATION/LD+JSON"),
        (f'{{"@type": "WebSite"}} {{{ARTICLE}}}', "application/ld+json"),
        (f"{{{ARTICLE.replace('NewsArticle', 'http://schema.org/NewsArticle')}}}", "application/ld+json"),
        (f"""{{{ARTICLE.replace('"NewsArticle"', '["WebPage", "LiveBlogPosting"]')}}}""", "application/ld+json"),
        (f'{{"@graph": [{{"@type": "Person"}}, {{"mainEntity": {{{ARTICLE}}}}}]}}', "application/ld+json"),
    ],
)
def test_linked_data_is_read_as_sites_write_it(data: str, kind: str) -> None:
    told = with_data(data, kind).reference
    assert (told.title, told.published) == ("Quay closes", "2025-02-04")


def test_linked_data_that_is_no_json_costs_nothing_else() -> None:
    assert with_data('{"headline": ').reference.title is None
    assert with_data("[" * 50_000).text


def test_names_are_found_behind_references() -> None:
    graph = [
        {"@type": "Article", "author": {"@id": "#ada"}, "publisher": {"@id": "#post"}, "headline": "Quay closes"},
        {"@id": "#ada", "@type": "Person", "name": "Ada Roe"},
        {"@id": "#post", "@type": "Organization", "name": "Harbour Post"},
    ]
    told = with_data(json.dumps({"@graph": graph})).reference
    assert (told.authors, told.outlet) == (("Ada Roe",), "Harbour Post")


def test_of_several_articles_the_one_with_the_pages_address_counts() -> None:
    items = [
        {"@type": "Article", "headline": "Another", "url": "https://post.example/other"},
        {"@type": "Article", "headline": "Quay closes", "url": "https://post.example/quay"},
    ]
    script = f'<script type="application/ld+json">{json.dumps(items)}</script>'
    told = with_head(f'<link rel="canonical" href="https://post.example/quay">{script}').reference
    assert told.title == "Quay closes"


@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("publishers_time_element_only.html", "2025-02-04T16:45+0100"),
        ("meta_date_with_colons.html", "2025-02-04T15:48:15+00:00"),
    ],
)
def test_a_date_is_found_wherever_the_page_marks_one(name: str, published: str) -> None:
    assert page(name).reference.published == published


@pytest.mark.parametrize("impossible", ["0001-01-01T00:00:00", "2025-02-31", "1970-01-01T00:00:00Z"])
def test_an_impossible_date_gives_way_to_the_next(impossible: str) -> None:
    told = with_head(
        f'<meta property="article:published_time" content="{impossible}"><meta name="date" content="2025-02-04">'
    )
    assert told.reference.published == "2025-02-04"


def test_a_title_is_without_the_sites_name_behind_it() -> None:
    site, title = (f'<meta property="og:{key}" content="{{}}">' for key in ("site_name", "title"))
    head = site.format("Harbour Post") + title.format("Quay – open | Harbour Post")
    assert with_head(head).reference.title == "Quay – open"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Quay closes - Town - Harbour Post", "Quay closes"),
        ("Quay closes | Harbour Post | by Ina Thorsen", "Quay closes"),
        ("Quay closes * Harbour Post", "Quay closes"),
        ("Quay closes › News › harbour.example", "Quay closes"),
        ("Quay closes：Harbour Post", "Quay closes"),
        ("Quay closes - Storms", "Quay closes"),
        ("Quay closes - and stays closed", "Quay closes - and stays closed"),
        ("Town - Quay closes", "Town - Quay closes"),
        ("Quay closes - 2025", "Quay closes - 2025"),
        ("Harbour Post", "Harbour Post"),
    ],
)
def test_a_title_is_without_site_and_section_whatever_separates_them(written: str, title: str) -> None:
    told = with_head(
        '<meta property="og:site_name" content="Harbour Post"><meta property="article:section" content="Storms">'
        '<link rel="canonical" href="https://harbour.example/news/town/2025/quay">'
        f'<meta property="og:title" content="{written}">'
    )
    assert told.reference.title == title


def test_a_page_that_names_no_outlet_is_known_by_its_host() -> None:
    told = with_head('<link rel="canonical" href="https://www.harbour.example/quay"><title>Quay closes</title>')
    assert (told.reference.outlet, told.reference.title) == ("harbour.example", "Quay closes")


def test_mail_addresses_and_account_names_are_no_authors() -> None:
    people = ["ada.roe@post.example", "ada-roe", "admin", "By Ada Roe", "Ada Roe"]
    told = with_data(json.dumps({"@type": "Article", "headline": "Quay closes", "author": people})).reference
    assert told.authors == ("Ada Roe",)


# ---- the article


def test_an_article_in_several_containers_is_read_from_all_of_them() -> None:
    article = page("body_in_three_blocks.html")
    assert "“The west lock is next,” said Ole Brandt" in article.text
    assert len(of_kind(article, BlockKind.PARAGRAPH)) == 8
    assert not article.reference.read_in_part


def test_the_text_that_the_linked_data_holds_is_read_if_the_page_shows_less() -> None:
    told = "The board met for nine hours. " * 40 + "Its chair, Ole Brandt, said that the lock is next."
    data = json.dumps({"@type": "Article", "headline": "Quay closes", "articleBody": told})
    article = with_data(data)
    assert "Ole Brandt, said that the lock is next." in article.text
    assert not article.reference.read_in_part


def test_a_page_that_shows_only_an_opening_says_so() -> None:
    data = {"@type": "Article", "headline": "Quay closes", "isAccessibleForFree": False, "wordCount": 900}
    assert with_data(json.dumps(data)).reference.read_in_part
    assert not with_data(json.dumps(data | {"isAccessibleForFree": True})).reference.read_in_part
    assert not with_data(json.dumps(data | {"wordCount": 50})).reference.read_in_part


def test_a_fuller_text_that_is_no_prose_is_not_taken_but_noted() -> None:
    data = {"@type": "Article", "headline": "Quay closes", "articleBody": "north quay, south quay, old pier " * 60}
    article = with_data(json.dumps(data))
    assert "south quay" not in article.text
    assert article.reference.read_in_part


# ---- short notices

CLOSED, FERRY = "The north quay is closed today.", "The ferry sails at noon, the board said."
NOTICES = f"<p>{CLOSED}</p><p>{FERRY}</p>"


@pytest.mark.parametrize(
    "body",
    [
        NOTICES,
        f"<ul><li>{CLOSED}</li><li>{FERRY}</li></ul>",
        f"<table><tr><td>{CLOSED}</td></tr><tr><td>{FERRY}</td></tr></table>",
        f'<nav><a href="/">Home</a> <a>News</a></nav><h1>Quay</h1>{NOTICES}<footer><p>Harbour Post</p></footer>',
        f"<article><h1>Quay</h1><time>2025-02-04</time><blockquote>{CLOSED}</blockquote><div>{FERRY}</div></article>",
        f"<nav>Home</nav><h1>Quay</h1><p>By Ina</p>{NOTICES}<p>By Ina</p><p>By Ina</p>",
        f'<header><a href="/">Home</a></header><h2>Quay</h2><p>{CLOSED}</p><h2>Ferry</h2><p>{FERRY}</p>',
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_short_notices_are_read_line_by_line(body: str, whole: bool) -> None:
    article = with_head("<title>Quay</title>", body) if whole else document(body.encode(), "a.html")
    lines = [block.span.of(article.text).removeprefix("- ") for block in article.blocks]
    assert lines.count(CLOSED) == lines.count(FERRY) == 1
    assert not {"Home", "News", "Harbour Post"} & set(lines)
    assert "Home" not in article.text


@pytest.mark.parametrize("body", [CLOSED, f"<p>{CLOSED}</p>", "<div><b>The north</b> quay is closed today.</div>"])
def test_one_sentence_is_an_article(body: str) -> None:
    assert document(body.encode(), "a.html").text == CLOSED
    assert with_head("<title>Quay</title>", body).text.endswith(CLOSED)


def test_headings_and_rows_of_short_notices_keep_their_kinds() -> None:
    table = f"<table><tr><th>Place</th><th>Notice</th></tr><tr><td>Quay</td><td>{CLOSED}</td></tr></table>"
    article = with_head("", f"<nav>Home</nav><h1>Today</h1><h2>Quay</h2>{table}<ul><li>{FERRY}</li></ul>")
    assert of_kind(article, BlockKind.HEADING) == ["Today", "Quay"]
    assert of_kind(article, BlockKind.TABLE_ROW) == [f"Quay | {CLOSED}"]
    assert of_kind(article, BlockKind.LIST_ITEM) == [f"- {FERRY}"]


def test_a_form_around_the_whole_page_hides_no_notice_and_a_sign_up_form_is_none() -> None:
    form = '<form><label>Your mail</label><input name="mail"></form>'
    article = with_head("", f'<form id="page"><nav>Home</nav><h1>Quay</h1>{NOTICES}</form>')
    assert of_kind(article, BlockKind.PARAGRAPH) == [CLOSED, FERRY]
    assert "Your mail" not in with_head("", f"<nav>Home</nav><h1>Quay</h1>{NOTICES}{form}").text


# ---- what stands between


def test_a_hover_cards_words_are_not_in_the_sentence() -> None:
    assert (
        of_kind(page("hover_card_inside_a_paragraph.html"), BlockKind.PARAGRAPH)[-1]
        == "The plan was backed by councillor Ina Thorsen and by the pilots, who asked for lights."
    )


@pytest.mark.parametrize(
    ("paragraph", "sentence"),
    [
        (
            "Ask <a>Ina Thorsen<span><b>Ina Thorsen</b>, mayor</span></a> about the lights of the quay, he said.",
            "Ask Ina Thorsen about the lights of the quay, he said.",
        ),
        (
            'He asked <i>Ina</i><span role="tooltip">Ina Thorsen, mayor</span> for lights at the north quay.',
            "He asked Ina for lights at the north quay.",
        ),
        (
            'She said no. <a href="/x"><b>Quay:</b>All to know about the vote</a> The pilots then left the hall.',
            "She said no. The pilots then left the hall.",
        ),
        (
            'The pilots left. <a href="/x">The council voted to close the quay</a> and the mayor went home.',
            "The pilots left. The council voted to close the quay and the mayor went home.",
        ),
        ('The [caption id="4" align="left"]north quay[/caption] is closed.', "The north quay is closed."),
        ("“It [the quay] is old,” she told the pilots and their families.", "“It [the quay] is old,” she told"),
    ],
)
def test_what_a_page_sets_into_a_sentence_is_taken_out_again(paragraph: str, sentence: str) -> None:
    article = with_head("", BODY.replace("</article>", f"<p>{paragraph}</p></article>"))
    assert sentence in article.text


def test_slugs_credits_and_pleas_are_boilerplate() -> None:
    article = page("wire_slug_and_credits.html")
    assert len(of_kind(article, BlockKind.BOILERPLATE)) == 7
    assert len(of_kind(article, BlockKind.PARAGRAPH)) == 3


def test_a_paragraph_that_is_one_link_is_boilerplate() -> None:
    article = with_head(
        "", BODY.replace("</p><p>Rep", '</p><p><a href="/x">Mayor loses vote on ferry fares</a></p><p>Rep')
    )
    assert of_kind(article, BlockKind.BOILERPLATE) == ["Mayor loses vote on ferry fares"]


# ---- hostile pages


@pytest.mark.timeout(60)
def test_huge_pages_end_in_a_sentence_or_an_article() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(100_000))
    began = time.monotonic()
    assert "attributes" in unreadable(f"<html><body><p {attributes}>x</p>{BODY}</body></html>".encode(), "a.html")
    html.clean(html.parsed("<html><body>" + "<p>The quay is closed.</p>" * 60_000 + "</body></html>"))
    html.clean(html.parsed("<html><body><p>" + "<span>Ina Thorsen<div>" * 3_000 + "</body></html>"))
    assert time.monotonic() - began < 30
