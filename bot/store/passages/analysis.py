"""Analysis of passages for the index: stems, written forms, and sketches for near-duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TypeVar
from zlib import crc32

from bot.model.documents import Document, Passage, PassageWords
from bot.normalize import WORD, bare, fold, stem

T = TypeVar("T")

FORM = "/"  # occurs in no word
_LEAD_WORDS = 60  # an article's first words are context of all its passages, since they name its topic
_LONGEST_WORD = 100  # characters; longer words are not indexed
_CACHE_SIZE = 200_000  # words; a large archive has more, most of them once
_SKETCH_SIZE = 16  # numbers of a MinHash sketch
_FEWEST_WORDS = 24  # of a passage with a sketch: short rows and bullets are alike without being copies


def analyze(document: Document, passages: Sequence[Passage]) -> Iterator[PassageWords]:
    """Yield the index's words of each passage."""
    reference = document.reference
    headline = words(reference.title or "")
    about = headline + words(" ".join(filter(None, (reference.outlet, *reference.authors))))
    opening = words(passages[0].span.of(document.text)) if passages else []
    title = " ".join(_stems(headline))
    context = [*_stems(about), *islice(_stems(opening), _LEAD_WORDS)]
    for number, passage in enumerate(passages):
        body = words(passage.span.of(document.text)) if number else opening
        around = [_STEMS[word] for span in passage.context for word in words(span.of(document.text))]
        yield PassageWords(
            body=" ".join(_stems(body)),
            context=" ".join(context + around),
            forms=" ".join(set(map(_FORMS.__getitem__, set(body if number else about + body)))),
            title=title,
        )


def words(text: str) -> list[str]:
    """Return the indexable words of a text, as written."""
    found: list[str] = WORD.findall(text)
    if max(map(len, found), default=0) > _LONGEST_WORD:
        return [word for word in found if len(word) <= _LONGEST_WORD]
    return found


class _WordCache(dict[str, T]):
    """Cache of a function of words; its hits cost one dictionary look-up."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> T:
        if len(self) >= _CACHE_SIZE:
            self.clear()
        value = self[word] = self._make(word)
        return value


def _form(word: str) -> str:
    """Return the entry of a written form: folded word, "/", form."""
    return f"{fold(word)}{FORM}{bare(word)}"


_STEMS, _FORMS = _WordCache(stem), _WordCache(_form)
_HASHES = _WordCache(lambda word: crc32(word.encode("utf-8", "ignore")))


def _stems(body: Sequence[str]) -> list[str]:
    return list(map(_STEMS.__getitem__, body))


def sketch(stems: Sequence[str]) -> bytes:
    """Return a one-permutation MinHash of a passage's three-word shingles.

    Two sketches agree in about the share of shingles (Jaccard index) that the passages have in common. A short passage
    has none (b""). Li, Owen and Zhang, One Permutation Hashing, 2012.
    """
    if len(stems) < _FEWEST_WORDS:
        return b""
    # A question needs none, and to a reader process, whose memory is limited, it would be 80 MB.
    import numpy as np  # noqa: PLC0415

    hashes = np.array(list(map(_HASHES.__getitem__, stems)), np.uint32)
    shingles = hashes[:-2] + 3 * hashes[1:-1] + 7 * hashes[2:]
    minima = np.full(_SKETCH_SIZE, 0xFFFFFFFF, np.uint32)
    np.minimum.at(minima, shingles % _SKETCH_SIZE, shingles)
    return (minima >> 4).astype(">u2").tobytes()
