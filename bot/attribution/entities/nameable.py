"""Nameable sources: "officials" is one; "you", "people" and "Monday" are not."""

from __future__ import annotations

import re

from bot.attribution import lexicon

# Characters: a longer source is a wrong parse.
_LONGEST = 120
_WORD = re.compile(r"[^\W_]+")
_CASE = re.compile(r"\b(?:v|vs|versus)\b\.? ")
# Words that name nobody, alone or together: "they all", "some people", "one of us".
_NOBODY = (
    lexicon.PRONOUNS
    | lexicon.RELATIVES
    | lexicon.TIMES
    | lexicon.words_of(
        """me us them mine ours theirs your yours myself himself herself itself ourselves themselves yourself
        people person persons man men woman women guy guys folk folks somebody someone anybody anyone everybody everyone
        nobody none no another other others all both each either neither every any many most some several few such
        what there here so and or of in the a an s t ve d ll re m everything something anything nothing thing things
        ones who whom whoever which that lot lots half two three first second last next same"""
    )
)


def is_nameable(name: str) -> bool:
    """Recognise words for a source, good enough for a headline."""
    words = [word.casefold() for word in _WORD.findall(name)]
    if not words or len(name) > _LONGEST or _CASE.search(name):
        return False
    return any(any(c.isalpha() for c in word) and word not in _NOBODY for word in words)
