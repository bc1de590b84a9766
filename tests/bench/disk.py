"""The disk that an archive takes, by part and article: `python -m tests.bench.disk DATA_FOLDER`.

Attributions, units and vectors are computed in the background, so each part counts by the articles that have it. Free
pages are left out. Needs an SQLite with dbstat.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.library.data_folder import DATABASE
from bot.store.passages.opening import INDEX

_ARTICLES = 100_000
_PARTS = {
    "articles": ("documents",),
    "attributions": ("attributions", "attribution_bodies"),
    "speakers": ("voices", "voice_names"),
    "units": ("document_units",),
    "sentence vectors": ("sentence_vectors",),
}
_COUNTED = {"speakers": "attributions"}  # by the articles of another table


def main(folder: Path) -> None:
    """Print bytes an article and gigabytes of 100,000 articles, part by part."""
    total = 0.0
    for part, articles, size in _parts(folder):
        each = size / articles if articles else 0.0
        total += each
        print(f"{part:17} {each:8,.0f} bytes an article, of {articles:,}; {each * _ARTICLES / 1e9:.2f} GB of 100,000")
    print(f"{'together':17} {total:8,.0f} bytes an article; {total * _ARTICLES / 1e9:.2f} GB of 100,000")


def _parts(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Yield each part with its number of articles and its bytes."""
    with closing(sqlite3.connect(f"{(folder / DATABASE).absolute().as_uri()}?mode=ro", uri=True)) as connection:
        tables = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master WHERE type IN ('table', 'index')"))
        sizes: Counter[str] = Counter()
        for name, size in connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"):
            sizes[tables.get(name, name)] += size
        for part, names in _PARTS.items():
            (articles,) = connection.execute(f"SELECT count(*) FROM {_COUNTED.get(part, names[0])}").fetchone()
            yield part, articles, sum(sizes[name] for name in names)
        (documents,) = connection.execute("SELECT count(*) FROM documents").fetchone()
    index = folder / INDEX
    yield "passage index", documents, sum(path.stat().st_size for path in index.iterdir()) if index.is_dir() else 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
