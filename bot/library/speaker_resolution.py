"""Who is meant by a typed name: the names that the corpus has for them, and where these stand."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.attribution.entities import linking
from bot.attribution.entities.linking import NamedIn, PersonName
from bot.model.attribution import SourceKind
from bot.model.documents import Document
from bot.store.library import speakers as stored
from bot.store.library.speakers import SpeakerLocation, SpeakerName

_NAMED = (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.UNKNOWN)
_GUESSES = (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.UNKNOWN, SourceKind.ANONYMOUS, SourceKind.DOCUMENT)
_NEAREST = 5
_LOOKED_AT = 3_000  # frequent names that a mistyped one is compared with


@dataclass(frozen=True, slots=True)
class ResolvedSpeaker:
    """One voice: the name it was found by, all that the corpus calls it, the most used first, and where.

    `bearers` are those that a mere surname may stand for, where they are several. `short` are the ids of its names
    that are surnames, and `rivals` others who bear that surname: where a text names one of them, it may be theirs.
    """

    name: PersonName
    names: tuple[str, ...]
    places: tuple[SpeakerLocation, ...]
    bearers: tuple[str, ...] = ()
    short: frozenset[int] = frozenset()
    rivals: tuple[PersonName, ...] = ()

    @property
    def certain(self) -> bool:
        """Tell whether the same name is the same voice in all documents."""
        return self.name.linkable and not self.bearers


def canonical(resolved: ResolvedSpeaker) -> str:
    """Return the name to show: the most used of those that are no mere surname or acronym."""
    return full_names(resolved)[0]


def full_names(resolved: ResolvedSpeaker) -> list[str]:
    """Return the names that are no mere surname or acronym, or all where there are only such."""
    kind = resolved.name.kind
    return [name for name in resolved.names if not linking.read(name, kind).short] or list(resolved.names)


def resolve(connection: sqlite3.Connection, typed: str, version: str) -> ResolvedSpeaker | None:
    """Return the voice that `typed` names, or None where no source of the corpus is called so."""
    wanted, around = _wanted(connection, typed)
    if wanted is None:
        return None
    places = stored.places(connection, [named.id for named in around], version)
    documents: dict[int, set[str]] = defaultdict(set)
    for place in places:
        documents[place.name].add(place.document)
    names = linking.settled([linking.read(named.name, named.kind) for named in around])
    read = {named.id: name for named, name in zip(around, names, strict=True)}
    if not wanted.short:
        wanted = next((name for name in names if name.words == wanted.words), wanted)
    heard = [NamedIn(read[named.id], frozenset(documents[named.id])) for named in around]
    same = {one.name: one.documents for one in linking.same_entity(wanted, heard)}
    theirs = tuple(place for place in places if place.document in same.get(read[place.name], ()))
    if not theirs:
        return None
    members = sorted((named for named in around if read[named.id] in same), key=lambda named: -named.mentions)
    best = next((read[named.id] for named in members if not read[named.id].short), wanted)
    several = linking.candidates_for_surname(wanted, heard) if best.short else []
    person = best.kind is SourceKind.PERSON and not best.short
    return ResolvedSpeaker(
        name=best,
        names=tuple(dict.fromkeys(named.name for named in members)),
        places=theirs,
        bearers=tuple(name.text for name in several) if len(several) > 1 else (),
        short=frozenset(named.id for named in members if person and read[named.id].short),
        rivals=tuple(name for name in names if person and not name.short and name not in same),
    )


def sure(resolved: ResolvedSpeaker, documents: Mapping[str, Document]) -> list[SpeakerLocation]:
    """Return the places in `documents`, less those by a surname that may be somebody else's there."""
    alone = {
        place.document: linking.sole_bearer(documents[place.document].text, resolved.name, resolved.rivals)
        for place in resolved.places
        if place.name in resolved.short and place.document in documents
    }
    here = (place for place in resolved.places if place.document in documents)
    return [place for place in here if place.name not in resolved.short or alone[place.document]]


def offered(connection: sqlite3.Connection, typed: str, limit: int) -> list[str]:
    """Return named voices to choose from, each once: those that begin with what was typed, then the frequent."""
    part = linking.written(typed)
    if part:
        found = stored.beginning(connection, part, _NAMED, 3 * limit)
    else:
        found = [] if typed.strip() else stored.frequent(connection, _NAMED, 3 * limit)
    names = [linking.read(named.name, named.kind) for named in found]
    return _once(name for name in names if name.linkable or (name.proper and name.text.startswith("The ")))[:limit]


def nearest(connection: sqlite3.Connection, typed: str) -> tuple[str, ...]:
    """Return the names that look most like what was typed."""
    frequent = stored.frequent(connection, _NAMED, _LOOKED_AT)
    kinds = {named.name: named.kind for named in reversed(frequent)}
    alike = linking.nearest(typed, [named.name for named in frequent if named.name], 2 * _NEAREST)
    return tuple(_once(linking.read(name, kinds[name]) for name in dict.fromkeys(alike))[:_NEAREST])


def _once(names: Iterable[PersonName]) -> list[str]:
    """Return each voice's first name; a surname or an acronym goes without where what it stands for is there, too."""
    every = list(names)
    chosen: list[PersonName] = []
    for name in every:
        full = name.short and any(linking.bears(other, name) for other in every)
        if not full and not any(linking.alike(name, other) for other in chosen):
            chosen.append(name)
    return [name.text for name in chosen]


def _wanted(connection: sqlite3.Connection, typed: str) -> tuple[PersonName | None, Sequence[SpeakerName]]:
    """Return the name that was meant, of the kind that the corpus knows it as, and the names to weigh it against."""
    guesses = [linking.read(typed, kind) for kind in _GUESSES]
    # Whoever types "tib" means TIB.
    guesses += [linking.read(typed.upper(), SourceKind.ORGANISATION)] if " " not in typed else []
    around = _around(connection, guesses)
    known = [(named, linking.read(named.name, named.kind)) for named in around]
    known.sort(key=lambda one: -one[0].mentions)
    wanted = next((name for guess in guesses for _, name in known if name.words == guess.words), None)
    if wanted is None:
        wanted = next(
            (g for g in guesses for _, name in known if linking.alike(g, name) or linking.bears(name, g)), None
        )
    if wanted is None:
        return None, ()
    # A short form leads to a full name, and that to its other short forms.
    related = [name for _, name in known if linking.related(name, wanted)]
    around = _around(connection, [wanted, *related])
    return wanted, [
        named
        for named in around
        if any(linking.related(linking.read(named.name, named.kind), one) for one in (wanted, *related))
    ]


def _around(connection: sqlite3.Connection, names: Iterable[PersonName]) -> list[SpeakerName]:
    read = list(names)
    return stored.sharing(
        connection, {name.tail for name in read}, {name.acronym for name in read if name.acronym is not None}
    )
