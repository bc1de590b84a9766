"""Which sentences are worth checking, by a small list of signs.

Claim detection as ClaimBuster (Hassan et al. 2017) frames it: facts that the public wants to know to be true, and
neither opinions nor questions. docs/explanation/draft-check.md has the rule.
"""

from __future__ import annotations

import re

from bot.attribution.lexicon import words_of
from bot.normalize import words
from bot.search.numbers import has_number

_FEWEST_WORDS = 4
_QUESTION = re.compile(r"[?？؟][\s\"”’')\]]*\Z")
_COMPARISON = words_of(
    """than compared versus double doubled twice triple tripled half halved more fewer less higher lower increase
    increased increases decrease decreased rose fell rise fall grew shrank outnumber outnumbered exceed exceeded"""
)
_CAUSE = words_of(
    "because cause caused causes causing due led leads prompted triggered results resulted resulting therefore thanks"
)
_SUPERLATIVE = words_of(
    "most least first last only never always all none every record unprecedented largest biggest best worst"
)
_SUPERLATIVE_ENDING = re.compile(
    r"\b(?!(?:west|east|test|rest|guest|forest|request|interest|protest|arrest)\b)[a-z]{3,}est\b"
)
_OPINION = re.compile(
    r"""
    \b(?: I\ (?:think|believe|feel|hope|guess) | in\ my\ (?:view|opinion) | it\ seems | one\ hopes
      | perhaps | maybe | should | ought | must )\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def is_checkworthy(sentence: str) -> bool:
    """Return True for a sentence with a figure, a comparison, a cause or a superlative.

    Opinions and questions have none that can be checked.

    >>> is_checkworthy("The ferry is the largest in Velm."), is_checkworthy("The ferry should be larger than that.")
    (True, False)
    """
    found = [word.text.lower() for word in words(sentence)]
    if len(found) < _FEWEST_WORDS or is_question(sentence) or _OPINION.search(sentence):
        return False
    signs = _COMPARISON | _CAUSE | _SUPERLATIVE
    return has_number(sentence) or not signs.isdisjoint(found) or _SUPERLATIVE_ENDING.search(sentence) is not None


def is_question(sentence: str) -> bool:
    """Return True for a sentence that ends with a question mark."""
    return _QUESTION.search(sentence) is not None
