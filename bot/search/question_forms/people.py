"""Questions for a person or organisation: speaker, agent or identity."""

from __future__ import annotations

from bot.patterns import phrase_pattern
from bot.search.question_forms.word_lists import OUTLET_NOUN, SPEAKER_NOUN

WHICH_NOUN = phrase_pattern(r"^(?:which|what)\b")
WHO = phrase_pattern(
    rf"""
    ^(?:so |and |but )?
    (?:  who(?:m|se)?(?: else)?|who's
      | by whom|according to whom|from whom|through whom|via whom
      | (?:through|via|to|from|by|on|in|at) (?:which|what|whose)
      | (?:which|what) (?:(?!did\b|does\b|do\b|is\b|was\b|are\b|were\b)\S+ ){{0,4}}?(?:{SPEAKER_NOUN})s?
      | (?:which|what) (?:\S+ )?{OUTLET_NOUN}
      | which
    )\b(?P<topic>.*)$
    """
)
WHO_SAYS = phrase_pattern(
    rf"""
    ^(?:so |and )?
    (?:  according to|whose
      | (?:through|via|to|from|by|on|in|at) (?:which|what|whose|whom)
      | through whom
      | (?:which|what) (?:(?!did\b|does\b)\S+ ){{0,2}}{OUTLET_NOUN}\b
    )
    """
)
# Expressions of speech and attitude that are no verb of the list in speech_verbs.py.
SPEECH_EXPRESSION = phrase_pattern(
    r"""
    \b(?:  put (?:the|its|his|her|it|that)\b.+\bat|raised? the alarm|own(?:s|ed) up
     |(?:see|sees|saw|view|views|viewed) .+ as|full of praise|first to|got hold of|get hold of
     |identif(?:y|ies|ied)|point(?:s|ed) (?:out|to)|took issue|takes issue
     |(?:spoke|speaks|speak) (?:out|of|about|up)|talk(?:s|ed)? (?:of|about)
     |voiced?|sounded|rais(?:es|ed) (?:doubts|concerns)
      | (?:couldn't|can't|could not) (?:get over|believe)
      | (?:is|was|are|were) (?:worried|afraid|sure|certain|convinced|sceptical|skeptical|quoted|angry|furious|happy|glad
          |proud|adamant|optimistic|pessimistic|confident|surprised|amazed|stunned|shocked|sorry|upset|disappointed
          |critical|hopeful|in favou?r|against)
     |gave|give|paid tribute|cast(?:s)? doubt|took .+ to task|shr?ugg(?:ed|s) off|laughed off
     |hit (?:out|back)|lash(?:ed|es) out|calls? (?:for|on)|called (?:for|on)|fired back|clapped back
     |weigh(?:ed|s) in|thanked|corrected|wants?|wanted|finds?|found|measured|calculated|calculates|puts?
     |compar(?:ing|ed)|spot(?:ted)?|feels?|felt|knows?|knew|claims to|came out|opened up|let slip
     |hint(?:s|ed)|sens(?:es|ed)|likes?|liked|loved|hated|hates|loves|credits?|attribut(?:es|ed)
     |back(?:s|ed) up|ran (?:the|a|stories|with)|carried|broke|dug up|leaked|counted|tallied|polled
     |surveyed|cited|shared|aired|filmed|photographed|recorded|tracked|documented|fact-?checked
     |(?:first|originally) \w+ed|put a (?:figure|number)|had (?:the|that) (?:story|news)|the source|quoted?
     |trust(?:s|ed)?|already saw|saw .+ coming|words?|statements?|quote
    )\b
    """
)
SOURCING = phrase_pattern(  # "how do we know X", "where does that figure come from"
    r"""
    ^(?:  how (?:do|did|can) (?:we|the (?:paper|press|public|outlet|media|reporters?|newspaper|agency))
         \ (?:know|learn|find out|hear)(?: that| about| of)?
       | what(?:'s| is) the (?:source|sourcing|origin|basis)(?: for| of| on| behind)?
       | where (?:does|did|do) .*(?=\b(?:come|comes|came) from)
       | where (?:does|did|do) (?=.+ get (?:that|the|its|this|their|his|her)\b)
       | on whose (?:word|authority)
       | who(?:'s| is| was| were)? (?:the source|cited|quoted|named)(?: (?:of|for|as|on|in|behind))?
     )\b(?P<topic>.*)$
    """
)
WHO_IS = phrase_pattern(
    r"""
    ^who(?: is|'s| are| was| were)(?: this| that)?
    \ (?P<topic>
        (?:the|this|that) [^\s,]+(?: [^\s,]+){0,11}?          # "the new head of the port authority"
      | (?:(?:a|an) )?[^\s,]+(?: [^\s,]+){0,4}?                # a name
    )
    (?:, ?(?P<context>.*)|(?= (?:in|from) )(?P<where>.*))?$
    """
)
WHO_BEHIND = phrase_pattern(
    r"""
    ^who(?:'s| is| was)? (?:behind|runs|ran|owns|leads|heads|founded|chairs)
    \ (?P<topic>[^\s,]+(?: [^\s,]+){0,7})$
    """
)
WHAT_IS = phrase_pattern(  # "what is RUSI": a name, which begins with a capital
    r"""
    ^(?:[Ww]hat|WHAT)(?: is| are| was| were|'s)
    \ (?P<topic>(?:[Tt]he )?[A-Z][^\s,]*(?: (?:of|the|for|and|[A-Z][^\s,]*)){0,6})$
    """,
    ignore_case=False,
)
WHO_TOPIC_IS = phrase_pattern(r"^who (?P<topic>(?:\S+ ){1,4}?\S+) (?:is|are|was|were)$")
