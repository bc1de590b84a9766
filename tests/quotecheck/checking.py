"""What the tests of this room share: a verdict over texts that are given by name."""

from __future__ import annotations

from bot.quotecheck import tokens, typed_quote
from bot.quotecheck import verdict as judge
from bot.quotecheck.model import QuoteVerdict


def verdict(text: str, **documents: str) -> QuoteVerdict:
    """Return the verdict on `text` over documents, without an index that would choose among them."""
    wanted = typed_quote.read(text)
    read = [(name, tokens.read(document)) for name, document in documents.items()]
    if exact := judge.find_verbatim(wanted, read):
        return judge.verbatim(wanted, exact)
    return judge.verdict(wanted, judge.find_partial(wanted, read, {}), {})
