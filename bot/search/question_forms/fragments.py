"""Queries without a question word: "Lind on tolls", "death toll ferry Lund"."""

from __future__ import annotations

from bot.patterns import phrase_pattern
from bot.search.question_forms.word_lists import ANY_VERB, AUXILIARY, QUESTION_WORD, VIEW_NOUN

ANALYST_WHO = phrase_pattern(rf"^(?:the |a |an |one )?(?:[^\s,]+ ){{1,4}}who (?P<verb>{ANY_VERB})\b")
STATEMENT_FRAGMENTS = (
    phrase_pattern(  # "Lind's view of tolls"
        rf"""
        ^(?P<speaker>(?!{QUESTION_WORD}\b)(?:[^\s?:]+ ){{0,7}}?[^\s?:]+?)
        (?:'s|s'|(?<=s)) (?:\w+ )?(?:{VIEW_NOUN})
        (?P<topic>(?: (?:on|about|for|of|to|when|after|over|that|in|behind|as|against|with|if|from|regarding|at)\b.*)?)$
        """
    ),
    phrase_pattern(  # "Lind on tolls", "council spokeswoman on what happens"
        r"""
        ^(?P<speaker>(?:[^\s?:,]+ ){0,6}?
            (?:[A-Z][\w'-]*|spokes\w+|ceo|boss|analyst|expert|minister|mayor|coach|author|professor|officials?))
        (?: on|: on| about| re)
        (?P<topic> (?:why|what|how|where|when|whether|the|her|his|their|its|being|having|[a-z]+ing|[a-z]+)\b.*)$
        """,
        ignore_case=False,
    ),
    phrase_pattern(  # "Lind on tolls - reaction"
        rf"""
        ^(?P<speaker>(?!{QUESTION_WORD}\b)[^?]+?)(?: on | about |'s )(?P<topic>.+?)
        \ -+ ?(?:reactions?|comments?|statements?|response|quotes?|view|words|thoughts)$
        """
    ),
    phrase_pattern(  # "any comment from Lind on tolls"
        r"""
        ^(?:(?:any|a|the|did we get) )*
        (?:reactions?|response|statement|comments?|quotes?|word|advice|view|reply)
        \ (?:of|from|by) (?P<speaker>.+?)
        (?P<topic> (?:on|about|to|over|regarding|after|when) .*)?$
        """
    ),
    phrase_pattern(  # "lind on how tolls work", whatever the case of the name
        rf"""
        ^(?P<speaker>(?!{QUESTION_WORD}\b)(?:(?!(?:{AUXILIARY}|who|that)\b)[^\s?:,]+ ){{1,6}}?)
        (?:on|about) (?P<topic>(?:where|how|why|what|when|whether|who|if)\b.*)$
        """
    ),
)
NUMBER_FRAGMENT = phrase_pattern(
    r"""
    \b(?:death toll|toll|dead|casualties|price|cost|costs|total|amount|number of|percentage|percent of|share of
      |how (?:much|many)|average|turnout|margin|salary|budget|population
      |(?:figure|count|tally|size|length|speed|age|height|weight|numbers?)(?=$| of\b)
      |dollar amount|net worth|score)\b
    """
)
TIME_FRAGMENT = phrase_pattern(r"\b(?:date|deadline|release date|opening day|start date|timeline|year of)\b")
REASON_FRAGMENT = phrase_pattern(r"\b(?:reasons?|cause|grounds|motive|explanation)\b")
DECLARATIVE = phrase_pattern(  # "the bridge is closed", "the bridge closed, really"
    r"""
    ^(?P<topic>
        (?:[^\s,]+ ){1,8}?
        (?:is|are|was|were|has|have|had|will|won't|isn't|didn't|hasn't|doesn't|can|can't|wasn't|aren't) .+
      | .+,? (?:still|really|true|fake|real|legit)(?: \w+)?
    )$
    """
)
