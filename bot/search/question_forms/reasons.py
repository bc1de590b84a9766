"""Questions for a reason or a manner: why and how."""

from __future__ import annotations

from bot.patterns import phrase_pattern
from bot.search.question_forms.word_lists import NEGATED, REASON_NOUN

_CAUSED = r"""
caused?|led to|made|makes|drove|prompted|triggered|killed|held up|holds up|holding up|finished off|stopped|stops|keeping
|keeps|kept|is behind|was behind|brought|forced|pushed|got|gave rise to|set off|sparked|explains|explained|went wrong
|is wrong|was wrong|wrong|delayed|delays|sank|sunk|motivated|inspired|convinced|persuaded
"""
WHY = phrase_pattern(
    rf"""
    ^(?:and |so |but )?
    (?:  why(?:'s| (?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|{NEGATED}))?\b
      | (?:on|for|under) what (?:grounds|reasons?|basis|pretext)(?: (?:is|are|was|were|do|does|did|has|have|had|will))?
      | what (?:reasons?|grounds|explanation|excuse|justification)\b(?: (?:do|does|did|is|was|were|are))?
      | what(?:'s| is| was| are| were)?(?: the)? (?:\w+ )?
        (?:reasons?|causes?|grounds|rationale|motives?|logic|explanation|idea|thinking|point|purpose|root cause)\b
        (?: (?:for|of|behind|why|that))?
      | what(?:'s|s| is| was)
        \ (?:behind|up with|wrong with|keeping|stopping|holding|driving|causing|fuell?ing|the matter with|with)
      | what (?=(?:\S+ ){{0,2}}?(?:{_CAUSED})\b)
      | (?=what (?:does|do|did) .+ (?:give as|as (?:the|a|its|his|her|grounds?))   # "what does X give as the reason"
           \ (?:the |a |his |her |its )?(?:reasons?|grounds?|explanation))
      | how come
    )(?P<topic>.*)$
    | ^(?P<excuse>what(?:'s| is| was|s) .+?'?s? (?:{REASON_NOUN}|excuse)\b.*)$      # "what's X's excuse"
    """
)
HOW = phrase_pattern(
    r"""
    ^(?:and |so |but )?
    (?:  how(?:'s|'d)?(?: (?:exactly|else))?
        (?: (?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|to|on earth))?\b
      | (?:in|by) what (?:way|means|manner)
      | what(?:'s| is| was)? (?:the )?(?:plan|process|procedure|method|steps?|trick|way)\b(?: (?:for|to|of|behind))?
    )(?P<topic>.*)$
    """
)
