"""Python's regular expressions as JavaScript's, the language of the checker."""

from __future__ import annotations

import re

_REWRITES = (
    (re.compile(r"\(\?P<"), "(?<"),
    (re.compile(r"\(\?P=(\w+)\)"), r"\\k<\1>"),
    (re.compile(r"\\A"), "^"),
    (re.compile(r"\\[zZ]"), "$"),
    (re.compile(r"\{,(?=\d+\})"), "{0,"),
    (re.compile(r"\A\(\?[aiLmsux]+\)"), ""),
)
_ATOMIC = re.compile(r"\(\?>")
_POSSESSIVE = re.compile(r"(?<![\\[])([*+?}])\+")
# An escape, a character class, a comment, or one character.
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|#[^\n]*|.", re.DOTALL)
_FLAGS = ((re.IGNORECASE, "i"), (re.MULTILINE, "m"), (re.DOTALL, "s"))


def to_javascript(pattern: str, flags: int) -> tuple[str, str]:
    r"""Return source and flags of the same pattern in JavaScript.

    Possessive quantifiers and atomic groups have no equal there and become greedy ones, which backtrack more.

    >>> to_javascript(r"(?P<day>\d++) # the day", re.VERBOSE | re.IGNORECASE)
    ('(?<day>\\d+)', 'i')
    """
    if flags & re.VERBOSE:
        pattern = _without_layout(pattern)
    for rewritten, replacement in _REWRITES:
        pattern = rewritten.sub(replacement, pattern)
    pattern = _ATOMIC.sub("(?:", _POSSESSIVE.sub(r"\1", pattern))
    beyond_16_bits = "u" if any(ord(character) > 0xFFFF for character in pattern) else ""
    return pattern, "".join(letter for flag, letter in _FLAGS if flags & flag) + beyond_16_bits


def _without_layout(pattern: str) -> str:
    """Return a verbose pattern without its blanks and comments.

    An escaped blank becomes a plain one.
    """
    kept: list[str] = []
    for token in _TOKEN.findall(pattern):
        if token.startswith("["):
            opening = re.match(r"\[\^?", token)
            assert opening
            inner = token[opening.end() : -1]
            # A bracket as the first character is a literal in Python only; any other "[" is one in both.
            kept.append(opening[0] + (f"\\{inner}" if inner.startswith("]") else inner) + "]")
        elif token == "\\ ":
            kept.append(" ")
        elif not token.isspace() and not token.startswith("#"):
            kept.append(token)
    return "".join(kept)
