"""Active and passive: who did it and to whom, where one of two sentences is in the passive."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.attribution.lexicon import PRONOUNS, words_of
from bot.normalize import Word, fold, stem, words
from bot.search.rewriting.follow_up.function_words import FUNCTION_WORDS

_BE = words_of("is are was were be been being")
_AUXILIARIES = _BE | words_of("has have had will would can could may might must should not also never")
_CLAUSE_END = re.compile(r"[,;:.!?()“”\"]\s|\s[–—-]\s")
_CLAUSE_WORDS = words_of("that which who whom whose when while because after before although since if but")
_PREPOSITIONS = words_of("for in on at to with over after before from as about into against during by than under of")
_LONGEST_CLAUSE = 40  # words
_MOST_BETWEEN = 4  # words: "was not publicly blamed"
_ADVERB_ENDING = "ly"


@dataclass(frozen=True, slots=True)
class _RolesOfVerb:
    """Who does what a verb says, and to whom it is done, as stems."""

    agent: frozenset[str]
    patient: frozenset[str]


@dataclass(frozen=True, slots=True)
class ExchangedVoice:
    """The draft's words for one role that are the article's words for the other one."""

    typed: str
    original: str


def exchanged_voice(typed: str, original: str) -> ExchangedVoice | None:
    """Return a role that another one has in the article's sentence, if either sentence is in the passive.

    >>> exchanged_voice("Brandt was blamed for the leak.", "Brandt blamed Velm for the leak.")
    ExchangedVoice(typed='Brandt was blamed', original='Brandt blamed Velm')
    """
    ours, theirs = words(typed), words(original)
    places_of: dict[str, list[int]] = {}
    for place, word in enumerate(theirs[1:], start=1):
        places_of.setdefault(word.stem, []).append(place)
    for at in range(1, len(ours)):
        places = places_of.get(ours[at].stem, [])
        if len(places) != 1 or not (_is_passive(ours, at) or _is_passive(theirs, places[0])):
            continue
        event, reported = _event(typed, ours, at), _event(original, theirs, places[0])
        if _is_exchanged(event, reported):
            return ExchangedVoice(_shown(typed, ours, at), _shown(original, theirs, places[0]))
    return None


def _is_exchanged(event: _RolesOfVerb, reported: _RolesOfVerb) -> bool:
    """Return True if one acts in the draft to whom it is done in the article, or the other way round."""
    is_patient = not event.patient & reported.patient and bool(event.patient & (reported.agent - reported.patient))
    is_agent = not event.agent & reported.agent and bool(event.agent & (reported.patient - reported.agent))
    return is_patient or is_agent


def _is_passive(found: Sequence[Word], at: int) -> bool:
    before, first = at - 1, max(at - _MOST_BETWEEN, 0)
    while before > first and (found[before].folded.endswith(_ADVERB_ENDING) or found[before].folded in {"not", "also"}):
        before -= 1
    word = found[at].folded
    is_verb = word not in FUNCTION_WORDS and not word.endswith("ing") and word not in _AUXILIARIES
    return is_verb and found[before].folded in _BE


def _event(text: str, found: Sequence[Word], at: int) -> _RolesOfVerb:
    is_passive = _is_passive(found, at)
    subject = _content(_clause_before(text, found, at))
    behind = _clause_behind(text, found, at)
    by = next((place for place, word in enumerate(behind) if word.folded == "by"), len(behind))
    if is_passive:
        return _RolesOfVerb(_content(_phrase(behind[by + 1 :])), subject)
    return _RolesOfVerb(subject, _content(_phrase(behind)))


def _clause_before(text: str, found: Sequence[Word], at: int) -> Sequence[Word]:
    start, first = at, max(at - _LONGEST_CLAUSE, 0)
    while start > first and not _is_clause_end(text, found, start) and found[start - 1].folded not in _CLAUSE_WORDS:
        start -= 1
    return found[start:at]


def _clause_behind(text: str, found: Sequence[Word], at: int) -> Sequence[Word]:
    end, last = at + 1, min(at + _LONGEST_CLAUSE, len(found))
    while end < last and not _is_clause_end(text, found, end) and found[end].folded not in _CLAUSE_WORDS:
        end += 1
    return found[at + 1 : end]


def _is_clause_end(text: str, found: Sequence[Word], at: int) -> bool:
    """Return True if a clause ends before a word."""
    return _CLAUSE_END.search(text[found[at - 1].span.end : found[at].span.start] + " ") is not None


def _phrase(found: Sequence[Word]) -> Sequence[Word]:
    """Return the words up to a preposition."""
    end = next((place for place, word in enumerate(found) if word.folded in _PREPOSITIONS), len(found))
    return found[:end]


def _content(found: Sequence[Word]) -> frozenset[str]:
    empty = FUNCTION_WORDS | PRONOUNS | _AUXILIARIES
    return frozenset(stem(word.text) for word in found if fold(word.text) not in empty)


def _shown(text: str, found: Sequence[Word], at: int) -> str:
    """Return the verb with what stands around it."""
    before, behind = _clause_before(text, found, at), _clause_behind(text, found, at)
    shown = [*before, found[at], *_phrase(behind)]
    by = next((place for place, word in enumerate(behind) if word.folded == "by"), None)
    if _is_passive(found, at) and by is not None:
        shown = [*before, found[at], *behind[: by + 1], *_phrase(behind[by + 1 :])]
    return text[shown[0].span.start : shown[-1].span.end]
