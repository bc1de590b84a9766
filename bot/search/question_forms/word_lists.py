"""Word lists shared by question patterns, laid out for `phrase_pattern`."""

from __future__ import annotations

from bot.patterns import any_of
from bot.search.speech_verbs import BASE_FORMS, HANDLED, SPEECH

VERB = any_of(verb for verb, role in SPEECH.items() if role not in HANDLED)
ANY_VERB = any_of(SPEECH)
BASE_VERB = any_of(verb for verb in BASE_FORMS if SPEECH[verb] not in HANDLED)
PARTICIPLE = any_of(verb for verb, role in SPEECH.items() if role not in HANDLED and not verb.endswith("s"))
AUXILIARY = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might)"
NEGATED = r"""
(?:isn't|aren't|wasn't|weren't|didn't|doesn't|don't|hasn't|haven't|hadn't
  |won't|wouldn't|can't|couldn't|shouldn't)
"""
QUESTION_WORD = rf"""
(?:  who|whom|whose|what|when|where|why|how|which
  | who's|what's|when's|where's|how's
  | by whom|on what grounds
  | (?:in|on|at|from|to|through|by|via) (?:which|what|whom)
  | since when|until when
  | {AUXILIARY}|{NEGATED}
)
"""
# Words that begin a clause, so that no speaker's name holds them.
CLAUSE_WORDS = r"(?:that|because|when|after|before|if|while|to|who|which|until|since|than|how|why|where|what)"
# A determiner or possessive does not stand right before a verb.
SPEAKER = rf"""
(?P<speaker>(?:(?!{CLAUSE_WORDS}\b)[^\s:;?]+ ){{1,8}}?)
(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bhis )(?<!\bher )(?<!\btheir )(?<!\bits )(?<!'s )
"""
NO_VERB_AHEAD = rf"(?! (?:{BASE_VERB})\b)"  # "the state report say": the last of them is the verb
ADVERB = r"(?:(?:ever|really|actually|also|even|publicly|just|once|first|reportedly|have|had|been|being) )*"
VIEW_NOUN = r"""
views?|statements?|comments?|opinions?|positions?|reactions?|responses?|claims?|assessments?|warnings?
|recommendations?|advice|takes?|stance|argument|arguments|line|read|reading|verdict|message|words|remarks?|reply
|answer|answers|comeback|defen[cs]e|explanation|excuse|justification|reasoning|rationale|tips?|thoughts?|feelings?
|beef|complaint|criticism|tribute|promise|pledge|plan|plans|prediction|forecast|outlook|theory|concern|concerns|worry
|quote|quotes|apology|confession|description|account|version|attitude|problem with|reasons?|motives?|grounds|logic
|motto|rebuttal|denial|praise|spin|hopes?|fears?|demands?|ask|pitch|case for|case against|point|suggestion|joke
"""
REASON_NOUN = "excuse|explanation|justification|reasoning|rationale|reasons?|motives?|grounds|logic"
OUTLET_NOUN = r"""
(?:outlets?|newspapers?|papers?|journals?|magazines?|news agency|news agencies|agency|agencies|wire|wires
|broadcasters?|stations?|channels?|networks?|sites?|websites?|publications?|tabloids?|dailies|daily|weekly|show
|programmes?|programs?|podcasts?|blogs?|press|media)
"""
# People and organisations that may be asked for as sources: "which analyst ...".
SPEAKER_NOUN = r"""
person|people|outlet|newspaper|paper|think ?-?tanks?|institute|group|agency|organi[sz]ation|official|analyst|expert
|journalist|reporter|source|minister|party|country|government|company|body|site|website|publication|governor
|lawmaker|columnist|senator|judge|ceo|boss|actor|actress|comedian|scientist|professor|bishop|pundit|editor
|spokes(?:man|woman|person)|critic|economist|doctor|coach|player|author|star|celebrity|writer|researcher|politician
|candidate|mayor|lawyer|attorney|prosecutor|commander|general|officer|director|founder|executive|president|secretary
|singer|activist|campaigner|diplomat|ambassador|historian|congress(?:man|woman)|representative|mp|meps?|voter
|resident|witness|survivor|relative|friend|fan|poll|survey|study|report|team|firm|bank|university|department|ministry
|committee|charity|union|club|league|network|magazine|journal|outfit|tank|specialist|head|chief|justice|aide|adviser
|advisor|strategist|insider|castmate|co-star|teacher|pilot|nurse|chef|trainer|owner|manager|leader|figure|user
"""
