"""The forms of words by which questions are told apart, as patterns; bot/search/intent.py reads them."""

from __future__ import annotations

import re

from bot.search.speech_verbs import BASE_FORMS, HANDLED, SPEECH


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _any_of(words: object) -> str:
    return "|".join(sorted(map(str, words), key=len, reverse=True))  # type: ignore[call-overload]


_VERB = _any_of(verb for verb, role in SPEECH.items() if role not in HANDLED)
_ANY_VERB = _any_of(SPEECH)
_BASE = _any_of(verb for verb in BASE_FORMS if SPEECH[verb] not in HANDLED)
_PARTICIPLE = _any_of(verb for verb, role in SPEECH.items() if role not in HANDLED and not verb.endswith("s"))
_AUXILIARY = r"(?:is|are|was|were|did|does|do|has|have|had|will|would|can|could|should|may|might)"
_NEGATED = (
    r"(?:isn't|aren't|wasn't|weren't|didn't|doesn't|don't|hasn't|haven't|hadn't|won't|wouldn't|can't|couldn't"
    r"|shouldn't)"
)
_ASKS = (
    r"(?:who|whom|whose|what|when|where|why|how|which|who's|what's|when's|where's|how's|by whom|on what grounds"
    r"|(?:in|on|at|from|to"
    rf"|through|by|via) (?:which|what|whom)|since when|until when|{_AUXILIARY}|{_NEGATED})"
)
# A speaker ends before a clause begins; "the", "his" and the like don't stand before a verb.
_STOPS = r"(?:that|because|when|after|before|if|while|to|who|which|until|since|than|how|why|where|what)"
_SPEAKER = (
    rf"(?P<speaker>(?:(?!{_STOPS}\b)[^\s:;?]+ ){{1,8}}?)(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bhis "
    rf")(?<!\bher )(?<!\btheir )(?<!\bits )(?<!'s )"
)
_NEXT = rf"(?! (?:{_BASE})\b)"  # "the state report say": the last of them is the verb
_ADVERB = r"(?:(?:ever|really|actually|also|even|publicly|just|once|first|reportedly|have|had|been|being) )*"
_VIEW = (
    "views?|statements?|comments?|opinions?|positions?|reactions?|responses?|claims?|assessments?|warnings?"
    "|recommendations?|advice|takes?"
    "|stance|argument|arguments|line|read|reading|verdict|message|words|remarks?|reply|answer|answers|comeback"
    "|defen[cs]e|explanation|excuse"
    "|justification|reasoning|rationale|tips?|thoughts?|feelings?|beef|complaint|criticism|tribute|promise"
    "|pledge|plan|plans|prediction"
    "|forecast|outlook|theory|concern|concerns|worry|quote|quotes|apology|confession|description|account|version"
    "|attitude|problem with"
    "|reasons?|motives?|grounds|logic|motto|rebuttal|denial|praise|spin|hopes?|fears?|demands?|ask|pitch"
    "|case for|case against|point|suggestion|joke"
)
_REASON = "excuse|explanation|justification|reasoning|rationale|reasons?|motives?|grounds|logic"
_DOCUMENTS = (
    "sources?|articles?|documents?|outlets?|pieces?|stor(?:y|ies)|reports?|publications?|newspapers?|media"
    "|texts?|items?"
)
_CARRY = (
    "mention|talk|write|report|cover|discuss|refer|speak|describe|contain|name|deal|tell|say|are about|is about"
    "|about|are on|on|"
    "have|has|quote|cite|rest|rely|concern|include|bring|deal with|carry|carried|touch|ran|run|feature|compare"
)
_ITEMS = (
    r"(?:articles?|stor(?:y|ies)|pieces?|reports?|coverage|fact[ -]?checks?|explainers?|items?|interviews?"
    r"|op-?eds?|texts?|anything|something)"
)
_OUTLETS = (
    r"(?:outlets?|newspapers?|papers?|journals?|magazines?|news agency|news agencies|agency|agencies|wire|wires"
    r"|broadcasters?|stations?|channels?"
    r"|networks?|sites?|websites?|publications?|tabloids?|dailies|daily|weekly|show|programmes?|programs?"
    r"|podcasts?|blogs?|press|media)"
)
_TELLERS = (
    "person|people|outlet|newspaper|paper|think ?-?tanks?|institute|group|agency|organi[sz]ation|official|analyst|"
    "expert|journalist|reporter|source|minister|party|country|government|company|body|site|website|publication"
    "|governor|lawmaker|"
    "columnist|senator|judge|ceo|boss|actor|actress|comedian|scientist|professor|bishop|pundit|editor"
    "|spokes(?:man|woman|person)|critic|"
    "economist|doctor|coach|player|author|star|celebrity|writer|researcher|politician|candidate|mayor|lawyer"
    "|attorney|prosecutor|"
    "commander|general|officer|director|founder|executive|president|secretary|singer|activist|campaigner"
    "|diplomat|ambassador|historian|"
    "congress(?:man|woman)|representative|mp|meps?|voter|resident|witness|survivor|relative|friend|fan|poll"
    "|survey|study|report|team|firm|"
    "bank|university|department|ministry|committee|charity|union|club|league|network|magazine|journal|outfit"
    "|tank|specialist|head|chief|"
    "justice|aide|adviser|advisor|strategist|insider|castmate|co-star|teacher|pilot|nurse|chef|trainer|owner"
    "|manager|leader|figure|user"
)

CONTEXT = _pattern(
    rf"^(?P<context>(?!{_ASKS}\b)[^:?]{{3,200}}?)(?:(?::| -|,)+ (?:and |so |but )?| so (?=how|why|what|who|when"
    rf"|where))(?P<question>{_ASKS}\b.+)$"
)
CONTEXT_FRAGMENT = _pattern(
    r"^(?P<context>(?!(?:who|what|when|where|why|how|which|whose)\b).{3,160}?)(?::| -|,) "
    r"(?P<question>when|where|why|how|who|how (?:much|many|long|often|far|high|low|big|old|bad)(?: \w+)?)$"
)
ADDRESS = _pattern(
    r"^(?:please |can you |could you )?(?:tell me|show me|do you know|say)(?: about)? (?=(?:who|what|when|where"
    r"|how|why|which)\b)"
)
ACCORDING_FIRST = _pattern(
    r"^(?:(?:according to|per|as per|in the words of) (?P<speaker>(?!whom\b).+?)"
    r"|in (?P<owner>[^,]+?)(?:'s|s') (?:own )?(?:view|opinion|words|eyes|telling|account|mind))"
    rf",? (?P<rest>{_ASKS}\b.+)$"
)
ACCORDING_LAST = _pattern(
    r"^(?P<rest>.+?),? (?:according to|per|as told by|as reported by|in the words of) (?P<speaker>(?!whom\b"
    r"|capita\b|cent\b|year\b|day\b|person\b|head\b|hour\b|month\b|week\b|box\b)[^,?]+)$"
)
SPEAKER_OF_A_FACT = _pattern(r"\bdoes (?P<speaker>(?:\S+ ){1,5}?)(?:say|recommend|estimate|claim|predict)\b")

AUTHORSHIP = _pattern(
    r"\b(?:ai|a\.i\.|artificial intelligence|chatgpt|chatbot|language model|machine|human|robot|algorithm|computer)\b"
)
MADE = _pattern(r"\b(?:written|write|wrote|generated?|made|produced?|author(?:ed|s)?|created?|assisted|by)\b")
INDEPENDENCE = _pattern(
    r"\bindependent(?:ly)?\b|\bcorroborat|\b(?:second|another) source\b|\bmore than one (?:\w+ )?(?:source|origin)"
    r"|\bhow many (?:\w+ )?(?:sources|origins)\b|\b(?:same|single|one|common) (?:source|origin|leak)\b"
)
# Words of such a question that evidence does not hold: nobody writes "confirmed" beside what is.
CONFIRMING = _pattern(
    r"\b(?:confirm(?:ed|s|ation)?|verif(?:y|ied|ies|ication)|corroborat(?:ed|es|ion)|back(?:ed|s|ing)? up|claims?|"
    r"rests?|rely|relies|goes? back|comes?|trace[sd]?)\b"
)
WHICH_DOCUMENTS = (
    _pattern(
        rf"^(?:which|what|how many|list|name|show(?: me)?)(?: all| the| of the| of these| of our| other| two"
        rf"| recent)* (?P<noun>{_DOCUMENTS})"
        rf"(?: that| which| do we have| we have)? (?P<verb>{_CARRY})(?:s|es|ed|ing)?\b(?P<topic>.*)$"
    ),
    _pattern(
        r"^(?:what|(?:got |have we )?(?:anything|something)|what else)(?:'s| do| have| is)? ?(?:we "
        r"|there )?(?:have|got|run|published|written)? ?(?:on|about|regarding)\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^(?:do|have|did) we (?:have|got|run|carry|cover|publish(?:ed)?|written)? ?(?:(?:a|an|any|more than one"
        rf"|another|other|"
        rf"several|two) )?(?:\w+ )?{_ITEMS}? ?(?:on|about|regarding|covering|mentioning)\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^(?:is|are) there (?:(?:a|an|any|more than one|another|other) )?(?:\w+ )?{_ITEMS} (?:on|about|regarding"
        rf"|covering|mentioning|that"
        r" (?:mention|cover|discuss)s?)\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^(?:any|all(?: the| our)?|every|our|find|list|show(?: me)?|give me|get me|pull up)(?: the| all| our"
        rf"| any)* (?:\w+ )?{_ITEMS} (?:on|about|regarding|covering|mentioning|that \w+)\b(?P<topic>.*)$"
    ),
    _pattern(
        r"^where (?:do|did|have) we (?:have|write|written|cover|covered|report|reported)(?: on"
        r"| about)?\b(?P<topic>.*)$"
    ),
    _pattern(rf"^who (?:in the (?:corpus|articles) )?(?:covers|has (?:a )?{_ITEMS} (?:on|about))\b(?P<topic>.*)$"),
)

# how narrow, how fast: an adjective right behind "how" asks for a measure.
_DEGREES = (
    "many|much|old|large|big|often|long|far|fast|quick|quickly|high|low|tall|deep|wide|heavy|hot|hotter|cold"
    "|narrow|close|strong|rare|common|badly|bad|soon"
    "|expensive|costly|steep|steeply|likely|small|few|late|early|widespread|thick|young|severe|sharply|rich"
    "|frequent|frequently|populous|powerful|bright"
    "|loud|dense|warm|short|light|slow|slowly|valuable|profitable|popular"
)
_FIGURE = (
    r"(?:share|percentage|percent|proportion|fraction|number|price|price tag|cost|rate|age|total|amount|figure"
    r"|death toll|toll|speed|height|weight|size"
    r"|value|population|score|margin|salary|pay|wage|fine|budget|temperature|magnitude|odds|length|distance|depth"
    r"|width|turnout|revenue|profit|loss"
    r"|losses|income|bill|fee|dose|record number|record|wait|ratio|capacity|range|raise|odds|chance|chances"
    r"|deadline for days|ticket price|net worth|vote count"
    r"|final score|interest rate|sum|bail|ransom|majority|attendance|mortality)"
)
NUMBER = _pattern(
    rf"^(?:(?:by|at|in|for|to|with|exactly|up to|over|about|roughly|and) )*(?:how (?:{_DEGREES})\b(?! (?:did|does"
    rf"|do) \w+ (?:respond|react))"
    rf"|(?:what|which) (?:\w+ )?{_FIGURE}\b(?! (?:and|man|player|office|label|deal|breaking"
    rf"|producer))(?: of\b)?)(?P<topic>.*)$"
)
NUMBER_OF = _pattern(
    rf"^what(?:'s| is| was| are| were|'re)? (?:the |a |its |their |his |her |an )?(?:(?!of\b|on\b|about\b|for\b"
    rf"|\S+'s )\S+ ){{0,3}}?{_FIGURE}\b(?! (?:and|man|player|office|label|deal|breaking|producer))(?P<topic>.*)$"
)
WHAT_PAID = _pattern(
    r"^(?P<topic>what (?:did|does|do|will|would|has|have|is|was) (?:\S+ ){1,6}?(?:pay|cost|earn|charge|spend"
    r"|fetch|sell for|make a (?:year|day|week|month|hour)|paid|charging|worth))\b.*$"
)
TIME = _pattern(
    r"^(?:(?:on|in|at|from|until|till|by|since|exactly|around|what|which|after|before) )*(?:when|(?:what"
    r"|which) (?:\w+ )?(?:dates?|days?|years?|months?|weeks?|time|season|decade|century)"
    r"|how long ago|how recently|when's)\b(?P<topic>.*)$"
    r"|^what(?:'s| is| was| are)? the (?:\w+ ){0,2}(?:date|dates|deadline|day|year|release date"
    r"|start time)\b(?P<deadline>.*)$"
)
# "what did the port", "what has the city": behind these stands who does something, not where.
_OF_AN_ACTION = "did|does|do|has|have|had|will|would|can|could|should"
PLACE = _pattern(
    r"^(?:(?:in|at|to|from|near|on|exactly|just|through|off|and) )*(?:where|whereabouts|where's|(?:what"
    rf"|which) (?:(?!(?:who|which|{_OF_AN_ACTION})\b)\S+ ){{0,2}}?(?:city|cities|country|countries"
    r"|place|places|town|towns|region|regions|state|states|county|counties|venue|venues|stadium|arena|hotel|airport|base|village|island"
    r"|street|building|continent|province|district"
    rf"|neighbou?rhood|location|locations|river|lake|sea|port|hospital|park|beach|border|nation|museum|capital"
    rf"|campus|suburb|area|part|spot|side|coast|hall|theater|theatre|church|restaurant|store|stores|mall|branch"
    rf"|branches|stop|resort|prison|jail|facility|plant|factory"
    rf"|court)(?! (?:(?!{_AUXILIARY}\b)\S+ )?(?:{_TELLERS})s?\b)|what(?:'s| is| was)? the (?:location|venue"
    rf"|address|site)|out of (?:which|what))\b(?P<topic>.*)$"
)
WHERE_STANDS = _pattern(r"^where (?:do|does|did) .+ stand (?:on|in|when)\b")

WHAT_IS_BEING_SAID = _pattern(
    r"^what(?:'s| is| are| was| were) (?P<speaker>.+?) (?P<verb>saying|telling|hearing|arguing|claiming"
    r"|calling|planning|proposing|demanding|asking|thinking|warning|urging|promising"
    r"|suggesting)\b(?P<topic>.*)$"
)
WHAT_SAID = (
    _pattern(
        rf"^(?:what|how|why) (?:else )?(?:exactly )?(?:did|does|do|will"
        rf"|would) {_SPEAKER}{_ADVERB}(?P<verb>{_BASE})\b{_NEXT}(?P<topic>.*)$"
    ),
    _pattern(rf"^what'd {_SPEAKER}{_ADVERB}(?P<verb>{_BASE})\b{_NEXT}(?P<topic>.*)$"),
    _pattern(
        r"^(?:what|how) would (?P<speaker>(?!it\b|you\b|they\b|we\b)(?:\S+ ){1,5}?)(?P<verb>do|change|like|prefer"
        r"|want|handle|fix)\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^(?P<speaker>(?!{_ASKS}\b)(?:\S+ ){{1,6}}?)(?P<verb>said|says|told|thinks|thought|claimed|claims"
        rf"|wrote) (?:what|which|how)\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^(?:what|how|why) (?:else )?(?:exactly )?(?:has|have|had|is|was|are"
        rf"|were) {_SPEAKER}{_ADVERB}(?P<verb>{_PARTICIPLE})\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^what (?!(?:is|are|was|were|did|does|do|has|have|had|would|will|can|could|if|about"
        rf"|happened)\b){_SPEAKER}{_ADVERB}(?P<verb>{_VERB})\b(?P<topic>.*)$"
    ),
    _pattern(
        r"^(?:what|how) (?:did|does|do|will|would) (?P<speaker>.+?) (?P<verb>(?:make of|feel|want|wish|take"
        r"|put it|see|view|sum up|stand|plan to say"
        r"|have to say|need|like|dislike|love|hate|mean by|say|push for|call for|hope for|come up with|paint"
        r"|picture|talk|speak|rate|find|think|offer|advise"
        r"|attribute|pin|speak of|speak about|talk about|intend|aim|prefer|regret|greet|word|phrase|remember"
        r"|honou?r|pay tribute|hit back|fire back|brush off|shrug off|laugh off|sound|come across|size up|address"
        r"|play down|downplay|picture|portray|sum it up|break the news|want done|get out of|sell))\b(?P<topic>.*)$"
    ),
    _pattern(r"^where (?:did|does|do) (?P<speaker>.+?) stand\b(?: on)?(?P<topic>.*)$"),
    _pattern(
        rf"^(?:what|how)(?:'s| is| was| are| were) (?P<speaker>(?!the (?:{_VIEW})\b)(?:(?!'s |on\b|about\b"
        rf"|the\b(?= (?:{_VIEW})))\S+ ){{0,8}}?\S+?)(?:'s|s'|(?<=s)')? (?P<verb>{_VIEW})\b(?P<topic>(?: (?:on"
        rf"|about|for|of|from|to|with|that|in|when|against|behind|after|over|as|if|why|how|regarding|at|is"
        rf"|was)\b.*)?)$"
    ),
    _pattern(
        rf"^(?:what|how)(?:'s| is| was| are| were) the (?:{_VIEW}) (?:of|from|by) "
        r"(?P<speaker>.+?)(?P<topic> (?:on|about|for|regarding|to) .*)?$"
    ),
    _pattern(
        rf"^what (?:\w+ )?(?:{_VIEW}) (?:did|does|do|has|have|had|was|is) (?P<speaker>.+?) (?:give|have|offer|make"
        rf"|get|send|issue|put out|post|share|given|made|issued|expressed?)\b(?P<topic>.*)$"
    ),
    _pattern(
        rf"^who(?:m)?(?: else)? (?:did|does|do) {_SPEAKER}{_ADVERB}(?P<verb>{_BASE}|give credit"
        rf"|point the finger at|put the blame on|hold responsible)\b(?! (?:that|it|this|so)\b)(?P<topic>.*)$"
    ),
    WHAT_IS_BEING_SAID,
)
GIVES_A_REASON = _pattern(rf"^(?:explain|justify|defend|rationalise|rationalize|{_REASON})")
REASON_NOUN = _pattern(rf"^(?:{_REASON})$")
_CAUSED = (
    r"caused?|led to|made|makes|drove|prompted|triggered|killed|held up|holds up|holding up|finished off|stopped"
    r"|stops|keeping|keeps|kept|is behind|was behind|brought"
    r"|forced|pushed|got|gave rise to|set off|sparked|explains|explained|went wrong|is wrong|was wrong|wrong"
    r"|delayed|delays|sank|sunk|motivated|inspired|convinced|persuaded"
)
WHY = _pattern(
    rf"^(?:and |so |but )?(?:why(?:'s| (?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should"
    rf"|{_NEGATED}))?\b"
    r"|(?:on|for|under) what (?:grounds|reasons?|basis|pretext)(?: (?:is|are|was|were|do|does|did|has|have|had"
    r"|will))?"
    r"|what (?:reasons?|grounds|explanation|excuse|justification)\b(?: (?:do|does|did|is|was|were|are))?"
    r"|what(?:'s| is| was| are| were)?(?: the)? (?:\w+ )?(?:reasons?|causes?|grounds|rationale|motives?|logic"
    r"|explanation|idea|thinking|point|purpose|root cause)\b(?: (?:for|of|behind|why|that))?"
    r"|what(?:'s|s| is| was) (?:behind|up with|wrong with|keeping|stopping|holding|driving|causing|fuell?ing"
    r"|the matter with|with)"
    rf"|what (?=(?:\S+ ){{0,2}}?(?:{_CAUSED})\b)"
    r"|(?=what (?:does|do|did) .+ (?:give as|as (?:the|a|its|his|her|grounds?)) (?:the |a |his |her "
    r"|its )?(?:reasons?|grounds?|explanation))"
    r"|how come)(?P<topic>.*)$"
    rf"|^(?P<excuse>what(?:'s| is| was|s) .+?'?s? (?:{_REASON}|excuse)\b.*)$"
)
HOW = _pattern(
    r"^(?:and |so |but )?(?:how(?:'s|'d)?(?: (?:exactly|else))?(?: (?:is|are|was|were|do|does|did|has|have|had"
    r"|will|would|can|could|should|to|on earth))?\b"
    r"|(?:in|by) what (?:way|means|manner)|what(?:'s| is| was)? (?:the )?(?:plan|process|procedure|method|steps?"
    r"|trick|way)\b(?: (?:for|to|of|behind))?)(?P<topic>.*)$"
)
SAID_SO = _pattern(
    rf"^(?:(?:did|does|do|didn't|doesn't|don't|will|would) {_SPEAKER}{_ADVERB}(?P<verb>{_BASE})\b{_NEXT}"
    rf"|(?:has|have|had|hasn't|is|was|are|were) (?:it (?:true|right) that )?(?P<speaker2>(?!it\b"
    rf"|there\b)(?:(?!{_STOPS}\b)[^\s:;?]+ ){{1,6}}?){_ADVERB}(?P<verb2>{_PARTICIPLE})\b)(?P<topic>.*)$"
)
IS_IT_SO = _pattern(
    rf"^(?:so |and |but )?(?:{_AUXILIARY}|{_NEGATED}|any (?:sign|word|chance|truth|indication|hint|suggestion"
    rf"|proof|evidence|news)|is there)\b"
    r"(?: it (?:really |actually )?(?:true|right|confirmed|so|correct)(?: that)?)?(?P<topic>.*)$"
)
IF_THEN = _pattern(
    rf"^(?:if|when|once|now that) (?P<topic>.+?,? {_AUXILIARY} (?:it|he|she|they|the|that|this|there|[A-Z]\w*)\b.*)$"
)
WHICH_ONE = _pattern(r"^(?:which|what)\b")
WHO = _pattern(
    r"^(?:so |and |but )?(?:who(?:m|se)?(?: else)?|who's|by whom|according to whom|from whom|through whom"
    r"|via whom|(?:through|via|to|from|by|on|in|at) (?:which|what|whose)"
    rf"|(?:which|what) (?:(?!did\b|does\b|do\b|is\b|was\b|are\b|were\b)\S+ ){{0,4}}?(?:{_TELLERS})s?|(?:which"
    rf"|what) (?:\S+ )?{_OUTLETS}|which)\b(?P<topic>.*)$"
)
WHO_SAYS = _pattern(
    rf"^(?:so |and )?(?:according to|whose|(?:through|via|to|from|by|on|in|at) (?:which|what|whose|whom)"
    rf"|through whom|(?:which|what) (?:(?!did\b|does\b)\S+ ){{0,2}}{_OUTLETS}\b)"
)
# Expressions of speech and attitude that are no single verb.
TELLS = _pattern(
    r"\b(?:put (?:the|its|his|her|it|that)\b.+\bat|raised? the alarm|own(?:s|ed) up|(?:see|sees|saw|view|views"
    r"|viewed) .+ as|full of praise|first to|got hold of|get hold of"
    r"|identif(?:y|ies|ied)|point(?:s|ed) (?:out|to)|took issue|takes issue|(?:spoke|speaks|speak) (?:out|of"
    r"|about|up)|talk(?:s|ed)? (?:of|about)|voiced?|sounded|rais(?:es|ed) (?:doubts|concerns)"
    r"|(?:couldn't|can't|could not) (?:get over|believe)|(?:is|was|are|were) (?:worried|afraid|sure|certain"
    r"|convinced|sceptical|skeptical|quoted|angry|furious|happy|glad|proud|adamant|optimistic|pessimistic"
    r"|confident|surprised"
    r"|amazed|stunned|shocked|sorry|upset|disappointed|critical|hopeful|in favou?r|against)|gave|give"
    r"|paid tribute|cast(?:s)? doubt|took .+ to task|shr?ugg(?:ed|s) off|laughed off|hit (?:out|back)|lash(?:ed"
    r"|es) out"
    r"|calls? (?:for|on)|called (?:for|on)|fired back|clapped back|weigh(?:ed|s) in|thanked|corrected|wants?"
    r"|wanted|finds?|found|measured|calculated|calculates|puts?|compar(?:ing|ed)|spot(?:ted)?|feels?|felt"
    r"|knows?|knew|claims to|came out|opened up|let slip|hint(?:s|ed)|sens(?:es|ed)|likes?|liked|loved|hated"
    r"|hates|loves|credits?|attribut(?:es|ed)|back(?:s|ed) up|ran (?:the|a|stories|with)|carried|broke|dug up"
    r"|leaked|counted|tallied|polled|surveyed|cited|shared|aired|filmed|photographed|recorded|tracked|documented"
    r"|fact-?checked|(?:first|originally) \w+ed|put a (?:figure|number)"
    r"|had (?:the|that) (?:story|news)|the source|quoted?|trust(?:s|ed)?|already saw|saw .+ coming|words?"
    r"|statements?|quote)\b"
)
SOURCING = _pattern(
    r"^(?:how (?:do|did|can) (?:we|the (?:paper|press|public|outlet|media|reporters?|newspaper|agency)) (?:know"
    r"|learn|find out|hear)(?: that| about| of)?|what(?:'s| is) the (?:source|sourcing|origin|basis)(?: for| of"
    r"| on| behind)?|where (?:does|did|do) .*(?=\b(?:come|comes|came) from)|where (?:does|did"
    r"|do) (?=.+ get (?:that|the|its|this|their|his|her)\b)|on whose (?:word|authority)|who(?:'s| is| was"
    r"| were)? (?:the source|cited|quoted|named)(?: (?:of|for|as|on|in|behind))?)\b(?P<topic>.*)$"
)
WHO_IS = _pattern(
    r"^who(?: is|'s| are| was| were)(?: this| that)? (?P<topic>(?:the|this|that) [^\s,]+(?: [^\s,]+){0,11}?"
    r"|(?:(?:a|an) )?[^\s,]+(?: [^\s,]+){0,4}?)(?:, ?(?P<context>.*)|(?= (?:in|from) )(?P<where>.*))?$"
)
WHO_BEHIND = _pattern(
    r"^who(?:'s| is| was)? (?:behind|runs|ran|owns|leads|heads|founded|chairs) (?P<topic>[^\s,]+(?: [^\s,]+){0,7})$"
)
# "what is RUSI": only of a name, which is written with a capital.
WHAT_IS = re.compile(
    r"^(?:[Ww]hat|WHAT)(?: is| are| was| were|'s) "
    r"(?P<topic>(?:[Tt]he )?[A-Z][^\s,]*(?: (?:of|the|for|and|[A-Z][^\s,]*)){0,6})$"
)
WHO_TOPIC_IS = _pattern(r"^who (?P<topic>(?:\S+ ){1,4}?\S+) (?:is|are|was|were)$")

ANALYST_WHO = _pattern(rf"^(?:the |a |an |one )?(?:[^\s,]+ ){{1,4}}who (?P<verb>{_ANY_VERB})\b")
STATEMENT_FRAGMENTS = (
    _pattern(
        rf"^(?P<speaker>(?!{_ASKS}\b)(?:[^\s?:]+ ){{0,7}}?[^\s?:]+?)(?:'s|s'|(?<=s)) (?:\w+ )?(?:{_VIEW})"
        r"(?P<topic>(?: (?:on|about|for|of|to|when|after|over|that|in|behind|as|against|with|if|from|regarding"
        r"|at)\b.*)?)$"
    ),
    # "Lind on tolls", "council spokeswoman on what happens"
    re.compile(
        r"^(?P<speaker>(?:[^\s?:,]+ ){0,6}?(?:[A-Z][\w'-]*|spokes\w+|ceo|boss|analyst|expert|minister|mayor|coach"
        r"|author|professor|officials?))"
        r"(?: on|: on| about| re)(?P<topic> (?:why|what|how|where|when|whether|the|her|his|their|its|being|having"
        r"|[a-z]+ing|[a-z]+)\b.*)$"
    ),
    _pattern(
        rf"^(?P<speaker>(?!{_ASKS}\b)[^?]+?)(?: on | about |'s )(?P<topic>.+?) -+ ?(?:reactions?|comments?"
        rf"|statements?|response|quotes?|view|words|thoughts)$"
    ),
    _pattern(
        r"^(?:(?:any|a|the|did we get) )*(?:reactions?|response|statement|comments?|quotes?|word|advice|view"
        r"|reply) (?:of|from|by) (?P<speaker>.+?)"
        r"(?P<topic> (?:on|about|to|over|regarding|after|when) .*)?$"
    ),
    # "Lind on how tolls work", whatever the case of the name
    _pattern(
        rf"^(?P<speaker>(?!{_ASKS}\b)(?:(?!(?:{_AUXILIARY}|who|that)\b)[^\s?:,]+ ){{1,6}}?)(?:on"
        rf"|about) (?P<topic>(?:where|how|why|what|when|whether|who|if)\b.*)$"
    ),
)
NUMBER_FRAGMENT = _pattern(
    r"\b(?:death toll|toll|dead|casualties|price|cost|costs|total|amount|number of|percentage|percent of|share of"
    r"|how (?:much|many)|average|turnout|margin|salary|budget|population|(?:figure|count|tally|size|length|speed"
    r"|age|height|weight|numbers?)(?=$| of\b)"
    r"|dollar amount|net worth|score)\b"
)
TIME_FRAGMENT = _pattern(r"\b(?:date|deadline|release date|opening day|start date|timeline|year of)\b")
REASON_FRAGMENT = _pattern(r"\b(?:reasons?|cause|grounds|motive|explanation)\b")
DECLARATIVE = _pattern(
    r"^(?P<topic>(?:[^\s,]+ ){1,8}?(?:is|are|was|were|has|have|had|will|won't|isn't|didn't|hasn't|doesn't|can"
    r"|can't|wasn't|aren't) .+|.+,? (?:still|really|true|fake|real|legit)(?: \w+)?)$"
)
