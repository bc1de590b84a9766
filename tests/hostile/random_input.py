"""Random input for the readers, by hypothesis: text of snippets, and real files with bytes changed."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
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


INPUTS: dict[str, st.SearchStrategy[bytes]] = {
    ".txt": _encoded(st.one_of(_TEXT, _FRONT_MATTER)),
    ".md": _encoded(st.one_of(_TEXT, _FRONT_MATTER)),
    ".html": _encoded(_HTML),
    ".jsonl": _encoded(_RECORDS),
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
