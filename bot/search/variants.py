"""Words that a newsroom uses for one another: countries and their people and capitals, everyday synonyms, short forms.

The tables are our own. A variant is weaker evidence than the word itself, and how much weaker stands with its group.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from bot.text import stem

# Country, its people and adjective | the capital or seat that the press names in its place.
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

# Words that answer for one another in a question about news.
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
drill exercise manoeuvre maneuver
tech technology
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
buy purchase
sell export
kill die death dead
hurt injure wound
show reveal
part participate participation involve
lose loss shortfall deficit
teach train training instruct instruction
learn study
give provide supply
send deliver
secret secretive covert clandestine confidential
cooperate cooperation collaborate collaboration
location place
duration long length
cost price
"""

_NEARLY = 0.9
_STANDS_FOR = 0.7


@cache
def _table() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)

    def relate(one: str, other: str, level: float) -> None:
        if one != other:
            table[one][other] = max(level, table[one].get(other, 0.0))

    for line in _COUNTRIES.strip().splitlines():
        people, _, seats = line.partition("|")
        names = [stem(word) for word in people.split()]
        for one in names:
            for other in names:
                relate(one, other, _NEARLY)
            for seat in seats.split():
                relate(one, stem(seat), _STANDS_FOR)
                relate(stem(seat), one, _STANDS_FOR)
    for line in _SYNONYMS.strip().splitlines():
        group = [stem(word) for word in line.split()]
        for one in group:
            for other in group:
                relate(one, other, _STANDS_FOR + 0.1)
    return dict(table)


def variants(stemmed: str) -> dict[str, float]:
    """Return the stems that may stand for `stemmed`, each with how well it does (0 to 1)."""
    return _table().get(stemmed, {})
