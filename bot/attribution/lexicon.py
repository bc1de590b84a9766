"""Lexicon: verb classes, nouns, titles and pronouns of attribution.

Verbs with their frames are in `verb_frames`.
"""

from __future__ import annotations

from bot.attribution.verb_frames import EVIDENCE, SPEECH
from bot.model.attribution import Role


def words_of(text: str) -> frozenset[str]:
    """Return the words of `text` as a set."""
    return frozenset(text.split())


# Forms that the lemmatiser takes for another verb: "hopes" for "hops".
LEMMAS = {form: verb for verb in ("hope", "hate", "gripe") for form in (verb + "s", verb + "d", verb[:-1] + "ing")}
LEMMAS |= {"retweeted": "retweet", "retweeting": "retweet"}

# Verbs of rating, in the passive: "is estimated at $2 billion by Torvik Bank".
RATED = words_of("estimate value put rank rate project forecast calculate assess assume name list")
RATED_AT = words_of("at as among")

# The object must have a number: "projected 300 ships", not "projected calm".
COUNTING = words_of("project")

# The object is seldom a content: "write a book", "post bail".
OBJECT_IS_TOPIC = words_of("""write post state add say answer continue read show find prove disclose""")

# The cue may be inside or behind its content: "The bill, he said, was dead".
PARENTHETICAL = frozenset(SPEECH) | {"think", "believe", "hope", "fear", "figure", "reckon", "suspect"}

# Passives without an agent: "is expected to", "is said to".
HEARSAY = words_of("""say report expect believe allege think know estimate rumor rumour suppose understand consider""")
HEARSAY_ADVERBS = words_of("reportedly allegedly supposedly purportedly")

# As a participle after a comma, these tell the meaning of an event: ", signaling a change".
SIGNS = words_of(
    "signal suggest indicate show highlight underscore underline demonstrate prove reveal imply confirm hint"
)

# An agreement, a trend or a move may be the subject, too.
THINGS_DO = SIGNS | frozenset(EVIDENCE) | words_of("threaten promise demand mean require begin continue")

DENIAL = words_of("deny refute rebut dispute reject contradict disavow")
WITHHOLDING = words_of("decline refuse fail")
IRREALIS = words_of("would could might may should")

ROLES = dict.fromkeys(("write", "tweet", "post", "email", "retweet"), Role.WROTE)
ROLES |= {"tell": Role.TOLD, "inform": Role.TOLD, "report": Role.REPORTED}

# The role of the agent behind a participle and "by": "obtained by the Lantern".
PROVENANCE: dict[str, Role] = {
    verb: role
    for role, verbs in {
        Role.OBTAINED: "obtain acquire receive leak uncover unearth collect hack",
        Role.REVIEWED: "review see view examine analyse analyze study inspect",
        Role.VERIFIED: "verify authenticate confirm corroborate",
        Role.REPORTED: "report cite quote detail",
        Role.PUBLISHED: "publish release carry broadcast",
        Role.WROTE: "write author compile prepare",
    }.items()
    for verb in verbs.split()
}

# Nouns of speech: "RUSI's assessment", "key recommendations from X include".
STATEMENT_NOUNS = words_of(
    """account accusation admission advice allegation analysis announcement answer argument assertion
    assessment assurance claim comment complaint conclusion confirmation criticism declaration denial
    description disclosure endorsement critique attack call demand estimate evaluation explanation finding
    forecast interpretation message observation opinion pledge prediction promise proposal reading
    recommendation remark reply response revelation review statement suggestion testimony theory threat
    verdict view vow warning words"""
)
UTTERANCES = STATEMENT_NOUNS | words_of("email e-mail letter memo message post speech tweet")
# "Military support" is no attitude.
IN_KIND = words_of("material military financial economic humanitarian technical logistical")
# Nouns of attitude with a content: "her support for", "their fear that".
ATTITUDE_NOUNS = words_of(
    """admiration alarm anger anxiety appreciation argument belief case commitment concern condemnation confidence
    contempt conviction desire determination disagreement disappointment disapproval disdain dislike dismay distrust
    doubt enthusiasm faith fear frustration goal gratitude grievance hope indignation insistence intention interest
    misgiving mistrust objection opposition optimism outrage pessimism pleasure point praise preference
    question refusal regret reluctance resentment reservation respect sadness satisfaction scepticism
    skepticism support surprise suspicion sympathy unease willingness wish worry issue credit blame aim swipe
    shot jab mention appeal plea apology excuse notice"""
)
# Light verbs before such a noun: "made the case", "voiced doubts".
LIGHT = words_of(
    """make give offer issue release express voice raise have take deliver publish post send put launch level repeat
    renew show hold file air state place lay cast share convey throw lodge register sound submit
    maintain"""
)
COPULAS = words_of("be feel seem remain sound become appear look get grow")
ADJECTIVES = words_of(
    """afraid alarmed ambivalent angry annoyed anxious appalled apprehensive ashamed aware bullish bearish certain
    concerned confident content convinced delighted determined disappointed disgusted dismayed dissatisfied doubtful
    eager embarrassed enthusiastic excited fearful fed-up frustrated furious glad grateful happy hesitant hopeful
    horrified impatient impressed inclined indifferent interested intrigued keen mindful mistrustful nervous
    optimistic outraged pessimistic pleased positive proud puzzled ready reluctant relieved sad satisfied scared
    sceptical shocked sick skeptical sorry supportive sure surprised suspicious tempted terrified thankful thrilled
    tired unaware uncertain unconvinced uneasy unhappy unimpressed unsure unwilling upbeat upset wary weary willing
    worried"""
)
# These adjectives describe a speaker.
OUTSPOKEN = words_of("""adamant apologetic clear complimentary critical dismissive emphatic explicit insistent
    outspoken vocal""")
ABOUT = words_of("about at against for from in of on over to toward towards with")

DOCUMENT_NOUNS = words_of(
    """account ad advertisement affidavit analysis archive article assessment audit bill blog book brief
    briefing cable communique complaint contract correspondence data database disclosure document
    documentary dossier draft editorial email e-mail evidence excerpt figure file filing finding footage
    headline image indictment interview invoice lawsuit ledger letter list log manual manuscript map
    material memo memoir memorandum message minute note notice page paper paperwork passage photo photograph
    picture poll post presentation profile publication receipt record recording release report research
    result revelation ruling screenshot spreadsheet statement statistic story study summary survey tape
    testimony text transcript tweet verdict video warrant witness polling review investigation inquiry probe tally"""
) - {"bill", "witness", "list", "map", "page", "ad"}  # fmt: skip

# Documents that leak, and are obtained, reviewed and verified.
PAPERS = words_of(
    """archive cable contract correspondence database document email e-mail file letter log material memo
    memorandum paper record revelation spreadsheet transcript disclosure"""
)

# People speak at events; an event is no source.
EVENTS = words_of(
    """award awards briefing ceremony championship concert conference debate dinner event festival gala game hearing
    interview match meeting parade podcast rally show summit tournament trial"""
)

OUTLET_NOUNS = words_of(
    """agency broadcaster channel daily gazette journal magazine network media newspaper newsroom outlet paper
    portal publication publisher site station tabloid weekly website"""
)
OUTLET_NAMES = words_of(
    """afp ap associated bbc bloomberg bulletin cbs chronicle cnn courier daily dispatch dpa echo examiner
    express financial fox gazette globe guardian herald independent inquirer insider interfax journal
    magazine mail media mirror monitor msnbc nbc news newsweek npr observer politico post press radio record
    reporter reuters review sentinel standard star sun tass telegraph telegram times tribune tv wire world"""
)
ORGANISATION_NOUNS = (
    words_of(
        """administration agency airline army assembly audience association authority bank board body brigade bureau
    cabinet campaign centre center chamber charity church coalition college command commission committee
    company congress consortium corporation council country court department directorate embassy firm force
    foundation fund government group institute institution intelligence kremlin laboratory league
    legislature military ministry mission movement nation navy network ngo office organisation organization
    outlet panel parliament party pentagon police secretariat senate service society staff syndicate tank
    team thinktank treasury tribunal union unit university watchdog"""
    )
    | OUTLET_NOUNS
)

PEOPLE_NOUNS = words_of(
    """academic activist adviser advisor aide ally ambassador analyst attorney author candidate captain
    chairman chairwoman chancellor chief citizen clerk cleric co-founder colleague colonel columnist
    commander commentator contractor coordinator councillor critic defector delegate democrat diplomat
    director doctor driver economist editor employee engineer envoy executive expert farmer father fellow
    fighter fisherman foe former founder general governor head historian informant inspector insider
    instructor investigator journalist judge lawmaker lawyer leader lecturer legislator lieutenant local
    manager mayor member moderator minister mother negotiator neighbor neighbour nurse observer officer
    official operative opponent organizer organiser owner partner people person pilot police politician
    pollster premier president professor prosecutor protester publisher pundit reporter representative
    republican researcher resident reviewer scholar scientist secretary senator sergeant soldier source
    specialist spokesman spokesperson spokeswoman staffer strategist student supporter surgeon survivor
    teacher veteran victim villager volunteer voter whistleblower witness woman worker writer man boy girl
    son daughter brother sister wife husband parent child friend nominee rival liberal conservative progressive
    millennial businessman businesswoman actor actress guy fan host user speaker hopeful advocate physician adult
    challenger confidant guest attendee participant socialist independent individual
    professional intellectual radical moderate"""
)

SECRET = words_of("leaked confidential secret classified hacked internal declassified stolen surfaced unpublished")

# Titles and roles before a name.
TITLES = (
    words_of(
        """acting admiral agent ambassador archbishop assistant associate attorney baron baroness bishop brig
    brigadier capt captain cardinal chairman chairwoman chancellor chief col colonel commander commissioner
    congressman congresswoman councillor count cpl dame deputy detective director doctor dr editor envoy ex
    first former founder frontrunner gen general gov governor head hon inspector interim journalist judge
    junior justice king lady lieutenant lord lt maj major mayor minister miss mr mrs ms nominee officer
    pastor pope president presidential prime prince princess prof professor prosecutor queen rep reporter
    representative rev reverend secretary sen senator sergeant sgt sheriff sir spokesman spokesperson
    spokeswoman superintendent vice analyst adviser advisor fellow author senior ceo cfo coo chair"""
    )
    | PEOPLE_NOUNS
)
TITLE_TAILS = words_of("""state defense defence war interior justice treasury labor health education finance staff""")

PRONOUNS_PERSON = words_of("he she")
PRONOUNS_SELF = words_of("i we my our")
PRONOUNS_PLURAL = words_of("they their")
PRONOUNS_THING = words_of("it its")
RELATIVES = words_of("who which that whose")
PRONOUNS_OTHER = words_of("his her him hers you one this these those")
PRONOUNS = PRONOUNS_PERSON | PRONOUNS_SELF | PRONOUNS_PLURAL | PRONOUNS_THING | PRONOUNS_OTHER

# Times. "May", "April" and "Jan" are left out: people have these names.
TIMES = words_of(
    """monday tuesday wednesday thursday friday saturday sunday january february july september october november
    december jan. feb. aug. sept. oct. nov. dec. feb sept today yesterday tomorrow"""
)
# Between the parties of a case or match. "V." is left out: it is an initial.
AGAINST = words_of("v v. vs vs. Vs Vs. versus")

# Beginnings of a link's title behind a colon: "Oll apologises: How to watch the gala".
TEASERS = frozenset(
    f"{word} {next_word}"
    for word in ("how", "what", "where", "when", "who", "why")
    for next_word in ("to", "you", "we", "it", "happened", "happens")
) | {"everything to", "everything you", "everything we", "all you", "key takeaways", "live updates"}
TEASER_WORDS = words_of("timeline here’s here's takeaways")

# Words that are no names in Title Case, beside the lower-case words of the document.
PLAIN = (
    words_of("""a an the of in on at to for from by with and or but as is are was were be has have had will would not
    that this its his her their he she it they who which after before over under into about up out off more
    new said says told tells reveals revealed shows showed reported reports warns warned according""")
    | frozenset(SPEECH)
    | frozenset(EVIDENCE)
    | frozenset(noun + "s" for noun in DOCUMENT_NOUNS | PEOPLE_NOUNS)
)
COMMON = PEOPLE_NOUNS | DOCUMENT_NOUNS | ORGANISATION_NOUNS
