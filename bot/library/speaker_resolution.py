"""Resolves a typed name to a speaker, its names and its places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.attribution.entities import linking
from bot.attribution.entities.linking import NamedIn, PersonName
from bot.model.attribution import SourceKind
from bot.model.documents import Document
from bot.store.archive import ArchiveConnection
from bot.store.library import speakers as stored
from bot.store.library.speakers import SpeakerLocation, SpeakerName

_NAMED = (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.UNKNOWN)
_GUESSES = (SourceKind.PERSON, SourceKind.ORGANISATION, SourceKind.UNKNOWN, SourceKind.ANONYMOUS, SourceKind.DOCUMENT)
_NEAREST = 5
_LOOKED_AT = 3_000  # frequent names compared with a mistyped one


@dataclass(frozen=True, slots=True)
class ResolvedSpeaker:
    """One speaker with all names in the corpus, most frequent first.

    `bearers` are the candidates for a mere surname, if there are several. `short` are the ids of names that are
    surnames, and `rivals` are other people with the same surname: in a text that names a rival, the surname may be
    theirs.
    """

    name: PersonName
    names: tuple[str, ...]
    places: tuple[SpeakerLocation, ...]
    bearers: tuple[str, ...] = ()
    short: frozenset[int] = frozenset()
    rivals: tuple[PersonName, ...] = ()

    @property
    def certain(self) -> bool:
        """Return True for a name of the same speaker in all documents."""
        return self.name.linkable and not self.bearers


def display_name(resolved: ResolvedSpeaker) -> str:
    """Return the most frequent full name."""
    return full_names(resolved)[0]


def full_names(resolved: ResolvedSpeaker) -> list[str]:
    """Return the names without mere surnames and acronyms, else all names."""
    kind = resolved.name.kind
    return [name for name in resolved.names if not linking.read(name, kind).short] or list(resolved.names)


def resolve_speaker(connection: ArchiveConnection, typed: str, version: str) -> ResolvedSpeaker | None:
    """Return the speaker called `typed`, or None for an unknown name."""
    name_meant, related_names = _find_name(connection, typed)
    if name_meant is None:
        return None
    places = stored.places(connection, [named.id for named in related_names], version)
    documents: dict[int, set[str]] = defaultdict(set)
    for place in places:
        documents[place.name].add(place.document)
    names = linking.settled([linking.read(named.name, named.kind) for named in related_names])
    read = {named.id: name for named, name in zip(related_names, names, strict=True)}
    if not name_meant.short:
        name_meant = next((name for name in names if name.words == name_meant.words), name_meant)
    named_in = [NamedIn(read[named.id], frozenset(documents[named.id])) for named in related_names]
    same = {member.name: member.documents for member in linking.same_entity(name_meant, named_in)}
    own_places = tuple(place for place in places if place.document in same.get(read[place.name], ()))
    if not own_places:
        return None
    members = sorted((named for named in related_names if read[named.id] in same), key=lambda named: -named.mentions)
    best = next((read[named.id] for named in members if not read[named.id].short), name_meant)
    candidates = linking.candidates_for_surname(name_meant, named_in) if best.short else []
    is_person = best.kind is SourceKind.PERSON and not best.short
    return ResolvedSpeaker(
        name=best,
        names=tuple(dict.fromkeys(named.name for named in members)),
        places=own_places,
        bearers=tuple(name.text for name in candidates) if len(candidates) > 1 else (),
        short=frozenset(named.id for named in members if is_person and read[named.id].short),
        rivals=tuple(name for name in names if is_person and not name.short and name not in same),
    )


def certain_places(resolved: ResolvedSpeaker, documents: Mapping[str, Document]) -> list[SpeakerLocation]:
    """Return the places in `documents`, without surnames possibly of somebody else."""
    is_sole_bearer = {
        place.document: linking.sole_bearer(documents[place.document].text, resolved.name, resolved.rivals)
        for place in resolved.places
        if place.name in resolved.short and place.document in documents
    }
    here = (place for place in resolved.places if place.document in documents)
    return [place for place in here if place.name not in resolved.short or is_sole_bearer[place.document]]


def suggest_names(connection: ArchiveConnection, typed: str, limit: int) -> list[str]:
    """Return names to choose from, one per speaker.

    Names that begin with the typed text; without a text, the most frequent ones.
    """
    part = linking.written(typed)
    if part:
        found = stored.beginning(connection, part, _NAMED, 3 * limit)
    else:
        found = [] if typed.strip() else stored.frequent(connection, _NAMED, 3 * limit)
    names = [linking.read(named.name, named.kind) for named in found]
    choices = (name for name in names if name.linkable or (name.proper and name.text.startswith("The ")))
    return _one_name_each(choices)[:limit]


def similar_names(connection: ArchiveConnection, typed: str) -> tuple[str, ...]:
    """Return the names most similar to the typed one."""
    frequent = stored.frequent(connection, _NAMED, _LOOKED_AT)
    kinds = {named.name: named.kind for named in reversed(frequent)}
    alike = linking.nearest(typed, [named.name for named in frequent if named.name], 2 * _NEAREST)
    return tuple(_one_name_each(linking.read(name, kinds[name]) for name in dict.fromkeys(alike))[:_NEAREST])


def _one_name_each(names: Iterable[PersonName]) -> list[str]:
    """Return one name per speaker.

    A surname or acronym is dropped if its full form is in the list.
    """
    all_names = list(names)
    chosen: list[PersonName] = []
    for name in all_names:
        has_full_form = name.short and any(linking.bears(other, name) for other in all_names)
        if not has_full_form and not any(linking.alike(name, other) for other in chosen):
            chosen.append(name)
    return [name.text for name in chosen]


def _find_name(connection: ArchiveConnection, typed: str) -> tuple[PersonName | None, Sequence[SpeakerName]]:
    """Return the typed name in its known form, and related names."""
    guesses = [linking.read(typed, kind) for kind in _GUESSES]
    # "tib" may mean TIB.
    guesses += [linking.read(typed.upper(), SourceKind.ORGANISATION)] if " " not in typed else []
    related_names = _names_sharing_words(connection, guesses)
    known = [(named, linking.read(named.name, named.kind)) for named in related_names]
    known.sort(key=lambda pair: -pair[0].mentions)
    name_meant = next((name for guess in guesses for _, name in known if name.words == guess.words), None)
    if name_meant is None:
        matches = (
            guess for guess in guesses for _, name in known if linking.alike(guess, name) or linking.bears(name, guess)
        )
        name_meant = next(matches, None)
    if name_meant is None:
        return None, ()
    # A short form leads to the full name, and the full name to its other short forms.
    related = [name for _, name in known if linking.related(name, name_meant)]
    related_names = _names_sharing_words(connection, [name_meant, *related])
    return name_meant, [
        named
        for named in related_names
        if any(linking.related(linking.read(named.name, named.kind), name) for name in (name_meant, *related))
    ]


def _names_sharing_words(connection: ArchiveConnection, names: Iterable[PersonName]) -> list[SpeakerName]:
    read = list(names)
    return stored.sharing(
        connection, {name.tail for name in read}, {name.acronym for name in read if name.acronym is not None}
    )
