"""Set the offsets of the gold set's spans from their texts: `python -m tests.gold.offsets`.

A new span needs only its text (and "doc"). An occurrence other than the first is chosen by "start": the one nearest
to it is taken, so that offsets stay right when an article was edited above them.
"""

from __future__ import annotations

import sys

from tests.gold.records import SETS, article_texts, quoted_spans, read_rows, write_rows


def nearest(text: str, snippet: str, start: int) -> int | None:
    """Return where `snippet` stands in `text`, nearest to `start`; None if nowhere.

    >>> nearest("said he, said she", "said", 8)
    9
    """
    found = []
    at = text.find(snippet)
    while at >= 0:
        found.append(at)
        at = text.find(snippet, at + 1)
    return min(found, key=lambda place: abs(place - start), default=None)


def main() -> int:
    """Rewrite every file with right offsets; report the spans that stand nowhere."""
    texts = article_texts()
    lost = []
    for path in SETS:
        rows = read_rows(path)
        for row in rows:
            for document, span in quoted_spans(row):
                start = nearest(texts.get(document, ""), span["text"], span.get("start", 0))
                if start is None:
                    lost.append(f"{path.name} {row['id']}: {document} does not hold {span['text']!r}")
                else:
                    span["start"], span["end"] = start, start + len(span["text"])
        write_rows(path, rows)
    for line in lost:
        print(line, file=sys.stderr)
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
