"""Words with a special meaning in a claim, by language (ISO 639-1) and category."""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class Category(StrEnum):
    NEGATION = "negation"
    VERACITY = "veracity"
    HEDGE = "hedge"
    QUANTIFIER = "quantifier"
    FUTURE = "future"
    TIME = "time"
    SAYING = "saying"


# The most frequent words, by which a language is recognised.
_FREQUENT = {
    "en": """
        the of and to in is that for was with on are were by has have from this an at been he she it they his her its
    """,
    "de": """
        der die das und den dem des ein eine einen im ist sind wurde wurden von zu mit auf für sich es er sie am um
        hat
    """,
    "fr": """
        le la les des du un une et est sont dans pour par sur avec que qui au aux ce cette ne pas il elle ont été à en
        a n'
    """,
    "es": "el la los las de del un una y es son en por para con que se fue al su sus ha han lo como más no está a",
    "pt": "o a os as de do da dos das um uma e é são em no na por para com que se foi ao seu sua não está às",
    "it": """
        il lo la i gli le di del della dei un una e è sono in nel nella per con che si ha hanno al su è stato non da
    """,
    "nl": "de het een en van in is zijn op met voor dat te werd werden door aan bij niet heeft hebben er om naar",
    "pl": "w i z na do nie się jest są o że to za po przez od dla został została było ma który oraz ze",
    "uk": "і в на у з що не до за та це є від для про як був було була із по його її",
    "ru": "и в на не с что по за из к от это как был была было были для о у же его её до",
}

_WORDS = {
    Category.NEGATION: {
        "en": """
            not no never none nobody nothing nowhere neither nor without hardly barely scarcely rarely seldom longer
            stop fail refuse deny denial refusal failure prevent avoid decline lack cease quit halt forbid cancel
            abandon withhold rule unable unwilling instead
        """,
        "de": """
            nicht nichts nie niemals kein keine keinen keinem keiner keines niemand nirgends weder noch ohne kaum
            stoppte stoppt gestoppt bestreitet bestritt leugnet weigert weigerte verweigert scheitert dementiert
        """,
        "fr": """
            ne n' pas jamais rien personne aucun aucune ni non sans guère nulle nier nie refuse refusé cesse cessé
            dément n'a n'ont n'est n'était n'y n'en
        """,
        "es": """
            no nunca jamás nada nadie ningún ninguno ninguna ni tampoco sin apenas niega negó niegan rechaza rechazó
            dejó deja
        """,
        "pt": "não nunca jamais nada ninguém nenhum nenhuma nem sem mal nega negou recusa recusou deixou",
        "it": """
            non mai niente nulla nessuno nessun nessuna né neanche nemmeno senza nega negato rifiuta rifiutato smesso
        """,
        "nl": "niet nooit niets niemand geen nergens noch zonder nauwelijks ontkent ontkende weigert weigerde stopte",
        "pl": """
            nie nigdy nic nikt żaden żadna żadne żadnego ani bez ledwie zaprzecza zaprzeczył odmówił odmawia przestał
        """,
        "uk": "не ні ніколи нічого ніхто жоден жодна жодного без ледве заперечує заперечив відмовився відмовляється",
        "ru": "не нет ни никогда ничего никто никакой никакая ни без едва отрицает отрицал отказался отказывается",
    },
    Category.VERACITY: {
        "en": """
            hoax myth fake false falsely untrue debunked debunk debunks lie lies lied wrong wrongly incorrect bogus
            baseless unfounded fabricated misleading disproved disproven refuted rumour rumor rumours rumors satire
            conspiracy true truth real really fact claim claims claimed story supposed so-called check
        """,
        "de": "falsch falschmeldung lüge mythos gerücht fake erfunden unwahr widerlegt wahr märchen behauptung",
        "fr": "faux fausse mythe rumeur mensonge canular infox démenti vrai infondé prétendu affirmation",
        "es": "falso falsa mito bulo rumor mentira desmentido verdad engaño fake infundado",
        "pt": "falso falsa mito boato mentira desmentido verdade fake farsa infundado",
        "it": "falso falsa mito bufala bugia smentito vero fake infondato menzogna",
        "nl": "onwaar vals mythe leugen gerucht nep hoax fake waar ontkracht verzonnen",
        "pl": "fałsz fałszywe nieprawda mit plotka kłamstwo fake prawda zdementowano bzdura",
        "uk": "неправда міф фейк брехня чутка хибно правда спростовано вигадка",
        "ru": "ложь неправда миф фейк слух вымысел правда опровергли опровергнуто утка",
    },
    Category.HEDGE: {
        "en": """
            may might could can would should must shall allegedly alleged reportedly reported report reports
            apparently supposedly purportedly possibly possible perhaps maybe likely unlikely probably probable
            potentially potential seem seems seemed appear appears appeared plan plans planned planning intend intends
            intended want wants wanted hope hopes hoped try tries tried trying attempt attempts attempted consider
            considers considering considered threaten threatens threatened propose proposes proposed seek seeks sought
            expect expects expected suspect suspected suspicion accused believe believed think thinks thought said say
            says told according suggests suggest suggested if whether unless promise promised promises pledge pledged
            vow vowed agree agreed order ordered ask asked call called urge urged claim claims claimed rumoured
            rumored set due about ready able capable help helps certainly definitely proven proved
        """,
        "de": """
            kann können könnte könnten soll sollen sollte sollten will wollen wollte darf dürfte mag möglicherweise
            angeblich vielleicht wahrscheinlich wohl offenbar mutmaßlich plant planen plante würde versucht versuchte
            laut
        """,
        "fr": """
            peut peuvent pourrait pourraient devrait doit veut voulait peut-être probablement apparemment prétendument
            aurait auraient serait seraient semble selon envisage prévoit tente
        """,
        "es": """
            puede pueden podría podrían debe debería quiere quería quizá quizás tal vez probablemente supuestamente
            presuntamente habría sería parece según planea prevé intenta
        """,
        "pt": """
            pode podem poderia poderiam deve deveria quer queria talvez provavelmente supostamente alegadamente teria
            seria parece segundo planeja pretende tenta
        """,
        "it": """
            può possono potrebbe potrebbero deve dovrebbe vuole voleva forse probabilmente presumibilmente presunto
            avrebbe sarebbe sembra secondo intende prevede tenta
        """,
        "nl": """
            kan kunnen kon zou zouden moet moeten wil willen wilde mag misschien mogelijk waarschijnlijk vermoedelijk
            naar verluidt blijkbaar volgens lijkt plant probeert
        """,
        "pl": """
            może mogą mógł mogłaby powinien musi chce chciał być prawdopodobnie podobno rzekomo zapewne według wydaje
            planuje zamierza próbuje
        """,
        "uk": """
            може можуть міг могла повинен має хоче хотів можливо мабуть ймовірно нібито імовірно за словами планує
        """,
        "ru": """
            может могут мог могла должен хочет хотел возможно вероятно якобы предположительно наверное видимо кажется
            планирует намерен пытается
        """,
    },
    Category.QUANTIFIER: {
        "en": """
            all every each any both either some several many most few fewer fewest much more less least majority
            minority half quarter third only just solely exclusively entire whole total part partly dozens dozen
            hundreds thousands millions billions always often sometimes usually mostly almost nearly about around
            roughly approximately exactly precisely over under up above below than maximum minimum even least other
            another single twice double triple couple per enough too very completely largely
        """,
        "de": """
            alle allen jeder jede jedes jeden beide einige manche viele wenige mehrere meisten mindestens höchstens
            nur bis mehr weniger als fast etwa rund über unter genau ganz ganze hälfte drittel viertel immer manchmal
            oft
        """,
        "fr": """
            tous toutes tout toute chaque plusieurs certains certaines quelques peu beaucoup plupart moitié tiers
            quart moins plus seulement seul jusqu'à presque environ exactement toujours parfois souvent
        """,
        "es": """
            todos todas todo toda cada algunos algunas varios muchos pocos mayoría mitad tercio cuarto menos más solo
            sólo solamente hasta casi unos exactamente siempre veces ambos
        """,
        "pt": """
            todos todas todo toda cada alguns algumas vários muitos poucos maioria metade terço quarto menos mais só
            apenas somente até quase cerca exatamente sempre vezes ambos
        """,
        "it": """
            tutti tutte tutto tutta ogni alcuni alcune diversi molti pochi maggioranza metà terzo quarto almeno
            massimo più meno solo soltanto fino quasi circa esattamente sempre talvolta entrambi
        """,
        "nl": """
            alle elke ieder iedere sommige enkele veel weinig meeste beide helft derde kwart minstens hoogstens
            maximaal minimaal alleen slechts tot meer minder dan bijna ongeveer precies altijd soms vaak
        """,
        "pl": """
            wszyscy wszystkie każdy każda każde niektórzy niektóre kilka wielu mało większość połowa co najmniej
            najwyżej tylko do ponad prawie około dokładnie zawsze czasem często oba
        """,
        "uk": """
            всі усі кожен кожна деякі кілька багато мало більшість половина щонайменше принаймні лише тільки до понад
            майже близько рівно завжди іноді часто обидва
        """,
        "ru": """
            все всех каждый каждая некоторые несколько много мало большинство половина треть четверть минимум максимум
            только лишь до более менее свыше почти около ровно всегда иногда часто оба
        """,
    },
    Category.FUTURE: {
        "en": "will shall going gonna",
        "de": "wird werden",
        "fr": "va vont",
        "es": "va van",
        "pt": "vai vão",
        "it": "",
        "nl": "zal zullen gaat gaan",
        "pl": "będzie będą",
        "uk": "буде будуть",
        "ru": "будет будут",
    },
    Category.TIME: {
        "en": """
            yesterday today tomorrow tonight now currently then formerly former once already still yet ever recently
            soon later earlier before after until till since during while ago last next past previous coming this
            upcoming second seconds minute minutes hour hours day days night nights week weeks weekend month months
            year years decade decades century centuries morning afternoon evening noon midnight dawn dusk summer
            winter spring autumn early late ongoing immediately temporarily permanently annually monthly weekly daily
            yearly first
        """,
    },
    Category.SAYING: {
        "en": """
            say says said saying tell tells told claim claims claimed admit admits admitted think thinks thought believe
            believes believed write writes wrote know knows knew announce announced insist insisted warn warns warned
        """,
        "de": "sagt sagte sagen sagten erklärt erklärte behauptet behauptete meint meinte schreibt schrieb weiß",
        "fr": "dit disent disait affirme affirmait déclare déclarait écrit croit pense assure",
        "es": "dice dijo dicen dijeron afirma afirmó declara declaró cree escribe escribió asegura aseguró",
        "pt": "diz disse dizem disseram afirma afirmou declara declarou acha acredita escreve escreveu",
        "it": "dice disse detto dicono afferma affermato dichiara dichiarato crede scrive scritto pensa",
        "nl": "zegt zei zeggen zeiden beweert beweerde verklaart verklaarde denkt schrijft schreef",
        "pl": "mówi mówił mówiła powiedział powiedziała twierdzi twierdził twierdziła uważa pisze napisał napisała",
        "uk": "каже казав казала сказав сказала заявив заявила стверджує вважає пише написав написала",
        "ru": "говорит говорил сказал сказала заявил заявила утверждает утверждал считает пишет написал написала",
    },
}
_FORMS_OF_NOT = {
    "cannot": ("can", "not"),
    "won't": ("will", "not"),
    "wont": ("will", "not"),
    "shan't": ("shall", "not"),
}
_WITHOUT_APOSTROPHE_TEXT = """
dont doesnt didnt wouldnt isnt arent wasnt werent cant couldnt shouldnt hasnt havent hadnt aint
"""
_WITHOUT_APOSTROPHE = frozenset(_WITHOUT_APOSTROPHE_TEXT.split())


@cache
def words_of(category: Category, language: str) -> frozenset[str]:
    """Return the words of a category in a language, in lower case."""
    return frozenset(_WORDS[category].get(language, "").split())


@cache
def verbs_of_saying() -> frozenset[str]:
    """Return the verbs of saying of all languages, for a text too short to recognise its language."""
    return frozenset(word for words in _WORDS[Category.SAYING].values() for word in words.split())


@cache
def frequent_words(language: str) -> frozenset[str]:
    """Return the most frequent words of a language."""
    return frozenset(_FREQUENT[language].split())


LANGUAGES = tuple(_FREQUENT)


def split_negation(word: str) -> tuple[str, ...]:
    """Return an English word in lower case without its contracted "not".

    >>> split_negation("didn't")
    ('did', 'not')
    """
    if word in _FORMS_OF_NOT:
        return _FORMS_OF_NOT[word]
    if word.endswith("n't") or word in _WITHOUT_APOSTROPHE:
        verb = word.removesuffix("n't") if "'" in word else word.removesuffix("nt")
        return ({"ca": "can", "ai": "is"}.get(verb, verb), "not")
    return (word,)
