"""The second half of a question made to stand alone: its pronouns replaced by what the first half names."""

from __future__ import annotations

import re

_AUXILIARY = "is|are|was|were|do|does|did|has|have|had|will|would|can|could|should"
_NAMES = re.compile(r"(?<![\w'’])[A-Z][\w'’-]*(?: (?:(?:of|de|van|von|al) )?[A-Z][\w'’-]*)*")
_DETERMINER = r"(?:the|a|an|this|that|these|those|his|her|its|their|any|some)"
# "how narrow was | the vote", "where is | the dock", "what was | the deal"
_COPULAR = re.compile(
    rf"^(?:how \w+|what|when|where|why|who)(?:'s| (?:is|are|was|were)) (?P<noun>{_DETERMINER} \S+(?: \S+){{0,4}}"
    rf"|[A-Z].*)$"
)
# "who reviewed | the memo", "which outlet published | the list"
_OBJECT = re.compile(rf"^(?:so )?(?:who|(?:which|what) \w+) (?!{_AUXILIARY}\b)\w+ (?P<noun>.+)$")
_SUBJECT = re.compile(rf"^(?:.*? )??(?:{_AUXILIARY}) (?P<noun>{_DETERMINER} \w+)\b")
_SHORT = 3  # words: "who's the source" says nothing of its own
_LONGEST_NOUN = 5  # words: a longer one holds more than one thing that may be meant
# "was it the rain": what "it" is stands behind it.
_CLEFT = re.compile(rf"^(?:{_AUXILIARY}) it (?:{_DETERMINER}|[A-Z])", re.IGNORECASE)
_CLAUSE = re.compile(r"^(?:that|if|whether|how|why|what|when|where)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|her(?! \w)|they(?= (?:say|said|think|call))|them)\b", re.IGNORECASE)
_PERSONS = re.compile(r"\b(?:his|her|their)(?= \w)", re.IGNORECASE)
_THING = re.compile(
    r"\b(?:it|they|them|this$|that$|these$|those$)\b|\b(?:this|that)(?= (?:to|in|on|at|before|after)\b)|\bthat$",
    re.IGNORECASE,
)
_THINGS = re.compile(r"\bits\b", re.IGNORECASE)
_PARTICLE = re.compile(
    r"\b(?P<verb>\w+) (?P<pronoun>it|them|him|her) (?P<particle>up|out|off|down|over|away|back|in|on)\b(?! \w+ing)",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^(?:when|where|why|how|since when|how long|how much|on (?:what|which) \w+|in (?:what|which) \w+)$", re.IGNORECASE
)
_WHO_DID = re.compile(
    rf"^(?:so )?(?:who|(?:which|what) \w+) (?P<verb>(?!{_AUXILIARY}\b)\w+)(?: (?P<object>.+))?$", re.IGNORECASE
)
_AUXILIARY_FIRST = re.compile(rf"^(?:\w+(?: many| much| long| \w+)?) (?P<rest>(?:{_AUXILIARY}) .+)$", re.IGNORECASE)
_FRAME = re.compile(
    rf"^(?:(?:who|what|when|where|why|how|which|whose|many|much|long|old)(?: |$|'s ))*(?:(?:{_AUXILIARY}) )?",
    re.IGNORECASE,
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
_PAST = re.compile(r"(?:ed|ght|old|aid|ent|ept|elt|uilt|ought|ound|eld|ed|ook|ut|et|on|it|ost|ead)$")


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
    if (asked := _WHO_DID.match(first)) and (_PAST.search(asked["verb"]) or asked["verb"] in _IRREGULAR):
        what, verb = asked["object"], _IRREGULAR.get(asked["verb"], asked["verb"])
        if not what:
            return f"{second} was it that somebody {asked['verb']}"
        if _CLAUSE.match(what):
            return f"{second} was it {verb} {what}"
        return f"{second} was {what} {verb}"
    if asked := _AUXILIARY_FIRST.match(first):
        return f"{second} {asked['rest']}"
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
