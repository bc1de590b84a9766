"""Antecedents for the second half of a question, from its first half."""

from __future__ import annotations

import re

from bot.patterns import phrase_pattern

_AUXILIARY = "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should"
_NAMES = phrase_pattern(
    r"""
    (?<![\w'’])[A-Z][\w'’-]*
    (?: (?:(?:of|de|van|von|al) )?[A-Z][\w'’-]*)*
    """,
    ignore_case=False,
)
_DETERMINER = r"(?:the|a|an|this|that|these|those|his|her|its|their|any|some)"
_COPULAR = phrase_pattern(  # "how narrow was | the vote", "where is | the dock"
    rf"""
    ^(?:how \w+|what|when|where|why|who)(?:'s| (?:is|are|was|were))
    \ (?P<noun>{_DETERMINER} \S+(?: \S+){{0,4}}|[A-Z].*)$
    """,
    ignore_case=False,
)
_OBJECT = phrase_pattern(  # "who reviewed | the memo", "which outlet published | the list"
    rf"""
    ^(?:so )?(?:who|(?:which|what) \w+)
    \ (?!{_AUXILIARY}\b)\w+ (?P<noun>.+)$
    """,
    ignore_case=False,
)
_SUBJECT = re.compile(rf"^(?:.*? )??(?:{_AUXILIARY}) (?P<noun>{_DETERMINER} \w+)\b")
_SHORT = 3  # words: "who's the source" has no content of its own
_LONGEST_NOUN = 5  # words: a longer phrase holds several possible antecedents
# Cleft sentence "was it the rain": the referent of "it" follows.
_CLEFT = re.compile(rf"^(?:{_AUXILIARY}) it (?:{_DETERMINER}|[A-Z])", re.IGNORECASE)
_CLAUSE = re.compile(r"^(?:that|if|whether|how|why|what|when|where)\b", re.IGNORECASE)
_PERSON = phrase_pattern(
    r"""
    \b(?:he|she|him
    |her(?! \w)                             # "her boat" is a possessive
    |they(?= (?:say|said|think|call))
    |them)\b
    """
)
_PERSONS = re.compile(r"\b(?:his|her|their)(?= \w)", re.IGNORECASE)
_THING = phrase_pattern(
    r"""
    \b(?:it|they|them|this$|that$|these$|those$)\b
    | \b(?:this|that)(?= (?:to|in|on|at|before|after)\b)      # "who said that to the board"
    | \bthat$
    """
)
_THINGS = re.compile(r"\bits\b", re.IGNORECASE)
_PARTICLE = phrase_pattern(  # "bring it up", but not "watched it on leaving"
    r"""
    \b(?P<verb>\w+) (?P<pronoun>it|them|him|her)
    \ (?P<particle>up|out|off|down|over|away|back|in|on)\b(?! \w+ing)
    """
)
_BARE = phrase_pattern(
    r"""
    ^(?:when|where|why|how|since when|how long|how much
    |on (?:what|which) \w+|in (?:what|which) \w+)$
    """
)
_WHO_DID = phrase_pattern(
    rf"""
    ^(?:so )?(?:who|(?:which|what) \w+)
    \ (?P<verb>(?!{_AUXILIARY}\b)\w+)(?: (?P<object>.+))?$
    """
)
_AUXILIARY_FIRST = phrase_pattern(
    rf"""
    ^(?:\w+(?: many| much| long| \w+)?)
    \ (?P<clause>(?:{_AUXILIARY}) .+)$
    """
)
_FRAME = phrase_pattern(
    rf"""
    ^(?:(?:who|what|when|where|why|how|which|whose|many|much|long|old)(?: |$|'s ))*
    (?:(?:{_AUXILIARY}) )?
    """
)
_IRREGULAR = dict(
    pair.split("/")
    for pair in [
        "wrote/written",
        "took/taken",
        "gave/given",
        "broke/broken",
        "saw/seen",
        "knew/known",
        "began/begun",
        "drew/drawn",
        "spoke/spoken",
        "chose/chosen",
        "stole/stolen",
        "drove/driven",
        "threw/thrown",
        "did/done",
        "showed/shown",
        "flew/flown",
        "hid/hidden",
        "ran/run",
        "rose/raised",
    ]
)
_PAST_PARTICIPLE = re.compile(  # regular, or of the irregular verbs whose past tense and participle are the same
    r"(?:ed|ght|old|aid|ent|ept|elt|uilt|ought|ound|eld|ed|ook|ut|et|on|it|ost|ead)$"
)


def standalone(first: str, second: str) -> str:
    """Return the second question with its references to the first resolved.

    >>> standalone("who reviewed the memo", "who leaked it")
    'who leaked the memo'
    >>> standalone("who closed the bridge", "when")
    'when was the bridge closed'
    """
    if _BARE.match(second):
        return _complete_bare(first, second)
    if _CLEFT.match(second):
        return f"{_without_frame(first)}: {second}"
    person, topic = _last_name(first), _topic(first)
    resolved = second
    if topic:
        resolved = _PARTICLE.sub(r"\g<verb> \g<particle> \g<pronoun>", resolved)
        resolved = _THINGS.sub(f"{topic}'s", _THING.sub(topic, resolved, count=1))
    if person:
        resolved = _PERSONS.sub(f"{person}'s", _PERSON.sub(person, resolved), count=1)
    is_short = len(second.split()) <= _SHORT and not _NAMES.search(second)
    names_nothing = is_short or _PERSON.search(second) or _THING.search(second)
    return f"{_without_frame(first)}: {second}" if resolved == second and names_nothing else resolved


def _complete_bare(first: str, second: str) -> str:
    """Return a bare question word as a question about the first event."""
    if (match := _WHO_DID.match(first)) and (_PAST_PARTICIPLE.search(match["verb"]) or match["verb"] in _IRREGULAR):
        patient, participle = match["object"], _IRREGULAR.get(match["verb"], match["verb"])
        if not patient:
            return f"{second} was it that somebody {match['verb']}"
        if _CLAUSE.match(patient):
            return f"{second} was it {participle} {patient}"
        return f"{second} was {patient} {participle}"
    if match := _AUXILIARY_FIRST.match(first):
        return f"{second} {match['clause']}"
    return f"{_without_frame(first)}: {second}"


def _without_frame(first: str) -> str:
    return _FRAME.sub("", first) or first


def _last_name(first: str) -> str:
    """Return the last name in the first half, the antecedent of "he"."""
    names = [
        name
        for name in _NAMES.findall(first)
        if name.lower() not in {"who", "what", "when", "where", "why", "how", "did", "i"}
    ]
    return names[-1].removesuffix("'s") if names else ""


def _topic(first: str) -> str:
    """Return the noun phrase of the first half, the antecedent of "it"."""
    for pattern in (_COPULAR, _OBJECT, _SUBJECT):
        if (match := pattern.match(first)) and not _CLAUSE.match(match["noun"]):
            noun = match["noun"].strip()
            return noun if len(noun.split()) <= _LONGEST_NOUN else ""
    return ""
