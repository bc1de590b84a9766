"""Questions for somebody's statement or view, and yes/no questions."""

from __future__ import annotations

from bot.patterns import phrase_pattern
from bot.search.question_forms.word_lists import (
    ADVERB,
    AUXILIARY,
    BASE_VERB,
    CLAUSE_WORDS,
    NEGATED,
    NO_VERB_AHEAD,
    PARTICIPLE,
    QUESTION_WORD,
    REASON_NOUN,
    SPEAKER,
    VERB,
    VIEW_NOUN,
)

WHAT_IS_BEING_SAID = phrase_pattern(  # "what is X calling for"
    r"""
    ^what(?:'s| is| are| was| were) (?P<speaker>.+?)
    \ (?P<verb>saying|telling|hearing|arguing|claiming|calling|planning|proposing|demanding|asking|thinking|warning
      |urging|promising|suggesting)\b
    (?P<topic>.*)$
    """
)
WHAT_SAID = (
    phrase_pattern(  # "what did X say about Y"
        rf"""
        ^(?:what|how|why) (?:else )?(?:exactly )?(?:did|does|do|will|would)
        \ {SPEAKER}{ADVERB}(?P<verb>{BASE_VERB})\b{NO_VERB_AHEAD}(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "what'd X say about Y"
        rf"""
        ^what'd
        \ {SPEAKER}{ADVERB}(?P<verb>{BASE_VERB})\b{NO_VERB_AHEAD}(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "how would X fix Y"
        r"""
        ^(?:what|how) would (?P<speaker>(?!it\b|you\b|they\b|we\b)(?:\S+ ){1,5}?)
        (?P<verb>do|change|like|prefer|want|handle|fix)\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "X said what about Y"
        rf"""
        ^(?P<speaker>(?!{QUESTION_WORD}\b)(?:\S+ ){{1,6}}?)
        (?P<verb>said|says|told|thinks|thought|claimed|claims|wrote) (?:what|which|how)\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "what has X proposed"
        rf"""
        ^(?:what|how|why) (?:else )?(?:exactly )?(?:has|have|had|is|was|are|were)
        \ {SPEAKER}{ADVERB}(?P<verb>{PARTICIPLE})\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "what X said about Y"
        rf"""
        ^what (?!(?:is|are|was|were|did|does|do|has|have|had|would|will|can|could|if|about|happened)\b)
        {SPEAKER}{ADVERB}(?P<verb>{VERB})\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "what does X make of Y"
        r"""
        ^(?:what|how) (?:did|does|do|will|would) (?P<speaker>.+?)
        \ (?P<verb>(?:
            make of|feel|want|wish|take|put it|see|view|sum up|stand|plan to say|have to say|need|like|dislike|love|hate
          | mean by|say|push for|call for|hope for|come up with|paint|picture|talk|speak|rate|find|think|offer|advise
          | attribute|pin|speak of|speak about|talk about|intend|aim|prefer|regret|greet|word|phrase|remember|honou?r
          | pay tribute|hit back|fire back|brush off|shrug off|laugh off|sound|come across|size up|address|play down
          | downplay|picture|portray|sum it up|break the news|want done|get out of|sell
        ))\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(r"^where (?:did|does|do) (?P<speaker>.+?) stand\b(?: on)?(?P<topic>.*)$"),
    phrase_pattern(  # "what is X's view on Y"
        rf"""
        ^(?:what|how)(?:'s| is| was| are| were)
        \ (?P<speaker>
            (?!the (?:{VIEW_NOUN})\b)
            (?:(?!'s |on\b|about\b|the\b(?= (?:{VIEW_NOUN})))\S+ ){{0,8}}?\S+?
        )
        (?:'s|s'|(?<=s)')? (?P<verb>{VIEW_NOUN})\b
        (?P<topic>(?: (?:on|about|for|of|from|to|with|that|in|when|against|behind|after|over|as|if|why|how
          |regarding|at|is|was)\b.*)?)$
        """
    ),
    phrase_pattern(  # "what was the reaction of X to Y"
        rf"""
        ^(?:what|how)(?:'s| is| was| are| were) the (?:{VIEW_NOUN})
        \ (?:of|from|by) (?P<speaker>.+?)(?P<topic> (?:on|about|for|regarding|to) .*)?$
        """
    ),
    phrase_pattern(  # "what explanation did X give for Y"
        rf"""
        ^what (?:\w+ )?(?:{VIEW_NOUN}) (?:did|does|do|has|have|had|was|is) (?P<speaker>.+?)
        \ (?:give|have|offer|make|get|send|issue|put out|post|share|given|made|issued|expressed?)\b(?P<topic>.*)$
        """
    ),
    phrase_pattern(  # "who does X blame for Y"
        rf"""
        ^who(?:m)?(?: else)? (?:did|does|do)
        \ {SPEAKER}{ADVERB}(?P<verb>
            {BASE_VERB}|give credit|point the finger at|put the blame on|hold responsible
        )\b(?! (?:that|it|this|so)\b)(?P<topic>.*)$
        """
    ),
    WHAT_IS_BEING_SAID,
)
GIVES_A_REASON = phrase_pattern(rf"^(?:explain|justify|defend|rationalise|rationalize|{REASON_NOUN})")
NAMES_A_REASON = phrase_pattern(rf"^(?:{REASON_NOUN})$")

SAID_SO = phrase_pattern(  # "did X deny Y", "is X accused of Y"
    rf"""
    ^(?:  (?:did|does|do|didn't|doesn't|don't|will|would)
         \ {SPEAKER}{ADVERB}(?P<verb>{BASE_VERB})\b{NO_VERB_AHEAD}
       | (?:has|have|had|hasn't|is|was|are|were)
         \ (?:it (?:true|right) that )?
         (?P<speaker2>(?!it\b|there\b)(?:(?!{CLAUSE_WORDS}\b)[^\s:;?]+ ){{1,6}}?)
         {ADVERB}(?P<verb2>{PARTICIPLE})\b
     )
    (?P<topic>.*)$
    """
)
IS_IT_SO = phrase_pattern(  # "is it true that X", "any evidence X"
    rf"""
    ^(?:so |and |but )?
    (?:  {AUXILIARY}|{NEGATED}
      | any (?:sign|word|chance|truth|indication|hint|suggestion|proof|evidence|news)
      | is there
    )\b
    (?: it (?:really |actually )?(?:true|right|confirmed|so|correct)(?: that)?)?
    (?P<topic>.*)$
    """
)
IF_THEN = phrase_pattern(  # "if X closes, will Y move"
    rf"""
    ^(?:if|when|once|now that)
    \ (?P<topic>.+?,? {AUXILIARY} (?:it|he|she|they|the|that|this|there|[A-Z]\w*)\b.*)$
    """
)
