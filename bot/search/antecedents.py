"""The second half of a question made to stand alone: its pronouns replaced by what the first half names."""

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
_SHORT = 3  # words: "who's the source" says nothing of its own
_LONGEST_NOUN = 5  # words: a longer one holds more than one thing that may be meant
# "was it the rain": what "it" is stands behind it.
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
    """Return the second question so that it can be asked without the first.

    >>> standalone("who reviewed the memo", "who leaked it")
    'who leaked the memo'
    >>> standalone("who closed the bridge", "when")
    'when was the bridge closed'
    """
    if _BARE.match(second):
        return _bare(first, second)
    if _CLEFT.match(second):
        return f"{_topic(first)}: {second}"
    person, thing = _person(first), _thing(first)
    asked = second
    if thing:
        asked = _PARTICLE.sub(r"\g<verb> \g<particle> \g<pronoun>", asked)
        asked = _THINGS.sub(f"{thing}'s", _THING.sub(thing, asked, count=1))
    if person:
        asked = _PERSONS.sub(f"{person}'s", _PERSON.sub(person, asked), count=1)
    short = len(second.split()) <= _SHORT and not _NAMES.search(second)
    unnamed = asked == second and (short or _PERSON.search(second) or _THING.search(second))
    return f"{_topic(first)}: {second}" if unnamed else asked


def _bare(first: str, second: str) -> str:
    """Ask a lone "when" or "why" of the first question's event."""
    if (asked := _WHO_DID.match(first)) and (_PAST_PARTICIPLE.search(asked["verb"]) or asked["verb"] in _IRREGULAR):
        what, verb = asked["object"], _IRREGULAR.get(asked["verb"], asked["verb"])
        if not what:
            return f"{second} was it that somebody {asked['verb']}"
        if _CLAUSE.match(what):
            return f"{second} was it {verb} {what}"
        return f"{second} was {what} {verb}"
    if asked := _AUXILIARY_FIRST.match(first):
        return f"{second} {asked['clause']}"
    return f"{_topic(first)}: {second}"


def _topic(first: str) -> str:
    return _FRAME.sub("", first) or first


def _person(first: str) -> str:
    """Return the last name that the first half gives, for "he" and "she"."""
    names = [
        name
        for name in _NAMES.findall(first)
        if name.lower() not in {"who", "what", "when", "where", "why", "how", "did", "i"}
    ]
    return names[-1].removesuffix("'s") if names else ""


def _thing(first: str) -> str:
    """Return what the first half is about, for "it" and "them"."""
    for pattern in (_COPULAR, _OBJECT, _SUBJECT):
        if (found := pattern.match(first)) and not _CLAUSE.match(found["noun"]):
            noun = found["noun"].strip()
            return noun if len(noun.split()) <= _LONGEST_NOUN else ""
    return ""
