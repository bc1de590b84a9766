"""Weighted variants of words: countries and capitals, synonyms, irregular forms.

The tables are our own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain, product

from bot.normalize import stem

# Country, adjective and people | the capital or seat of government as a metonym.
_COUNTRIES = """
afghanistan afghan | kabul
argentina argentine argentinian | buenos
armenia armenian | yerevan
australia australian | canberra
austria austrian | vienna
azerbaijan azerbaijani | baku
belarus belarusian | minsk
belgium belgian |
brazil brazilian | brasilia
britain british uk | london westminster
bulgaria bulgarian | sofia
canada canadian | ottawa
china chinese prc | beijing
croatia croatian | zagreb
cuba cuban | havana
cyprus cypriot | nicosia
czechia czech | prague
denmark danish dane | copenhagen
egypt egyptian | cairo
estonia estonian | tallinn
ethiopia ethiopian | addis
finland finnish finn | helsinki
france french | paris
georgia georgian | tbilisi
germany german | berlin
greece greek | athens
hungary hungarian | budapest
india indian | delhi
indonesia indonesian | jakarta
iran iranian | tehran
iraq iraqi | baghdad
ireland irish | dublin
israel israeli |
italy italian | rome
japan japanese | tokyo
kazakhstan kazakh | astana
kenya kenyan | nairobi
kosovo kosovar | pristina
latvia latvian | riga
lebanon lebanese | beirut
libya libyan | tripoli
lithuania lithuanian | vilnius
mexico mexican |
moldova moldovan | chisinau
mongolia mongolian |
morocco moroccan | rabat
myanmar burmese burma |
netherlands dutch | hague
nigeria nigerian | abuja
norway norwegian | oslo
pakistan pakistani | islamabad
philippines filipino philippine | manila
poland polish pole | warsaw
portugal portuguese | lisbon
romania romanian | bucharest
russia russian | moscow kremlin
serbia serbian serb | belgrade
slovakia slovak | bratislava
slovenia slovenian slovene | ljubljana
spain spanish | madrid
sweden swedish swede | stockholm
switzerland swiss | bern
syria syrian | damascus
taiwan taiwanese | taipei
thailand thai | bangkok
turkey turkish turkiye | ankara
ukraine ukrainian | kyiv kiev
us usa america american | washington
uzbekistan uzbek | tashkent
venezuela venezuelan | caracas
vietnam vietnamese | hanoi
yemen yemeni | sanaa
"""

# Synonyms in news.
_SYNONYMS = """
soldier troop personnel force serviceman fighter servicemen
paratrooper airborne parachute
file document record paper material contract leak
leaked obtained
deal agreement pact accord
army military
weapon weaponry arms
plane aircraft jet
ship vessel
drill exercise manoeuvre
thinktank institute
back support aid help
expert specialist analyst
advise recommend urge recommendation
suggest recommend
school academy
war invasion
leader president
start begin launch
stop end halt
kill die
hurt injure wound
show reveal
part participate involve
shortfall deficit
teach train instruct
give provide supply
send deliver
secret secretive covert clandestine confidential
cooperate cooperation collaborate collaboration
location place
duration long length
cost price
"""

# Forms of one word with different Snowball stems.
_FORMS = """
analyse analyze analysis | agree agreement | allow allowance | appear appearance | approve approval | arrive arrival
assess assessment | attack attacked | begin began begun | believe belief | break broke broken | build built
buy bought purchase | choose chose chosen choice | come came | decide decision | defence defense | defend defender
deny denial | describe description | die death dead | draw drew drawn | explain explanation | fall fell fallen
fight fought | find found finding | fly flew flown flight | give gave given | go went gone | grow grew grown growth
hide hid hidden | hold held | invade invasion | know knew known knowledge | lead led | leave left | lose lost loss
make made | meet met | pay paid payment | propose proposal | prove proof | publish publication
recommend recommendation | refuse refusal | reply replied | respond response | reveal revelation | run ran
rise rose risen | see saw seen
sell sold sale | send sent | shoot shot | sign signature | speak spoke spoken speech | spend spent | stand stood
steal stole stolen | strike struck | succeed success | take took taken | teach taught | think thought | threaten threat
transfer transferred | win won winner | withdraw withdrew withdrawn withdrawal | write wrote written
centre center | programme program | organise organisation organization | manoeuvre maneuver | armoured armored
january jan | february feb | august aug | september sept sep | october oct | november nov | december dec
tech technology technological | govt government | mil military | intel intelligence
"""

_SAME_WORD = 1.0
_SAME_COUNTRY = 0.9
_SYNONYM = 0.8
_CAPITAL_FOR_COUNTRY = 0.7
_Relation = tuple[str, str, float]


def variants(stemmed: str) -> dict[str, float]:
    """Return the variants of a stem with their weights (0 to 1).

    >>> variants("kremlin")
    {'russia': 0.7, 'russian': 0.7}
    """
    return _table().get(stemmed, {})


@cache
def country_names(stemmed: str) -> frozenset[str]:
    """Return the names of a country and its people, or nothing for another stem.

    >>> sorted(country_names("french"))
    ['franc', 'french']
    """
    names = {name for name, weight in variants(stemmed).items() if weight == _SAME_COUNTRY}
    return frozenset({stemmed, *names}) if names else frozenset()


@cache
def country_forms(initials: str) -> frozenset[str]:
    """Return the words for a country named by initials: "us" gives "american"."""
    lines = (line.partition("|")[0].split() for line in _COUNTRIES.strip().splitlines())
    return frozenset(next((names for names in lines if initials in names), ()))


@cache
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    forms, synonyms = _FORMS.replace("\n", "|").split("|"), _SYNONYMS.strip().splitlines()
    for word, variant, weight in chain(
        _country_relations(), _group_relations(forms, _SAME_WORD), _group_relations(synonyms, _SYNONYM)
    ):
        if word != variant:
            table[word][variant] = max(weight, table[word].get(variant, 0.0))
    return dict(table)


def _country_relations() -> Iterator[_Relation]:
    """Yield the relations among a country's names, and with its capital."""
    for line in _COUNTRIES.strip().splitlines():
        listed_names, _, listed_capitals = line.partition("|")
        names, capitals = [list(map(stem, listed.split())) for listed in (listed_names, listed_capitals)]
        for name in names:
            yield from ((name, other_name, _SAME_COUNTRY) for other_name in names)
            for capital in capitals:
                yield name, capital, _CAPITAL_FOR_COUNTRY
                yield capital, name, _CAPITAL_FOR_COUNTRY


def _group_relations(groups: Iterable[str], weight: float) -> Iterator[_Relation]:
    """Yield the relations of each group's words with one another."""
    for group in groups:
        stems = [stem(word) for word in group.split()]
        yield from ((word, variant, weight) for word, variant in product(stems, repeat=2))
