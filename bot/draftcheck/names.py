"""Names of a draft that the articles spell otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.draftcheck.misspellings import SHORTEST, edits_allowed
from bot.draftcheck.model import CheckedItem, DraftItem, ItemKind, ItemLevel
from bot.model.documents import BlockKind, Document
from bot.model.spans import Span
from bot.normalize import fold, stem
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_NAME = re.compile(r"\b[^\W\d_a-z]\w+(?:[-’'][^\W\d_]\w+)*(?:\x20[^\W\d_a-z]\w+(?:[-’'][^\W\d_]\w+)*)*")
_WORD = re.compile(r"[^\W_]+")
_FEWEST_ALONE = 3  # passages with a name, without another word of it beside
_FEWEST_IN_FULL_NAME = 3  # passages with a word and all the others of the name, if the draft's word is known
_RARER = 10  # times: a spelling that is so much rarer than another is told as a hint
_SLAVIC_ENDING = re.compile(r"(?:iy|yy|ii|ij|yi|yj|y|i)\Z")


@dataclass(frozen=True, slots=True)
class _NameWord:
    """One word of a name, with the words beside it."""

    text: str
    span: Span
    beside: tuple[str, ...]


def name_items(document: Document, vocabulary: Vocabulary, is_english: Callable[[str], bool]) -> list[CheckedItem]:
    """Return each word of a name that the articles spell otherwise, at its first place."""
    found: dict[str, CheckedItem] = {}
    for paragraph, block in enumerate(document.blocks, start=1):
        if block.kind is BlockKind.BOILERPLATE:
            continue
        for word in _name_words(document.text, block.span):
            folded = fold(word.text)
            if folded not in found and (spelled := _spelled_otherwise(word, vocabulary, is_english)):
                found[folded] = _item(word, spelled, paragraph, vocabulary)
    return list(found.values())


def _name_words(text: str, span: Span) -> Iterator[_NameWord]:
    for name in _NAME.finditer(text, span.start, span.end):
        parts = list(_WORD.finditer(name[0]))
        for part in parts:
            beside = tuple(other[0] for other in parts if other is not part)
            start = name.start() + part.start()
            if len(part[0]) >= SHORTEST and not part[0].isupper():
                yield _NameWord(part[0], Span(start, start + len(part[0])), beside)


def _spelled_otherwise(word: _NameWord, vocabulary: Vocabulary, is_english: Callable[[str], bool]) -> str | None:
    """Return the spelling in the articles, or None.

    A word that no article has needs a name that differs in a letter or two; a word that some have, one that is ten
    times as frequent and differs in its transliteration only. Of a full name, the other words tell, too.
    """
    folded = fold(word.text)
    count = vocabulary.count(folded)
    if count == 0 and (is_english(folded) or _is_plural_of_known(folded, vocabulary)):
        return None
    candidates = _similar_words(folded, vocabulary)
    likely = _forms_in_full_names(word, candidates, vocabulary) if not count or vocabulary.is_name(folded) else []
    if is_english(folded):
        return max(likely, key=vocabulary.count, default=None)
    names = [other for other in candidates if vocabulary.is_name(other)]
    if count:
        names = [
            other
            for other in names
            if _transliterated(other) == _transliterated(folded) and vocabulary.count(other) >= _RARER * count
        ]
    likely += [form for other in names if (form := _form_beside(other, word.beside, vocabulary))]
    return max(likely, key=vocabulary.count, default=None)


def _forms_in_full_names(word: _NameWord, candidates: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Return the words that often stand in the same name, with which the draft's word never stands.

    "Airlines" beside "American" is no name by itself, and "Colins" may be another one; the rest of the name tells.
    """
    beside = [other for other in word.beside if fold(other) not in FUNCTION_WORDS]
    if not beside or any(vocabulary.together(word.text, other) for other in beside):
        return []
    fewest = _FEWEST_IN_FULL_NAME if vocabulary.count(word.text) else 1
    forms = [form for other in candidates if (form := vocabulary.capital_form(other))]
    return [
        form
        for form in forms
        if stem(form) != stem(word.text) and min(vocabulary.together(form, other) for other in beside) >= fewest
    ]


def _is_plural_of_known(folded: str, vocabulary: Vocabulary) -> bool:
    """Return True for "kennedys" if the articles have "kennedy". An equal stem alone may be a slip: Reevs, Reeves."""
    return any(folded.endswith(ending) and vocabulary.count(folded.removesuffix(ending)) for ending in ("s", "es"))


def _similar_words(folded: str, vocabulary: Vocabulary) -> Sequence[str]:
    allowed = edits_allowed(folded)
    lengths = range(len(folded) - allowed, len(folded) + allowed + 1)
    candidates = vocabulary.beginning([folded[:2], folded[:1]], lengths)
    matches = process.extract(folded, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return [word for word, edits, _ in matches if edits]


def _form_beside(other: str, beside: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return a name as written, if it stands beside the same words or is frequent enough alone."""
    form = vocabulary.capital_form(other)
    if form is None:
        return None
    if beside:
        return form if any(vocabulary.together(form, word) for word in beside) else None
    return form if vocabulary.count(other) >= _FEWEST_ALONE else None


def _transliterated(word: str) -> str:
    return _SLAVIC_ENDING.sub("y", word).replace("iu", "yu").replace("ia", "ya")


def _item(word: _NameWord, spelled: str, paragraph: int, vocabulary: Vocabulary) -> CheckedItem:
    count = vocabulary.count(word.text)
    item = DraftItem(ItemKind.NAME, word.span, word.text, paragraph)
    here = f"{count:,} passages have “{word.text}”" if count else f"no article has “{word.text}”"
    note = f"The articles write “{spelled}” ({vocabulary.count(spelled):,} passages); {here}."
    return CheckedItem(item, ItemLevel.CLOSEST if count else ItemLevel.DIFFERS, note=note)
