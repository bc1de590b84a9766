"""The spaCy model, loaded when it is needed, and whether a text is English."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.errors import UserError

if TYPE_CHECKING:
    from spacy.language import Language


# Titles that the tokeniser knows no full stop of: a sentence would end in "said Capt. Novak".
_TITLES = ("Capt.", "Lt.", "Cmdr.", "Sgt.", "Maj.", "Cpl.", "Pvt.", "Brig.", "Supt.", "Insp.", "Det.", "Hon.", "Msgr.")

_WORD = re.compile(r"[^\W\d_]+")
_READ = 4_000  # characters from the start and as many from the middle: enough to tell, whatever the length
_FEWEST = 25  # words; of less, nobody could say
_SHARE = 0.12  # English news has about 0.3 of these, its neighbours below 0.05
_ENGLISH_WORDS = """
the of and to that for with from by which their this not have it they has are were be on at as who would been but his
her its will said than
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())


def load(model: str) -> Language:
    """Return the spaCy pipeline named `model`, without its entity recogniser, which attribution does not use.

    Raises UserError where spaCy or the model is missing, or the model has no dependency parser.
    """
    try:
        import spacy  # noqa: PLC0415 - half a second and 100 MB that a question without attribution need not pay

        nlp = spacy.load(model, exclude=["ner"])
    except (ImportError, OSError, ValueError) as error:
        raise UserError(
            f"The language model {model!r} cannot be loaded ({str(error).splitlines()[0]}): "
            "install it, or name another spaCy model in the settings."
        ) from error
    for title in _TITLES:
        nlp.tokenizer.add_special_case(title, [{"ORTH": title, "NORM": "lt."}])  # type: ignore[union-attr]
    if "parser" not in nlp.pipe_names:
        raise UserError(f"The language model {model!r} has no dependency parser: name one that has in the settings.")
    return nlp


def is_english(text: str) -> bool:
    """Tell whether `text` holds English function words as English does; a text of a few words counts as English."""
    middle = len(text) // 2
    words = _WORD.findall(text[:_READ].lower()) + _WORD.findall(text[middle : middle + _READ].lower())
    return len(words) < _FEWEST or sum(word in _ENGLISH for word in words) >= _SHARE * len(words)
