"""Verbs of speech, thought and reporting in questions, with their chain roles."""

from __future__ import annotations

from bot.model.attribution import Role

# Base forms; the others follow from them or are listed below.
_VERBS: dict[Role, str] = {
    Role.OBTAINED: "obtain acquire",
    Role.REVIEWED: "review analyse analyze examine assess",
    Role.VERIFIED: "verify confirm authenticate",
    Role.REPORTED: "report publish cover reveal break uncover expose unearth investigate interview air print",
    Role.WROTE: "write author",
    Role.TOLD: "tell",
    Role.SAID: """
        say claim state announce argue warn note add explain insist deny admit allege suggest recommend stress
        emphasise emphasize think believe predict describe call comment mention frame urge ask accuse promise
        threaten respond propose estimate assert caution conclude highlight acknowledge reckon criticise criticize
        slam blast condemn denounce blame praise hail welcome applaud defend justify dismiss reject vow pledge joke
        quip tweet post testify hope fear thank congratulate apologise apologize advise complain compare liken scoff
        swear doubt question regret concede declare mock label dub brand credit bemoan lament boast brag demand
        express expect advocate foresee forecast anticipate remark recall confess contend maintain reply answer
        react object counter retort rebut refute dispute disagree agree characterize characterise rate consider
        worry wonder overhear
    """,
}
_IRREGULAR = {
    "say": "said",
    "tell": "told",
    "write": "wrote written",
    "break": "broke broken",
    "think": "thought",
    "overhear": "overheard",
    "swear": "swore sworn",
    "foresee": "foresaw foreseen",
    "forecast": "forecast",
}
_DOUBLED = frozenset({"brag", "rebut", "quip", "admit", "dub", "slam"})


def _forms(base: str) -> list[str]:
    if base.endswith("e"):
        return [base, f"{base}s", f"{base}d", f"{base[:-1]}ing"]
    if base.endswith("y") and base[-2] not in "aeo":
        return [base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"]
    stem = base + base[-1] if base in _DOUBLED else base
    third = f"{base}es" if base.endswith(("s", "sh", "ch", "x")) else f"{base}s"
    return [base, third, f"{stem}ed", f"{stem}ing"]


BASE_FORMS = frozenset(base for bases in _VERBS.values() for base in bases.split())
SPEECH: dict[str, Role] = {
    form: role
    for role, bases in _VERBS.items()
    for base in bases.split()
    for form in (*_forms(base), *_IRREGULAR.get(base, "").split())
    if base not in _IRREGULAR or form != f"{base}ed"
}
HANDLED = frozenset({Role.OBTAINED, Role.REVIEWED, Role.VERIFIED})
