"""The stages that an article, a question or a claim goes through, each as a function of one text."""

from __future__ import annotations

import json
from collections.abc import Callable

from bot.answer.evidence.units import split_units
from bot.corpus.ai_disclosure import disclosure_sentences
from bot.corpus.boilerplate import find_boilerplate
from bot.corpus.parsed_article import RawBlock
from bot.corpus.readers import read
from bot.corpus.sentences import sentences
from bot.corpus.structure.passages import passages
from bot.desk.similarity.differences import differences
from bot.desk.similarity.knowledge import load_knowledge
from bot.desk.similarity.names import names
from bot.desk.similarity.normalize import normalize
from bot.desk.validation import LONGEST_CLAIM
from bot.model.documents import Block, BlockKind, Document, DocumentRef
from bot.model.spans import Span
from bot.quotecheck import tokens, typed_quote, verdict

_QUOTE = "The harbour board met in Lund on Monday and said that nothing else had changed."


def one_block(text: str) -> Document:
    """Return a document of one paragraph."""
    return Document(DocumentRef("id", "name", "sha256"), text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))


def _read(suffix: str) -> Callable[[str], object]:
    return lambda text: read(text.encode(errors="replace"), folder="folder", path=f"article{suffix}")


def _read_record(text: str) -> object:
    fields = dict.fromkeys(("title", "author", "outlet", "date", "url", "text"), text)
    return read(json.dumps(fields).encode(), folder="folder", path="articles.jsonl")


def _check_quote(text: str) -> object:
    typed, article = typed_quote.read(_QUOTE), [("article", tokens.read(text))]
    return verdict.find_verbatim(typed, article), verdict.find_partial(typed, article, {})


def _compare_claim(text: str) -> object:
    """Return what a claim is compared by; a claim has a limited length, an imported text is measured first."""
    claim, backwards = (
        normalize(words) for words in (text[:LONGEST_CLAIM], " ".join(reversed(text[:LONGEST_CLAIM].split())))
    )
    return names(claim, lambda _: False), normalize(text).terms, differences(claim, backwards, load_knowledge())


STAGES: dict[str, Callable[[str], object]] = {
    ".txt": _read(".txt"),
    ".md": _read(".md"),
    ".jsonl": _read_record,
    "sentences": lambda text: sentences(text, Span(0, len(text))),
    "passages": lambda text: passages(one_block(text)),
    "boilerplate": lambda text: find_boilerplate(text, [RawBlock(BlockKind.PARAGRAPH, Span(0, len(text)))]),
    "AI disclosure": lambda text: disclosure_sentences(one_block(f"AI {text}")),
    "units": lambda text: split_units(one_block(text)),
    "quote check": _check_quote,
    "claim": _compare_claim,
}
