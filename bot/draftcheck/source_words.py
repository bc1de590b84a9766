"""Sources of a draft and of an article compared by their words: "the police", "a spokesman for Nordvik Motors"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.attribution.entities.speakers import own_link
from bot.attribution.lexicon import DOCUMENT_NOUNS, PRONOUNS, STATEMENT_NOUNS, words_of
from bot.draftcheck.misspellings import is_misspelling
from bot.draftcheck.person_titles import PRIVATIVE, descriptions, is_title
from bot.draftcheck.quotations import ComparedItem
from bot.model.attribution import Attribution
from bot.model.spans import Span
from bot.normalize import Word, fold, stem, words
from bot.quotecheck.speakers import is_other_speaker
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_EMPTY = FUNCTION_WORDS | PRONOUNS | words_of("a an the own other mr mrs ms miss dr")
_PHRASE_END = re.compile(r"\b(?:of|for|in|at|from|with|on|to|by|near|who|which|that|familiar)\b")
# Who says it speaks for the words before or behind: "company officials", "the head of the union".
_VOICES = frozenset(
    map(
        stem,
        words_of(
            """spokesman spokeswoman spokesperson spokesmen spokeswomen spokespeople official officer representative
            leader chief head director executive chairman chairwoman chair president ceo"""
        )
        | DOCUMENT_NOUNS
        | STATEMENT_NOUNS,
    )
)
# Institutions of which none is another one.
_INSTITUTIONS = frozenset(
    map(stem, words_of("police court parliament church army navy university bank airline union hospital ministry"))
)


class SourceMatch(Enum):
    """Whether the draft's source is the article's; the best first."""

    SAME = "same"
    OTHER = "other"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase for a source: stems of its content words, the head among them, and whether it is a name."""

    words: frozenset[str]
    head: str
    is_name: bool


def is_comparable(source: str | None) -> bool:
    """Return True for a source that has other words than pronouns."""
    return source is not None and bool(_phrases(source))


def blanked_words(compared: ComparedItem) -> list[Word]:
    """Return the words of a statement's source and its verb, which are blank in the compared text."""
    item = compared.item.text
    return [word for word in words(item) if not words(word.span.of(compared.compared))]


def source_match(typed: str, attribution: Attribution | None, others: Sequence[Attribution], text: str) -> SourceMatch:
    """Compare a source as the draft has it with that of the article's attribution.

    `others` are the attributions of the article, and `text` is its text: both may have more words for the same source.
    """
    if attribution is None or not attribution.source:
        return SourceMatch.OPEN
    forms = _forms(attribution, others, text)
    if words(typed)[-1].text[:1].isupper() and is_other_speaker(typed, attribution) is False:
        return SourceMatch.SAME
    if any(is_misspelling(typed, form) for form in forms):
        return SourceMatch.SAME
    called = descriptions(text, typed)
    if any(compared_words(form, called) is SourceMatch.SAME for form in forms):
        return SourceMatch.SAME
    return compared_words(typed, [*forms, *(form for name in forms for form in descriptions(text, name))])


def compared_words(typed: str, originals: Sequence[str]) -> SourceMatch:
    """Compare a source with the words that an article has for one.

    >>> compared_words("the bank", ["the central bank"]), compared_words("police", ["the central bank"])
    (<SourceMatch.SAME: 'same'>, <SourceMatch.OTHER: 'other'>)
    """
    ours = _phrases(typed)
    theirs = [phrase for original in originals for phrase in _phrases(original)]
    names = [phrase for phrase in ours if phrase.is_name]
    if any(_is_same(phrase, other) for phrase in names or ours[:1] for other in theirs):
        return SourceMatch.SAME
    heads = {phrase.head for phrase in theirs}
    is_other = bool(ours and heads) and ours[0].head in _INSTITUTIONS and heads <= _INSTITUTIONS - {ours[0].head}
    return SourceMatch.OTHER if is_other else SourceMatch.OPEN


def _forms(attribution: Attribution, others: Sequence[Attribution], text: str) -> list[str]:
    """Return what the article calls the source: at the place, its name, and in its other attributions."""
    link = own_link(attribution)
    forms = [_source(attribution, text)]
    if attribution.resolved is not None:
        forms.append(attribution.resolved.of(text))
    if link is not None:
        forms.append(link.name)
        same = [other for other in others if (own := own_link(other)) is not None and own.name == link.name]
        forms += [_source(other, text) for other in same if other.source]
    return list(dict.fromkeys(forms))


def _source(attribution: Attribution, text: str) -> str:
    return Span(attribution.source[0].start, attribution.source[-1].end).of(text)


def _phrases(source: str) -> list[_Phrase]:
    """Return the phrases of a source: a title apart from the name, each apposition, each with what follows "of"."""
    return [phrase for part in re.split(r"[,;()]", source) for phrase in _parts(part)]


def _parts(part: str) -> Iterator[_Phrase]:
    end = _PHRASE_END.search(part)
    before = [word.text for word in words(part[: end.start()] if end else part)]
    content = [word for word in before if fold(word) not in _EMPTY]
    behind = [word.text for word in words(part[end.end() :])] if end else []
    if not content:
        return
    name = [word for word in content if word[:1].isupper() and not is_title(word)]
    if name and content[-1] == name[-1] and len(name) < len(content):
        yield _phrase(content[: -len(name)], [], is_name=False)
        content = name
    yield _phrase(content, behind, is_name=bool(name) and content[-1] == name[-1])


def _phrase(main: Sequence[str], behind: Sequence[str], *, is_name: bool) -> _Phrase:
    content = [*main, *(word for word in behind if fold(word) not in _EMPTY)]
    return _Phrase(frozenset(map(stem, content)), stem(main[-1]), is_name)


def _is_same(typed: _Phrase, original: _Phrase) -> bool:
    """Return True if the draft has no word more, and what it leaves out makes no other source of it."""
    if typed.is_name and original.is_name and typed.head == original.head:
        return typed.words <= original.words or original.words <= typed.words
    if typed.words - original.words or (original.words - typed.words) & PRIVATIVE:
        return False
    return typed.head == original.head or original.head in _VOICES
