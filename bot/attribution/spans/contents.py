"""Content spans: the clause, object or fronted sentence of a cue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.cues import governing_speech_verb, governing_verb_of_participle
from bot.attribution.verb_frames import EVIDENCE, PREPOSITIONS, SPEECH, Complement

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue

# "..., the minister for the interior told reporters on Tuesday, ..."
_LONGEST_PARENTHETICAL = 15
_ADDRESSING = ("tell", "inform", "remind", "assure", "notify")
# Verbs whose object does what the infinitive says: "urged the board to close".
_URGING = lexicon.words_of(
    "urge beg implore want expect ask exhort encourage invite order press persuade convince tell advise"
)
_ASKING = ("ask", "wonder", "question", "inquire", "know", "doubt", "decide", "say", "tell")
_FAVOURING = ("support", "oppose", "favor", "favour", "advocate", "endorse", "reject", "champion", "denounce", "back")
_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECTS = ("dobj", "oprd", "attr", "dative")
_OPENS_PARENTHETICAL = (",", "—", "–", "”", '"')
_CLOSES_PARENTHETICAL = (",", "—", "–", ".", "")
_DASHES = (",", "—", "–")
_RELATIVES = ("who", "which", "where", "whose", "whom", "when")
_NO_TOKENS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Content:
    """The numbers of a content's tokens.

    `extra` are words that join the cue ("called for"), `addressee` is the head of "told the outlet", and `clause` holds
    for a content that is a clause, not an object.
    """

    tokens: frozenset[int]
    extra: tuple[Token, ...] = ()
    addressee: Token | None = None
    clause: bool = True


def content(cue: Cue, source: set[int], *, documentary: bool = False) -> Content | None:
    """Return the content of `cue` without its source, or None.

    `documentary`: the source is a document. All that a report mentions is its content.
    """
    own = source | {token.i for token in cue.tokens}
    found = (
        _clause(cue)
        or _as_clause(cue)
        or _enclosing_sentence(cue)
        or _object(cue, documentary=documentary)
        or _prepositional(cue)
    )
    if found is None:
        return None
    doc = cue.verb.doc
    tokens = found.tokens - own - {token.i for token in found.extra}
    for i in sorted(tokens):
        # "Papers show a deal, according to Novak": Novak is the source of all of it, and no content of the papers.
        if doc[i].lower_ == "according" and doc[i].right_edge.i >= max(tokens) - 1:
            tokens -= _subtree(doc[i])
    if not any(doc[i].is_alpha or doc[i].like_num for i in tokens):
        return None
    return Content(frozenset(tokens), found.extra, addressee(cue), found.clause)


def addressee(cue: Cue) -> Token | None:
    """Return the head of the addressee: "told the outlet", "revealed to POLITICO"."""
    has_clause = any(child.dep_ == "ccomp" for child in cue.verb.children)
    for child in cue.verb.children:
        if cue.lemma in _ADDRESSING and child.dep_ in ("dobj", "dative"):
            return child
        if child.dep_ in ("prep", "dative") and child.lower_ == "to" and cue.lemma not in PREPOSITIONS:
            return next((token for token in child.children if token.dep_ == "pobj"), None)
        if has_clause and child.dep_ == "dative":
            return child
    return None


def _subtree(token: Token) -> frozenset[int]:
    return frozenset(descendant.i for descendant in token.subtree)


def _subtrees(tokens: list[Token]) -> frozenset[int]:
    return _NO_TOKENS.union(*(_subtree(token) for token in tokens))


# Clauses


def _clause(cue: Cue) -> Content | None:
    """Return a content clause, indirect question, infinitive or gerund."""
    if clauses := _finite_clauses(cue) or _clause_of_noun(cue):
        return Content(_NO_TOKENS.union(*(_own_words(clause, cue) for clause in clauses)))
    for child in cue.verb.children:
        if _is_indirect_question(child, cue):
            return Content(_subtree(child))
        if child.dep_ == "xcomp" and cue.takes(Complement.INFINITIVE) and _is_infinitive(child):
            objects = [c for c in cue.verb.children if c.dep_ == "dobj" and cue.lemma in _URGING]
            return Content(_subtree(child) | _subtrees(objects[:1]))
        if child.dep_ == "xcomp" and child.tag_ == "VBG" and _takes_gerund(cue):
            return Content(_subtree(child))
    return None


def _finite_clauses(cue: Cue) -> list[Token]:
    takes_clause = cue.takes(Complement.CLAUSE, Complement.INFINITIVE, Complement.OBJECT)
    clauses = [c for c in cue.verb.children if c.dep_ == "ccomp" and (takes_clause or _is_quoted(c))]
    following = [clause for clause in clauses if clause.i > cue.verb.i]
    if following and not (len(clauses) > len(following) and _is_quoted(clauses[0])):
        # "In June, when he ran, he said ...": a clause before the verb is no content if the verb has its own after it.
        return following
    return clauses


def _is_indirect_question(child: Token, cue: Cue) -> bool:
    """Recognise an indirect question.

    "asked if it was safe"
    """
    opened = any(token.dep_ == "mark" and token.lower_ in ("if", "whether") for token in child.lefts)
    return child.dep_ == "advcl" and child.i > cue.verb.i and opened and cue.lemma in _ASKING


def _is_infinitive(verb: Token) -> bool:
    return any(token.lower_ == "to" for token in verb.lefts)


def _takes_gerund(cue: Cue) -> bool:
    """Recognise a verb before "closing the bridge": "suggest", "support", "oppose"."""
    return (cue.takes(Complement.CLAUSE) and cue.lemma in SPEECH) or cue.lemma in _FAVOURING


def _clause_of_noun(cue: Cue) -> list[Token]:
    """Return the clause of the verb, attached to a noun.

    "Said in a statement that ...": parsers attach the clause to "statement".
    """
    if not cue.takes(Complement.CLAUSE):
        return []
    nouns = [noun for prep in cue.verb.children if prep.dep_ == "prep" for noun in prep.children if noun.dep_ == "pobj"]
    return [
        clause
        for noun in nouns
        if noun.i > cue.verb.i
        for clause in noun.children
        if clause.dep_ in ("acl", "relcl", "ccomp") and _is_that_clause(clause, noun)
    ][:1]


def _is_that_clause(clause: Token, noun: Token) -> bool:
    return any(
        token.lower_ == "that" and (token.dep_ == "mark" or noun.lemma_ == "time" or _is_complete(clause, noun))
        for token in clause.lefts
    )


def _is_complete(clause: Token, noun: Token) -> bool:
    """Recognise a clause without a missing argument.

    "Said in a letter that the bridge was shut".

    In "a letter that Novak wrote", the object is missing: that is a relative clause.
    """
    subjects = [child.dep_ for child in clause.lefts if child.dep_ in _SUBJECTS and child.lower_ != "that"]
    if noun.lemma_.lower() not in lexicon.UTTERANCES or not subjects:
        return False
    return "nsubjpass" in subjects or any(
        child.dep_ in ("dobj", "attr", "acomp", "ccomp") for child in clause.rights
    )  # fmt: skip


def _own_words(clause: Token, cue: Cue) -> frozenset[int]:
    """Return the tokens of a clause without later statements and comments.

    "He said it was late and added that ...": "added" is another cue.
    """
    tokens = _subtree(clause)
    for token in clause.subtree:
        if token.dep_ == "conj" and governing_speech_verb(token) == cue.verb:
            first = min(token.left_edge.i, *(left.i for left in token.lefts), token.i)
            tokens -= _subtree(token) | {c.i for c in token.head.children if c.dep_ == "cc" and c.i < first}
        elif _is_next_statement(token, clause) or _is_comment(token, clause):
            tokens -= _subtree(token)
    return tokens


def _is_next_statement(token: Token, clause: Token) -> bool:
    return token.head == clause and governing_verb_of_participle(token) is not None


def _is_comment(relative: Token, clause: Token) -> bool:
    """Recognise a reporter's comment at the end of a clause.

    ", who ..."
    """
    if relative.dep_ != "relcl" or _is_quoted(clause):
        return False
    first, doc = relative.left_edge.i, relative.doc
    opens = doc[first].lower_ in _RELATIVES and first > 0 and doc[first - 1].text == ","
    return opens and relative.right_edge.i >= clause.right_edge.i


def _is_quoted(clause: Token) -> bool:
    return any(token.is_quote for token in clause.subtree)


def _as_clause(cue: Cue) -> Content | None:
    """Return the main clause of "As Novak said, the bill is dead"."""
    verb = cue.verb
    if verb.dep_ != "advcl" or not follows_as(verb):
        return None
    if not cue.takes(Complement.CLAUSE) or verb.head.pos_ not in ("VERB", "AUX"):
        return None
    return Content(_subtree(verb.head) - _subtree(verb))


def follows_as(verb: Token) -> bool:
    """Recognise a clause with "as": "as Novak said"."""
    return any(token.lower_ == "as" and token.dep_ in ("mark", "advmod") for token in verb.lefts)


def _enclosing_sentence(cue: Cue) -> Content | None:
    """Return the sentence around a cue: "The bill, he said, is dead"."""
    verb = cue.verb
    if not (cue.takes(Complement.CLAUSE) and cue.lemma in lexicon.PARENTHETICAL) or verb.tag_ == "VBG":
        return None
    if not any(child.dep_ == "nsubj" for child in verb.children):
        return None
    if any(child.dep_ in ("mark", "advmod") for child in verb.lefts):
        return None
    if verb.dep_ not in ("parataxis", "ccomp", "dep", "advcl") or verb.head == verb:
        return None
    clause = sorted(_subtree(verb))
    contiguous = clause[-1] - clause[0] < len(clause) <= _LONGEST_PARENTHETICAL
    if contiguous and verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ") and _is_set_off(verb, clause[0], clause[-1]):
        return Content(_subtree(verb.head) - frozenset(clause))
    return None


def _is_set_off(verb: Token, first: int, last: int) -> bool:
    """Recognise tokens between commas or dashes."""
    doc = verb.doc
    before = doc[first - 1].text if first else ""
    after = doc[last + 1].text if last + 1 < len(doc) else "."
    opened = before in _OPENS_PARENTHETICAL or doc[first].text in _DASHES
    return opened and (after in _CLOSES_PARENTHETICAL or doc[last].text in (*_DASHES, "."))


# Objects


def _object(cue: Cue, *, documentary: bool) -> Content | None:
    if not cue.takes(Complement.OBJECT, Complement.AS) or cue.passive:
        return None
    verb = cue.verb
    objects = [child for child in verb.children if child.dep_ in _OBJECTS and child.i > verb.i]
    if not objects and verb.dep_ == "relcl":
        return _relative_object(cue)
    if not objects or not _is_content(objects, cue, documentary=documentary):
        return None
    first = objects[0].i
    following = [
        child
        for child in verb.children
        if child.i > first
        and (
            child.dep_ in ("xcomp", "ccomp")
            or (child.dep_ == "prep" and (documentary or child.lower_ in content_prepositions(cue)))
        )
    ]
    return Content(_subtrees([*objects, *following]), clause=False)


def _is_content(objects: list[Token], cue: Cue, *, documentary: bool) -> bool:
    """Recognise objects with a content."""
    verb = cue.verb
    if len(objects) == 1 and objects[0].lower_.endswith(("self", "selves")):
        return False
    if objects[-1].lower_ == "it" and not any(c.dep_ in ("prep", "xcomp", "ccomp", "oprd") for c in verb.rights):
        return False
    if cue.lemma in lexicon.OBJECT_IS_TOPIC and not documentary:
        return False
    if cue.lemma in lexicon.COUNTING and not any(t.like_num for child in objects for t in child.subtree):
        return False
    # "sees the deal as a threat"; "sees the deal" tells nothing.
    judged = any(child.lower_ == "as" and child.i > objects[0].i for child in verb.children)
    return cue.takes(Complement.OBJECT) or judged


def _relative_object(cue: Cue) -> Content | None:
    """Return the content of a relative pronoun.

    "which he calls a farce", "whom she opposes"
    """
    verb = cue.verb
    relatives = ("which", "whom", "who", "that")
    object_ = next((child for child in verb.lefts if child.dep_ == "dobj" and child.lower_ in relatives), None)
    judgement = next((child for child in verb.rights if child.lower_ == "as" or child.dep_ == "oprd"), None)
    if object_ is None:
        return None
    if judgement is None and (object_.lower_ == "that" or cue.lemma in EVIDENCE or _prepositional(cue)):
        return None
    return Content(frozenset({object_.i}) | (_subtree(judgement) if judgement else _NO_TOKENS), clause=False)


def content_prepositions(cue: Cue) -> frozenset[str]:
    """Return the prepositions of a content's second part.

    "accused him of lying"
    """
    return frozenset({"as", "of", "for"}) | PREPOSITIONS.get(cue.lemma, frozenset())


def _prepositional(cue: Cue) -> Content | None:
    """Return the content of "called for restraint", "called on Kestria to withdraw"."""
    allowed = PREPOSITIONS.get(cue.lemma, frozenset())
    for child in cue.verb.children:
        if child.dep_ in ("prep", "prt") and child.i > cue.verb.i and child.lower_ in allowed:
            infinitives = [
                other
                for other in cue.verb.children
                if other.dep_ in ("xcomp", "advcl") and other.i > child.i and _is_infinitive(other)
            ]
            if tokens := _subtree(child) - {child.i} | _subtrees(infinitives):
                return Content(tokens, (child,), clause=False)
    return None
