"""Active verbs: "X said ...", "..., the report suggests, ..."."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import parentheticals
from bot.attribution.spans.contents import Content, content
from bot.attribution.spans.noun_phrases import noun_phrase
from bot.attribution.spans.source_kinds import can_be_source, is_abstract, kind_of
from bot.attribution.spans.sources import source_head
from bot.attribution.verb_frames import EVIDENCE, SPEECH
from bot.model.attribution import AttributionKind, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue
    from bot.attribution.syntax.parsed_block import ParsedBlock


def active_verb(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each active verb with a source and a content.

    Examples:
        Mara Oll said that the bridge was safe.
            Mara Oll | said | that the bridge was safe
        The leaked memos show that the bolts are gone.
            The leaked memos | show | that the bolts are gone
        Mara Oll called for a new bridge.
            Mara Oll | called for | a new bridge
        The closure suggests nothing.
    """
    for cue in block.cues:
        if not (cue.passive or parentheticals.closing_credit(cue) or parentheticals.inverted_parenthetical(cue)):
            yield from _statement(block, cue)


def parenthetical_verb(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each verb and name between two commas.

    Examples:
        The bridge, says Mara Oll, is safe.
            Mara Oll | says | The bridge … is safe
        The old pier, warned Ivo Brandt, will not last the winter.
            Ivo Brandt | warned | The old pier … will not last the winter
    """
    for cue in block.cues:
        if cue.passive or parentheticals.closing_credit(cue):
            continue
        if found := parentheticals.inverted_parenthetical(cue):
            name, around = found
            head = next((token for token in name if token.head not in name), name[-1])
            yield from _candidate(block, cue, head, name, around)


def closing_credit(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each verb and name at the end of a sentence.

    Examples:
        The yard in Torvik is shut, reported AFP.
            AFP | reported | The yard in Torvik is shut
        The old ferry will not sail again, wrote the Daily Lantern on Monday.
            the Daily Lantern | wrote | The old ferry will not sail again
    """
    for cue in block.cues:
        if found := parentheticals.closing_credit(cue):
            name, before = found
            head = next((token for token in reversed(name) if token.head not in name), name[-1])
            yield from _candidate(block, cue, head, name, before)


def _statement(block: ParsedBlock, cue: Cue) -> Iterator[AttributionCandidate]:
    head = source_head(cue)
    documentary = head is not None and kind_of(head) is SourceKind.DOCUMENT
    found = parentheticals.parenthetical_content(cue, head)
    found = found or content(cue, _apposition(head), documentary=documentary)
    if found is None or (head is not None and head.i in found.tokens):
        return
    cue_tokens = {token.i for token in cue.tokens}
    source = noun_phrase(head, found.tokens | cue_tokens) if head is not None else []
    yield from _candidate(block, cue, head, source, found)


def _apposition(head: Token | None) -> set[int]:
    """Return a source's words, attached by the parser to the content."""
    return {token.i for token in head.subtree} if head is not None and head.dep_ == "appos" else set()


def _candidate(
    block: ParsedBlock, cue: Cue, head: Token | None, source: list[Token], found: Content
) -> Iterator[AttributionCandidate]:
    kind = kind_of(head) if head is not None else SourceKind.UNKNOWN
    if not _is_plausible(cue, head, kind, found):
        return
    evidence = cue.lemma in EVIDENCE and kind is not SourceKind.PERSON
    candidate = AttributionCandidate.from_cue(
        block, cue, head, source=source, joined=found.extra, evidence=evidence
    )  # fmt: skip
    documentary = kind is SourceKind.DOCUMENT
    yield candidate.replace(
        kind=AttributionKind.EVIDENTIAL if documentary else AttributionKind.INDIRECT,
        content=block.spans_at(found.tokens - {token.i for token in source}),
        addressee=found.addressee,
        document=head if documentary else None,
    )


# What no source says


def _is_plausible(cue: Cue, head: Token | None, kind: SourceKind, found: Content) -> bool:
    """Recognise a source able to say, think or show the content."""
    if head is None:
        finite = any(child.dep_ == "ccomp" for child in cue.verb.children)
        return found.clause and cue.lemma in SPEECH and (finite or cue.verb.tag_ != "VB")
    if not can_be_source(head) and not (kind is SourceKind.DOCUMENT and cue.lemma in EVIDENCE):
        return False
    if head.lower_ == "you" and cue.verb.sent.text.rstrip().endswith("?"):
        return False  # "Do you support the closure?"
    if not found.clause and (_is_aim(cue) or _is_denied(cue) or _is_impersonal(head, kind)):
        return False
    if head.lower_ in ("which", "that") and head.dep_ == "nsubj":
        return _is_relative_of_source(head)
    if kind is SourceKind.UNKNOWN and head.pos_ == "NOUN" and cue.lemma in lexicon.THINGS_DO:
        return False
    return not (_is_teaser(cue, found) or _is_thanks(cue) or _is_sign(cue))


def _is_aim(cue: Cue) -> bool:
    """Recognise an infinitive of purpose: "spent the funds to support them"."""
    verb = cue.verb
    if not cue.thought or verb.tag_ != "VB":
        return False
    aimed = verb.dep_ == "advcl" or any(child.dep_ == "auxpass" for child in verb.head.children)
    return aimed and any(child.lower_ == "to" for child in verb.lefts)


def _is_denied(cue: Cue) -> bool:
    """Recognise the object of another verb: "denied supporting the war"."""
    return cue.thought and cue.verb.tag_ == "VBG" and cue.verb.dep_ in ("xcomp", "pcomp")


def _is_impersonal(head: Token, kind: SourceKind) -> bool:
    return kind is SourceKind.UNKNOWN and (head.lower_ in ("it", "this", "that") or is_abstract(head))


def _is_relative_of_source(head: Token) -> bool:
    """Recognise a relative pronoun of a possible source."""
    clause = next((token for token in head.ancestors if token.dep_ == "relcl"), None)
    if clause is None or not can_be_source(clause.head):
        return False
    return clause.head.pos_ == "PROPN" or kind_of(clause.head) is not SourceKind.UNKNOWN


def _is_teaser(cue: Cue, found: Content) -> bool:
    """Recognise a link's title: "Oll apologises: How to watch the gala"."""
    doc, first = cue.verb.doc, min(found.tokens)
    if first <= cue.verb.i or doc[first - 1].text != ":" or doc[first].is_quote:
        return False
    opening = " ".join(token.lower_ for token in doc[first : first + 2])
    return opening in lexicon.TEASERS or doc[first].lower_ in lexicon.TEASER_WORDS


def _is_thanks(cue: Cue) -> bool:
    """Recognise "Governor, thank you": the governor does not speak."""
    verb = cue.verb
    return verb.lower_ == "thank" and verb.i > 0 and verb.nbor(-1).text in (",", ".", "“", '"')


def _is_sign(cue: Cue) -> bool:
    """Recognise the meaning of an event: ", signaling a change".

    With "that", the subject says it: ", signaling that it would close".
    """
    if cue.verb.tag_ != "VBG" or cue.verb.dep_ != "advcl" or cue.lemma not in lexicon.SIGNS:
        return False
    clause = next((child for child in cue.verb.children if child.dep_ == "ccomp"), None)
    return clause is None or all(child.dep_ != "mark" for child in clause.children)
