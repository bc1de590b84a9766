"""The corpus's words, exported from the cluster once a generation and looked up here."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.errors import IndexUnavailableError
from bot.normalize import fold
from bot.store.passages import opensearch_requests as requests
from bot.store.passages.analysis import FORM
from bot.store.passages.opensearch_connection import WRITE_S, ClusterConnection, IndexMissingError, Json
from bot.store.passages.word_table import WordTable, write_table

_EXPORT_WAIT_S = 5.0  # for new words; after it the ones before are used until the export is done
_PART = 25_000  # forms in one request; their number is known to some percent
_NAME = "words-{token}-{generation}.tsv"


class ClusterWords:
    """The words of one generation of the index; none without a table.

    Forms are looked up in a local file. Frequencies of stems and pairs are asked of the cluster, many in one request.
    """

    def __init__(self, cluster: ClusterConnection, table: WordTable | None) -> None:
        self._cluster = cluster
        self._table = table

    def forms(self, folded: str) -> Mapping[str, int]:
        """Return a folded word's written forms, with their passage counts."""
        return self._table.forms(folded) if self._table else {}

    def beginning(self, letter: str) -> Sequence[str]:
        """Return the folded words beginning with `letter`, or all for ""."""
        return self._table.beginning(letter) if self._table else []

    def frequency(self, stemmed: str) -> int:
        """Return the approximate number of passages with a stem."""
        return self.frequencies([stemmed])[stemmed]

    def frequencies(self, stems: Collection[str]) -> Mapping[str, int]:
        """Return the approximate number of passages with each stem.

        For a stem of no passage, count the passages with it in their context.
        """
        counts = self._counts("body", stems)
        return counts | self._counts("context", [stemmed for stemmed, count in counts.items() if not count])

    def together(self, form: str, other: str) -> int:
        """Return the number of passages with both written forms."""
        forms = [f"{fold(word)}{FORM}{word}" for word in (form, other)]
        return self._count([requests.all_of("forms", forms)])[0]

    def _counts(self, field: str, stems: Collection[str]) -> dict[str, int]:
        counts = self._count([{"term": {field: stemmed}} for stemmed in stems])
        return dict(zip(stems, counts, strict=True))

    def _count(self, queries: Sequence[Mapping[str, Any]]) -> list[int]:
        if self._table is None or not queries:
            return [0] * len(queries)
        try:
            lines = requests.counting(queries)
            answered = self._cluster.lines(f"/{self._cluster.target.name}/_msearch", lines)["responses"]
        except IndexMissingError:
            return [0] * len(queries)
        return [int(found["hits"]["total"]["value"]) if "hits" in found else 0 for found in answered]


class ExportedWords:
    """Tables of the index's words in a folder, one a generation; the older ones are deleted."""

    def __init__(self, cluster: ClusterConnection, folder: Path) -> None:
        self._cluster = cluster
        self._folder = folder
        self._lock = threading.Lock()
        self._thread = ThreadPoolExecutor(1, "factdesk-words")
        self._table: WordTable | None = None
        self._export: tuple[str, Future[WordTable]] | None = None

    def of(self, token: str, generation: int) -> ClusterWords:
        """Return the words of a generation.

        If exporting them takes long, the ones from before are returned meanwhile.
        """
        path = self._folder / _NAME.format(token=token, generation=generation)
        with self._lock:
            if self._table is None or self._table.path != path:
                self._table = self._opened(path) or self._exported(path)
            return ClusterWords(self._cluster, self._table)

    def close(self) -> None:
        """Stop an export."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _opened(self, path: Path) -> WordTable | None:
        with suppress(OSError, ValueError):
            return WordTable(path)
        return None

    def _exported(self, path: Path) -> WordTable:
        """Wait for an export, a few seconds if there are words from before."""
        if self._export is None or self._export[1].done():
            self._export = path.name, self._thread.submit(self._write, path)
        before = self._table or self._latest(path)
        try:
            return self._export[1].result(_EXPORT_WAIT_S if before else None)
        except FutureTimeoutError:
            assert before
            return before

    def _latest(self, path: Path) -> WordTable | None:
        """Return the newest table of the same index, of another process or an earlier run."""
        of_index = f"{path.name.rpartition('-')[0]}-*.tsv"
        found = sorted(self._folder.glob(of_index), key=lambda table: int(table.stem.rpartition("-")[2]))
        return self._opened(found[-1]) if found else None

    def _write(self, path: Path) -> WordTable:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        table = write_table(path, self._forms())
        for old in self._folder.glob("words-*.tsv"):
            if old != path:
                old.unlink(missing_ok=True)
        return table

    def _forms(self) -> list[tuple[str, int]]:
        """Return all forms with their counts, in the order of their bytes."""
        parts = 1 + int(self._aggregated(requests.words_count())["count"]["value"]) // _PART
        forms: list[tuple[str, int]] = []
        for part in range(parts):
            found = self._aggregated(requests.words_part(part, parts))["forms"]
            forms += [(bucket["key"], bucket["doc_count"]) for bucket in found["buckets"]]
        forms.sort(key=lambda form: form[0].encode())
        return forms

    def _aggregated(self, request: Mapping[str, Any]) -> Json:
        path = f"/{self._cluster.target.name}/_search"
        try:
            found = self._cluster.post(path, request, seconds=WRITE_S, allow_partial_search_results="false")
        except IndexMissingError:
            raise IndexUnavailableError("The archive can't be reached: the index is gone.") from None
        aggregated: Json = found["aggregations"]
        return aggregated
