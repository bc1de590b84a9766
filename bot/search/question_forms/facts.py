"""Questions for a number, a time or a place."""

from __future__ import annotations

from bot.patterns import phrase_pattern
from bot.search.question_forms.word_lists import AUXILIARY, SPEAKER_NOUN

# An adjective right behind "how" asks for a measure: how narrow, how fast.
_DEGREE = r"""
many|much|old|large|big|often|long|far|fast|quick|quickly|high|low|tall|deep|wide|heavy|hot|hotter|cold|narrow|close
|strong|rare|common|badly|bad|soon|expensive|costly|steep|steeply|likely|small|few|late|early|widespread|thick|young
|severe|sharply|rich|frequent|frequently|populous|powerful|bright|loud|dense|warm|short|light|slow|slowly|valuable
|profitable|popular
"""
_FIGURE_NOUN = r"""
(?:share|percentage|percent|proportion|fraction|number|price|price tag|cost|rate|age|total|amount|figure|death toll
|toll|speed|height|weight|size|value|population|score|margin|salary|pay|wage|fine|budget|temperature|magnitude|odds
|length|distance|depth|width|turnout|revenue|profit|loss|losses|income|bill|fee|dose|record number|record|wait|ratio
|capacity|range|raise|odds|chance|chances|deadline for days|ticket price|net worth|vote count|final score
|interest rate|sum|bail|ransom|majority|attendance|mortality)
"""
_NOT_A_COMPOUND = r"(?! (?:and|man|player|office|label|deal|breaking|producer))"  # "the record label" is no figure
NUMBER = phrase_pattern(
    rf"""
    ^(?:(?:by|at|in|for|to|with|exactly|up to|over|about|roughly|and) )*
    (?:  how (?:{_DEGREE})\b
        (?! (?:did|does|do) \w+ (?:respond|react))          # "how badly did they react" asks for a manner
      | (?:what|which) (?:\w+ )?{_FIGURE_NOUN}\b{_NOT_A_COMPOUND}(?: of\b)?
    )
    (?P<topic>.*)$
    """
)
NUMBER_OF = phrase_pattern(  # "what is the new price of X"
    rf"""
    ^what(?:'s| is| was| are| were|'re)?
    \ (?:the |a |its |their |his |her |an )?
    (?:(?!of\b|on\b|about\b|for\b|\S+'s )\S+ ){{0,3}}?
    {_FIGURE_NOUN}\b{_NOT_A_COMPOUND}(?P<topic>.*)$
    """
)
WHAT_PAID = phrase_pattern(  # "what did X pay for Y"
    r"""
    ^(?P<topic>what (?:did|does|do|will|would|has|have|is|was) (?:\S+ ){1,6}?
    (?:pay|cost|earn|charge|spend|fetch|sell for|make a (?:year|day|week|month|hour)|paid|charging|worth))\b.*$
    """
)
SPEAKER_OF_A_FACT = phrase_pattern(r"\bdoes (?P<speaker>(?:\S+ ){1,5}?)(?:say|recommend|estimate|claim|predict)\b")

TIME = phrase_pattern(
    r"""
    ^(?:(?:on|in|at|from|until|till|by|since|exactly|around|what|which|after|before) )*
    (?:  when
      | (?:what|which) (?:\w+ )?(?:dates?|days?|years?|months?|weeks?|time|season|decade|century)
      | how long ago|how recently|when's
    )\b(?P<topic>.*)$
    | ^what(?:'s| is| was| are)? the (?:\w+ ){0,2}
      (?:date|dates|deadline|day|year|release date|start time)\b(?P<deadline>.*)$
    """
)
# A question with one of these words asks for an actor: "what did the port", "what has the city".
_ACTION_AUXILIARY = "did|does|do|has|have|had|will|would|can|could|should"
_PLACE_NOUN = r"""
(?:city|cities|country|countries|place|places|town|towns|region|regions|state|states|county|counties|venue|venues
|stadium|arena|hotel|airport|base|village|island|street|building|continent|province|district|neighbou?rhood|location
|locations|river|lake|sea|port|hospital|park|beach|border|nation|museum|capital|campus|suburb|area|part|spot|side|coast
|hall|theater|theatre|church|restaurant|store|stores|mall|branch|branches|stop|resort|prison|jail|facility|plant|factory
|court)
"""
PLACE = phrase_pattern(
    rf"""
    ^(?:(?:in|at|to|from|near|on|exactly|just|through|off|and) )*
    (?:  where|whereabouts|where's
      | (?:what|which) (?:(?!(?:who|which|{_ACTION_AUXILIARY})\b)\S+ ){{0,2}}?{_PLACE_NOUN}
        (?! (?:(?!{AUXILIARY}\b)\S+ )?(?:{SPEAKER_NOUN})s?\b)           # "which city official" is a person
      | what(?:'s| is| was)? the (?:location|venue|address|site)
      | out of (?:which|what)
    )\b(?P<topic>.*)$
    """
)
WHERE_STANDS = phrase_pattern(r"^where (?:do|does|did) .+ stand (?:on|in|when)\b")  # asks for a view
