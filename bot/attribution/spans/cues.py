"""Verbs that attribute: which tokens of a sentence are cues, and what complements they may take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token


_COMMENTING = frozenset(lexicon.SPEECH) - lexicon.SIGNS | {"suggest"}
# "He's told that ...": it is he who was told.
_ADDRESSING = lexicon.words_of("tell inform remind notify advise assure")
_NOBODY = ("nobody", "none")


@dataclass(frozen=True, slots=True)
class Cue:
    """A verb of attribution: `frame` as in the lexicon, `tokens` all words that belong to it."""

    verb: Token
    lemma: str
    frame: str
    tokens: tuple[Token, ...]

    @property
    def passive(self) -> bool:
        if has_said(self.verb):
            return False
        if self.verb.lower_ == "asked" and _was_asked(self.verb):
            return True
        return any(child.dep_ in ("auxpass", "nsubjpass") for child in self.verb.children) or (
            self.verb.tag_ == "VBN" and self.verb.dep_ in ("acl", "relcl", "advcl") and not _auxiliaries(self.verb)
        )

    @property
    def thought(self) -> bool:
        """Holds where the verb tells what somebody thinks or wants, not what they said."""
        return self.lemma in lexicon.THOUGHT

    @property
    def negated(self) -> bool:
        return (
            self.lemma in lexicon.DENIAL | lexicon.WITHHOLDING
            or negated_verb(self.verb)
            or (self.verb.dep_ == "xcomp" and self.verb.head.lemma_.lower() in lexicon.WITHHOLDING)
        )

    @property
    def hypothetical(self) -> bool:
        """Holds for "would say", "could argue": nobody has said it."""
        return is_irrealis(self.verb)


def cues(doc: Doc) -> Iterator[Cue]:
    """Yield the verbs of `doc` that may attribute, in order."""
    for token in doc:
        if token.pos_ not in ("VERB", "AUX") or token.dep_ in ("amod", "compound", "aux", "auxpass"):
            continue
        lemma = lexicon.LEMMAS.get(token.lower_, token.lemma_.lower())
        frame = frame_of(lemma)
        tokens = [token, *verb_group(token)]
        for child in token.children:
            particle = lexicon.PARTICLES.get((lemma, child.lower_))
            if particle:
                frame += particle
                tokens.append(child)
            elif child.dep_ == "prt":
                frame = ""  # "knocked out a pillar" criticises nothing
        tokens += _carrier(token)
        if lemma in lexicon.RATED and any(child.dep_ == "auxpass" for child in token.children):
            frame += "n"
        if frame:
            yield Cue(token, lemma, frame, tuple(sorted(set(tokens), key=lambda t: t.i)))


def _carrier(verb: Token) -> list[Token]:
    """Return "issued a statement" of "issued a statement saying ..."."""
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VBG" or noun.dep_ != "dobj" or verb.i != noun.i + 1:
        return []
    if noun.head.lemma_.lower() not in lexicon.LIGHT or noun.lemma_.lower() not in lexicon.UTTERANCES:
        return []
    return [noun.head, *verb_group(noun.head), *(t for t in noun.subtree if t.i <= noun.i)]


def negated_verb(verb: Token) -> bool:
    """Return whether "not", "never" or a subject such as "nobody" stands with `verb`."""
    return any(
        child.dep_ == "neg"
        or child.lower_ == "never"
        or (child.dep_ == "nsubj" and (child.lower_ in _NOBODY or child.left_edge.lower_ == "no"))
        for child in verb.children
    )


def is_irrealis(verb: Token) -> bool:
    """Return whether `verb` is put as "would", "could", "might", "is likely to"."""
    if verb.dep_ in ("xcomp", "ccomp") and verb.head.lower_ in ("likely", "unlikely"):
        return True
    return any(child.lower_ in lexicon.IRREALIS for child in _auxiliaries(_finite(verb)))


def any_verb(token: Token) -> Cue | None:
    """Return a finite verb as the cue of a quotation beside it: "...," he thundered."""
    if token.pos_ != "VERB" or token.tag_ not in ("VBD", "VBZ", "VBP") or token.lemma_.lower() in ("be", "have", "do"):
        return None
    return Cue(token, token.lemma_.lower(), "q", tuple(sorted({token, *verb_group(token)}, key=lambda t: t.i)))


def frame_of(lemma: str) -> str:
    """Return the complements that the verb may take with a content in them; none for other verbs."""
    return "".join(table.get(lemma, "") for table in (lexicon.SPEECH, lexicon.THOUGHT, lexicon.EVIDENCE))


def _was_asked(verb: Token) -> bool:
    """Hold for "Asked about the bridge, she said": the tagger takes the participle for a past tense."""
    bare = not any(child.dep_ in ("nsubj", "dobj", "dative") for child in verb.children)
    opens = verb.is_sent_start or verb.nbor(-1).text in (",", "“", '"')
    return verb.dep_ in ("advcl", "acl") and bare and opens


def has_said(verb: Token) -> bool:
    """Hold for "he's said that ...", which parsers take for a passive: what he says has a subject of its own."""
    short = any(child.dep_ == "auxpass" and child.text in ("'s", "’s") for child in verb.lefts)
    if not short or "c" not in lexicon.SPEECH.get(verb.lemma_.lower(), "") or verb.lemma_.lower() in _ADDRESSING:
        return False
    clause = next((child for child in verb.rights if child.dep_ == "ccomp"), None)
    return clause is not None and any(child.dep_ in ("nsubj", "nsubjpass") for child in clause.lefts)


def governing_speech_verb(verb: Token) -> Token | None:
    """Return the verb of speech that `verb` really goes on from: "said it was late and added that ...".

    Parsers hang the second verb to the content of the first. It is the speaker's where it is a verb of speech in
    the same tense, with a clause and no subject of its own.
    """
    if verb.dep_ != "conj" or "c" not in lexicon.SPEECH.get(verb.lemma_.lower(), ""):
        return None
    if not any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children) or any(
        c.dep_ in ("nsubj", "aux", "nsubjpass") for c in verb.children
    ):
        return None
    inner = verb.head
    while inner.dep_ == "conj":
        inner = inner.head
    outer = inner.head
    same = inner.dep_ == "ccomp" and outer.tag_ == verb.tag_ and outer.i < inner.i
    return outer if same and "c" in lexicon.SPEECH.get(outer.lemma_.lower(), "") else None


def governing_verb_of_participle(verb: Token) -> Token | None:
    """Return the verb of speech behind whose clause `verb` goes on: "said it was late, calling it a farce".

    Parsers hang the participle to the clause; it is the speaker's next act where it has a content of its own.
    """
    clause, first = verb.head, verb.left_edge.i
    if verb.dep_ != "advcl" or verb.tag_ != "VBG" or verb.lemma_.lower() not in _COMMENTING:
        return None
    if clause.dep_ != "ccomp" or clause.head.lemma_.lower() not in lexicon.SPEECH or clause.head.i > clause.i:
        return None
    governed = {"ccomp", "prep"} | ({"dobj", "oprd"} if "n" in lexicon.SPEECH.get(verb.lemma_.lower(), "n") else set())
    comma = first - 2 if verb.doc[first - 1].is_quote else first - 1
    behind = first > clause.i and verb.doc[comma].text == ","
    return clause.head if behind and any(child.dep_ in governed for child in verb.rights) else None


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass")]


def verb_group(verb: Token) -> list[Token]:
    """Return auxiliaries, negation and particles of `verb`, and the adverbs among them."""
    found = [child for child in verb.children if child.dep_ in ("aux", "auxpass", "neg", "prt")]
    first = min((token.i for token in found), default=verb.i)
    return found + [
        child
        for child in verb.children
        if child.dep_ == "advmod" and (first <= child.i < verb.i or child.i == verb.i - 1) and child.n_lefts == 0
    ]


def _finite(verb: Token) -> Token:
    """Return the verb that carries the auxiliaries: "would likely go on to say"."""
    while verb.dep_ in ("xcomp", "conj") and verb.head.pos_ in ("VERB", "AUX") and not _auxiliaries(verb):
        verb = verb.head
    return verb
