"""Loading the parser that attribution reads with; spaCy is imported here alone, and only when it is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UserError

if TYPE_CHECKING:
    from spacy.language import Language

# Titles that the tokeniser knows no full stop of: a sentence would end in "said Capt. Novak".
_TITLES = ("Capt.", "Lt.", "Cmdr.", "Sgt.", "Maj.", "Cpl.", "Pvt.", "Brig.", "Supt.", "Insp.", "Det.", "Hon.", "Msgr.")


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
