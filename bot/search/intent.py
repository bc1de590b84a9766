"""What kind of answer a question wants, read from its form of words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.model import Role
from bot.search.halves import halves
from bot.search.leaks import without_leak
from bot.search.measure import Measure, measure


class Intent(StrEnum):
    WHO_SAID = "who said"
    WHAT_SAID = "what was said"
    WHICH_DOCUMENTS = "which documents"
    INDEPENDENCE = "independence"
    AUTHORSHIP = "authorship"
    LEAKED = "leaked"
    WHO_IS = "who is"
    IS_IT_SO = "is it so"
    FACT = "fact"


class Expected(StrEnum):
    """What must stand in the answer of a question of fact."""

    NUMBER = "number"
    TIME = "time"
    PLACE = "place"
    ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question's intent and the pieces its form gives away.

    `speaker` and `topic` are the words between the fixed ones; `verb` is the word of telling between them, `role` what
    somebody is asked to have done by it (None where no such word is there).
    """

    intent: Intent
    topic: str
    speaker: str = ""
    role: Role | None = None
    expected: Expected = Expected.ANYTHING
    verb: str = ""
    deed: bool = False  # "who approved X": the topic begins with what somebody did
    measure: Measure = Measure.ANY
    counted: tuple[str, ...] = ()  # "how many ships took part": the words that say what is counted
    second: str = ""  # "... and when?": the second half of a question
    also: Asked | None = None  # what that asks of the same thing; None where it asks after another


_ROLES: dict[Role, str] = {
    Role.OBTAINED: "obtain obtains obtained acquire acquired acquires",
    Role.REVIEWED: (
        "review reviews reviewed analyse analysed analyze analyzed examine examined assess assessed assesses"
    ),
    Role.VERIFIED: "verify verifies verified confirm confirms confirmed authenticate authenticated",
    Role.REPORTED: (
        "report reports reported reporting publish published publishes cover covered reveal revealed break broke"
    ),
    Role.WROTE: "write writes wrote written author authored",
    Role.TOLD: "tell tells told",
    Role.SAID: (
        "say says said saying claim claims claimed state states stated announce announced announces argue argues "
        "argued warn warns warned note notes noted add added explain explained insist insisted deny denied denies "
        "admit admitted allege alleged suggest suggested suggests recommend recommends recommended stress stressed "
        "emphasise emphasised emphasize emphasized think thinks thought believe believes believed predict predicted "
        "describe describes described call called calls comment commented mention mentioned frame framed urge urged "
        "ask asked accuse accused promise promised threaten threatened respond responded propose proposed estimate "
        "estimated assert asserted caution cautioned conclude concluded highlight highlighted acknowledge acknowledged"
    ),
}
SPEECH: dict[str, Role] = {word: role for role, words in _ROLES.items() for word in words.split()}

_HANDLED = frozenset({Role.OBTAINED, Role.REVIEWED, Role.VERIFIED})
_VERB = "|".join(sorted((verb for verb, role in SPEECH.items() if role not in _HANDLED), key=len, reverse=True))
_DOCUMENTS = "sources?|articles?|documents?|outlets?|pieces?|stor(?:y|ies)|reports?|publications?|newspapers?|media"
_CARRY = (
    "mention|talk|write|report|cover|discuss|refer|speak|describe|contain|name|deal|tell|say|are about|is about|about|"
    "have|quote|cite|rest|rely|concern|include"
)
_VIEW = (
    "view|views|statement|statements|comment|comments|opinion|position|reaction|response|claim|claims|assessment|"
    "warning|recommendations?|advice"
)
_TELLERS = (
    "person|people|outlet|newspaper|paper|think ?-?tanks?|institute|group|agency|organi[sz]ation|official|analyst|"
    "expert|journalist|reporter|source|minister|party|country|government|company|body|site|website|publication"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_AUTHORSHIP = _pattern(
    r"\b(?:ai|a\.i\.|artificial intelligence|chatgpt|chatbot|language model|machine|human|robot|algorithm|computer)\b"
)
_MADE = _pattern(r"\b(?:written|write|wrote|generated?|made|produced?|author(?:ed|s)?|created?|assisted|by)\b")
_INDEPENDENCE = _pattern(
    r"\bindependent(?:ly)?\b|\bcorroborat|\b(?:second|another) source\b|\bmore than one (?:\w+ )?(?:source|origin)"
    r"|\bhow many (?:\w+ )?(?:sources|origins)\b|\b(?:same|single|one|common) (?:source|origin|leak)\b"
)
# Words of such a question that evidence does not hold: nobody writes "confirmed" beside what is.
_CONFIRMING = _pattern(
    r"\b(?:confirm(?:ed|s|ation)?|verif(?:y|ied|ies|ication)|corroborat(?:ed|es|ion)|back(?:ed|s|ing)? up|claims?|"
    r"rests?|rely|relies|goes? back|comes?|trace[sd]?)\b"
)
_WHICH = _pattern(
    rf"^(?:which|what|how many|list|name|show(?: me)?)(?: all| the| of the| of these)* (?P<noun>{_DOCUMENTS})"
    rf"(?: that| which)? (?P<verb>{_CARRY})(?:s|es|ed|ing)?\b(?P<topic>.*)$"
)
_ADDRESS = _pattern(
    r"^(?:please |can you |could you )?(?:tell me|show me|do you know|say)(?: about)? (?=(?:who|what|when|where|how)\b)"
)
_WHO_IS = _pattern(r"^who(?: is|'s| are| was| were) (?P<topic>(?:the |a |an )?(?:\S+ ?){1,5})$")
# "what is RUSI": only of a name, which is written with a capital.
_WHAT_IS = re.compile(
    r"^(?:[Ww]hat|WHAT)(?: is| are| was| were|'s) "
    r"(?P<topic>(?:[Tt]he )?[A-Z][^\s,]*(?: (?:of|the|for|and|[A-Z][^\s,]*)){0,6})$"
)
_WHO_TOPIC_IS = _pattern(r"^who (?P<topic>(?:\S+ ){1,4}?\S+) (?:is|are|was|were)$")
_WHAT_SAID = (
    _pattern(
        r"^(?:what|how|why) (?:exactly )?(?:did|does|do|has|have|had|would|will|is|was) (?P<speaker>.+?) "
        rf"(?:have |had |been |being )?(?P<verb>{_VERB})\b(?P<topic>.*)$"
    ),
    _pattern(rf"^what (?P<speaker>.+?) (?P<verb>{_VERB})\b(?P<topic>.*)$"),
    _pattern(rf"^what(?: is| was| are| were|'s) (?P<speaker>.+?)'s? (?:{_VIEW})\b(?P<topic>.*)$"),
    _pattern(
        rf"^what(?: is| was| are| were) the (?:{_VIEW}) (?:of|from|by) "
        r"(?P<speaker>.+?)(?P<topic> (?:on|about|for|regarding) .*)?$"
    ),
)
_SAID_SO = _pattern(
    r"^(?:did|does|do|has|have|had) (?P<speaker>.+?) (?:ever |really |actually )?"
    rf"(?P<verb>{_VERB})\b(?P<topic>.*)$"
)
_WHO = _pattern(
    r"^(?:so |and )?(?:who(?:m|se)?|by whom|according to whom|from whom|"
    rf"(?:which|what) (?:{_TELLERS})s?)\b(?P<topic>.*)$"
)
_IS_IT_SO = _pattern(
    r"^(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should)\b"
    r"(?: it true that| it so that)?(?P<topic>.*)$"
)
_WHICH_ONE = _pattern(r"^(?:which|what)\b")
_FACT = {
    Expected.NUMBER: _pattern(
        r"^(?:how (?:many|much|old|large|big|often|long|far)|what (?:percentage|share|number))\b(?P<topic>.*)$"
    ),
    Expected.TIME: _pattern(
        r"^(?:when|since when|until when|(?:on |in )?(?:what|which) (?:date|day|year|month))\b(?P<topic>.*)$"
    ),
    Expected.PLACE: _pattern(r"^(?:where|(?:in )?(?:what|which) (?:city|country|place|town|region))\b(?P<topic>.*)$"),
}


def intent(question: str) -> Asked:
    """Return what kind of answer `question` wants; letter case and closing marks don't matter, and case is kept."""
    plain = _ADDRESS.sub("", question.replace("’", "'").strip(" \t\n?!.…\"'"))
    parted = halves(plain)
    also = _single(parted.second) if parted.same else None
    return replace(_single(parted.first), second=parted.second, also=also)


def _single(plain: str) -> Asked:
    if _AUTHORSHIP.search(plain) and _MADE.search(plain):
        return Asked(Intent.AUTHORSHIP, _AUTHORSHIP.sub(" ", plain))
    if _INDEPENDENCE.search(plain):
        return Asked(Intent.INDEPENDENCE, _CONFIRMING.sub(" ", _INDEPENDENCE.sub(" ", plain)))
    if (topic := without_leak(plain)) is not None:
        return Asked(Intent.LEAKED, topic)
    if m := _WHICH.match(plain):
        return Asked(Intent.WHICH_DOCUMENTS, m["topic"])
    for pattern in _WHAT_SAID:
        if (m := pattern.match(plain)) and m["speaker"].strip():
            verb = m.groupdict().get("verb") or ""
            role = SPEECH.get(verb.lower())
            return Asked(Intent.WHAT_SAID, m["topic"] or "", speaker=m["speaker"], role=role, verb=verb)
    if m := _SAID_SO.match(plain):
        verb = m["verb"]
        return Asked(Intent.IS_IT_SO, m["topic"], speaker=m["speaker"], role=SPEECH[verb.lower()], verb=verb)
    for expected, pattern in _FACT.items():
        if m := pattern.match(plain):
            kind, counted = measure(plain)
            return Asked(Intent.FACT, m["topic"], expected=expected, measure=kind, counted=counted)
    if m := _WHO.match(plain):
        return _who(plain, m["topic"])
    if m := _WHAT_IS.match(plain):
        return Asked(Intent.WHO_IS, m["topic"])
    if m := _IS_IT_SO.match(plain):
        return Asked(Intent.IS_IT_SO, m["topic"])
    return Asked(Intent.FACT, plain)


def _who(plain: str, topic: str) -> Asked:
    """A question after a person: who said it, or, where no word of telling stands in it, who is or did it."""
    # A Secretary of State states nothing.
    verb = next((word for word in re.findall(r"(?<!\bof )\b\w+", topic.lower()) if word in SPEECH), "")
    if verb or plain.lower().startswith(("according to", "whose")):
        named = _WHICH_ONE.sub("", plain) if _WHICH_ONE.match(plain) else topic
        return Asked(Intent.WHO_SAID, named, role=SPEECH.get(verb), verb=verb)
    if (m := _WHO_IS.match(plain) or _WHO_TOPIC_IS.match(plain)) and " by " not in plain:
        return Asked(Intent.WHO_IS, m["topic"])
    return Asked(Intent.FACT, topic, deed=True)
