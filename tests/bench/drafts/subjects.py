"""Sentences of articles without a source, with the subject of the sentence behind them instead of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.model.documents import BlockKind, Document
from tests.bench.drafts.alterations import actor_phrase

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

_READ = 4_000  # characters
_FEWEST_WORDS, _MOST_WORDS = 8, 30
_ODD = frozenset('“”"?!:;()…[]')
_PRONOUNS = frozenset({"he", "she"})


@dataclass(frozen=True, slots=True)
class SubjectPair:
    """A sentence of an article, and the same with another subject.

    `is_same`: a name for the pronoun that means it, so that both say the same.
    """

    document: str
    text: str
    exchanged: str
    is_same: bool = False


def subject_pairs(document: Document, nlp: Language) -> Iterator[SubjectPair]:
    """Yield the pairs of an article's first part."""
    for block in document.blocks:
        if block.kind is not BlockKind.PARAGRAPH or block.span.start > _READ:
            continue
        sentences = [sentence for sentence in nlp(block.span.of(document.text)).sents if _is_plain(sentence)]
        for sentence, neighbour in pairwise(sentences):
            if sentence.end == neighbour.start and (pair := _pair(document.name, sentence, neighbour)):
                yield pair


def _is_plain(sentence: Sentence) -> bool:
    text = sentence.text.strip()
    is_whole = text[:1].isupper() and text.endswith(".") and not _ODD & set(text)
    return is_whole and _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS


def _pair(document: str, sentence: Sentence, neighbour: Sentence) -> SubjectPair | None:
    first, second = _subject(sentence), _subject(neighbour)
    if first is None or second is None:
        return None
    ours, theirs = actor_phrase(first), actor_phrase(second)
    if ours is not None and second.lower_ in _PRONOUNS and _is_person(first):
        replaced = sentence.doc.text[ours.start : ours.end] + neighbour.text.strip()[len(second.text) :]
        return SubjectPair(document, neighbour.text.strip(), replaced, is_same=True)
    if (
        ours is None
        or theirs is None
        or {t.lower_ for t in first.subtree} & {t.lower_ for t in second.subtree} - {"the"}
    ):
        return None
    if _is_person(first) != _is_person(second) or first.tag_ != second.tag_:
        return None
    other = sentence.doc.text[theirs.start : theirs.end]
    rest = sentence.text.strip()[ours.end - ours.start :]
    return None if other in rest else SubjectPair(document, sentence.text.strip(), other + rest)


def _subject(sentence: Sentence) -> Token | None:
    """Return the head of the subject that a sentence begins with."""
    subjects = [token for token in sentence.root.lefts if token.dep_ in {"nsubj", "nsubjpass"}]
    is_first = len(subjects) == 1 and next(iter(subjects[0].subtree)).i == sentence.start
    return subjects[0] if is_first else None


def _is_person(head: Token) -> bool:
    """Recognise a full name without an article; an organisation's name may be taken for one."""
    names = [token for token in head.subtree if token.pos_ == "PROPN"]
    return head.pos_ == "PROPN" and len(names) == len(list(head.subtree)) > 1
