"""Cue detection: attribution verbs, their words and their complements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.verb_frames import FRAMES, NO_FRAME, PARTICLES, SPEECH, THOUGHT, Complement, Frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token


# Verbs of a participle that comments: "said it was late, calling it a farce".
_COMMENTING = frozenset(SPEECH) - lexicon.SIGNS | {"suggest"}
# "He's told that ...": "he" is the addressee.
_ADDRESSING = lexicon.words_of("tell inform remind notify advise assure")
_NOBODY = ("nobody", "none")
_NO_CUE = ("amod", "compound", "aux", "auxpass")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of possible attribution.

    `tokens` are all words of the cue: "did not say", "pointed out".
    """

    verb: Token
    lemma: str
    frame: Frame
    tokens: tuple[Token, ...]

    def takes(self, *complements: Complement) -> bool:
        """Return True for a verb with one of `complements`."""
        return not self.frame.isdisjoint(complements)

    @property
    def passive(self) -> bool:
        if is_contracted_perfect(self.verb):
            return False
        if self.verb.lower_ == "asked" and _is_bare_participle(self.verb):
            return True
        return any(child.dep_ in ("auxpass", "nsubjpass") for child in self.verb.children) or (
            self.verb.tag_ == "VBN" and self.verb.dep_ in ("acl", "relcl", "advcl") and not _auxiliaries(self.verb)
        )

    @property
    def thought(self) -> bool:
        """True for a thought or a wish, false for speech."""
        return self.lemma in THOUGHT

    @property
    def introduces_speech(self) -> bool:
        """True for a verb of speech beside a quotation."""
        return self.takes(Complement.QUOTATION, Complement.CLAUSE) and not self.thought

    @property
    def negated(self) -> bool:
        return (
            self.lemma in lexicon.DENIAL | lexicon.WITHHOLDING
            or is_negated(self.verb)
            or (self.verb.dep_ == "xcomp" and self.verb.head.lemma_.lower() in lexicon.WITHHOLDING)
        )

    @property
    def hypothetical(self) -> bool:
        """True for speech of the future: "would say", "could argue"."""
        return is_irrealis(self.verb)


def find_cues(doc: Doc) -> Iterator[Cue]:
    """Yield the attribution verbs of `doc` in order."""
    for token in doc:
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in _NO_CUE:
            lemma = lexicon.LEMMAS.get(token.lower_, token.lemma_.lower())
            frame, particles = _frame(token, lemma)
            if frame:
                yield Cue(token, lemma, frame, _in_order([token, *verb_group(token), *particles, *_light_verb(token)]))


def _frame(verb: Token, lemma: str) -> tuple[Frame, list[Token]]:
    """Return the frame of a verb with its particles, and those particles."""
    frame, particles = FRAMES.get(lemma, NO_FRAME), []
    for child in verb.children:
        if particle_frame := PARTICLES.get((lemma, child.lower_)):
            frame |= particle_frame
            particles.append(child)
        elif child.dep_ == "prt":
            frame = NO_FRAME  # "knocked out a pillar" criticises nothing
    if lemma in lexicon.RATED and any(child.dep_ == "auxpass" for child in verb.children):
        frame |= {Complement.OBJECT}
    return frame, particles


def _in_order(tokens: Iterable[Token]) -> tuple[Token, ...]:
    return tuple(sorted(set(tokens), key=lambda token: token.i))


def _light_verb(verb: Token) -> list[Token]:
    """Return "issued a statement" of "issued a statement saying ..."."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or noun.dep_ != "dobj" or verb.i != noun.i + 1:
        return []
    if noun.head.lemma_.lower() not in lexicon.LIGHT or noun.lemma_.lower() not in lexicon.UTTERANCES:
        return []
    return [noun.head, *verb_group(noun.head), *(token for token in noun.subtree if token.i <= noun.i)]


def is_negated(verb: Token) -> bool:
    """Recognise "not", "never" or a subject such as "nobody"."""
    return any(
        child.dep_ == "neg"
        or child.lower_ == "never"
        or (child.dep_ == "nsubj" and (child.lower_ in _NOBODY or child.left_edge.lower_ == "no"))
        for child in verb.children
    )


def is_irrealis(verb: Token) -> bool:
    """Recognise "would", "could", "might" and "is likely to"."""
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lower_ in ("likely", "unlikely"):
        return True
    return any(child.lower_ in lexicon.IRREALIS for child in _auxiliaries(_finite(verb)))


def quotation_cue(token: Token) -> Cue | None:
    """Return any finite verb as a cue: "...," he thundered."""
    if token.pos_ != "VERB" or token.tag_ not in ("VBD", "VBZ", "VBP") or token.lemma_.lower() in ("be", "have", "do"):
        return None
    return Cue(
        token, token.lemma_.lower(), frozenset({Complement.QUOTATION}), _in_order([token, *verb_group(token)])
    )  # fmt: skip


def _is_bare_participle(verb: Token) -> bool:
    """Recognise a passive "asked": "Asked about the bridge, she said".

    The tagger takes this participle for a past tense.
    """
    bare = not any(child.dep_ in ("nsubj", "dobj", "dative") for child in verb.children)
    opens = verb.is_sent_start or verb.nbor(-1).text in (",", "“", '"')
    return verb.dep_ in ("advcl", "acl") and bare and opens


def takes_clause(verb: Token) -> bool:
    """Recognise a verb of speech before a clause."""
    return Complement.CLAUSE in SPEECH.get(verb.lemma_.lower(), NO_FRAME)


def is_contracted_perfect(verb: Token) -> bool:
    """Recognise "'s" for "has" in "he's said".

    Parsers take it for a passive. In the perfect, the clause has a subject of its own.
    """
    short = any(child.dep_ == "auxpass" and child.text in ("'s", "’s") for child in verb.lefts)
    if not short or not takes_clause(verb) or verb.lemma_.lower() in _ADDRESSING:
        return False
    clause = next((child for child in verb.rights if child.dep_ == "ccomp"), None)
    return clause is not None and any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.lefts)


def governing_speech_verb(verb: Token) -> Token | None:
    """Return the first of two coordinated verbs of speech.

    "said it was late and added that ...": "said"

    Parsers attach "added" to the content of "said". It is the speaker's second verb if it is a verb of speech in the
    same tense, with a clause and without a subject of its own.
    """
    if verb.dep_ != "conj" or not takes_clause(verb):
        return None
    has_clause = any(child.dep_ == "ccomp" and child.i > verb.i for child in verb.children)
    if not has_clause or any(child.dep_ in ("nsubj", "aux", "nsubjpass") for child in verb.children):
        return None
    inner = verb.head
    while inner.dep_ == "conj":
        inner = inner.head
    outer = inner.head
    same_tense = inner.dep_ == "ccomp" and outer.tag_ == verb.tag_ and outer.i < inner.i
    return outer if same_tense and takes_clause(outer) else None


def governing_verb_of_participle(verb: Token) -> Token | None:
    """Return the verb of speech before a commenting participle.

    "said it was late, calling it a farce": "said"

    Parsers attach the participle to the clause. It is the speaker's next statement if it has a content of its own.
    """
    clause, first, lemma = verb.head, verb.left_edge.i, verb.lemma_.lower()
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or lemma not in _COMMENTING:
        return None
    if clause.dep_ != "ccomp" or clause.head.lemma_.lower() not in SPEECH or clause.head.i > clause.i:
        return None
    governed = {"ccomp", "prep"} | ({"dobj", "oprd"} if Complement.OBJECT in SPEECH[lemma] else set())
    comma = first - 2 if verb.doc[first - 1].is_quote else first - 1
    follows_comma = first > clause.i and verb.doc[comma].text == ","
    return clause.head if follows_comma and any(child.dep_ in governed for child in verb.rights) else None


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


def verb_group(verb: Token) -> list[Token]:
    """Return auxiliaries, negation, particles and adverbs of `verb`."""
    found = [child for child in verb.children if child.dep_ in ("aux", "auxpass", "neg", "prt")]
    first = min((token.i for token in found), default=verb.i)
    return found + [
        child
        for child in verb.children
        if child.dep_ == "advmod" and (first <= child.i < verb.i or child.i == verb.i - 1) and child.n_lefts == 0
    ]


def _finite(verb: Token) -> Token:
    """Return the verb with the auxiliaries.

    "would likely go on to say" -> "go"
    """
    while verb.dep_ in ("xcomp", "conj") and verb.head.pos_ in ("VERB", "AUX") and not _auxiliaries(verb):
        verb = verb.head
    return verb
