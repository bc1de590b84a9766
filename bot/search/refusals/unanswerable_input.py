"""Input without an answer: other languages, greetings, questions about the bot."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from bot.normalize import fold, words
from bot.search.expansion.vocabulary import Vocabulary
from bot.search.frame_words import FRAME_WORDS, word_set
from bot.search.refusals.foreign_languages import is_foreign
from bot.search.refusals.pronouns import unresolved_pronoun

LONGEST = 500  # characters of a question
_MOST_NAMES = 15  # different names: more are a pasted list


class RefusalKind(StrEnum):
    EMPTY = "empty"
    TOO_LONG = "too long"
    TOO_MANY_NAMES = "too many names"
    NO_CONTENT = "no content"
    OTHER_LANGUAGE = "other language"
    ABOUT_THE_BOT = "about the bot"
    GREETING = "greeting"
    INSULT = "insult"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason for a refusal, in one sentence for the card.

    `word` is the pronoun without an antecedent.
    """

    kind: RefusalKind
    sentence: str
    word: str = ""


_ABOUT = "factdesk quotes the indexed articles word for word and names the source; it writes nothing itself."
_SENTENCES = {
    RefusalKind.EMPTY: "Type a question that names a person, a place or a thing.",
    RefusalKind.NO_CONTENT: "The question has no word to search for: name a person, a place or a thing.",
    RefusalKind.OTHER_LANGUAGE: "factdesk answers English questions only: search for these words to see passages.",
    RefusalKind.ABOUT_THE_BOT: _ABOUT,
    RefusalKind.GREETING: f"Hello. {_ABOUT} Ask what an article says, or who said it.",
    RefusalKind.INSULT: "Ask what an article says, or who said it.",
}
_SUBJECT_PRONOUNS = {"him": "he", "his": "he", "her": "she", "hers": "she", "them": "they", "their": "they"}
_PRONOUN_REQUESTS = {
    "he": ("Who is", "Name the person."),
    "she": ("Who is", "Name the person."),
    "they": ("Who are", "Name them."),
    "it": ("What is", "Name the thing or the event."),
    "there": ("Where is", "Name the place."),
}
_BOT = r"(?:you|this (?:bot|thing|app|tool|program)|the bot|fact ?desk)"
_BOTS = r"(?:your|this bot's|the bot's|factdesk's)"
_ABOUT_THE_BOT = re.compile(
    rf"""
    ^(?:so\ |and\ |but\ )?(?:
        who\ (?:made|built|created|wrote|programmed|coded
          |designed|trained|runs|owns|operates|developed|invented)\ {_BOT}
      | (?:who|what)\ (?:(?:exactly|even|the\ hell)\ )?(?:are\ you|is\ (?:this\ bot|the\ bot|fact\ ?desk))
          (?:\ (?:exactly|really|anyway))?
      | (?:are|r)\ you\ (?:really\ )?(?:an?\ )?(?:chat\ ?gpt|gpt.*|claude|gemini|copilot|siri|alexa|ai|a\.i|llm
          |language\ model|bot|robot|human|person|machine|real|alive|sentient|there
          |ok|okay|online|awake|down|working|stupid|drunk).{{0,40}}
      | (?:what|which)\ (?:things\ )?can\ {_BOT}\ (?:do|answer|help\ (?:me\ )?with)(?:\ for\ (?:me|us))?
      | what\ (?:do|does)\ {_BOT}\ do
      | how\ (?:do|does)\ {_BOT}\ work
      | how\ (?:do|can)\ i\ use\ {_BOT}
      | how\ (?:old|smart|big|accurate|reliable)\ (?:are\ you|is\ (?:this\ bot|the\ bot|fact\ ?desk))
      | how\ are\ you(?:\ (?:doing|today))*
      | (?:what(?:'s|\ is|\ are)|tell\ me)\ {_BOTS}\ (?:name|purpose|job|sources?|prompt|instructions
          |system\ prompt|model)
      | (?:do|does|can|will|would)\ {_BOT}\ (?:use|run\ on|have|lie|hallucinate|make\ things\ up|understand|speak|think
          |feel|dream|know\ everything|help\ me|love\ me|work)
          (?:\ (?:an?\ )?(?:ai|chatgpt|gpt|llm|language\ model|feelings|english|emotions))?
      | (?:ignore|forget)\ (?:all\ )?(?:your|previous|the)\ .*(?:instructions|prompts?|rules)\b.*
      | help(?:\ me)?
    )$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_GREETINGS = word_set("""
    hi hello hey yo hiya howdy greetings morning good afternoon evening night day thanks thank thx ty cheers bye
    goodbye welcome test testing ping sup whats what's up you u there bot everyone all team folks guys please pls
    lol ok okay cool nice factdesk so very much
    """)
_GREETS = word_set(
    "hi hello hey yo hiya howdy greetings morning afternoon evening thanks thank thx ty cheers bye goodbye "
    "test testing ping sup"
)
_INSULTS = word_set("""
    fuck fucking fucker idiot idiots idiotic moron stupid dumb dumbass useless shit shitty crap crappy garbage trash
    suck sucks asshole bastard bitch rubbish worthless pathetic loser damn stfu gtfo
    """)
_AROUND_AN_INSULT = FRAME_WORDS | word_set("bot off up shut factdesk thing piece go hell hate you're ur youre")
_TO_THE_BOT = word_set("you u your ur you're youre bot factdesk off stfu gtfo")


def refusal(question: str, vocabulary: Vocabulary) -> Refusal | None:
    """Return the refusal of `question`, or None for an answerable one.

    The question is cleaned and its shorthand expanded.
    """
    if refused := too_long(question):
        return refused
    kind = _refusal_kind(question, vocabulary)
    if kind is None:
        pronoun = unresolved_pronoun(question, vocabulary)
        return _pronoun_refusal(pronoun) if pronoun else None
    if kind is RefusalKind.TOO_MANY_NAMES:
        return Refusal(kind, f"The question has more than {_MOST_NAMES} names: ask about one or two at a time.")
    return Refusal(kind, _SENTENCES[kind])


def too_long(question: str) -> Refusal | None:
    """Return the refusal of a question over the limit, or None.

    It comes before every other step: their patterns are bounded by it.
    """
    if len(question) <= LONGEST:
        return None
    sentence = (
        f"The question has {len(question):,} characters; the limit is {LONGEST}. Ask one thing at a time, "
        "or check a pasted text with /quote."
    )
    return Refusal(RefusalKind.TOO_LONG, sentence)


def _refusal_kind(question: str, vocabulary: Vocabulary) -> RefusalKind | None:
    folded = [fold(word.text) for word in words(question)]
    if not folded:
        return RefusalKind.OTHER_LANGUAGE if _has_letters(question) else RefusalKind.EMPTY
    plain = question.replace("’", "'").strip(" \t\n?!.…,")
    if _ABOUT_THE_BOT.match(plain):
        return RefusalKind.ABOUT_THE_BOT
    if _is_insult(folded):
        return RefusalKind.INSULT
    if _GREETS & set(folded) and _GREETINGS.issuperset(folded):
        return RefusalKind.GREETING
    if is_foreign(question, vocabulary):
        return RefusalKind.OTHER_LANGUAGE
    if _count_names(question, vocabulary) > _MOST_NAMES:
        return RefusalKind.TOO_MANY_NAMES
    if _is_empty_of_content(question) and not unresolved_pronoun(question, vocabulary):
        return RefusalKind.NO_CONTENT
    return None


def _is_insult(folded: list[str]) -> bool:
    typed = set(folded)
    if not (typed & _INSULTS) and not {"shut", "up"} <= typed:
        return False
    return typed <= _INSULTS | _AROUND_AN_INSULT and (bool(typed & _TO_THE_BOT) or len(typed) <= 2)


def _is_empty_of_content(question: str) -> bool:
    tokens = words(question)
    return all(fold(word.text) in FRAME_WORDS or len(word.text) == 1 for word in tokens) and not any(
        (word.text.isupper() and len(word.text) > 1) or word.text.isdigit() for word in tokens
    )


def _count_names(question: str, vocabulary: Vocabulary) -> int:
    """Return a lower bound of the different names.

    Without commas, two words count as one name.
    """
    typed = {fold(word.text) for word in words(question) if word.text[:1].isupper() or vocabulary.is_name(word.text)}
    listed = question.count(",") + question.count(";")
    return min(len(typed), listed + 1) if listed else len(typed) // 2


def _has_letters(question: str) -> bool:
    return any(unicodedata.category(character)[0] == "L" for character in question)


def _pronoun_refusal(pronoun: str) -> Refusal:
    subject = _SUBJECT_PRONOUNS.get(pronoun, pronoun)
    question, request = _PRONOUN_REQUESTS.get(subject, _PRONOUN_REQUESTS["it"])
    return Refusal(RefusalKind.PRONOUN, f"{question} “{pronoun}”? {request}", pronoun)
