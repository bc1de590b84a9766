"""Memory of the parser: what a text adds to spaCy's tables is freed after it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

_MAX_LEMMAS = 20_000  # entries of the lemmatizer's cache, which spaCy never empties

# The apps of a process share one model, and zones may not overlap.
_in_zone = threading.RLock()
_open: list[Language] = []  # what runs in between the steps of other work shares its zone


@contextmanager
def parser_zone(nlp: Language) -> Iterator[None]:
    """Free the words and strings of all parses within the block after it.

    spaCy keeps every word that it has ever seen otherwise. Docs, tokens and lexemes must not leave the block.
    A block inside of another one on the same thread is freed with the outer one.
    """
    with _in_zone:
        if any(nlp is other for other in _open):
            yield
            return
        _open.append(nlp)
        try:
            with nlp.memory_zone():
                yield
        finally:
            _open.pop()
        for name, component in nlp.pipeline:
            lemmas = getattr(component, "cache", None) if name == "lemmatizer" else None
            if isinstance(lemmas, dict) and len(lemmas) > _MAX_LEMMAS:
                lemmas.clear()
