"""Predicate-argument frames, read from a dependency parse (spaCy, ClearNLP labels)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answer.evidence.arguments import Argument, argument_of, arguments_of, prepositional_arguments
from bot.answer.evidence.polarity import hedges, negators
from bot.attribution.lexicon import words_of
from bot.model.spans import Span
from bot.normalize import stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
# "launched an attack on X": the noun is the predicate, the verb only carries it.
_LIGHT_VERBS = words_of("""
    make take give have get win notch record earn secure claim launch conduct
    carry stage hold issue commit deliver mount wage offer pay
""")
_NOMINAL_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "al", "ing", "ure", "age")
_NOMINALS = words_of("""
    attack strike raid visit support ban vote call claim threat warning plan deal win victory loss defeat lead
    praise criticism blame offer sale purchase bid sponsorship endorsement takeover murder killing rescue
    arrest trial lawsuit suit request demand promise pledge help aid use control rule charge
""")
_PATIENT_PREPOSITIONS = frozenset(
    {"of", "on", "against", "for", "to", "over", "with", "from", "at", "behind", "in", "than"}
)
# In "A is behind B" the preposition is the predicate.
_RELATIONS = words_of("behind above below ahead before after under over")
# Verbs that say the same of both sides: "X met Y" is "Y met X".
SYMMETRIC = frozenset(
    stem(word)
    for word in words_of("""
    meet marry divorce discuss talk negotiate agree differ collide merge compete debate fight play
""")
)


@dataclass(frozen=True, slots=True)
class Frame:
    """One predicate with its participants.

    `agents` do it, `patients` undergo it, `others` are in prepositional phrases. `predicate` is its stem, `words` are
    all its stems (with particles and the noun of a light verb), `lemmas` its lemmas.
    """

    predicate: str
    words: frozenset[str]
    lemmas: frozenset[str]
    start: int
    end: int
    agents: tuple[Argument, ...] = ()
    patients: tuple[Argument, ...] = ()
    others: tuple[Argument, ...] = ()
    negated: bool = False
    is_root: bool = False
    depth: int = 0
    prepositions: frozenset[str] = frozenset()
    negators: tuple[Span, ...] = ()
    hedges: tuple[Span, ...] = ()
    head: Span | None = None  # the word that carries the meaning: the verb itself, or the noun of a light verb

    @property
    def forms(self) -> frozenset[str]:
        """The words to compare by meaning: lemmas, else stems."""
        return self.lemmas or self.words


def frames(doc: Doc) -> tuple[Frame, ...]:
    """Return the frames of a parsed text, in its order."""
    found = [_verb_frame(token) for token in doc if _is_predicate_verb(token)]
    found += [frame for token in doc if token.pos_ == "NOUN" for frame in _nominal_frame(token)]
    return tuple(sorted(found, key=lambda frame: frame.start))


def _is_predicate_verb(token: Token) -> bool:
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass"} and token.head.dep_ != "agent"


def _verb_frame(verb: Token) -> Frame:
    agents, patients = _participants(verb)
    complement = _light_noun(verb) or _copula_complement(verb)
    head = verb if complement is None else complement
    if complement is not None:
        carried = argument_of(complement)
        patients = [*(patient for patient in patients if patient.start != carried.start), *_objects_of(complement)]
    others = [
        argument for child in verb.children if child.dep_ == "prep" for argument in prepositional_arguments(child)
    ]
    others = [argument for argument in others if all(argument.start != agent.start for agent in agents)]
    others += _clause_subjects(verb)
    words = {stem(head.lemma_), stem(head.text)}
    words.update(stem(child.text) for child in verb.children if child.dep_ in {"prt", "acomp"})
    return Frame(
        predicate=stem(head.lemma_),
        words=frozenset(words),
        lemmas=frozenset({head.lemma_.lower()}),
        start=verb.idx,
        end=verb.idx + len(verb.text),
        agents=tuple(agents),
        patients=tuple(patients),
        others=tuple(others),
        negated=len(negators(verb)) % 2 == 1,
        is_root=verb.dep_ == "ROOT",
        depth=sum(1 for _ in verb.ancestors),
        prepositions=frozenset(child.lower_ for child in verb.children if child.dep_ == "prep"),
        negators=_spans(negators(verb)),
        hedges=_spans(hedges(verb)),
        head=Span(head.idx, head.idx + len(head.text)),
    )


def _clause_subjects(verb: Token) -> list[Argument]:
    """Return the subjects of the verb's clauses: "call for X to leave"."""
    return [
        argument
        for clause in verb.children
        if clause.dep_ == "ccomp" or (clause.dep_ == "advcl" and _is_infinitive(clause))
        for argument in arguments_of([child for child in clause.children if child.dep_ == "nsubj"])
        if argument.head not in _RELATIVE
    ]


def _is_infinitive(clause: Token) -> bool:
    return any(child.lower_ == "to" and child.dep_ == "aux" for child in clause.children)


def _copula_complement(verb: Token) -> Token | None:
    """Return the relational complement of "be": "smaller than", "head of", "behind"."""
    if verb.lemma_ != "be":
        return None
    for child in verb.children:
        if child.dep_ == "acomp" or (child.dep_ == "attr" and child.pos_ == "NOUN"):
            return child
    return next((child for child in verb.children if child.dep_ == "prep" and child.lower_ in _RELATIONS), None)


def _spans(tokens: Iterable[Token]) -> tuple[Span, ...]:
    return tuple(Span(token.idx, token.idx + len(token.text)) for token in tokens)


def _participants(verb: Token) -> tuple[list[Argument], list[Argument]]:
    """Return agents and patients, with passives and relative clauses resolved."""
    subjects = _subjects(verb)
    passive = _is_passive(verb)
    by = [noun for child in verb.children if child.dep_ == "agent" for noun in _objects_after_by(child)]
    by += [pobj for child in verb.children if child.dep_ == "prep" and child.lower_ == "by" and passive
           for pobj in child.children if pobj.dep_ == "pobj" and pobj.ent_type_ != "DATE"]  # fmt: skip
    objects = [child for child in verb.children if child.dep_ in _OBJECTS and child.lower_ not in _RELATIVE]
    objects += _relative_object(verb)
    agents = by if passive else subjects
    patients = [*subjects, *objects] if passive else objects
    return arguments_of(agents), arguments_of(patients)


def _objects_after_by(by: Token) -> list[Token]:
    """Return the nouns after "by".

    A participle that was parsed as a verb is skipped: "by outgoing Mayor Lind".
    """
    found = [child for child in by.children if child.dep_ == "pobj"]
    return found or [
        noun for child in by.children if child.dep_ == "pcomp" for noun in child.children if noun.dep_ == "dobj"
    ]


def _is_passive(verb: Token) -> bool:
    if any(child.dep_ in {"auxpass", "nsubjpass", "csubjpass", "agent"} for child in verb.children):
        return True
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def _subjects(verb: Token) -> list[Token]:
    """Return the subjects, inherited through conjunction, control and relative clauses."""
    own = [child for child in verb.children if child.dep_ in _SUBJECTS | _PASSIVE_SUBJECTS]
    if own:
        if own[0].lower_ in _RELATIVE and verb.dep_ == "relcl":
            return [verb.head]
        return own
    if verb.dep_ == "acl":
        owner = verb.head.head
        return _subjects(owner) if _is_infinitive(verb) and owner.pos_ in {"VERB", "AUX"} else [verb.head]
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _subjects(verb.head)
    if verb.dep_ in {"xcomp", "advcl", "ccomp"} and verb.head.pos_ in {"VERB", "AUX"} and verb.head is not verb:
        controllers = [child for child in verb.head.children if child.dep_ == "dobj"] if verb.dep_ == "xcomp" else []
        return controllers or _subjects(verb.head)
    if verb.dep_ == "pcomp" and verb.head.head.pos_ in {"VERB", "AUX"}:
        return _subjects(verb.head.head)
    return []


def _relative_object(verb: Token) -> list[Token]:
    """Return a relative clause's head as object: "the ship X sank"."""
    if verb.dep_ != "relcl" or any(child.dep_ == "dobj" and child.lower_ not in _RELATIVE for child in verb.children):
        return []
    subjects = [child for child in verb.children if child.dep_ in _SUBJECTS]
    return [verb.head] if subjects and subjects[0].lower_ not in _RELATIVE else []


def _light_noun(verb: Token) -> Token | None:
    if verb.lemma_ not in _LIGHT_VERBS:
        return None
    return next((child for child in verb.children if child.dep_ == "dobj" and _is_nominal(child)), None)


def _is_nominal(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in _NOMINALS or lemma.endswith(_NOMINAL_ENDINGS)


def _objects_of(noun: Token) -> list[Argument]:
    """Return the participants after the prepositions of a noun or adjective.

    A preposition itself gives its own objects.
    """
    if noun.pos_ == "ADP":
        return prepositional_arguments(noun)
    return [
        argument
        for child in noun.children
        if child.dep_ == "prep" and child.lower_ in _PATIENT_PREPOSITIONS
        for argument in prepositional_arguments(child)
    ]


def _nominal_frame(noun: Token) -> Iterator[Frame]:
    """Yield the frame of "the attack on X by Y", "X's endorsement of Y"."""
    if not _is_nominal(noun):
        return
    by = [argument for child in noun.children if child.dep_ == "prep" and child.lower_ == "by"
          for argument in prepositional_arguments(child)]  # fmt: skip
    owners = arguments_of(child for child in noun.children if child.dep_ == "poss")
    patients = _objects_of(noun)
    if not (by or owners or patients):
        return
    agents = by or owners
    if by:
        patients = [*patients, *owners]
    yield Frame(
        predicate=stem(noun.lemma_),
        words=frozenset({stem(noun.lemma_), stem(noun.text)}),
        lemmas=frozenset({noun.lemma_.lower()}),
        start=noun.idx,
        end=noun.idx + len(noun.text),
        agents=tuple(agents),
        patients=tuple(patients),
        negated=len(negators(noun)) % 2 == 1,
        depth=sum(1 for _ in noun.ancestors),
        negators=_spans(negators(noun)),
        head=Span(noun.idx, noun.idx + len(noun.text)),
    )
