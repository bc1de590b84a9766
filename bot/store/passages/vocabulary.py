"""The corpus's words, looked up in the passage index on demand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import tantivy

from bot.normalize import fold
from bot.store.passages import queries
from bot.store.passages.analysis import FORM
from bot.store.passages.damage import damage_reported

_RARE = 64  # passages; deleted ones may make up all of so few


class IndexedWords:
    """The words of one commit of the index; none without a searcher.

    A look-up takes microseconds, `beginning` milliseconds.
    """

    def __init__(self, searcher: tantivy.Searcher | None, schema: tantivy.Schema) -> None:
        self._searcher = searcher
        self._schema = schema

    def forms(self, folded: str) -> Mapping[str, int]:
        """Return a folded word's written forms, with their passage counts."""
        prefix = f"{folded}{FORM}"
        counts = [(form, self._live(count, "forms", form)) for form, count in self._terms(prefix)]
        return {form.removeprefix(prefix): count for form, count in counts if count}

    def frequency(self, stemmed: str) -> int:
        """Return the approximate number of passages with a stem.

        For a stem of no passage, count the passages with it in their context.
        """
        return self._frequency("body", stemmed) or self._frequency("context", stemmed)

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return the approximate number of passages with each stem."""
        return {stemmed: self.frequency(stemmed) for stemmed in stems}

    def beginning(self, letter: str) -> Sequence[str]:
        """Return the folded words beginning with `letter`, or all for "".

        Some may no longer be in the corpus.
        """
        return list(dict.fromkeys(form.partition(FORM)[0] for form, _ in self._terms(letter)))

    def together(self, form: str, other: str) -> int:
        """Return the number of passages with both written forms."""
        query = queries.all_of(self._schema, "forms", [f"{fold(word)}{FORM}{word}" for word in (form, other)])
        return self._count(query)

    def _terms(self, prefix: str) -> list[tuple[str, int]]:
        with damage_reported():
            return self._searcher.terms_with_prefix("forms", prefix) if self._searcher else []

    def _frequency(self, field: str, word: str) -> int:
        if self._searcher is None:
            return 0
        with damage_reported():
            count = int(self._searcher.doc_freq(field, word))
        return self._live(count, field, word)

    def _live(self, count: int, field: str, word: str) -> int:
        """Return a count without deleted passages.

        tantivy's own count includes deleted passages until a merge.
        """
        return count if not 0 < count <= _RARE else self._count(queries.term(self._schema, field, word))

    def _count(self, query: tantivy.Query) -> int:
        with damage_reported():
            found = self._searcher.search(query, 1, count=True) if self._searcher else None
            return int(found.count) if found else 0  # type: ignore[attr-defined] # the stub leaves it out
