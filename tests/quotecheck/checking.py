"""What the tests of this room share: a verdict over texts that are given by name."""

from __future__ import annotations

from bot.quotecheck import judge, typed, words
from bot.quotecheck.records import Verdict


def verdict(text: str, **documents: str) -> Verdict:
    """Return the verdict on `text` over documents, without an index that would choose among them."""
    wanted = typed.read(text)
    read = [(name, words.read(document)) for name, document in documents.items()]
    if exact := judge.exact(wanted, read):
        return judge.verbatim(wanted, exact)
    return judge.verdict(wanted, judge.nearly(wanted, read, {}), {})
