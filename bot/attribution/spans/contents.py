"""What is said: the clause, object or fronted sentence that a cue governs, as tokens of its sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.spans.cues import governing_speech_verb, governing_verb_of_participle

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue

# "..., the minister for the interior told reporters on Tuesday, ..."
_LONGEST_ASIDE = 15
_URGING = (
    "urge",
    "beg",
    "implore",
    "want",
    "expect",
    "ask",
    "exhort",
    "encourage",
    "invite",
    "order",
    "press",
    "persuade",
    "convince",
    "tell",
    "advise",
)
_ASKING = ("ask", "wonder", "question", "inquire", "know", "doubt", "decide", "say", "tell")
_FAVOURING = ("support", "oppose", "favor", "favour", "advocate", "endorse", "reject", "champion", "denounce", "back")
_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECT = ("dobj", "oprd", "attr", "dative")


@dataclass(frozen=True, slots=True)
class Content:
    """The tokens of a content; `extra` are words that join the cue ("called for"), `addressee` who was told."""

    tokens: frozenset[int]
    extra: tuple[Token, ...] = ()
    addressee: Token | None = None
    clause: bool = True


def content(cue: Cue, source: set[int], *, documentary: bool = False) -> Content | None:
    """Return what `cue` attributes, less the tokens of its source; None where it governs nothing of that sort.

    `documentary` holds where the source is a document: what a report mentions is its content, whatever the verb.
    """
    own = source | {token.i for token in cue.tokens}
    found = (
        _clause(cue) or _as_clause(cue) or _around(cue) or _object(cue, documentary=documentary) or _prepositional(cue)
    )
    if found is None:
        return None
    tokens = found.tokens - own - {token.i for token in found.extra}
    for i in sorted(tokens):
        # "Papers show a deal, according to Novak": Novak answers for all of it, the papers for no Novak.
        token = cue.verb.doc[i]
        if token.lower_ == "according" and token.right_edge.i >= max(tokens) - 1:
            tokens -= _subtree(token)
    if not any(cue.verb.doc[i].is_alpha or cue.verb.doc[i].like_num for i in tokens):
        return None
    return Content(frozenset(tokens), found.extra, addressee(cue), found.clause)


def addressee(cue: Cue) -> Token | None:
    """Return who was told: "told the outlet", "revealed to POLITICO"."""
    clause = any(child.dep_ == "ccomp" for child in cue.verb.children)
    for child in cue.verb.children:
        if cue.lemma in ("tell", "inform", "remind", "assure", "notify") and child.dep_ in ("dobj", "dative"):
            return child
        if child.dep_ in ("prep", "dative") and child.lower_ == "to" and cue.lemma not in lexicon.PREPOSITIONS:
            return next((token for token in child.children if token.dep_ == "pobj"), None)
        if clause and child.dep_ == "dative":
            return child
    return None


def _subtree(token: Token) -> frozenset[int]:
    return frozenset(t.i for t in token.subtree)


def _clause(cue: Cue) -> Content | None:
    clauses = [c for c in cue.verb.children if c.dep_ == "ccomp" and (set("cxn") & set(cue.frame) or _is_quoted(c))]
    behind = [c for c in clauses if c.i > cue.verb.i]
    if behind and not (len(clauses) > len(behind) and _is_quoted(clauses[0])):
        # "In June, when he ran, he said ...": what stands ahead of its own complement is no content.
        clauses = behind
    clauses = clauses or _hung_lower(cue)
    if clauses:
        return Content(frozenset[int]().union(*(_said(clause, cue) for clause in clauses)))
    for child in cue.verb.children:
        if child.dep_ == "advcl" and child.i > cue.verb.i and _is_question(child) and cue.lemma in _ASKING:
            return Content(_subtree(child))
        if child.dep_ == "xcomp" and "x" in cue.frame and any(t.lower_ == "to" for t in child.lefts):
            object_ = next((c for c in cue.verb.children if c.dep_ == "dobj" and cue.lemma in _URGING), None)
            return Content(_subtree(child) | (_subtree(object_) if object_ is not None else frozenset()))
        if child.dep_ == "xcomp" and child.tag_ == "VBG" and _takes_deed(cue):
            return Content(_subtree(child))
    return None


def _takes_deed(cue: Cue) -> bool:
    """Holds for verbs before "closing the bridge": "suggest", "support", "oppose"."""
    return ("c" in cue.frame and cue.lemma in lexicon.SPEECH) or cue.lemma in _FAVOURING


def _hung_lower(cue: Cue) -> list[Token]:
    """Return the clause of "said in a statement that ...", which parsers hang to the noun between."""
    if "c" not in cue.frame:
        return []
    nouns = [n for prep in cue.verb.children if prep.dep_ == "prep" for n in prep.children if n.dep_ == "pobj"]
    return [
        clause
        for noun in nouns
        for clause in noun.children
        if noun.i > cue.verb.i
        and clause.dep_ in ("acl", "relcl", "ccomp")
        and any(
            t.lower_ == "that" and (t.dep_ == "mark" or noun.lemma_ == "time" or _is_whole(clause, noun))
            for t in clause.lefts
        )
    ][:1]


def _is_whole(clause: Token, noun: Token) -> bool:
    """Hold for "said in a letter that the bridge was shut": nothing is wanting in the clause, so it says what was said.

    "In a letter that Novak wrote" wants its object.
    """
    subjects = [c.dep_ for c in clause.lefts if c.dep_ in _SUBJECTS and c.lower_ != "that"]
    if noun.lemma_.lower() not in lexicon.UTTERANCES or not subjects:
        return False
    return "nsubjpass" in subjects or any(c.dep_ in ("dobj", "attr", "acomp", "ccomp") for c in clause.rights)


def _said(clause: Token, cue: Cue) -> frozenset[int]:
    """Return the words of a clause, less what the parser hung to it that the speaker does not say.

    "He said it was late and added that ...": another cue of the same speaker.
    """
    tokens = _subtree(clause)
    for token in clause.subtree:
        if token.dep_ == "conj" and governing_speech_verb(token) == cue.verb:
            first = min(token.left_edge.i, *(t.i for t in token.lefts), token.i)
            tokens -= _subtree(token) | {t.i for t in token.head.children if t.dep_ == "cc" and t.i < first}
        elif (token.head == clause and governing_verb_of_participle(token) is not None) or (
            token.dep_ == "relcl" and _adds(token, clause) and not _is_quoted(clause)
        ):
            tokens -= _subtree(token)
    return tokens


def _adds(relative: Token, clause: Token) -> bool:
    """Holds for ", who ..." at the end of a clause: what the reporter adds to what was said."""
    first = relative.left_edge.i
    opens = relative.doc[first].lower_ in ("who", "which", "where", "whose", "whom", "when")
    return opens and first > 0 and relative.doc[first - 1].text == "," and relative.right_edge.i >= clause.right_edge.i


def _is_question(clause: Token) -> bool:
    return any(t.dep_ == "mark" and t.lower_ in ("if", "whether") for t in clause.lefts)


def _is_quoted(clause: Token) -> bool:
    return any(token.is_quote for token in clause.subtree)


def _as_clause(cue: Cue) -> Content | None:
    """Return the main clause of "As Novak said, the bill is dead"."""
    verb = cue.verb
    if verb.dep_ != "advcl" or not any(t.lower_ == "as" and t.dep_ in ("mark", "advmod") for t in verb.lefts):
        return None
    if "c" not in cue.frame or verb.head.pos_ not in ("VERB", "AUX"):
        return None
    return Content(_subtree(verb.head) - _subtree(verb))


def _around(cue: Cue) -> Content | None:
    """Return the sentence in which the cue stands between commas: "The bill, he said, is dead"."""
    verb = cue.verb
    if not ("c" in cue.frame and cue.lemma in lexicon.PARENTHETICAL) or verb.tag_ == "VBG":
        return None
    if not any(c.dep_ == "nsubj" for c in verb.children) or any(c.dep_ in ("mark", "advmod") for c in verb.lefts):
        return None
    if verb.dep_ not in ("parataxis", "ccomp", "dep", "advcl") or verb.head == verb:
        return None
    clause = sorted(_subtree(verb))
    if len(clause) > _LONGEST_ASIDE or clause[-1] - clause[0] >= len(clause):
        return None
    doc = verb.doc
    first, last = clause[0], clause[-1]
    before = doc[first - 1].text if first else ""
    after = doc[last + 1].text if last + 1 < len(doc) else "."
    if (
        verb.head.pos_ in ("VERB", "AUX", "NOUN", "ADJ")
        and (before in (",", "—", "–", "”", '"') or doc[first].text in (",", "—", "–"))
        and (after in (",", "—", "–", ".", "") or doc[last].text in (",", "—", "–", "."))
    ):
        return Content(_subtree(verb.head) - frozenset(clause))
    return None


def _object(cue: Cue, *, documentary: bool) -> Content | None:
    if not set("na") & set(cue.frame) or cue.passive:
        return None
    verb = cue.verb
    objects = [child for child in verb.children if child.dep_ in _OBJECT and child.i > verb.i]
    if not objects and verb.dep_ == "relcl":
        return _relative_object(cue)
    if not objects or (len(objects) == 1 and objects[0].lower_.endswith(("self", "selves"))):
        return None
    if objects[-1].lower_ == "it" and not any(c.dep_ in ("prep", "xcomp", "ccomp", "oprd") for c in verb.rights):
        return None
    if cue.lemma in lexicon.OBJECT_IS_TOPIC and not documentary:
        return None
    if cue.lemma in lexicon.COUNTING and not any(t.like_num for child in objects for t in child.subtree):
        return None
    if "n" not in cue.frame and not any(c.lower_ == "as" and c.i > objects[0].i for c in verb.children):
        return None  # "sees the deal", against "sees the deal as a threat"
    tokens = frozenset[int]().union(*(_subtree(child) for child in objects))
    for child in verb.children:
        if (child.i > objects[0].i and child.dep_ in ("xcomp", "ccomp")) or (
            child.i > objects[0].i and child.dep_ == "prep" and (documentary or child.lower_ in binding(cue))
        ):
            tokens |= _subtree(child)
    return Content(tokens, clause=False)


def _relative_object(cue: Cue) -> Content | None:
    """Return the content of "which he calls a farce", "whom she opposes"."""
    verb = cue.verb
    object_ = next((c for c in verb.lefts if c.dep_ == "dobj" and c.lower_ in ("which", "whom", "who", "that")), None)
    judged = next((c for c in verb.rights if c.lower_ == "as" or c.dep_ == "oprd"), None)
    if object_ is None:
        return None
    if judged is None and (object_.lower_ == "that" or cue.lemma in lexicon.EVIDENCE or _prepositional(cue)):
        return None
    return Content(frozenset({object_.i}) | (_subtree(judged) if judged else frozenset()), clause=False)


def binding(cue: Cue) -> set[str]:
    """Return the prepositions that carry part of what a verb with an object says: "accused him of lying"."""
    return {"as", "of", "for"} | set(lexicon.PREPOSITIONS.get(cue.lemma, "").split())


def _prepositional(cue: Cue) -> Content | None:
    allowed = lexicon.PREPOSITIONS.get(cue.lemma, "").split()
    for child in cue.verb.children:
        if child.dep_ in ("prep", "prt") and child.i > cue.verb.i and child.lower_ in allowed:
            tokens = _subtree(child) - {child.i}
            for other in cue.verb.children:
                # "called on Kestria to withdraw"
                if (
                    other.dep_ in ("xcomp", "advcl")
                    and other.i > child.i
                    and any(t.lower_ == "to" for t in other.lefts)
                ):
                    tokens |= _subtree(other)
            if tokens:
                return Content(tokens, (child,), clause=False)
    return None
