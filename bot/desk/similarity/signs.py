"""Signs with a meaning in a claim, such as "<", "~", "€" and "❌", where no number has taken them as its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from bot.desk.similarity.languages.word_lists import Category
from bot.model.spans import Span


class Sign(StrEnum):
    BOUND = "bound"
    MINUS = "minus"
    UNIT = "unit"
    DENIAL = "denial"


_HAN_OR_KANA = r"\u3040-\u30ff\u3400-\u9fff"
_SIGNS = re.compile(
    rf"""
    (?P<bound>
        (?<! [~<>=\-] ) (?: [<>]=? | [≤≥≈±~∼] ) (?= \s{{0,5}} [€$£¥₹₽₴+−–-]? \d )  # "< 5", not "~~" or "->"
      | (?<= \d ) \+ (?! \w )  # "200+"
    )
    | (?P<minus> (?: (?<! [\w.,)%] ) | (?<= [{_HAN_OR_KANA}] ) ) [−–-] (?= [€$£¥₹₽₴]? \d ) )
    | (?P<unit> [%‰°€$£¥₹₽₴] )
    | (?P<denial> [❌✖✗✘🚫⛔👎] )
    """,
    re.VERBOSE,
)
_QUOTED_LINE = re.compile(r"(?:^|\n)[ ]*$")
_FULL_WIDTH = str.maketrans("＜＞％＄￡￥～－＋", "<>%$£¥~-+")
_ONE_FORM = str.maketrans("∼−–", "~--")
_CATEGORIES = {
    **dict.fromkeys(("<", ">", "<=", ">=", "≤", "≥", "≈", "±", "~", "+"), Category.QUANTIFIER),
    **dict.fromkeys("❌✖✗✘🚫⛔👎", Category.VERACITY),
}


def signs(text: str) -> Iterator[tuple[Sign, str, Span]]:
    """Yield the signs of a text, each with one form for its variants.

    >>> [(sign.value, form) for sign, form, _ in signs("< 5 % of ~20 goats ❌")]
    [('bound', '<'), ('unit', '%'), ('bound', '~'), ('denial', '❌')]
    """
    narrow = text.translate(_FULL_WIDTH)
    for found in _SIGNS.finditer(narrow):
        sign = Sign(found.lastgroup or "")
        # ">" at the start of a line marks a quoted message.
        if found[0] != ">" or not _QUOTED_LINE.search(narrow, max(0, found.start() - 4), found.start()):
            yield sign, found[0].translate(_ONE_FORM), Span(*found.span())


def category_of(form: str) -> Category | None:
    """Return the category of a sign that stands for a word like "under" or "false"."""
    return _CATEGORIES.get(form)
