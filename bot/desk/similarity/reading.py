"""Claims as tokens: content words, quantities and dates, and words without a weight of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from bot.answer.evidence.dates import DateMention, dates
from bot.answer.evidence.quantities_with_units import YEAR, Quantity
from bot.desk.similarity.languages.detection import ENGLISH, UNKNOWN, language_of
from bot.desk.similarity.languages.word_lists import Category, split_negation, verbs_of_saying, words_of
from bot.desk.similarity.names import Common, names
from bot.desk.similarity.normalize import NormalizedClaim, is_unspaced
from bot.desk.similarity.quantities import quantities
from bot.desk.similarity.signs import Sign, category_of, signs
from bot.model.spans import Span
from bot.normalize import Word, fold
from bot.search.expansion.word_relations import WordRelations

# English words without a weight of their own. Tense and roles read them all the same.
_LIGHT_WORDS = """
a an the is am are was were be been being has have had having do does did doing of in on at by to that which who it its
there and as amp rt so also
"""
_LIGHT = frozenset(_LIGHT_WORDS.split())
_ACRONYMS = frozenset({"WHO", "IT", "IS"})  # light words otherwise
_PRONOUN = "us"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_MONTH_BY_NUMBER = re.compile(rf"\b(?:{_MONTHS})\b(?=[ ]\d)|(?<=\d[ ])(?:{_MONTHS})\b", re.IGNORECASE)
_ISO_DATE = re.compile(r"\b(?P<year>(?:18|19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)\b")
_ELIDING = frozenset({"fr", "it"})
_WHOLE = frozenset({"aujourd'hui", "aujourd’hui"})
_TRAILING_ZERO = re.compile(r"\d\.\d+0$")
_ELISION = re.compile(r"^\w{1,5}['’](?=\w)")


@dataclass(frozen=True, slots=True)
class LexicalKnowledge:
    """What is known of words: frequency, relations, and words of time by language."""

    is_everyday: Common
    relations: WordRelations
    time_words: Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class ClaimToken:
    """A word, quantity or date of a claim.

    `key` is equal for equal meanings; `folded` is "" for a date.
    """

    key: str
    folded: str
    span: Span
    quantity: Quantity | None = None
    date: DateMention | None = None
    is_light: bool = False

    @property
    def is_word(self) -> bool:
        return self.quantity is None and self.date is None


@dataclass(frozen=True)
class ClaimReading:
    """A claim as tokens, in order."""

    claim: NormalizedClaim
    language: str
    tokens: tuple[ClaimToken, ...]
    knowledge: LexicalKnowledge

    @cached_property
    def content(self) -> tuple[ClaimToken, ...]:
        """The tokens that the other claim has to account for."""
        return tuple(token for token in self.tokens if not token.is_light)

    @cached_property
    def name_starts(self) -> frozenset[int]:
        """The offsets of the words of names."""
        return frozenset(
            word.span.start for name in names(self.claim, self.knowledge.is_everyday) for word in name.words
        )

    @property
    def is_english(self) -> bool:
        return self.language == ENGLISH

    def is_name(self, token: ClaimToken) -> bool:
        return token.span.start in self.name_starts

    def is_in(self, token: ClaimToken, category: Category) -> bool:
        """Check a word for a category of the claim's language, or a sign, which has one in all languages."""
        if not token.is_word:
            return False
        if category_of(token.key) is category:
            return True
        if self.language == UNKNOWN:
            # A verb of saying has no other meaning in another language that would matter.
            return category is Category.SAYING and token.key in verbs_of_saying()
        if token.key in words_of(category, self.language):
            return True
        return (
            category is Category.TIME and not self.is_english and token.key in self.knowledge.time_words(self.language)
        )


def read(claim: NormalizedClaim, knowledge: LexicalKnowledge, known_language: str | None = None) -> ClaimReading:
    """Return a claim as tokens, in its language unless one is given."""
    lower = [unicodedata.normalize("NFKC", word.text).casefold() for word in claim.words]
    language = known_language if known_language is not None else _language(claim, lower, knowledge)
    found = sorted(_tokens(claim, language, lower), key=lambda token: (token.span.start, token.span.end))
    return ClaimReading(claim, language, tuple(found), knowledge)


def _language(claim: NormalizedClaim, lower: list[str], knowledge: LexicalKnowledge) -> str:
    return UNKNOWN if any(is_unspaced(word.text) for word in claim.words) else language_of(lower, knowledge.is_everyday)


def _tokens(claim: NormalizedClaim, language: str, lower: list[str]) -> Iterator[ClaimToken]:
    taken: list[Span] = []
    is_shouted = claim.plain.isupper()
    if language == ENGLISH:
        with_capitals = _MONTH_BY_NUMBER.sub(lambda found: found[0].title(), claim.plain)
        for date in (*_iso_dates(claim.plain), *dates(with_capitals)):
            taken.append(date.span)
            yield ClaimToken(_date_key(date), "", date.span, date=date)
    for quantity in quantities(claim, language) if language else ():
        if not any(quantity.span.overlaps(span) for span in taken):
            taken.append(quantity.span)
            yield _quantity_token(claim, quantity)
    for word, key in zip(claim.words, lower, strict=True):
        if not any(word.span.overlaps(span) for span in taken):
            yield from _word_tokens(word, key, language, is_shouted=is_shouted)
    for sign, form, span in signs(claim.plain):
        # A minus before a number that is read is in its value.
        if (sign is not Sign.MINUS or not language) and not any(span.overlaps(other) for other in taken):
            yield ClaimToken(form, form, span)


def _iso_dates(text: str) -> Iterator[DateMention]:
    """Yield dates such as "2024-05-03"."""
    for match in _ISO_DATE.finditer(text):
        yield DateMention(Span(*match.span()), int(match["month"]), int(match["day"]), int(match["year"]))


def _date_key(date: DateMention) -> str:
    return f"date {date.year} {date.month} {date.day} {date.weekday}"


def _quantity_token(claim: NormalizedClaim, quantity: Quantity) -> ClaimToken:
    value, unit = quantity.key
    is_plain_year = quantity.unit == YEAR
    written = quantity.span.of(claim.plain)
    # Version 1.10 is not version 1.1.
    number = written if not unit and _TRAILING_ZERO.search(written) else f"{value:.12g}"
    key = f"date {value:.0f} None None None" if is_plain_year else f"{number} {unit}"
    return ClaimToken(key, fold(written), quantity.span, quantity)


def _elided(word: Word, lower: str) -> Iterator[ClaimToken]:
    """Yield both words of an elision: "n'a" gives "n'" and "a"."""
    found = _ELISION.match(lower) if len(lower) == len(word.text) and lower not in _WHOLE else None
    at = found.end() if found else 0
    for start, end in ((0, at), (at, len(lower))):
        if start < end:
            span = Span(word.span.start + start, word.span.start + end)
            yield ClaimToken(lower[start:end].replace("’", "'"), fold(word.text[start:end]), span)


def _word_tokens(word: Word, lower: str, language: str, *, is_shouted: bool) -> Iterator[ClaimToken]:
    """Yield the word, or the verb and "not" of a contraction."""
    if language != ENGLISH:
        yield from _elided(word, lower) if language in _ELIDING else [ClaimToken(lower, word.folded, word.span)]
        return
    folded = word.folded.replace(".", "") if word.text.count(".") else word.folded
    for part in split_negation(folded):
        key = f"{part} (pronoun)" if word.text == _PRONOUN else part
        is_acronym = word.text in _ACRONYMS and not is_shouted
        yield ClaimToken(key, part, word.span, is_light=part in _LIGHT and not is_acronym)
