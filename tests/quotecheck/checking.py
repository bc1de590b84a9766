"""What the tests of this room share: a verdict over texts that are given by name."""

from __future__ import annotations

from bot.quotecheck import tokens, typed_quote
from bot.quotecheck.model import QuoteVerdict
from bot.quotecheck.verdict import find_partial, find_verbatim, verbatim, verdict


def verdict_on(text: str, **documents: str) -> QuoteVerdict:
    """Return the verdict on `text` over documents, without an index that would choose among them."""
    typed = typed_quote.read(text)
    read = [(name, tokens.read(document)) for name, document in documents.items()]
    if exact := find_verbatim(typed, read):
        return verbatim(typed, exact)
    return verdict(typed, find_partial(typed, read, {}), {})
