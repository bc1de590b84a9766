"""Titles of people: what an article calls a person, and a draft's title that it doesn't give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.attribution.entities.linking import NO_FIRST_NAMES
from bot.attribution.lexicon import TITLE_TAILS, TITLES, words_of
from bot.model.spans import Span
from bot.normalize import Word, fold, stem, words
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_HONORIFICS = words_of("mr mrs ms miss dr sir lady lord dame doctor")
_ABBREVIATED = {
    "sen": "senator",
    "gov": "governor",
    "rep": "representative",
    "gen": "general",
    "lt": "lieutenant",
    "col": "colonel",
    "capt": "captain",
    "cpl": "corporal",
    "maj": "major",
    "sgt": "sergeant",
    "prof": "professor",
    "rev": "reverend",
    "spokeswoman": "spokesman",
    "spokesperson": "spokesman",
    "chairwoman": "chairman",
    "chair": "chairman",
    "congresswoman": "congressman",
}
_PORTFOLIOS = TITLE_TAILS | words_of(
    """foreign home prime vice culture transport energy environment agriculture trade economy economic industry security
    police fire army navy general deputy"""
)
PRIVATIVE = frozenset(
    map(
        stem, words_of("former ex late acting deputy vice assistant interim shadow opposition elect designate would-be")
    )
)
# Other words for a person may mean the same one: "the researcher", "the scientist". These are offices and ranks.
_OFFICES = frozenset(
    map(
        stem,
        words_of(
            """president minister chancellor premier governor mayor senator congressman secretary ambassador king queen
            prince princess pope cardinal archbishop bishop general colonel captain major lieutenant sergeant admiral
            judge justice prosecutor sheriff chairman treasurer"""
        ),
    )
)
_LONGEST_TITLE = 5  # words
_LONGEST_APPOSITION = 10
_NEAR = 120  # characters
_MOST_TITLES = 20  # of one sentence
_MOST_MENTIONS = 200  # of one name
_GAP = re.compile(r"(?:[.]?\s|-)+")
_BEHIND_NAME = re.compile(r",\s+(?P<words>[^,.;:“”\"()\n]{3,90})")
_COPULA = re.compile(
    r"(?:,[^,.;\n]{3,90},)? (?:is|was|became|as|remains|remained) "
    r"(?!\w+(?:ed|en|ing)\b)(?P<words>[^,.;:“”\"()\n]{3,90})"
)
_MARK = re.compile(r"[,.;:“”\"()\n]")
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class OtherTitle:
    """A title of the draft that the article doesn't give, and what it gives; empty if that settles nothing."""

    typed: str
    original: str = ""


@dataclass(frozen=True, slots=True)
class _TitledName:
    title: str
    name: str

    @property
    def surname(self) -> str:
        return self.name.split()[-1]


def is_title(word: str) -> bool:
    """Return True for a word of a title, such as "President" or "foreign"."""
    folded = fold(word)
    return folded in TITLES or folded in _PORTFOLIOS


def descriptions(text: str, name: str) -> list[str]:
    """Return what a text calls the bearer of a name: titles before it, appositions, and what it says they are.

    >>> descriptions("Foreign Minister Anna Velm left. Velm, the mayor's sister, is a pilot.", "Anna Velm")
    ['Foreign Minister', "the mayor's sister", 'a pilot']
    """
    named = words(name)
    if not named or not named[-1].text[:1].isupper():
        return []
    found = [
        description
        for place in islice(re.finditer(rf"\b{re.escape(named[-1].text)}\b", text), _MOST_MENTIONS)
        if not _is_namesake(named[:-1], text[max(place.start() - _NEAR, 0) : place.start()])
        for description in _around(text, Span(*place.span()))
    ]
    return list(dict.fromkeys(found))


def _is_namesake(first_names: Sequence[Word], before: str) -> bool:
    """Return True if only other first names stand before a surname: "Ole Brandt", "Ida Brandt"."""
    wanted = {word.folded for word in first_names if _is_first_name(word)} - _HONORIFICS
    found, end = set[str](), len(before)
    for word in reversed(words(before)):
        if not _is_first_name(word) or not _GAP.fullmatch(before[word.span.end : end]):
            break
        found.add(word.folded)
        end = word.span.start
    found -= _HONORIFICS | NO_FIRST_NAMES
    is_initial = bool({name[0] for name in wanted} & {name[0] for name in found if len(name) == 1})
    return bool(wanted and found) and wanted.isdisjoint(found) and not is_initial


def _around(text: str, surname: Span) -> Iterator[str]:
    start, title = _title_before(text, surname)
    if title:
        yield title
    elif before := _apposition_before(text[max(start - _NEAR, 0) : start]):
        yield _short(before)
    for pattern in (_BEHIND_NAME, _COPULA):
        if behind := pattern.match(text, surname.end):
            yield _short(behind["words"])


def _apposition_before(before: str) -> str:
    """Return the phrase before a comma: "the finance minister, "."""
    *_, phrase, rest = ["", *_MARK.split(before.rstrip())]
    found = phrase.split()
    start = next((place for place, word in enumerate(found, start=1) if word.casefold() in _ARTICLES), len(found))
    return "" if rest or not before.rstrip().endswith(",") else " ".join(found[start:])


def _short(phrase: str) -> str:
    return " ".join(phrase.split()[:_LONGEST_APPOSITION])


def _title_before(text: str, surname: Span) -> tuple[int, str]:
    """Return the start of the whole name, and the title before it."""
    line = max(text.rfind("\n", 0, surname.start) + 1, surname.start - _NEAR)
    before = words(text[line : surname.start], line)
    start = surname.start
    while before and _is_first_name(before[-1]) and _GAP.fullmatch(text[before[-1].span.end : start]):
        start = before.pop().span.start
    end, title = start, list[Word]()
    while before and _is_of_title(before[-1], title) and _is_joined(before[-1], text[before[-1].span.end : start]):
        title.insert(0, before.pop())
        start = title[0].span.start
    return end, text[title[0].span.start : end].rstrip() if title else ""


def _is_joined(word: Word, gap: str) -> bool:
    """Return True for a gap inside a title; a full stop is that of an abbreviation only."""
    is_abbreviated = word.folded in _HONORIFICS or word.folded in _ABBREVIATED
    return _GAP.fullmatch(gap) is not None and ("." not in gap or is_abbreviated)


def _is_first_name(word: Word) -> bool:
    return word.text[:1].isupper() and not is_title(word.text) and word.folded not in FUNCTION_WORDS


def _is_of_title(word: Word, title: Sequence[Word]) -> bool:
    """Return True for a word of a title, and for its first words: "Torvik police chief"."""
    if len(title) >= _LONGEST_TITLE or word.folded in FUNCTION_WORDS:
        return False
    return is_title(word.text) and (bool(title) or word.folded in TITLES)


def other_title(typed: str, article: str) -> OtherTitle | None:
    """Return the first title of the draft's text that the article doesn't give the person.

    >>> other_title("President Ada Lind left.", "Prime Minister Ada Lind left. President Hale stayed.")
    OtherTitle(typed='President', original='Prime Minister')
    """
    for named in dict.fromkeys(islice(_titled_names(typed), _MOST_TITLES)):
        given = [phrase for phrase in descriptions(article, named.name) if phrase]
        if not re.search(rf"\b{re.escape(named.surname)}\b", article) or any(_gives(named.title, it) for it in given):
            continue
        other = next((phrase for phrase in given if _is_other_office(named.title, phrase)), "")
        return OtherTitle(named.title, "" if _stands_alone(named.title, article) else other)
    return None


def _titled_names(text: str) -> Iterator[_TitledName]:
    for word in words(text):
        if _is_first_name(word):
            start, title = _title_before(text, word.span)
            title = " ".join(part for part in title.split() if fold(part.strip(".")) not in _HONORIFICS)
            following = words(text[word.span.end : word.span.end + 40])
            is_last = not following or not _continues(text, word, following[0])
            if title and is_last:
                yield _TitledName(title, text[start : word.span.end])


def _continues(text: str, word: Word, following: Word) -> bool:
    """Return True if the name goes on with the next word."""
    gap = text[word.span.end : word.span.end + following.span.start]
    return bool(_GAP.fullmatch(gap)) and following.text[:1].isupper()


def _stems(title: str) -> frozenset[str]:
    return frozenset(
        stem(_ABBREVIATED.get(word.folded, word.text)) for word in words(title) if word.folded not in FUNCTION_WORDS
    )


def _gives(title: str, phrase: str) -> bool:
    typed, original = _stems(title), _stems(phrase)
    return typed <= original and not (original - typed) & PRIVATIVE


def _is_other_office(title: str, phrase: str) -> bool:
    """Return True for two offices: of another kind, of another field, or one of them former."""
    typed, original = _stems(title), _stems(phrase)
    if not (typed & _OFFICES and original & _OFFICES):
        return False
    if not typed & original & _OFFICES:
        return True
    return bool((typed ^ original) & PRIVATIVE) or bool(typed - original and original - typed)


def _stands_alone(title: str, article: str) -> bool:
    """Return True if the article has the title without a name: then it may be anybody's."""
    wanted = [fold(word.text) for word in words(title)]
    found = words(article)
    for at in range(len(found) - len(wanted) + 1):
        if [word.folded for word in found[at : at + len(wanted)]] == wanted:
            last = found[at + len(wanted) - 1]
            behind = article[last.span.end : last.span.end + 40]
            before = article[max(found[at].span.start - 40, 0) : found[at].span.start]
            if not re.match(r",?\s[A-Z]", behind) and not _is_behind_name(before):
                return True
    return False


def _is_behind_name(before: str) -> bool:
    """Return True for the words before an apposition: "Ada Lind, the "."""
    rest = before.rstrip().removesuffix("the").rstrip()
    return rest.endswith(",") and rest.split()[-1][:1].isupper()
