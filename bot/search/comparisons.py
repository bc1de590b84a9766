"""Comparisons of two sides: "do Lind and Roth agree on tolls?"."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.patterns import phrase_pattern

_AUXILIARY = "do|does|did|is|are|was|were|has|have|had|will|would|can|could"
_WORD = r"(?!(?:and|or|vs|versus|who|what|when|where|why|how|which|that|on|about|say|said)\b)[^\s,:;?]+"
_SIDE = rf"{_WORD}(?: {_WORD}){{0,6}}?"
_AGREES = r"""
agree|disagree|differ|clash|concur|see eye to eye|contradict(?: each other| one another)?|match|line up
|part ways|say the same(?: thing)?|tell the same story|think (?:alike|the same)|at odds|on the same page
"""
_ABOUT = r"""
(?: (?:on|about|over|regarding|as to|when it comes to) (?P<on>.+))?
"""
_LIKEWISE = r"the same way|in the same way|alike|similarly|differently|in different ways"
# "A's" stays with A: "the council and its critics"
_POSSESSIVE = re.compile(r"^(?:its|his|her|their)\b", re.IGNORECASE)
_ASKS_FOR_PERSON_OR_WAY = phrase_pattern(
    r"""
    ^(?:who|whom|whose|when|where|why|which|by
    |how (?!many|much|big|high|long|old|far|tall)   # "how many" asks for a figure, which two sides may have each
    )\b
    """
)
_QUESTION_START = phrase_pattern(rf"^(?:who|what|when|where|why|how|which|whose|{_AUXILIARY})\b")
_TOPIC = re.compile(r"^(?P<topic>[^:?]{3,80}?)(?::| -) (?P<question>.+)$")
_COMPARATIVES = {
    "more": "much",
    "less": "much",
    "most": "much",
    "fewer": "many",
    "bigger": "big",
    "larger": "large",
    "smaller": "small",
    "older": "old",
    "younger": "old",
    "higher": "high",
    "lower": "low",
    "longer": "long",
    "shorter": "long",
    "faster": "fast",
    "slower": "fast",
    "taller": "tall",
    "heavier": "heavy",
    "cheaper": "expensive",
    "worse": "bad",
    "better": "good",
}
_COMPARATIVE = "|".join(_COMPARATIVES)

_AGREEMENT = phrase_pattern(  # "do A and B agree on X"
    rf"""
    ^(?P<aux>{_AUXILIARY}) (?:both )?(?P<a>{_SIDE}) and (?P<b>{_SIDE})
    \ (?:{_AGREES})\b
    (?! (?:to|with (?!each|one)))           # "agree to X", "agree with C"
    (?: with each other)?{_ABOUT}.*$
    """
)
_WITH = phrase_pattern(  # "does A agree with B"
    rf"^(?P<aux>do|does|did) (?P<a>{_SIDE}) (?:agree|disagree|concur) with (?P<b>{_SIDE}){_ABOUT}$"
)
_SAME_WAY = phrase_pattern(  # "did A and B describe X differently"
    rf"""
    ^(?P<aux>do|does|did) (?:both )?(?P<a>{_SIDE}) and (?P<b>{_SIDE})
    \ (?P<verb>explain|describe|report|tell|cover|frame|see|put|define|treat)
    \ (?P<object>.+?) (?:{_LIKEWISE})$
    """
)
_SAME_THING = phrase_pattern(  # "do A and B give the same figure for X"
    rf"""
    ^(?P<aux>do|does|did) (?:both )?(?P<a>{_SIDE}) and (?P<b>{_SIDE})
    \ (?P<verb>(?!(?:the|a|two|it|is|are)\b)\w+)
    \ (?:(?:the|a|two) )?(?:same|different|similar|opposite|conflicting)
    \ (?P<noun>[\w-]+)(?P<rest>.*)$
    """
)
_SAME_AS = phrase_pattern(  # "did A give the same figure for X as B"
    rf"""
    ^(?P<aux>do|does|did) (?P<a>{_SIDE}) (?P<verb>\w+) the same
    \ (?P<noun>(?:\w+ of )?[\w-]+)(?P<rest>.*?)
    \ as (?P<b>\S+(?: (?!(?:did|does|do)$)\S+){{0,7}})(?: (?:did|does|do))?$
    """
)
_DIFFERENCE = phrase_pattern(  # "what is the main difference between A and B in X"
    r"""
    ^(?:what(?:'s| is| was| are)|is there|how big is|explain)
    (?: the| a| any)?(?: main| real| key)? (?:differences?|gap) between
    \ (?P<a>.+?) and (?P<b>.+?)
    (?: (?P<rest>(?:on|about|in|over|when|for) .+))?$
    """
)
_COMPARE = phrase_pattern(rf"^compare (?P<a>{_SIDE}) (?:and|with|to|against) (?P<b>{_SIDE}){_ABOUT}$")
_HOW_DIFFER = phrase_pattern(  # "how do A and B differ", "how does A compare with B"
    rf"""
    ^how (?:do|does|did) (?P<a>{_SIDE})
    \ (?:and (?P<b>{_SIDE}) (?:differ|compare)|(?:differ from|compare (?:to|with)) (?P<c>{_SIDE})){_ABOUT}$
    """
)
_VERSUS = phrase_pattern(r"^(?P<a>.+?),? (?:vs\.?|versus)(?:,)? (?P<b>.+)$")
_CHOICE_FIRST = phrase_pattern(  # "A or B: who has more X"
    rf"""
    ^(?P<a>{_SIDE}),? or (?P<b>{_SIDE})
    (?:[:,]| -)+ (?P<question>(?:who|which|what)\b.+)$
    """
)
_CHOICE_LAST = phrase_pattern(  # "who has more X, A or B"
    rf"""
    ^(?P<question>(?:who|which|what|whose|more|less)\b.+?)
    (?:[:,]| -)+ (?P<a>{_SIDE}) or (?P<b>[^,?]+)$
    """
)
_CHOICE_INSIDE = phrase_pattern(  # "did A or B pay more for X"
    rf"""
    ^(?P<aux>{_AUXILIARY}) (?P<a>{_SIDE}) or (?P<b>{_SIDE})
    \ (?P<verb>\w+) (?P<degree>{_COMPARATIVE}|first)\b(?P<rest>.*)$
    """
)
_CHOICE_BE = phrase_pattern(  # "is A or B older"
    rf"^(?P<aux>is|are|was|were) (?P<a>{_SIDE}) or (?P<b>{_SIDE}) (?P<degree>{_COMPARATIVE})(?P<rest>.*)$"
)
_CHOICE_WHERE = phrase_pattern(  # "is rain heavier in A or B"
    rf"""
    ^(?P<aux>is|are|was|were) (?P<subject>.+?) (?P<degree>{_COMPARATIVE})
    \ (?P<preposition>in|for|at|among|under|on|during|with) (?P<a>{_SIDE}) or
    \ (?:(?:in|for|at|among|under|on|during|with) )?(?P<b>.+)$
    """
)
_EACH = phrase_pattern(  # "what do A and B each say about X"
    rf"""
    ^what (?P<aux>do|does|did) (?P<both>both )?(?P<a>{_SIDE}) and (?P<b>{_SIDE})
    \ (?:each|both|respectively) (?:say|think|claim|argue|propose|want){_ABOUT}$
    """
)
_OWN_ACCOUNTS = phrase_pattern(  # "does A's count match B"
    rf"""
    ^(?:do|does|did|how (?:do|does|did))
    \ (?P<a>{_SIDE}(?:'s|account|version|figures?|numbers?|story|report|count|tally|estimate)(?: \S+)??)
    \ (?:match|contradict|differ from|line up with|fit|square with|clash with|conflict with|compare (?:to|with))
    \ (?P<b>{_SIDE}){_ABOUT}$
    """
)
_CHOICE_OBJECT = phrase_pattern(  # "who is older, A or B"
    rf"""
    ^(?:who|which|what) (?P<verb>is|was|has|had|got|gets) (?P<degree>{_COMPARATIVE}),?
    \ (?P<a>{_SIDE}) or (?P<b>[^,?]+)$
    """
)
_MORE_OF = phrase_pattern(  # "who has more", "which got the biggest"
    rf"""
    ^(?:who|which|what)(?:'s| is| was| has| had)?(?: got| getting)?
    \ (?:the )?(?:{_COMPARATIVE}|biggest|highest|most)\b\ ?
    """
)
_MATCHING = phrase_pattern(  # "..., do the numbers match"
    r"""
    ,? (?:
       do(?:es)? (?:the \w+|they|it) (?:match|agree|differ|add up)
      |by how much.*|how much (?:more|less|higher|lower).*
      |who(?:'s| is) \w+er
      |what(?:'s| is) the difference|same or different|any difference
    )$
    """
)
_LAST_WORD = re.compile(r"^(?P<before>.*?)(?P<last>\S+)$")
_CAPITAL_RUN = phrase_pattern(  # "the Port of Lund"
    r"""
    ^(?:the )?[A-Z][\w'’.&-]*
    (?: (?:(?:of|the|de|van|von) )?[A-Z][\w'’.&-]*)*
    """,
    ignore_case=False,
)
_WHAT_CLAUSE = re.compile(r"^(?:what|how (?:many|much)) \S+.*$", re.IGNORECASE)


def compared_sides(question: str) -> tuple[str, ...]:
    """Return one question for each compared side, or an empty tuple.

    >>> compared_sides("do Lind and Roth agree on tolls")
    ('what does Lind say about tolls', 'what does Roth say about tolls')
    """
    topic = _TOPIC.match(question)
    if topic and (sides := _sides(topic["question"])):
        return tuple(f"{topic['topic']}: {side}" for side in sides)
    return _sides(question)


def _sides(question: str) -> tuple[str, ...]:
    for pattern, ask in _FORMS:
        if match := pattern.match(question):
            groups = {name: (value or "").strip() for name, value in match.groupdict().items()}
            groups["b"] = _resolve_possessive(groups["a"], groups["b"])
            if sides := ask(groups):
                return sides
    return _versus(question)


def _resolve_possessive(first: str, second: str) -> str:
    """Return the second side with its owner: "the council and its critics"."""
    return _POSSESSIVE.sub(f"{first}'s", second)


def _ask_views(groups: dict[str, str]) -> tuple[str, ...]:
    about = f" about {groups['on']}" if groups.get("on") else ""
    aux = "did" if groups.get("aux") == "did" else "does"
    return tuple(f"what {aux} {side} say{about}" for side in (groups["a"], groups["b"] or groups.get("c", "")))


def _ask_manners(groups: dict[str, str]) -> tuple[str, ...]:
    aux = "did" if groups["aux"] == "did" else "does"
    return tuple(f"how {aux} {groups[side]} {groups['verb']} {groups['object']}" for side in "ab")


def _ask_nouns(groups: dict[str, str]) -> tuple[str, ...]:
    aux = "did" if groups["aux"] == "did" else "does"
    remainder = f" {groups['rest']}" if groups["rest"] else ""
    return tuple(f"what {groups['noun']} {aux} {groups[side]} {groups['verb']}{remainder}" for side in "ab")


def _ask_aspects(groups: dict[str, str]) -> tuple[str, ...]:
    remainder = groups.get("rest") or (f"on {groups['on']}" if groups.get("on") else "")
    sides = groups["a"], groups["b"] or groups.get("c", "")
    return tuple(f"{side} {remainder}".strip() for side in sides)


def _ask_choices(groups: dict[str, str]) -> tuple[str, ...]:
    """Return the question for each side of a choice.

    "Lind or Roth, who has more seats" -> "Lind seats", "Roth seats"
    """
    first, remainder = groups["b"], ""
    if run := _CAPITAL_RUN.match(groups["b"]):
        first, remainder = run[0], groups["b"][run.end() :]
    clause = _MORE_OF.sub("", groups["question"]) if _MORE_OF.match(groups["question"]) else groups["question"]
    return tuple(
        f"{side}: {clause}{remainder}" if _QUESTION_START.match(clause) else f"{side} {clause}{remainder}"
        for side in (groups["a"], first)
    )


def _ask_degrees(groups: dict[str, str]) -> tuple[str, ...]:
    remainder = f" {groups['rest']}" if groups.get("rest") else ""
    how = "when" if groups["degree"] == "first" else f"how {_COMPARATIVES[groups['degree'].lower()]}"
    aux, verb = groups.get("aux", ""), groups.get("verb", "")
    if not aux:
        return tuple(f"{how} {verb} {groups[side]}{remainder}" for side in "ab")
    return tuple(f"{how} {aux} {groups[side]} {verb}{remainder}".replace("  ", " ").strip() for side in "ab")


def _ask_degrees_at_places(groups: dict[str, str]) -> tuple[str, ...]:
    """Return the question for each of two places.

    "is rain heavier in Lund or Mora" -> "how heavy is rain in Lund", ...
    """
    how = f"how {_COMPARATIVES[groups['degree'].lower()]} {groups['aux']} {groups['subject']} {groups['preposition']}"
    return tuple(f"{how} {groups[side]}" for side in "ab")


def _versus(question: str) -> tuple[str, ...]:
    """Return the sides of "Lund vs Mora trams" or "2013 vs 2014".

    A question about a match ("who won Lund vs Mora") is no comparison.
    """
    match = _VERSUS.match(question)
    if match is None or _ASKS_FOR_PERSON_OR_WAY.match(question):
        return ()
    first, second = match["a"].strip(" ,"), _MATCHING.sub("", match["b"]).strip(" ,")
    if _WHAT_CLAUSE.match(first):
        return (first, second) if _WHAT_CLAUSE.match(second) else _with_words_of_first(first, second)
    if run := _CAPITAL_RUN.match(second):
        side, remainder = run[0], second[run.end() :].strip(" ,:-")
    else:
        side, _, remainder = second.partition(" ")
        remainder = remainder.strip(" ,:-")
    if first.split()[-1][:1].isdigit() and side[:1].isdigit():
        return _with_words_of_first(first, second)
    return f"{first} {remainder}".strip(), f"{side} {remainder}".strip()


def _with_words_of_first(first: str, second: str) -> tuple[str, ...]:
    """Return both sides, the second with the first's words.

    "tram fares 2013", "2014" -> "tram fares 2013", "tram fares 2014"
    """
    side, _, remainder = second.partition(" ")
    last = _LAST_WORD.match(first)
    before = last["before"] if last else ""
    return f"{first} {remainder}".strip(), f"{before}{side} {remainder}".strip()


_FORMS: tuple[tuple[re.Pattern[str], Callable[[dict[str, str]], tuple[str, ...]]], ...] = (
    (_AGREEMENT, _ask_views),
    (_WITH, _ask_views),
    (_SAME_WAY, _ask_manners),
    (_SAME_THING, _ask_nouns),
    (_SAME_AS, _ask_nouns),
    (_DIFFERENCE, _ask_aspects),
    (_HOW_DIFFER, _ask_aspects),
    (_COMPARE, _ask_aspects),
    (_CHOICE_INSIDE, _ask_degrees),
    (_CHOICE_BE, _ask_degrees),
    (_CHOICE_WHERE, _ask_degrees_at_places),
    (_CHOICE_OBJECT, _ask_degrees),
    (_EACH, _ask_views),
    (_OWN_ACCOUNTS, _ask_aspects),
    (_CHOICE_FIRST, _ask_choices),
    (_CHOICE_LAST, _ask_choices),
)
