"""Short forms of English first names."""

from __future__ import annotations

from functools import cache

_GROUPS = """
abe abraham|al albert|alex alexander|andy andrew|barney bernard|ben benjamin|bernie bernard
bill billy will william|bob bobby robert rob|brad bradley|cathy kate katie katherine catherine
charlie charles chuck|chris christopher|dan danny daniel|dave david|deb debbie deborah|dick rick richard
don donald|doug douglas|ed eddie edward ted|fred frederick|gabby gabrielle|geoff geoffrey|greg gregory
hank henry harry|jack john|jake jacob|jeff jeffrey|jen jenny jennifer|jerry gerald|jim jimmy james
joe joey joseph|jon jonathan|josh joshua|ken kenneth|larry lawrence|liz beth elizabeth|maggie meg margaret
matt matthew|mike michael mick|nancy ann|nate nathan nathaniel|nick nicholas|pat patrick|peggy margaret
pete peter|phil philip|ron ronald|russ russell|sam samuel|sandy alexandra|steve stephen steven|sue susan
ted theodore|tim timothy|tom tommy thomas|tony anthony|val valerie|vince vincent|vlad vladimir|walt walter
"""


def first_names(name: str) -> frozenset[int]:
    """Return the groups of a folded first name: "joe" and "joseph" share one."""
    return _groups().get(name, frozenset())


@cache
def _groups() -> dict[str, frozenset[int]]:
    table: dict[str, frozenset[int]] = {}
    for number, group in enumerate(_GROUPS.strip().replace("\n", "|").split("|")):
        for name in group.split():
            table[name] = table.get(name, frozenset()) | {number}
    return table
