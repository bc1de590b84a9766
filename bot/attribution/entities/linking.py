"""Entity linking: names of one person or organisation across documents.

Two names are linked only if that is sure. The store has parts of each name (`tail`, `acronym`, `written`); they are
computed again for each VERSION of the pipeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from bot.attribution import lexicon
from bot.model.attribution import SourceKind
from bot.normalize import fold

_ACRONYM = re.compile(r"\(([A-Z][A-Z&.]+)\)\s*$")
_WORD = re.compile(r"[^\W_]+(?:[’'.-](?=[^\W_])[^\W_]+)*")
_REGNAL = lexicon.words_of("king queen pope prince princess lord lady baron baroness archbishop")
_SUFFIXES = lexicon.words_of("jr sr ii iii iv")
_TITLES = lexicon.TITLES - _REGNAL
# Words of organisations that every country has: in two articles, they may mean two organisations.
_GENERIC = (
    lexicon.ORGANISATION_NOUNS
    | lexicon.TITLE_TAILS
    | lexicon.words_of(
        """the of for and foreign home internal external affairs national supreme high constitutional central federal
        state local regional city general public economic economy trade security service secret special armed forces
        navy naval air information agriculture energy culture transport environment intelligence media office"""
    )
) - {"kremlin", "pentagon"}
# Capitalised words before a surname that are no first names: titles, and words that open a sentence.
NO_FIRST_NAMES = (
    lexicon.TITLES
    | lexicon.PLAIN
    | lexicon.words_of(
        """because since though although while when if then now today yesterday later earlier meanwhile still also like
        unlike however yet so both only even once what why how where does did can could should may might must never
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august
        september october november december gov sen rep lt gen col sgt"""
    )
)
_BRITISH = {"defence": "defense", "centre": "center", "labour": "labor", "programme": "program", "theatre": "theater"}
_SLAVIC_ENDING = re.compile(r"(?:iy|yy|ii|ij|yi|yj|i)$")
# Of 100: the least similarity of a suggested name.
_SIMILAR = 75
# Of 100: the least similarity of a word and its misspelling.
_MISSPELT = 92
# Letters: shorter words are not compared by similarity.
_LONG_WORD = 7
_SHORTEST_SURNAME = 3
_SMALL_WORDS = lexicon.words_of(
    "of for the and on in at de del della der den van von zu al bin ibn la le el du da dos di ter"
)
_NAMED_KINDS = {SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as a document writes it, and its parts for comparison.

    `words` are folded, without titles, roles, article and acronym. `acronym` is one that the name explains or is.
    `proper` is false for a description: "both countries", "officials in Torvik".
    """

    text: str
    kind: SourceKind
    words: tuple[str, ...]
    acronym: str | None = None
    proper: bool = True

    @property
    def tail(self) -> str:
        """The part shared by all names of an entity.

        A surname, or the beginnings of the first and last word.
        """
        last = [word for word in self.words if word not in _SUFFIXES] or [""]
        if self.kind is SourceKind.PERSON or self.short:
            return _transliterated(last[-1])
        return f"{last[0][:4]} {last[-1][:4]}"

    @property
    def short(self) -> bool:
        """True for a surname or an acronym alone."""
        return len(self.words) == 1

    @property
    def linkable(self) -> bool:
        """True for a name with the same meaning in another document.

        "Interior Ministry" is none: every country has one.
        """
        return self.proper and not all(word in _GENERIC for word in self.words)


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A name of a source with the ids of its documents."""

    name: PersonName
    documents: frozenset[str]


@lru_cache(maxsize=20_000)
def read(text: str, kind: SourceKind) -> PersonName:
    """Return a name with its parts for comparison."""
    explained = _ACRONYM.search(text)
    body = text[: explained.start()] if explained else text
    if kind is SourceKind.PERSON:
        body = body.split(",")[0]
    parts = _WORD.findall(body)
    if kind is SourceKind.PERSON:
        parts = _without_title(parts)
    if len(parts) > 1 and parts[0].lower() in ("the", "a", "an"):
        parts = parts[1:]
    acronym = explained[1] if explained else None
    if acronym is None and len(parts) == 1 and parts[0].isupper() and len(parts[0]) > 1:
        acronym = parts[0]
    return PersonName(
        text,
        kind,
        words=tuple(_american(fold(part)) for part in parts),
        acronym=acronym.replace(".", "").casefold() if acronym else None,
        proper=kind in _NAMED_KINDS and _is_proper(parts),
    )


def _is_proper(parts: list[str]) -> bool:
    """Recognise a capitalised name; small words may be in it."""
    if not parts or not parts[-1][0].isupper():
        return False
    return all(not part.islower() or part in _SMALL_WORDS for part in parts)


def same_entity(wanted: PersonName, corpus_names: Sequence[NamedIn]) -> list[NamedIn]:
    """Return the names of the entity `wanted`, each with its documents.

    `corpus_names` share a tail or an acronym with `wanted` or its full name. A short form of several full names counts
    only in documents with one of them.
    """
    identical = [named for named in corpus_names if _is_same_spelling(named.name, wanted)]
    if not wanted.linkable:
        return identical
    if not wanted.short:
        return _of_full(wanted, corpus_names)
    bearers = [named.name for named in corpus_names if bears(named.name, wanted)]
    if bearers and all(alike(a, b) for a in bearers for b in bearers):
        return _of_full(max(bearers, key=lambda name: len(name.words)), corpus_names)
    ambiguous = {document for named in corpus_names if bears(named.name, wanted) for document in named.documents}
    return [NamedIn(named.name, documents) for named in identical if (documents := named.documents - ambiguous)]


def related(first: PersonName, second: PersonName) -> bool:
    """Recognise two names with one spelling, acronym or surname."""
    if first.acronym is not None and first.acronym == second.acronym:
        return True
    if SourceKind.PERSON in (first.kind, second.kind) and first.tail == second.tail:
        return True
    return _is_same_spelling(first, second) or alike(first, second) or bears(first, second) or bears(second, first)


def written(text: str) -> str:
    """Return the folded words of a name without its article.

    The store looks names up by this prefix.
    """
    words = [fold(word) for word in _WORD.findall(text)]
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def settled(names: Sequence[PersonName]) -> list[PersonName]:
    """Return the names, with the kind of known people.

    The kind of the others is a guess.
    """
    people = {name.words for name in names if name.kind is SourceKind.PERSON and not name.short}
    return [replace(name, kind=SourceKind.PERSON) if name.words in people else name for name in names]


def candidates_for_surname(short: PersonName, corpus_names: Iterable[NamedIn]) -> list[PersonName]:
    """Return the full names of a short form, one for each entity."""
    found: list[PersonName] = []
    for named in corpus_names:
        if bears(named.name, short) and not any(alike(named.name, other) for other in found):
            found.append(named.name)
    return found


def sole_bearer(text: str, full: PersonName, rivals: Iterable[PersonName]) -> bool:
    """Recognise a text with no other person of the same surname."""
    if any(rival.text in text for rival in rivals):
        return False
    surname = re.escape(full.text.split()[-1])
    for match in re.finditer(rf"\b([A-Z][\w’'-]{{0,60}})\.? {surname}\b", text):
        preceding = fold(match[1])
        if preceding not in full.words and preceding not in NO_FIRST_NAMES and len(preceding) > 1:
            return False
    return True


def nearest(typed: str, names: Iterable[str], limit: int) -> list[str]:
    """Return the most similar names by Indel ratio, best first."""
    query = fold(typed)

    def score(name: str) -> float:
        folded = fold(name)
        return max(fuzz.ratio(query, part) for part in (folded, *(word for word in folded.split() if len(word) > 3)))

    scored = [(score(name), name) for name in names]
    return [name for score, name in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score >= _SIMILAR][:limit]


def forms(name: PersonName) -> tuple[str, ...]:
    """Return the forms of a name: in full, without acronym, the acronym."""
    explained = _ACRONYM.search(name.text)
    if explained is None:
        return (name.text,)
    return name.text, name.text[: explained.start()].rstrip(), explained[1]


def _of_full(wanted: PersonName, corpus_names: Sequence[NamedIn]) -> list[NamedIn]:
    full = [named for named in corpus_names if not named.name.short and named.name.linkable]
    same = [named for named in full if alike(named.name, wanted)]
    if not all(alike(first.name, second.name) for first in same for second in same):
        # "George Bush", if there are a George W. and a George H. W.
        return [named for named in same if named.name.words == wanted.words]
    others = [named for named in full if named not in same]
    same = [named for named in same if not any(alike(named.name, other.name) for other in others)]
    short = (named for named in corpus_names if named.name.short and named.name.linkable)
    return [*same, *(found for named in short if (found := _unambiguous(named, same, others)) is not None)]


def _unambiguous(short: NamedIn, same: Sequence[NamedIn], others: Sequence[NamedIn]) -> NamedIn | None:
    """Return a short form with its documents for `same`, or None."""
    if not any(bears(full.name, short.name) for full in same):
        return None
    documents = short.documents
    if rivals := [other.documents for other in others if bears(other.name, short.name)]:
        documents &= frozenset().union(*(full.documents for full in same)) - frozenset().union(*rivals)
    return NamedIn(short.name, documents) if documents else None


def _is_same_spelling(first: PersonName, second: PersonName) -> bool:
    same = first.words == second.words and first.acronym == second.acronym
    if SourceKind.PERSON in (first.kind, second.kind) and SourceKind.ORGANISATION in (first.kind, second.kind):
        return same and not first.short
    return same and (first.kind in _NAMED_KINDS) == (second.kind in _NAMED_KINDS)


def alike(first: PersonName, second: PersonName) -> bool:
    """Recognise two full names of one entity."""
    if first.acronym and second.acronym and first.acronym != second.acronym:
        return False
    if first.words == second.words:
        return True
    if SourceKind.ORGANISATION in (first.kind, second.kind):
        return SourceKind.PERSON not in (first.kind, second.kind) and _is_same_organisation(first.words, second.words)
    if first.kind is not SourceKind.PERSON or second.kind is not SourceKind.PERSON:
        return False
    return _is_same_person(first.words, second.words)


def _is_same_person(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Compare first name, surname and suffix of two people.

    The surname may be transliterated in two ways. A middle name may be missing or an initial.
    """
    if set(first) & _SUFFIXES != set(second) & _SUFFIXES:
        return False
    first, second = (tuple(word for word in words if word not in _SUFFIXES) for words in (first, second))
    if (
        min(len(first), len(second)) < 2
        or first[0] != second[0]
        or _transliterated(first[-1]) != _transliterated(second[-1])
    ):
        return False
    middles, others = first[1:-1], second[1:-1]
    if not middles or not others:
        return all(len(word) == 1 for word in middles or others)
    return len(middles) == len(others) and all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(middles, others, strict=True)
    )


def _is_same_organisation(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Compare long names of organisations word by word.

    A long word may have a plural s or a typing error.
    """
    if len(first) != len(second) or len(first) < 3:
        return False
    return all(_is_same_word(a, b) for a, b in zip(first, second, strict=True))


def _is_same_word(first: str, second: str) -> bool:
    if first == second:
        return True
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < _LONG_WORD or first[0] != second[0]:
        return False
    return longer == f"{shorter}s" or (len(shorter) > _LONG_WORD and fuzz.ratio(first, second) >= _MISSPELT)


def bears(full: PersonName, short: PersonName) -> bool:
    """Recognise `short` as the surname or the explained acronym of `full`."""
    if full.short or not full.linkable:
        return False
    if short.acronym is not None and full.acronym is not None:
        return short.acronym == full.acronym and full.kind is not SourceKind.PERSON
    if full.kind is not SourceKind.PERSON or short.kind is SourceKind.ORGANISATION:
        return False
    return short.tail == full.tail and len(short.tail) >= _SHORTEST_SURNAME and short.words[0] not in _REGNAL


def _without_title(words: list[str]) -> list[str]:
    """Return the words of a person's name without titles and roles.

    "US Deputy Secretary of State Kurt Campbell" -> "Kurt Campbell", "RUSI fellows Jo Berg" -> "Jo Berg"
    """
    start = 0
    for place, word in enumerate(words[:-1]):
        low = word.lower().rstrip(".")
        if low in _TITLES or low.removesuffix("s") in _TITLES:
            start = place + 1
            if start + 2 < len(words) and words[start].lower() in ("of", "for"):
                start += 2
    while start < len(words) - 1 and words[start].islower() and len(words) - start > 2:
        start += 1
    return words[start:]


@lru_cache(maxsize=20_000)
def _transliterated(word: str) -> str:
    """Return one spelling for all transliterations: Zelenskyy, Zelenskiy -> zelensky."""
    plain = word.replace("'", "").replace("-", "")
    if len(plain) < 6:
        return plain
    return _SLAVIC_ENDING.sub("y", plain).replace("iu", "yu").replace("ia", "ya")


def _american(word: str) -> str:
    return _BRITISH.get(word, word)
