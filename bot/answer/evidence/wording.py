"""Word lists: quantifiers, antonyms, converses, synonyms of actions, months, days."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from bot.normalize import stem

_QUANTIFIERS = {
    "all": "all every each everyone entire whole always",
    "most": "most majority",
    "some": "some several many",
    "few": "few hardly",
    "none": "none no nobody never zero",
    "only": "only sole solely exclusively",
    "half": "half",
    "first": "first",
    "least": "least",
}
_CLASSES = {word: kind for kind, words in _QUANTIFIERS.items() for word in words.split()}
# Pairs that exclude each other for one event.
_ANTONYMS = """
increase decrease|rise fall|rise drop|win lose|support oppose|accept reject|approve reject|approve oppose|up down
more less|more fewer|high low|higher lower|before after|guilty innocent|guilty acquit|legal illegal|open close|start end
begin end|start stop|hire fire|buy sell|allow ban|allow prohibit|pass fail|agree disagree|praise criticize|praise blame
love hate|good bad|better worse|best worst|strong weak|ahead behind|lead trail|gain lose|grow shrink|expand shrink
arrive leave|enter leave|early late|first last|largest smallest|big small|young old|positive negative|safe dangerous
success failure|succeed fail|true false|deny confirm|deny admit|reject back|raise cut|raise lower|hot cold|warm cool
fast slow|rich poor|male female|man woman|son daughter|brother sister|father mother|husband wife|north south|east west
majority minority|most few|always never|all none|public private|remember forget|keep drop|add remove|help hurt
improve worsen|friend enemy|ally enemy|optimistic pessimistic|happy unhappy|happy sad|pleased disappointed
satisfied dissatisfied|likely unlikely|able unable|possible impossible|live die|alive dead|survive die|freeze thaw
attack defend|import export|push pull|permanent temporary|voluntary mandatory|optional mandatory|extend shorten
convict acquit|overturn uphold|strike uphold|join leave|join quit|resign remain|stay leave|impressed disappointed
double halve|double triple|triple quadruple
"""
# Converse predicates, with the participants exchanged: "A sold it to B", "B bought it from A".
_CONVERSES = """
buy sell|give get|give receive|give take|send receive|lend borrow|win lose|beat lose|defeat lose|lead trail|lead follow
precede follow|hire join|hire work|employ work|teach learn|own belong|inherit leave|award win|award receive|pay receive
pay earn|grant receive|host visit|invite visit|fear scare|replace succeed|sign join|show see|tell hear|tell learn
inspire follow|above below|ahead behind|before after|marry marry|appoint work|represent hire|draft join|name become
"""
# Predicates for one action, with the same people in the same roles.
_SAME_ACTIONS = """
beat defeat win triumph victory top edge outpoint|kill murder assassinate slay shoot|buy purchase acquire acquisition
ask request urge call demand implore|accuse blame fault|say tell claim state announce|fire dismiss sack oust
hire appoint name|sue lawsuit|arrest detain apprehend|criticize slam blast attack condemn denounce
praise laud hail commend
help assist aid|give hand present award donate|visit tour|replace succeed|lead head|found establish|reject refuse
persuade convince|warn caution|invite ask|hit strike crash|surpass top exceed overtake pass|trail follow lag behind
"""
# What became of counted people; one class is not another.
_OUTCOMES = """
kill killed killing die died dying dead death|wound wounded injure injured hurt|missing disappeared
|arrest arrested detain detained|displace displaced evacuate evacuated|rescue rescued survive survived
|hospitalise hospitalised hospitalize hospitalized|infect infected|deport deported|homeless
"""
_MONTH = re.compile(
    r"""
    \b( January | February | March | April | May | June | July | August | September | October | November | December )\b
    """,
    re.VERBOSE,
)
_DAY = re.compile(r"\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b", re.IGNORECASE)


@cache
def _antonyms() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = defaultdict(set)
    for pair in _ANTONYMS.strip().replace("\n", "|").split("|"):
        first, second = map(stem, pair.split())
        table[first].add(second)
        table[second].add(first)
    return {word: frozenset(antonyms) for word, antonyms in table.items()}


def antonyms_of(stemmed: str) -> frozenset[str]:
    """Return the stems of a stem's antonyms."""
    return _antonyms().get(stemmed, frozenset())


@cache
def _same_actions() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for group in _SAME_ACTIONS.strip().replace("\n", "|").split("|"):
        stems = frozenset(map(stem, group.split()))
        for word in stems:
            table[word] = table.get(word, frozenset()) | stems
    return table


def is_same_action(stemmed: str, other: str) -> bool:
    """Check two predicates for one action in the same roles: "beat", "defeat"."""
    return stemmed == other or other in _same_actions().get(stemmed, frozenset())


@cache
def _converses() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(map(stem, pair.split())) for pair in _CONVERSES.strip().replace("\n", "|").split("|"))


def is_converse(stemmed: str, other: str) -> bool:
    """Check two predicates for converse roles: "sell", "buy"."""
    return frozenset((stemmed, other)) in _converses()


@cache
def _outcomes() -> dict[str, int]:
    groups = _OUTCOMES.strip().replace("\n", " ").split("|")
    return {stem(word): number for number, group in enumerate(groups) for word in group.split()}


def are_other_outcomes(stemmed: str, other: str) -> bool:
    """Check two words for what became of people, and not the same of them: "killed", "wounded"."""
    classes = _outcomes().get(stemmed), _outcomes().get(other)
    return None not in classes and classes[0] != classes[1]


def quantifiers_of(words: Iterable[str]) -> frozenset[str]:
    """Return the classes of quantifier among lower-case words ("every" -> "all")."""
    return frozenset(_CLASSES[word] for word in words if word in _CLASSES)


def months_of(text: str) -> frozenset[str]:
    """Return the months in a text."""
    return frozenset(_MONTH.findall(text))


def days_of(text: str) -> frozenset[str]:
    """Return the weekdays in a text, shortened and in lower case."""
    return frozenset(day.lower() for day in _DAY.findall(text))
