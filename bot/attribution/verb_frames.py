"""Subcategorisation frames: the complements of attribution verbs.

The classes follow VerbNet 3 (say-37.7, tell-37.2, transfer_mesg-37.1, conjecture-29.5, want-32, judgment-33,
indicate-78) and Levin, *English Verb Classes and Alternations* (1993). The list of reporting verbs was compared with
the Gender Gap Tracker's (MIT). Both were completed by reading news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import StrEnum


class Complement(StrEnum):
    """A complement with a content; the value is an example."""

    CLAUSE = "said that the bridge is safe"
    QUOTATION = 'said: "The bridge is safe."'
    INFINITIVE = "promised to close the bridge"
    OBJECT = "criticised the closure"
    PREPOSITION = "spoke of a scandal"
    AS = "sees the closure as a mistake"


Frame = frozenset[Complement]

NO_FRAME: Frame = frozenset()
CLAUSE, QUOTATION, INFINITIVE, OBJECT, PREPOSITION, AS = Complement


def _frames(verbs_by_complements: dict[tuple[Complement, ...], str]) -> dict[str, Frame]:
    """Return the frame of each verb, united over its rows."""
    rows = ((verb, complements) for complements, verbs in verbs_by_complements.items() for verb in verbs.split())
    return _united(rows)


def _united(rows: Iterable[tuple[str, Iterable[Complement]]]) -> dict[str, Frame]:
    frames: defaultdict[str, Frame] = defaultdict(frozenset)
    for verb, complements in rows:
        frames[verb] |= frozenset(complements)
    return dict(frames)


# Verbs that put words into the world.
SPEECH = _frames(
    {
        (CLAUSE, QUOTATION, OBJECT): """
            say add announce assert claim confirm declare disclose explain mention note observe recall recount
            reiterate repeat report reveal state stress underline underscore acknowledge admit concede confess
            emphasize emphasise highlight write tweet post predict propose recommend suggest testify deny shout yell
            chant whisper scream exclaim joke preach lament bemoan signal clarify reaffirm forecast retweet project
        """,
        (CLAUSE, QUOTATION): """
            argue assure allege answer boast caution comment complain conclude contend counter elaborate groan insist
            concur interject instruct maintain marvel muse plead protest quip reason rejoin remark reply respond
            retort snap speculate tell tout warn wonder remind inform notify reassure advise convey email insinuate
            intimate imply posit opine pronounce proclaim profess attest affirm avow brag gripe grumble surmise
            theorize theorise hint
        """,
        (CLAUSE, QUOTATION, INFINITIVE): "promise pledge vow threaten swear ask request beg implore exhort",
        (CLAUSE, QUOTATION, INFINITIVE, OBJECT): "urge demand",
        (CLAUSE, INFINITIVE): "persuade convince",
        (INFINITIVE, OBJECT): "encourage invite order press",
        (OBJECT,): """
            describe identify criticize criticise praise accuse blame condemn denounce slam blast mock dismiss
            ridicule endorse tout applaud hail decry deride attack defend thank call brand label dub characterize
            characterise portray frame question discuss detail outline reject oppose back echo cite quote address
            welcome challenge rip assail disparage bash lambaste lambast castigate rebuke chide congratulate commend
            liken compare depict invoke discredit denigrate belittle summarize summarise promise disavow refute rebut
            dispute contradict retract correct champion advocate promote extol laud salute hype downplay minimize
            minimise exaggerate overstate understate misrepresent deplore scorn savage trash skewer chastise scold
            reprimand admonish berate excoriate repudiate renounce disown vilify malign smear demonize demonise taunt
            insult tease justify excuse query reference articulate knock credit trumpet float recite express attribute
        """,
        (CLAUSE,): "charge",
        (QUOTATION,): "continue begin",
        (INFINITIVE,): "offer refuse decline agree volunteer",
        (INFINITIVE, PREPOSITION): "push lobby",
        (PREPOSITION,): """
            speak talk refer respond object apologize apologise rail comment lash disagree point appeal allude scoff
            vouch opine reminisce quibble gush rave rant balk dwell
        """,
        (AS,): "cast paint position present hold frame",
    }
)

# What people are said to think, want, feel or plan. The reporter tells it; they need not have said it.
THOUGHT = _frames(
    {
        (CLAUSE,): """
            believe think know feel figure suspect guess doubt realize realise recognize recognise understand assume
            presume reckon fear worry conjecture gather imagine fathom foresee dream bet estimate learn judge
            calculate
        """,
        (CLAUSE, OBJECT): "deem anticipate notice",
        (CLAUSE, INFINITIVE, OBJECT): "prefer expect",
        (CLAUSE, INFINITIVE): "hope decide want wish intend plan prefer seek determine",
        (OBJECT,): """
            support favor favour like love hate admire respect dislike resent distrust mistrust regret appreciate
            embrace trust dread relish loathe despise fear
        """,
        (CLAUSE, AS): "consider",
        (AS,): "see view regard perceive",
        (INFINITIVE,): "aim aspire",
        (PREPOSITION,): "care approve disapprove sympathize sympathise empathize empathise side",
    }
)

# Verbs by which a document, a picture or a figure says something. People may use most of them, too.
EVIDENCE = _frames(
    {
        (CLAUSE, QUOTATION, OBJECT): "show reveal suggest indicate find demonstrate confirm prove disclose read",
        (OBJECT,): "detail outline describe list document expose",
        (CLAUSE,): "imply",
    }
)

FRAMES: dict[str, Frame] = _united(row for table in (SPEECH, THOUGHT, EVIDENCE) for row in table.items())


def _verb_particle_pairs(table: dict[tuple[Complement, ...], str]) -> Iterator[tuple[tuple[str, str], Frame]]:
    for complements, pairs in table.items():
        for pair in pairs.split(","):
            verb, particle = pair.split()
            yield (verb, particle), frozenset(complements)


# A verb with its particle, object or adjective that works as one verb: "point out", "make clear".
PARTICLES: dict[tuple[str, str], Frame] = dict(
    _verb_particle_pairs(
        {
            (CLAUSE, QUOTATION): "point out, make clear",
            (QUOTATION,): "go on, shoot back, fire back, hit back, cry out, chime in, put it",
            (OBJECT,): """
                lay out, set out, call out, single out, rule out, write off, play down, talk up, shrug off, brush off,
                tick off, rattle off
            """,
            (CLAUSE, OBJECT): "spell out",
            (PREPOSITION,): "speak out, lash out, open up, double down, come out, sound off",
            (QUOTATION, OBJECT): "sum up",
            (CLAUSE,): "find out, figure out",
        }
    )
)


def _by_verb(verbs_by_preposition: dict[str, str]) -> dict[str, frozenset[str]]:
    prepositions: defaultdict[str, set[str]] = defaultdict(set)
    for preposition, verbs in verbs_by_preposition.items():
        for verb in verbs.split():
            prepositions[verb].add(preposition)
    return {verb: frozenset(found) for verb, found in prepositions.items()}


# Prepositions that open a content: "called for restraint", "accused the board of lying".
PREPOSITIONS: dict[str, frozenset[str]] = _by_verb(
    {
        "of": """
            accuse boast complain speak talk tell warn write think know say dream approve disapprove remind
        """,
        "with": """
            agree disagree quibble sympathize sympathise charge credit concur side empathize empathise compare
        """,
        "on": "agree blame call comment elaborate insist plan disagree opine dwell double sound remark",
        "to": "agree object refer signal testify point appeal allude attribute compare liken",
        "for": """
            apologize apologise ask blame call plead speak hope plan push wish beg appeal vouch press argue advocate
            campaign lobby credit come request answer
        """,
        "about": """
            ask boast brag comment complain joke speak talk tell testify warn worry write wonder think speculate muse
            know say dream opine reminisce gush rave rant care remind open
        """,
        "at": "hint lash marvel scoff balk",
        "out": "lash",
        "against": "rail speak warn protest rant argue campaign come",
        "in": "believe",
        "over": "quibble gush",
        "upon": "remark",
    }
)
