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
_in_zone = threading.Lock()


@contextmanager
def parser_zone(nlp: Language) -> Iterator[None]:
    """Free the words and strings of all parses within the block after it.

    spaCy keeps every word that it has ever seen otherwise. Docs, tokens and lexemes must not leave the block.
    """
    with _in_zone:
        with nlp.memory_zone():
            yield
        for name, component in nlp.pipeline:
            lemmas = getattr(component, "cache", None) if name == "lemmatizer" else None
            if isinstance(lemmas, dict) and len(lemmas) > _MAX_LEMMAS:
                lemmas.clear()
