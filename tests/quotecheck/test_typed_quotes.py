"""How a typed quote fares against three short articles: verdict, places, and each change.

The quotes of typed_quotes.txt are invented, a kind of alteration each. A snapshot holds what is found. After a change
on purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.quotecheck import typed_quote
from bot.quotecheck.model import QuoteLocation
from tests.quotecheck.checking import verdict_on

QUOTES = Path(__file__).parent / "typed_quotes.txt"
ARTICLES = {
    "board": (
        "The harbour board of Lindholm will sell two old ferries in autumn and keep every sailor on its quay. "
        "Trams will run again from June, the city council told the Velm Courier on a cold Monday in March."
    ),
    "ferry": (
        "The ferry sank at 9.30 on 3 May and 12 sailors were rescued by the tug Orla, which is owned by Nordlink. "
        "“We did not expect it,” Brandt said. “Nobody did.”"
    ),
    "copy": "Update: The harbour board of Lindholm will sell two old ferries in autumn, it said in a note.",
}


def test_what_is_found_of_a_typed_quote_changes_only_on_purpose(snapshot) -> None:
    quotes = QUOTES.read_text("utf-8").splitlines()
    assert "\n".join(line for quote in quotes for line in [quote, *_lines(quote)]) == snapshot


def _lines(quote: str) -> Iterator[str]:
    found = verdict_on(quote, **ARTICLES)
    yield f"    {found.level.value}, quotation: {typed_quote.quotation(quote)}"
    yield from (f"    {_location(quote, place)}" for place in found.places)
    if found.nearest is not None:
        yield f"    nearest: {_location(quote, found.nearest)}"


def _location(quote: str, place: QuoteLocation) -> str:
    article = ARTICLES[place.document]
    omitted = "".join(f" without {span.of(article)!r}" for span in place.omitted)
    changes = "".join(
        f", {change.original or change.span.start!r}→{change.typed or change.typed_span.start!r}"
        f"{f' ({change.salience.value})' if change.salience else ''}"
        for change in place.changes
    )
    typed = f"{place.typed.of(quote)!r} = {place.span.of(article)!r}"
    return f"{place.document} {place.span.start}: {typed}{omitted} {place.similarity}{changes}"
