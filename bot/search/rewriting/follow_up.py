"""Follow-up questions: "and when?" and "what did he say?" completed from the question before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.patterns import phrase_pattern
from bot.search.compound_questions import CompoundKind, split_question
from bot.search.intent import SPEECH, Intent, QuestionReading, intent
from bot.search.question_topic import PREPOSITIONS, counted_of, is_plural, thing_of, topic_of
from bot.search.refusals.unanswerable_input import LONGEST

_MOST_OTHERS = 2  # people named beside the one that a pronoun was taken for
_SHORT = 6  # words of "and the ships at Varga?", which is no sentence of its own
_SHORT_TOPIC = 5
_SHORT_BEGINNING = 4  # words before a pronoun: "who told him about"
_MOST_NAMING = 2  # words before "did he" that may name something: "how many new ships"
_CLOSING = " \t\n?!.…\"'“”"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_AUXILIARY = _words(
    "is are was were did does do has have had will would can could should may might must "
    "isn't aren't wasn't weren't didn't doesn't don't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't "
    "isnt wasnt didnt doesnt dont hasnt"
)
_QUESTION_WORD = _words("who whom whose what which when where why how")
_LEAD_IN = _words("and n & but so ok okay then also plus well yes thanks now")
_DETERMINER = _words("the a an his her its their")
_MONTH_OR_DAY = _words(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)
_THEY = _words("they them their")
_PLURAL = _THEY | _words("these those")
_POSSESSIVE = _words("his hers their its")
_PRONOUN = _words("he she him her i you we us me it this that") | _PLURAL | _POSSESSIVE
_FUNCTION = (
    _AUXILIARY
    | _QUESTION_WORD
    | _LEAD_IN
    | _DETERMINER
    | _PRONOUN
    | frozenset(PREPOSITIONS)
    | _words("many much long often else exactly more other not never")
)
_STATEMENT = _words("this that so")  # at the end of a question: "who told him that"

_HEAD = re.compile(
    r"""
    (?P<head>
        (?:(?:on|in|at)\ )?(?:what|which)\ (?:day|date|year|month|time|place|city|country)
      | how\ (?:many|much|long|often|far|old|big) | (?:since|until)\ when
      | whom? | whose | what | which | when | where | why | how
    )\b\s*
    (?P<body>.*)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)
_COUNTED_OBJECT = re.compile(r"(?P<counted>.+?) (?P<auxiliary>do|does|did) (?P<rest>.+)", re.IGNORECASE)
_BARE = re.compile(
    r"""
    (?P<asks>
        how\ (?:many|much|long|often|far|old|big|come) | (?:since|until)\ when | when | where | why | how
      | (?:(?:on|in|at)\ )?(?:what|which)\ (?:day|date|year|month|time|place|city|country)
    )
    (?:\ of\ (?:them|these|those))?               # how many of them
    (?:\ (?:exactly|precisely|so|not|then))?
    (?:\ (?:is|was|did)\ (?:that|this|it|so))?    # when was that
    (?:\ happen)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WHO_SAYS = re.compile(
    r"""
    who\ (?:said|says|reported|reports|claimed|claims|told)(?:\ (?:so|that|this|it|them|him|her|us))?
      | (?:says|said)\ who | according\ to\ whom? | (?:by|from)\ whom?
      | (?:what|who)(?:\ is|\ was|'s)\ (?:the|your|their)\ source | sources?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ELSE = phrase_pattern(r"(?P<head>who|what|where|when|why) else(?: (?:said|reported) (?:so|that|this|it))?")
_IS_IT_TRUE = re.compile(r"(?:is|was) (?:it|that|this) (?:true|so|right|correct|confirmed)", re.IGNORECASE)
_WHAT_ABOUT = re.compile(r"(?:what|how) (?:about|of) (?P<what>.+)", re.IGNORECASE | re.DOTALL)

_PERSONAL = re.compile(r"\b(?:he|him|his|she|hers?)\b(?!')", re.IGNORECASE)
_FAMILIES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:he|him|his)\b(?!')",
        r"\b(?:she|hers?)\b(?!')",
        r"\bits?\b(?!')",
        r"\b(?:they|them|their)\b(?!')",
        r"\b(?:this|that|these|those|so)$",
    )
)
_TOPICAL = phrase_pattern(r"\b(?:it|its|they|them|their)\b(?!')|\b(?:this|that|these|those|so)$")
_DUMMY_IT = re.compile(
    r"""
    \b(?:is|was|isn't|wasn't)\ it\ (?:true|so|right|correct|that|for|possible|known|clear)\b
  | \b(?:is|was)\ it\ \w+\ (?:for|to|that)\b                  # is it safe to swim
  | \bit\ (?:is|was|been|will|would|has|had)\b               # who says it was her
  | \bit\ (?:takes?|took|seems?|seemed|means?|rains?|rained)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "her" before one of these is the person; before anything else it is a possessive.
_AFTER_OBJECT = _words("that and or say so then as if because") | _QUESTION_WORD | frozenset(PREPOSITIONS)
_NAME_TEXT = r"\b[A-Z][\w'.-]*(?: (?:(?:de|van|von|bin|al|of|the) )?[A-Z][\w'.-]*)*"
_NAME = re.compile(_NAME_TEXT)
_IN_PHRASE = phrase_pattern(
    rf"\b(?:{'|'.join(PREPOSITIONS)}) (?:the |an? |his |her )?[\w'-]+(?: [A-Z][\w'-]*)*", ignore_case=False
)
_DETERMINED = re.compile(r"\b(?:the|an?|my|our|each|every) \w", re.IGNORECASE)
_NOUN_PHRASE = phrase_pattern(r"(?:(?:the|an?|this|its|their) )?[\w'-]+(?: [\w'-]+){0,3}")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question that stands by itself; `carried_over` says what it took: "“he” is Kurt Campbell"."""

    question: str
    carried_over: str | None = None


@dataclass(frozen=True)
class _Previous:
    """The question before: its first half, without closing marks. `side` is one side of a comparison, asked alone."""

    text: str
    side: str = ""

    @cached_property
    def asked(self) -> QuestionReading:
        return intent(self.text)

    @property
    def head(self) -> str:
        """Return the question word, or "" for a yes/no question."""
        found = _HEAD.match(self.text)
        return found["head"].lower() if found else ""

    @property
    def body(self) -> str:
        found = _HEAD.match(self.text)
        return found["body"] if found else _lowered(self.text)

    @property
    def quoted(self) -> str:
        return f"“{self.text}?”"

    @property
    def speaker(self) -> str:
        """Return who is asked about as a speaker, or "" if that is nobody or a pronoun."""
        speaker = self.asked.speaker.strip()
        return "" if speaker.lower() in _PRONOUN else speaker


@dataclass(frozen=True, slots=True)
class _Reading:
    """A completed question with what it took over."""

    question: str
    taken: str

    def follow_up(self) -> FollowUp:
        return FollowUp(self.question.rstrip(_CLOSING) + "?", self.taken)


def complete_follow_up(question: str, previous_question: str, names: Sequence[str]) -> FollowUp:
    """Return `question` with what it leaves out taken from the question before.

    `names` are the people of the answer before. "and what did he say about the profits?" after "what did Kurt
    Campbell say about submarines?" -> "what did Kurt Campbell say about the profits?". A question that leaves nothing
    out, or that would become too long, comes back unchanged.
    """
    plain, previous = _plain(question), _previous(previous_question)
    if previous is None or not 0 < len(plain) <= LONGEST:
        return FollowUp(question)
    rest = _without_lead_in(plain)
    reading = _elliptic(rest, previous) or _replaced(rest, previous, led_in=rest != plain)
    return _follow_up(question, reading or _with_antecedents(rest, previous, names))


def resolve_pronoun(question: str, pronoun: str, previous_question: str, names: Sequence[str]) -> FollowUp:
    """Return a question that can't be looked up for its `pronoun` with what that stands for.

    Here it is known that the question names nothing else that may be meant. It comes back unchanged where the question
    before doesn't tell who is meant, either: "how long did it take?" after "did the crew put out the fire?" -> "how
    long did it take: did the crew put out the fire?".
    """
    previous = _previous(previous_question)
    rest = _without_lead_in(_plain(question))
    if previous is None or not 0 < len(rest) <= LONGEST:
        return FollowUp(question)
    if found := _PERSONAL.search(rest):
        return _follow_up(question, _with_people(rest, found[0], _people(previous, names)))
    return _follow_up(
        question, _with_thing(rest, pronoun, previous) or _Reading(_beside(rest, previous), previous.quoted)
    )


def _plain(question: str) -> str:
    return " ".join(question.replace("’", "'").split()).strip(_CLOSING)


def _previous(question: str) -> _Previous | None:
    before = _plain(question)
    if not 0 < len(before) <= LONGEST:
        return None
    compound = split_question(before)
    compares = compound.kind is CompoundKind.COMPARISON
    return _Previous(before, side=compound.parts[0]) if compares else _Previous(compound.parts[0])


def _follow_up(question: str, reading: _Reading | None) -> FollowUp:
    if reading is None or len(reading.question) >= LONGEST:
        return FollowUp(question)
    return reading.follow_up()


def _without_lead_in(question: str) -> str:
    """Return `question` without "and", "but", "ok so" before it."""
    typed = question.split()
    while len(typed) > 1 and typed[0].strip(",").lower() in _LEAD_IN:
        typed = typed[1:]
    return " ".join(typed)


def _lowered(text: str) -> str:
    """Return `text` with a small first letter if it begins with a word that questions begin with."""
    first = text.partition(" ")[0].lower()
    return text[:1].lower() + text[1:] if first in _AUXILIARY | _QUESTION_WORD else text


def _elliptic(question: str, previous: _Previous) -> _Reading | None:
    """Complete a question that is only a question word: "when?", "who said so?", "who else?"."""
    if bare := _BARE.fullmatch(question):
        return _Reading(_asked_anew(bare["asks"].lower(), previous) or _beside(question, previous), previous.quoted)
    if _WHO_SAYS.fullmatch(question):
        return _Reading(f"who said so: {_lowered(previous.text)}", previous.quoted)
    if (more := _ELSE.fullmatch(question)) and more["head"].lower() == previous.head:
        return _Reading(f"{previous.head} else {previous.body}", previous.quoted)
    if more or _IS_IT_TRUE.fullmatch(question):
        return _Reading(_beside(question, previous), previous.quoted)
    return None


def _beside(question: str, previous: _Previous) -> str:
    """Put the question before behind this one, if there is no grammatical way to join them."""
    return f"{question.rstrip(_CLOSING)}: {_lowered(previous.text)}"


def _asked_anew(asks: str, previous: _Previous) -> str | None:
    """Ask the question before with another question word: "who sank it" + "when" -> "when was it that someone ..."."""
    body = previous.body
    first = body.partition(" ")[0].lower()
    counting = asks in {"how many", "how much"}
    if first in _AUXILIARY:
        return None if counting else f"{asks} {_with_object(body, previous)}"
    if counting:
        return f"{asks} {body}"
    if not previous.head:
        return None
    if moved := _COUNTED_OBJECT.fullmatch(body):
        if not SPEECH.keys().isdisjoint(moved["rest"].lower().split()):
            return None  # "how many ships did she say sank": the ships are no object of hers
        return f"{asks} {moved['auxiliary']} {moved['rest']} {moved['counted']}"
    subject = {"who": "someone ", "what": "something "}.get(previous.head, "")
    return f"{asks} was it that {subject}{body}"


def _with_object(body: str, previous: _Previous) -> str:
    """Fill the gap that "what did she say" leaves: "did she say something"."""
    verb = previous.asked.verb
    if previous.head != "what" or not (verb.lower() in SPEECH or verb.endswith("ing")):
        return body  # "what was her reaction" lacks no object
    return re.sub(rf"\b{re.escape(verb)}\b", f"{verb} something", body, count=1)


def _replaced(question: str, previous: _Previous, *, led_in: bool) -> _Reading | None:
    """Put the thing of "what about Biden?" or "and in 2021?" in the place of its like in the question before."""
    about = _WHAT_ABOUT.fullmatch(question)
    thing = about["what"] if about else question
    typed = thing.split()
    preposed = typed[0].lower() in PREPOSITIONS and len(typed) > 1
    if len(typed) > _SHORT or not (about or led_in or preposed) or _is_sentence(typed):
        return None
    if any(word.lower() in _PRONOUN for word in typed):
        return _Reading(_beside(question, previous), previous.quoted)
    if preposed:
        return _other_phrase(typed[0].lower(), " ".join(typed[1:]), previous)
    place = _place_for(thing, previous)
    if place is None:
        return _Reading(_beside(question, previous), previous.quoted)
    if previous.side and place == previous.speaker:
        # One speaker does not "agree": ask what the new one says, as each side of a comparison is asked.
        previous = _Previous(previous.side)
        place = previous.speaker or place
        if place not in previous.text:
            return None
    return _Reading(_swap(previous.text, place, thing), f"“{thing}” in place of “{place}”")


def _is_sentence(typed: Sequence[str]) -> bool:
    """Tell whether the words begin, or go on, as a question of their own does."""
    return typed[0].lower() in _QUESTION_WORD or any(word.lower() in _AUXILIARY for word in typed)


def _other_phrase(preposition: str, thing: str, previous: _Previous) -> _Reading:
    """Replace "in 2020" by "in 2021", or put it behind if there is no such phrase."""
    like = _like(thing)
    found = re.search(rf"\b{preposition} (?P<thing>{like})", previous.text)
    if found is None:
        return _Reading(f"{previous.text} {preposition} {thing}", previous.quoted)
    completed = f"{previous.text[: found.start('thing')]}{thing}{previous.text[found.end('thing') :]}"
    return _Reading(completed, f"“{preposition} {thing}” in place of “{found[0].strip()}”")


def _like(thing: str) -> str:
    """Return a pattern of things of the same kind: figures, names, or other words."""
    if thing[:1].isdigit():
        return r"\d[\w.,-]*"
    if thing[:1].isupper():
        return _NAME_TEXT
    return rf"\S+(?: (?!(?:{'|'.join(PREPOSITIONS)})\b)\S+)*$"


def _place_for(thing: str, previous: _Previous) -> str | None:
    """Return what `thing` takes the place of: the speaker or last name for a name, the topic for a thing."""
    if thing[:1].isdigit():
        figures = re.findall(r"\b\d[\d.,]*\b", previous.text)
        return figures[-1] if figures else None
    named = bool(_names(thing))
    if previous.speaker and (named or thing.partition(" ")[0].lower() not in _DETERMINER):
        return previous.speaker
    if named and (names := _names(previous.text)):
        return names[-1]
    return topic_of(previous.asked) if previous.asked.intent is Intent.WHAT_SAID else None


def _swap(text: str, old: str, new: str) -> str:
    at = text.rindex(old)
    return text[:at] + new + text[at + len(old) :]


def _names(text: str) -> list[str]:
    """Return the capitalised runs of `text`, without what merely begins the sentence or names a month."""
    found = []
    for name in _NAME.finditer(text):
        typed = name[0].split()
        if name.start() == 0 and typed[0].lower() in _QUESTION_WORD | _AUXILIARY | _LEAD_IN | set(PREPOSITIONS):
            typed = typed[1:]
        if typed and not _MONTH_OR_DAY.issuperset(typed):
            found.append(" ".join(typed).removesuffix("'s"))
    return found


def _with_antecedents(question: str, previous: _Previous, names: Sequence[str]) -> _Reading | None:
    """Put people in the place of he and she, and the topic in the place of it and them."""
    person = _with_person(question, previous, names)
    pronoun = _topical_pronoun(question)
    if pronoun is None:
        return person
    topic = _with_topic(person.question if person else question, pronoun, previous)
    if person and topic:
        return _Reading(topic.question, f"{person.taken}; {topic.taken}")
    return topic or person


def _with_person(question: str, previous: _Previous, names: Sequence[str]) -> _Reading | None:
    found = _PERSONAL.search(question)
    if found is None or not _is_open(question, found.start()):
        return None
    return _with_people(question, found[0], _people(previous, names))


def _with_people(question: str, pronoun: str, people: Sequence[str]) -> _Reading | None:
    """Put the likeliest person in the place of the pronoun, and name the others."""
    if not people:
        return None
    person, *others = people
    clause = f"“{pronoun.lower()}” is {person}"
    if others:
        clause += f" (it could also be {' or '.join(others[:_MOST_OTHERS])})"
    return _Reading(_put(question, _family(pronoun), person), clause)


def _family(pronoun: str) -> re.Pattern[str]:
    """Return the pronouns that mean the same: "he" and "her" of one question are two people."""
    return next(family for family in _FAMILIES if family.fullmatch(pronoun))


def _people(previous: _Previous, names: Sequence[str]) -> list[str]:
    """Return who may be meant, the likeliest first: speakers asked about, people named, then those of the answer."""
    known = _distinct(names)
    in_text = _known_in(previous.text, known)
    persons = _persons(previous.text)
    speakers = [name for name in _names(previous.speaker)[::-1] if name in persons]
    if previous.speaker and not _names(previous.speaker):
        speakers = [previous.speaker]
    named = speakers + in_text[::-1] or known or [name for name in persons[::-1] if " " in name]
    fuller = (next((other for other in known if _same_person(name, other)), name) for name in named)
    return _distinct(fuller)


def _persons(text: str) -> list[str]:
    """Return the names in `text` without "the Port Board"; "the Pope" may be one."""
    several_words = (name for name in _names(text) if " " in name)
    bodies = {name for name in several_words if re.search(rf"\bthe {re.escape(name)}\b", text, re.IGNORECASE)}
    return [name for name in _names(text) if name not in bodies]


def _known_in(text: str, known: Sequence[str]) -> list[str]:
    """Return those of `known` whose last name stands in `text`, in the order of `text`."""
    folded = text.casefold()
    places = {name: folded.rfind(name.split()[-1].casefold()) for name in known}
    return sorted((name for name in known if places[name] >= 0), key=lambda name: places[name])


def _distinct(names: Iterable[str]) -> list[str]:
    """Return `names` without those that are another one's last name or the same in other letters."""
    kept: list[str] = []
    for name in names:
        if name.split() and name.lower() not in _PRONOUN and not any(_same_person(name, other) for other in kept):
            kept.append(name)
    return kept


def _same_person(name: str, other: str) -> bool:
    mine, theirs = name.casefold().split(), other.casefold().split()
    shorter, longer = sorted((mine, theirs), key=len)
    return longer[-len(shorter) :] == shorter


def _is_open(question: str, at: int) -> bool:
    """Tell whether the question names nothing that the pronoun at `at` can refer to.

    Names often come in small letters, so what counts is where a pronoun stands: right behind an auxiliary ("what did
    he say") or a short beginning ("who paid her", "what happened to him") nothing has been named yet.
    """
    before = _IN_PHRASE.sub(" ", question[:at])
    if _names(before) or _DETERMINED.search(before):
        return False
    typed = [word.strip(",;:").lower() for word in before.split()]
    naming = [word for word in typed if word not in _FUNCTION]
    if not typed or typed[-1] in _AUXILIARY:
        return len(naming) <= _MOST_NAMING
    has_subject = any(word in _AUXILIARY and after in naming for word, after in pairwise(typed))
    most = _SHORT_BEGINNING + (typed[-1] in PREPOSITIONS)
    return len(typed) <= most and len(naming) <= 1 and not has_subject


def _topical_pronoun(question: str) -> str | None:
    """Return the pronoun for a thing, a group or a statement that `question` leaves open."""
    found = None if _DUMMY_IT.search(question) else _TOPICAL.search(question)
    if found is None:
        return None
    pronoun = found[0].lower()
    if pronoun in _STATEMENT:
        return pronoun if len(question.split()) <= _SHORT else None
    return pronoun if _is_open(question, found.start()) else None


def _with_topic(question: str, pronoun: str, previous: _Previous) -> _Reading | None:
    """Say in `question` what the pronoun stands for, if the question before tells it."""
    several = pronoun == "they" and " and " in previous.speaker
    if previous.speaker and (several or intent(question).speaker.strip().lower() == pronoun):
        return _Reading(_put(question, _family(pronoun), previous.speaker), f"“{pronoun}” is {previous.speaker}")
    if not topic_of(previous.asked):
        return None
    # A long question says enough by itself: its "they" is often nobody in particular.
    beside = _Reading(_beside(question, previous), previous.quoted) if len(question.split()) <= _SHORT else None
    return _with_thing(question, pronoun, previous) or beside


def _with_thing(question: str, pronoun: str, previous: _Previous) -> _Reading | None:
    thing = (counted_of(previous.asked) if pronoun in _PLURAL else "") or thing_of(previous.text, previous.asked)
    if not _is_noun_phrase(thing) or (pronoun in _THEY and not is_plural(thing)):
        return None
    if pronoun in _STATEMENT:
        return _Reading(f"{question} about {thing}", f"“{pronoun}” is about “{thing}”")
    if family := next((family for family in _FAMILIES if family.fullmatch(pronoun)), None):
        return _Reading(_put(question, family, thing), f"“{pronoun}” is “{thing}”")
    return None


def _is_noun_phrase(topic: str) -> bool:
    typed = topic.lower().split()
    return (
        len(typed) <= _SHORT_TOPIC
        and _NOUN_PHRASE.fullmatch(topic) is not None
        and not any(word in _AUXILIARY or word in PREPOSITIONS for word in typed)
    )


def _put(question: str, pronouns: re.Pattern[str], name: str) -> str:
    """Put `name` in the place of every pronoun, as a possessive where the pronoun is one."""

    def named(found: re.Match[str]) -> str:
        pronoun = found[0].lower()
        following = question[found.end() :].split()[:1]
        own = pronoun in _POSSESSIVE or (pronoun == "her" and following and following[0].lower() not in _AFTER_OBJECT)
        return f"{name}'s" if own else name

    return pronouns.sub(named, question)
