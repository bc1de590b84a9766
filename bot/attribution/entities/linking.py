"""Names of one voice in several documents: by full name, short form, acronym and spelling, never when unsure.

What the store keeps of a name (`tail`, `acronym`, `written`) is renewed with the engine's VERSION.
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
# Bodies of which every country has one: the same words in two articles may mean two of them.
_EVERYWHERE = (
    lexicon.ORGANISATION_NOUNS
    | lexicon.TITLE_TAILS
    | lexicon.words_of(
        """the of for and foreign home internal external affairs national supreme high constitutional central federal
        state local regional city general public economic economy trade security service secret special armed forces
        navy naval air information agriculture energy culture transport environment intelligence media office"""
    )
) - {"kremlin", "pentagon"}
# What may stand in capitals before a surname and is no first name: titles, and words that open a sentence.
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
_LIKE = 75  # of 100: how alike a name has to be to be offered in place of one that nobody bears
# Small words inside names.
_INSIDE = lexicon.words_of(
    "of for the and on in at de del della der den van von zu al bin ibn la le el du da dos di ter"
)
_KINDS = {SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.UNKNOWN}


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as a document writes it, and what of it is compared.

    `words` are folded, without titles, roles, article and acronym; `acronym` is one that the name explains or is;
    `proper` tells a name from words for somebody: "both countries", "officials in Torvik".
    """

    text: str
    kind: SourceKind
    words: tuple[str, ...]
    acronym: str | None = None
    proper: bool = True

    @property
    def tail(self) -> str:
        """What all names of one voice share, kind for kind: a surname, or the beginnings of a body's outer words."""
        last = [word for word in self.words if word not in _SUFFIXES] or [""]
        if self.kind is SourceKind.PERSON or self.short:
            return _spelt(last[-1])
        return f"{last[0][:4]} {last[-1][:4]}"

    @property
    def short(self) -> bool:
        """Tell whether it is a surname or an acronym alone."""
        return len(self.words) == 1

    @property
    def linkable(self) -> bool:
        """Tell whether the same name in another document may be the same voice at all."""
        return self.proper and not all(word in _EVERYWHERE for word in self.words)


@dataclass(frozen=True, slots=True)
class NamedIn:
    """A name with the ids of the documents in which it stands behind something."""

    name: PersonName
    documents: frozenset[str]


@lru_cache(maxsize=20_000)
def read(text: str, kind: SourceKind) -> PersonName:
    """Return a name made comparable."""
    explained = _ACRONYM.search(text)
    body = text[: explained.start()] if explained else text
    if kind is SourceKind.PERSON:
        body = body.split(",")[0]
    written = [word for word in _WORD.findall(body) if word]
    if kind is SourceKind.PERSON:
        written = _untitled(written)
    if len(written) > 1 and written[0].lower() in ("the", "a", "an"):
        written = written[1:]
    words = tuple(_american(fold(word)) for word in written)
    alone = len(written) == 1 and written[0].isupper() and len(written[0]) > 1
    acronym = explained[1] if explained else written[0] if alone else None
    proper = kind in _KINDS and bool(written) and written[-1][0].isupper()
    proper = proper and all(not word.islower() or word in _INSIDE for word in written)
    return PersonName(text, kind, words, acronym.replace(".", "").casefold() if acronym else None, proper)


def same_entity(wanted: PersonName, around: Sequence[NamedIn]) -> list[NamedIn]:
    """Return the names that are the voice of `wanted`, each with the documents in which it is.

    `around` are the corpus's names that share a tail or an acronym with it or with its full name; a short form that
    several full names claim counts only in documents that have just one of them.
    """
    itself = [heard for heard in around if _written_alike(heard.name, wanted)]
    if not wanted.linkable:
        return itself
    if not wanted.short:
        return _of_full(wanted, around)
    bearers = [heard.name for heard in around if bears(heard.name, wanted)]
    if bearers and all(alike(a, b) for a in bearers for b in bearers):
        return _of_full(max(bearers, key=lambda name: len(name.words)), around)
    taken = {document for heard in around if bears(heard.name, wanted) for document in heard.documents}
    return [NamedIn(heard.name, left) for heard in itself if (left := heard.documents - taken)]


def related(one: PersonName, other: PersonName) -> bool:
    """Tell whether two names have to be weighed against each other: alike, short and full, or of one surname."""
    if one.acronym is not None and one.acronym == other.acronym:
        return True
    if SourceKind.PERSON in (one.kind, other.kind) and one.tail == other.tail:
        return True
    return _written_alike(one, other) or alike(one, other) or bears(one, other) or bears(other, one)


def written(text: str) -> str:
    """Return the folded words of a name as it is looked up while somebody types: without article, with everything."""
    found = [fold(word) for word in _WORD.findall(text)]
    return " ".join(found[1:] if len(found) > 1 and found[0] == "the" else found)


def settled(names: Sequence[PersonName]) -> list[PersonName]:
    """Return the names, a full name that is a person's elsewhere as a person's: what it was taken for is a guess."""
    people = {name.words for name in names if name.kind is SourceKind.PERSON and not name.short}
    return [replace(name, kind=SourceKind.PERSON) if name.words in people else name for name in names]


def candidates_for_surname(short: PersonName, around: Iterable[NamedIn]) -> list[PersonName]:
    """Return the full names that a short form may stand for, one for each voice."""
    found: list[PersonName] = []
    for heard in around:
        if bears(heard.name, short) and not any(alike(heard.name, other) for other in found):
            found.append(heard.name)
    return found


def sole_bearer(text: str, full: PersonName, rivals: Iterable[PersonName]) -> bool:
    """Tell whether nobody else of that surname is named in `text`, so that the surname alone means `full` there."""
    if any(rival.text in text for rival in rivals):
        return False
    surname = re.escape(full.text.split()[-1])
    for match in re.finditer(rf"\b([A-Z][\w’'-]{{0,60}})\.? {surname}\b", text):
        before = fold(match[1])
        if before not in full.words and before not in NO_FIRST_NAMES and len(before) > 1:
            return False
    return True


def nearest(typed: str, names: Iterable[str], limit: int) -> list[str]:
    """Return the names most like what was typed, best first."""
    wanted = fold(typed)

    def score(name: str) -> float:
        folded = fold(name)
        return max(fuzz.ratio(wanted, part) for part in (folded, *(word for word in folded.split() if len(word) > 3)))

    scored = [(score(name), name) for name in names]
    return [name for score, name in sorted(scored, key=lambda one: (-one[0], one[1])) if score >= _LIKE][:limit]


def forms(name: PersonName) -> tuple[str, ...]:
    """Return how a text may write a name in full: as it stands, and without what explains its acronym."""
    explained = _ACRONYM.search(name.text)
    if explained is None:
        return (name.text,)
    return name.text, name.text[: explained.start()].rstrip(), explained[1]


def _of_full(wanted: PersonName, around: Sequence[NamedIn]) -> list[NamedIn]:
    fulls = [heard for heard in around if not heard.name.short and heard.name.linkable]
    same = [heard for heard in fulls if alike(heard.name, wanted)]
    if not all(alike(a.name, b.name) for a in same for b in same):
        # "George Bush", where there are a George W. and a George H. W.
        return [heard for heard in same if heard.name.words == wanted.words]
    others = [heard for heard in fulls if heard not in same]
    same = [heard for heard in same if not any(alike(heard.name, other.name) for other in others)]
    here = frozenset().union(*(heard.documents for heard in same))
    found = list(same)
    for heard in around:
        if heard.name.short and heard.name.linkable and any(bears(one.name, heard.name) for one in same):
            rivals = [other.documents for other in others if bears(other.name, heard.name)]
            left = heard.documents & (here - frozenset().union(*rivals)) if rivals else heard.documents
            if left:
                found.append(NamedIn(heard.name, left))
    return found


def _written_alike(one: PersonName, other: PersonName) -> bool:
    same = one.words == other.words and one.acronym == other.acronym
    if SourceKind.PERSON in (one.kind, other.kind) and SourceKind.ORGANISATION in (one.kind, other.kind):
        return same and not one.short
    return same and (one.kind in _KINDS) == (other.kind in _KINDS)


def alike(one: PersonName, other: PersonName) -> bool:
    """Tell whether two full names are one voice's."""
    if one.acronym and other.acronym and one.acronym != other.acronym:
        return False
    if one.words == other.words:
        return True
    if SourceKind.ORGANISATION in (one.kind, other.kind):
        return SourceKind.PERSON not in (one.kind, other.kind) and _same_body(one.words, other.words)
    if one.kind is not SourceKind.PERSON or other.kind is not SourceKind.PERSON:
        return False
    return _same_person(one.words, other.words)


def _same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Compare first name, surname in its transliterations, suffix; a middle name may be left out or cut to a letter."""
    if set(one) & _SUFFIXES != set(other) & _SUFFIXES:
        return False
    one, other = (tuple(word for word in words if word not in _SUFFIXES) for words in (one, other))
    if min(len(one), len(other)) < 2 or one[0] != other[0] or _spelt(one[-1]) != _spelt(other[-1]):
        return False
    middles, others = one[1:-1], other[1:-1]
    if not middles or not others:
        return all(len(word) == 1 for word in middles or others)
    return len(middles) == len(others) and all(
        a == b or (min(len(a), len(b)) == 1 and a[0] == b[0]) for a, b in zip(middles, others, strict=True)
    )


def _same_body(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Compare long names of bodies word by word: a plural or a slip of the pen in a long word is let pass."""
    if len(one) != len(other) or len(one) < 3:
        return False
    return all(_same_word(a, b) for a, b in zip(one, other, strict=True))


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 7 or one[0] != other[0]:
        return False
    return longer == f"{shorter}s" or (len(shorter) > 7 and fuzz.ratio(one, other) >= 92)


def bears(full: PersonName, short: PersonName) -> bool:
    """Tell whether `short` is the surname of the person `full`, or the acronym that the body `full` explains."""
    if full.short or not full.linkable:
        return False
    if short.acronym is not None and full.acronym is not None:
        return short.acronym == full.acronym and full.kind is not SourceKind.PERSON
    if full.kind is not SourceKind.PERSON or short.kind is SourceKind.ORGANISATION:
        return False
    return short.tail == full.tail and len(short.tail) > 2 and short.words[0] not in _REGNAL


def _untitled(words: list[str]) -> list[str]:
    """Return the words of a person's name behind "US Deputy Secretary of State" or "RUSI fellows"."""
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
def _spelt(word: str) -> str:
    """Return a surname as its transliterations share it: Zelensky, Zelenskyy, Zelenskiy; Danylyuk, Danyliuk."""
    plain = word.replace("'", "").replace("-", "")
    if len(plain) < 6:
        return plain
    return _SLAVIC_ENDING.sub("y", plain).replace("iu", "yu").replace("ia", "ya")


def _american(word: str) -> str:
    return _BRITISH.get(word, word)
