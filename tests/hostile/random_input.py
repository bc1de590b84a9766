"""Random input for the readers, by hypothesis: text of snippets, and real files with bytes changed."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable
from io import BytesIO
from itertools import count

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from bot.corpus.readers import Unreadable, read
from bot.corpus.structure.passages import passages
from tests.corpus.build import pdf
from tests.hostile.shapes import PIECES

_EXAMPLES = 200  # a round; between rounds the clock is read
_MOST_SECONDS = 5.0  # for one input of some kilobytes
_TAGS = (
    *("<p>", "</p>", "<div>", "</div>", "<h1>", "<article>", "<table><tr><td>", "<!--", "-->", "<script>", "</script>"),
    *(
        "<meta charset=gbk>",
        '<meta property="og:title" content="',
        '">',
        "<time datetime=",
        "&#x110000;",
        "&lt;",
        "<![CDATA[",
    ),
    *('<script type="application/ld+json">{"@type":"NewsArticle","articleBody":"', '"}</script>', "<br>", "<p a="),
)
_WORDS = st.sampled_from([*PIECES, "The harbour board met in Lund on Monday. ", "Ada Lind said so. ", "\n\n"])
_TEXT = st.lists(st.one_of(_WORDS, st.text(max_size=20)), max_size=60).map("".join)
_FRONT_MATTER = st.lists(
    st.sampled_from(
        ["a", ": ", "\n", "- ", "&a ", "*a", "<<: ", "[", "]", "{", "}", "0xf", "!!int ", "|", ">", "'", '"', "? "]
    ),
    max_size=40,
).map(lambda parts: f"---\n{''.join(parts)}\n---\n\nAda Lind said so.\n")
_HTML = st.lists(st.one_of(st.sampled_from(_TAGS), _WORDS), max_size=80).map("".join)
_VALUE = st.recursive(
    st.one_of(_TEXT, st.none(), st.booleans(), st.integers(), st.floats()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
_FIELDS = st.fixed_dictionaries(
    {"text": st.one_of(_TEXT, _VALUE)},
    optional=dict.fromkeys(("id", "title", "outlet", "authors", "published", "url"), _VALUE),
)
_RECORDS = st.lists(st.one_of(_FIELDS.map(json.dumps), _TEXT), max_size=5).map("\n".join)
_PDF = pdf(["The harbour board met in Lund on Monday.", "Ada Lind said so."], ["Nothing else."], title="Harbour")
_CHANGES = st.lists(
    st.tuples(st.integers(0, len(_PDF) - 1), st.binary(min_size=1, max_size=8)), min_size=1, max_size=12
)

_HEADERS = (
    *(
        "From: Ada Lind <ada@lantern.example>\n",
        "Date: Mon, 3 Mar 2025 10:00:00 +0100\n",
        "Subject: =?utf-8?q?A",
        "?=\n",
    ),
    *("Content-Type: text/plain; charset=", "Content-Type: text/html\n", "Content-Type: multipart/mixed; boundary=b\n"),
    *(
        "Content-Type: multipart/alternative; boundary=b\n",
        "Content-Type: message/rfc822\n",
        "format=flowed\n",
        "gbk\n",
    ),
    *(
        "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n",
        "=3D=\n",
        "\n",
        "\n--b\n",
    ),
    *("\n--b--\n", "-- \n", "> ", "filename*=utf-8''%ff\n", "Content-Disposition: attachment; filename=a\n"),
)
_MAIL = st.lists(st.one_of(st.sampled_from(_HEADERS), _WORDS), max_size=40).map(
    lambda parts: f"Subject: Harbour\n{''.join(parts)}"
)
_WORD_TAGS = (
    *("<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>Ada Lind said so.</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>", "</w:tr>"),
    *(
        "<w:tc>",
        "</w:tc>",
        "<w:pPr>",
        "</w:pPr>",
        '<w:pStyle w:val="Heading1"/>',
        '<w:numPr><w:ilvl w:val="x"/>',
        "<w:br/>",
    ),
    *("</w:numPr>", '<w:vMerge w:val="x"/>', '<w:gridSpan w:val="-1"/>', '<w:hyperlink r:id="x">', "</w:hyperlink>"),
    *(
        '<w:footnoteReference w:id="9"/>',
        '<w:fldChar w:fldCharType="end"/>',
        '<w:sym w:char="zz"/>',
        "<w:del>",
        "</w:del>",
    ),
    *("<w:sdt>", "</w:sdt>", "<mc:AlternateContent>", "</mc:AlternateContent>", "&lt;", "\t", "&#0;", "<!--", "-->"),
)
_WORD_STRUCTURE = st.recursive(
    st.one_of(st.sampled_from([tag for tag in _WORD_TAGS if tag.endswith(("/>", "</w:t>"))]), st.just("")),
    lambda inner: st.builds(
        lambda name, parts: f"<w:{name}>{''.join(parts)}</w:{name}>",
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "pPr", "tcPr", "hyperlink", "del", "sdt", "sdtContent", "pict"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)
_WORD_BODY = st.one_of(_WORD_STRUCTURE, st.lists(st.sampled_from(_WORD_TAGS), max_size=40).map("".join))


def _changed(changes: list[tuple[int, bytes]]) -> bytes:
    data = bytearray(_PDF)
    for at, replacement in changes:
        data[at : at + len(replacement)] = replacement
    return bytes(data)


def _encoded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    encodings = st.sampled_from(["utf-8", "utf-16", "latin-1", "utf-8-sig"])
    return st.one_of(
        st.builds(lambda text, encoding: text.encode(encoding, "replace"), texts, encodings), st.binary(max_size=300)
    )


def _word_document(body: str) -> bytes:
    """Return a Word file of the given body, without styles and relations."""
    space = "http://schemas.openxmlformats.org"
    namespaces = f'xmlns:w="{space}/wordprocessingml/2006/main" xmlns:r="{space}/officeDocument/2006/relationships"'
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {namespaces}><w:body>{body}</w:body></w:document>")
    return target.getvalue()


INPUTS: dict[str, st.SearchStrategy[bytes]] = {
    ".txt": _encoded(st.one_of(_TEXT, _FRONT_MATTER)),
    ".md": _encoded(st.one_of(_TEXT, _FRONT_MATTER)),
    ".html": _encoded(_HTML),
    ".jsonl": _encoded(_RECORDS),
    ".eml": _encoded(_MAIL),
    ".docx": st.one_of(_WORD_BODY.map(_word_document), st.binary(max_size=300).map(lambda tail: b"PK\3\4" + tail)),
    ".pdf": st.one_of(_CHANGES.map(_changed), st.binary(max_size=300).map(lambda tail: b"%PDF-1.4\n" + tail)),
}


def check_read(data: bytes, suffix: str) -> None:
    """Read one file; raise for a wrong block, a reason without a full stop, and for long reading."""
    began = time.process_time()
    for item in read(data, folder="folder", path=f"article{suffix}"):
        if isinstance(item, Unreadable):
            assert item.reason.endswith("."), item.reason
            continue
        end = 0
        for block in item.blocks:
            assert end <= block.span.start < block.span.end <= len(item.text)
            end = block.span.end
        passages(item)
    assert time.process_time() - began < _MOST_SECONDS, "it took too long"


def fuzz(suffix: str, seconds: float, report: Callable[[str], None] = print) -> int:
    """Feed one reader with random input until the time is over; return the number of inputs."""
    began, examples = time.monotonic(), 0
    for number in count():
        if number and time.monotonic() - began >= seconds:
            return examples

        @seed(number)
        @settings(
            max_examples=_EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
        )
        @given(INPUTS[suffix])
        def read_all(data: bytes) -> None:
            nonlocal examples
            examples += 1
            check_read(data, suffix)

        try:
            read_all()
        except Exception as error:  # noqa: BLE001 - whatever a reader raises is what is looked for
            report(f"{suffix}: {type(error).__name__}: {error}\n" + "\n".join(getattr(error, "__notes__", [])))
            return examples
    return examples
