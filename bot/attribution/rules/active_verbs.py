"""Drafts from active verbs: "X said that ...", "X, the report suggests, ...", "X denies having ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate, role_of
from bot.attribution.rules.passive_verbs import passive
from bot.attribution.spans import parentheticals, sources
from bot.attribution.spans.contents import Content, content
from bot.attribution.spans.cues import Cue, cues
from bot.model.attribution import AttributionKind, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock


def statements(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield a draft for each verb of `piece` that governs what somebody says, thinks or a document shows."""
    for cue in cues(piece.doc):
        draft = _statement(piece, cue)
        if draft:
            yield draft


def _statement(piece: ParsedBlock, cue: Cue) -> AttributionCandidate | None:
    if ending := parentheticals.closing(cue):
        noun, said = ending
        return build(piece, cue, next((t for t in noun[::-1] if t.head not in noun), noun[-1]), noun, said)
    if cue.passive:
        return None if cue.verb.lower_ in lexicon.ADJECTIVES else passive(piece, cue)
    if inset := parentheticals.inverted_parenthetical(cue):
        noun, around = inset
        return build(piece, cue, next((t for t in noun if t.head not in noun), noun[-1]), noun, around)
    head = sources.source_head(cue)
    own = {token.i for token in cue.tokens}
    documentary = head is not None and sources.kind_of(head) is SourceKind.DOCUMENT
    found = parentheticals.parenthetical_content(cue, head) or content(cue, _of_stray(head), documentary=documentary)
    if found is None:
        return None
    source = sources.noun_phrase(head, set(found.tokens) | own) if head is not None else []
    if head is not None and head.i in found.tokens:
        return None
    return build(piece, cue, head, source, found)


def _of_stray(head: Token | None) -> set[int]:
    """Return the words of a source that the parser hung into the content."""
    return {t.i for t in head.subtree} if head is not None and head.dep_ == "appos" else set()


def build(
    piece: ParsedBlock, cue: Cue, head: Token | None, source: list[Token], found: Content
) -> AttributionCandidate | None:
    """Return the draft of `cue`; None where the source cannot be one that speaks."""
    kind = sources.kind_of(head) if head is not None else SourceKind.UNKNOWN
    evidence = cue.lemma in lexicon.EVIDENCE and kind is not SourceKind.PERSON
    if not _is_plausible_source(cue, head, kind, found):
        return None
    spans = piece.spans_covering(source)
    tokens = found.tokens - {token.i for token in source}
    return AttributionCandidate(
        piece=piece,
        anchor=cue.verb.i,
        kind=AttributionKind.EVIDENTIAL if kind is SourceKind.DOCUMENT else AttributionKind.INDIRECT,
        source=spans,
        cue=piece.spans_covering([*cue.tokens, *found.extra]),
        content=piece.spans_covering(piece.doc[i] for i in tokens),
        role=role_of(cue, kind, evidence=evidence),
        source_kind=kind,
        head=head,
        verb=cue.verb,
        addressee=found.addressee,
        document=head if kind is SourceKind.DOCUMENT else None,
        hypothetical=cue.hypothetical,
        negated=cue.negated,
    )


def _is_plausible_source(cue: Cue, head: Token | None, kind: SourceKind, found: Content) -> bool:
    """Things show and suggest, but what is no document, person or body says nothing."""
    if head is None:
        finite = any(child.dep_ == "ccomp" for child in cue.verb.children)
        return found.clause and cue.lemma in lexicon.SPEECH and (finite or cue.verb.tag_ != "VB")
    if not sources.may_be_named(head) and not (kind is SourceKind.DOCUMENT and cue.lemma in lexicon.EVIDENCE):
        return False
    if head.lower_ == "you" and cue.verb.sent.text.rstrip().endswith("?"):
        return False  # "Do you support the closure?"
    if cue.thought and not found.clause and _purpose(cue.verb):
        return False
    if cue.thought and cue.verb.tag_ == "VBG" and cue.verb.dep_ in ("xcomp", "pcomp") and not found.clause:
        return False  # "denied supporting the war": a thing denied, no thought told
    if (
        kind is SourceKind.UNKNOWN
        and (head.lower_ in ("it", "this", "that") or sources.is_thing(head))
        and not found.clause
    ):
        return False
    if head.lower_ in ("which", "that") and head.dep_ == "nsubj":
        clause = next((token for token in head.ancestors if token.dep_ == "relcl"), None)
        noun = clause.head if clause is not None else None
        return (
            noun is not None
            and sources.may_be_named(noun)
            and (noun.pos_ == "PROPN" or sources.kind_of(noun) is not SourceKind.UNKNOWN)
        )
    if kind is SourceKind.UNKNOWN and head.pos_ == "NOUN" and cue.lemma in lexicon.THINGS_DO:
        return False
    if _is_teaser(cue, found) or _is_thanks(cue):
        return False
    return not (cue.verb.tag_ == "VBG" and cue.verb.dep_ == "advcl" and cue.lemma in lexicon.SIGNS and not _finite(cue))


def _is_teaser(cue: Cue, found: Content) -> bool:
    """Hold for "Oll apologises: How to watch the gala", the line of a link: what follows the colon is nobody's word."""
    doc, first = cue.verb.doc, min(found.tokens)
    if first <= cue.verb.i or doc[first - 1].text != ":" or doc[first].is_quote:
        return False
    opening = " ".join(token.lower_ for token in doc[first : first + 2])
    return opening in lexicon.TEASERS or doc[first].lower_ in lexicon.TEASER_WORDS


def _is_thanks(cue: Cue) -> bool:
    """Hold for "Governor, thank you": who is thanked by whoever speaks does not thank."""
    verb = cue.verb
    return verb.lower_ == "thank" and verb.i > 0 and verb.nbor(-1).text in (",", ".", "“", '"')


def _purpose(verb: Token) -> bool:
    """Holds for "spent the funds to support them", "is expected to support them": a deed aimed at, no thought told."""
    aimed = verb.dep_ == "advcl" or any(child.dep_ == "auxpass" for child in verb.head.children)
    return aimed and verb.tag_ == "VB" and any(child.lower_ == "to" for child in verb.lefts)


def _finite(cue: Cue) -> bool:
    """Holds where a clause with its own "that" follows; ", signaling a change" is said of the event."""
    clause = next((child for child in cue.verb.children if child.dep_ == "ccomp"), None)
    return clause is not None and any(child.dep_ == "mark" for child in clause.children)
