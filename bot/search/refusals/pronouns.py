"""Pronouns without an antecedent: "did he speak about the profits?"."""

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
# Expletives: "is it true", "how long does it take", "who was it that", "it rains".
_EXPLETIVE = phrase_pattern(
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
    """Return the first pronoun without an antecedent in `question`, or None.

    >>> unresolved_pronoun("and what did he say about the profits?", Vocabulary({}, passages=0))
    'he'
    """
    tokens = words(question)
    folded = [_without_clitic(word) for word in tokens]
    if _SUBORDINATE.match(question) or _HE_WHO.search(question):
        return None
    for index, word in enumerate(folded):
        if word in _PERSONAL | _PLURAL_OBJECT and not _has_antecedent(tokens, folded, index, vocabulary):
            return word
    return _unresolved_thing(question, tokens, folded, vocabulary)


def _without_clitic(word: Word) -> str:
    """Return "he" for "he's" and "he'd"."""
    return fold(word.text).partition("'")[0]


def _has_antecedent(tokens: Sequence[Word], folded: Sequence[str], index: int, vocabulary: Vocabulary) -> bool:
    """Return True for a possible antecedent before the pronoun."""
    before = range(index)
    if any(_is_name(tokens[position], vocabulary, first=position == 0) for position in before):
        return True
    has_content = any(folded[position] not in FRAME_WORDS for position in before)
    who = next((position for position in before if folded[position] in _WHO), None)
    # "how did the mayor explain his plan", "the man said he": any noun may be the antecedent.
    if who is None:
        return has_content
    is_subject = folded[who] == "who" and (who + 1 >= index or folded[who + 1] not in _AUXILIARIES)
    if not is_subject:
        return has_content
    # "who said he ...", "who sold his house": "who" may be the antecedent, but not in "who fired him".
    predicate = [position for position in range(who + 1, index) if folded[position] not in _AUXILIARIES]
    return bool(predicate) and (len(predicate) > 1 or folded[index] in {"his", "her", "he", "she"})


def _unresolved_thing(
    question: str, tokens: Sequence[Word], folded: Sequence[str], vocabulary: Vocabulary
) -> str | None:
    """Return "it", "that" or "there" without an antecedent, or None.

    The question names nothing else.
    """
    pronouns = [index for index, word in enumerate(folded) if word in _THINGS and _stands_alone(folded, index)]
    if not pronouns or _EXPLETIVE.search(question):
        return None
    names_something = any(
        _is_name(token, vocabulary, first=index == 0) or any(map(str.isdigit, token.text))
        for index, token in enumerate(tokens)
    )
    if names_something:
        return None
    content = [index for index, word in enumerate(folded) if word not in FRAME_WORDS]
    pronoun = pronouns[0]
    if folded[pronoun] == "there":
        return "there" if len(content) <= 2 else None
    has_noun = any(_is_noun_like(folded, index) for index in content if index < pronoun)
    return folded[pronoun] if len(content) <= 1 and not has_noun else None


def _is_noun_like(folded: Sequence[str], index: int) -> bool:
    """Return False for a verb or adjective behind a question word.

    "who built it", "how tall is it"
    """
    return index == 0 or folded[index - 1] not in {"who", "what", "how"}


def _stands_alone(folded: Sequence[str], index: int) -> bool:
    """Return True for a pronoun, False for a determiner or conjunction.

    "who said that", but not "who said that the bridge" or "this bridge"
    """
    is_last = index + 1 == len(folded)
    if folded[index] == "it":
        return True
    if folded[index] == "there":
        return is_last
    return is_last or folded[index + 1] in {"and", "is", "was", "about", "in", "on", "to", "happen", "happened"}


def _is_name(word: Word, vocabulary: Vocabulary, *, first: bool) -> bool:
    folded = fold(word.text)
    if folded in FRAME_WORDS:
        return word.text.isupper() and len(word.text) > 1
    return (word.text[:1].isupper() and not first) or vocabulary.is_name(word.text)
