"""The frame of a question: its context, an address, and "according to"."""

from __future__ import annotations

from bot.patterns import phrase_pattern
from bot.search.question_forms.word_lists import QUESTION_WORD

CONTEXT = phrase_pattern(  # "tolls in Lund: who wants them"
    rf"""
    ^(?P<context>(?!{QUESTION_WORD}\b)[^:?]{{3,200}}?)
    (?:  (?::| -|,)+ (?:and |so |but )?              # a mark between the two
      | \ so (?=how|why|what|who|when|where)        # "he left, so why ..."
    )
    (?P<question>{QUESTION_WORD}\b.+)$
    """
)
CONTEXT_FRAGMENT = phrase_pattern(  # "the bridge at Lund, how long"
    r"""
    ^(?P<context>(?!(?:who|what|when|where|why|how|which|whose)\b).{3,160}?)
    (?::| -|,)\ (?P<question>
        when|where|why|how|who
      | how (?:much|many|long|often|far|high|low|big|old|bad)(?: \w+)?
    )$
    """
)
ADDRESS = phrase_pattern(  # "can you tell me"
    r"""
    ^(?:please |can you |could you )?
    (?:tell me|show me|do you know|say)(?: about)?
    \ (?=(?:who|what|when|where|how|why|which)\b)
    """
)
ACCORDING_FIRST = phrase_pattern(
    rf"""
    ^(?:  (?:according to|per|as per|in the words of) (?P<speaker>(?!whom\b).+?)
       | in (?P<owner>[^,]+?)(?:'s|s') (?:own )?(?:view|opinion|words|eyes|telling|account|mind)  # in Lind's view
     )
    ,? (?P<question>{QUESTION_WORD}\b.+)$
    """
)
ACCORDING_LAST = phrase_pattern(
    r"""
    ^(?P<question>.+?)
    ,? (?:according to|per|as told by|as reported by|in the words of)
    \ (?P<speaker>
        (?!whom\b|capita\b|cent\b|year\b|day\b|person\b|head\b|hour\b|month\b|week\b|box\b)  # "per capita" names nobody
        [^,?]+
    )$
    """
)
