"""Quotations that nobody said, put together from words of our own."""

from __future__ import annotations

from itertools import product
from random import Random

_OPENINGS = (
    "I told my grandmother that",
    "Between you and the lamp post,",
    "On the ferry this morning I decided that",
    "Put it on a postcard:",
    "My dentist keeps saying that",
    "Whoever painted the hallway knows that",
    "I would rather juggle lanterns than admit that",
    "Long after the choir had left,",
)
_MIDDLES = (
    "the whole plan smells of wet cardboard",
    "our ledger has been upside down since the harvest supper",
    "nobody counted the teaspoons before signing",
    "we shall repaint the minutes and start with page nine",
    "the gardeners understood the contract better than the lawyers",
    "every second promise was written in pencil",
)
_ENDINGS = (
    "and that is why I kept my umbrella.",
    "but the piano will be tuned all the same.",
    "and the kettle can bear witness.",
    "so please feed the geese before the vote.",
)


def invented_quotations(random: Random) -> list[str]:
    """Return all of them in random order, without the last full stop."""
    made = [" ".join(parts).rstrip(".") for parts in product(_OPENINGS, _MIDDLES, _ENDINGS)]
    random.shuffle(made)
    return made
