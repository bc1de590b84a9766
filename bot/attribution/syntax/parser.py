"""The spaCy model, and a test for English text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution.syntax.token_rules import look_rules_up
from bot.errors import UserError

if TYPE_CHECKING:
    from spacy.language import Language


# Titles that the tokeniser takes for the end of a sentence: "said Capt. Novak".
_TITLES = ("Capt.", "Lt.", "Cmdr.", "Sgt.", "Maj.", "Cpl.", "Pvt.", "Brig.", "Supt.", "Insp.", "Det.", "Hon.", "Msgr.")

_WORD = re.compile(r"[^\W\d_]+")
# Characters from the start and from the middle: enough for a text of any length.
_SAMPLE = 4_000
# Shorter texts, in words, count as English.
_FEWEST_WORDS = 25
# English news has a share of about 0.3 of these words, related languages below 0.05.
_ENGLISH_SHARE = 0.12
_ENGLISH_WORDS = """
the of and to that for with from by which their this not have it they has are were be on at as who would been but his
her its will said than
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def load(model: str) -> Language:
    """Return the spaCy pipeline `model` without its entity recogniser.

    Raises UserError if spaCy, the model or its dependency parser is missing.
    """
    try:
        import spacy  # noqa: PLC0415 - half a second and 100 MB that a question without attribution need not pay

        nlp = spacy.load(model, exclude=["ner"])
    except (ImportError, OSError, ValueError) as error:
        raise UserError(
            f"The language model {model!r} cannot be loaded ({str(error).splitlines()[0]}). "
            "Install it, or name another spaCy model in the settings."
        ) from error
    for title in _TITLES:
        nlp.tokenizer.add_special_case(title, [{"ORTH": title, "NORM": "lt."}])  # type: ignore[union-attr]
    if "parser" not in nlp.pipe_names:
        raise UserError(f"The language model {model!r} has no dependency parser. Name another one in the settings.")
    look_rules_up(nlp)
    return nlp


def is_english(text: str) -> bool:
    """Recognise English by its share of function words.

    Short texts count as English.
    """
    middle = len(text) // 2
    words = _WORD.findall(text[:_SAMPLE].lower()) + _WORD.findall(text[middle : middle + _SAMPLE].lower())
    count = sum(word in _ENGLISH for word in words)
    return len(words) < _FEWEST_WORDS or count >= _ENGLISH_SHARE * len(words)
