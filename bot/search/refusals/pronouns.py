"""Pronouns of a question that nothing in it explains: "and what did he say about the profits?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.normalize import Word, fold, words
from bot.patterns import phrase_pattern
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS, word_set

_PERSONAL = word_set("he she him her his hers himself herself")
_PLURAL_OBJECT = frozenset({"them"})
_THINGS = word_set("it that this there")
_WHO = word_set("who whose which what")
_AUXILIARIES = word_set(
    "is are was were be been do does did has have had will would can could should may might must not so and but also"
)
# "it" that stands for nothing: "is it true", "how long does it take", "who was it that", "it rains".
_NOTHING_MEANT = phrase_pattern(
    r"""
      \b(?:is|was|isn't|wasn't|be|been) it (?:\w+ )?(?:true|right|so|correct|possible|likely|legal|safe|ok|okay
        |illegal|fair|worth|that|who|\w+ (?:that|who|to))\b
    | \bit (?:been|rains?|rained|snows?|snowed)\b
    | \bit (?:takes?|took|costs?|feels?|means?) (?:\S+ ){0,6}to\b
    | \b(?:is|was|who|what|when|where) it (?:that|who)\b
    | \b(?:there|here) (?:is|are|was|were|be|been|any|a|an|no|more|really|ever|still|something|anyone)\b
    | \b(?:is|are|was|were|will|has|have|had|be) there\b
    | \bthere's\b
    | \b(?:it's|that's) (?:true|right|correct)\b
    """
)
_HE_WHO = re.compile(r"\b(?:he|she|they|them|those) (?:that|who|whose)\b", re.IGNORECASE)
_SUBORDINATE = phrase_pattern(
    r"^(?:when|after|before|if|while|because|since|as|although|for|in|on|at|with|despite|according)\b.*,"
)


def unresolved_pronoun(question: str, vocabulary: Vocabulary) -> str | None:
    """Return the first pronoun that has no antecedent in `question`, or None.

    >>> unresolved_pronoun("and what did he say about the profits?", vocabulary)
    'he'
    """
    found = words(question)
    folded = [_bare(word) for word in found]
    if _SUBORDINATE.match(question) or _HE_WHO.search(question):
        return None
    for index, word in enumerate(folded):
        if word in _PERSONAL | _PLURAL_OBJECT and not _has_antecedent(found, folded, index, vocabulary):
            return word
    return _thing(question, found, folded, vocabulary)


def _bare(word: Word) -> str:
    """Return "he" for "he's" and "he'd"."""
    return fold(word.text).partition("'")[0]


def _has_antecedent(found: Sequence[Word], folded: Sequence[str], index: int, vocabulary: Vocabulary) -> bool:
    """Tell whether something before the pronoun may be what it stands for."""
    before = range(index)
    if any(_is_name(found[place], vocabulary, first=place == 0) for place in before):
        return True
    content = [place for place in before if folded[place] not in FRAME_WORDS]
    asks_who = [place for place in before if folded[place] in _WHO]
    if not asks_who:
        # "how did the mayor explain his plan", "the man said he": any noun will do.
        return bool(content)
    start = asks_who[0]
    told = [place for place in range(start + 1, index) if folded[place] not in _AUXILIARIES]
    asks_for_somebody = folded[start] == "who" and (start + 1 >= index or folded[start + 1] not in _AUXILIARIES)
    if asks_for_somebody:
        # "who said he ...", "who sold his house": who is meant may be the one asked for, but not in "who fired him".
        clause = len(told) > 1 or folded[index] in {"his", "her", "he", "she"}
        return clause and bool(told)
    return bool(content)


def _thing(question: str, found: Sequence[Word], folded: Sequence[str], vocabulary: Vocabulary) -> str | None:
    """Return "it", "that" or "there" where the question names nothing else."""
    pronouns = [place for place, word in enumerate(folded) if word in _THINGS and _stands_alone(folded, place)]
    if not pronouns or _NOTHING_MEANT.search(question):
        return None
    if any(
        _is_name(word, vocabulary, first=place == 0) or any(map(str.isdigit, word.text))
        for place, word in enumerate(found)
    ):
        return None
    content = [place for place, word in enumerate(folded) if word not in FRAME_WORDS]
    place = pronouns[0]
    most = 2 if folded[place] == "there" else 1
    if len(content) > most or (most == 1 and any(_is_noun_like(folded, other) for other in content if other < place)):
        return None
    return folded[place]


def _is_noun_like(folded: Sequence[str], place: int) -> bool:
    """Tell a noun from the verb or adjective behind a question word: "who built it", "how tall is it"."""
    return place == 0 or folded[place - 1] not in {"who", "what", "how"}


def _stands_alone(folded: Sequence[str], place: int) -> bool:
    """Tell "who said that" from "who said that the bridge", and "this" from "this bridge"."""
    last = place + 1 == len(folded)
    if folded[place] == "it":
        return True
    if folded[place] == "there":
        return last
    return last or folded[place + 1] in {"and", "is", "was", "about", "in", "on", "to", "happen", "happened"}


def _is_name(word: Word, vocabulary: Vocabulary, *, first: bool) -> bool:
    folded = fold(word.text)
    if folded in FRAME_WORDS:
        return word.text.isupper() and len(word.text) > 1
    return (word.text[:1].isupper() and not first) or vocabulary.is_name(word.text)
