"""Function words, which are no antecedents, in follow-up questions."""

from __future__ import annotations

from bot.search.frame_words import word_set
from bot.search.question_topic import PREPOSITIONS

AUXILIARIES = word_set("""
    is are was were did does do has have had will would can could should may might must
    isn't aren't wasn't weren't didn't doesn't don't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't
    isnt wasnt didnt doesnt dont hasnt
    """)
QUESTION_WORDS = word_set("who whom whose what which when where why how")
LEAD_INS = word_set("and n & but so ok okay then also plus well yes thanks now")
DETERMINERS = word_set("the a an his her its their")
THEY = word_set("they them their")
PLURAL_PRONOUNS = THEY | word_set("these those")
POSSESSIVES = word_set("his hers their its")
PRONOUNS = word_set("he she him her i you we us me it this that") | PLURAL_PRONOUNS | POSSESSIVES
CLAUSE_PRONOUNS = word_set("this that so")  # for a whole statement, at the end of a question: "who told him that"
FUNCTION_WORDS = (
    AUXILIARIES
    | QUESTION_WORDS
    | LEAD_INS
    | DETERMINERS
    | PRONOUNS
    | frozenset(PREPOSITIONS)
    | word_set("many much long often else exactly more other not never")
)
