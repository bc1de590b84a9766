"""Provenance: "files obtained by X", "first published by X", "reporting from X"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.noun_phrases import any_token_in, noun_phrase
from bot.attribution.spans.sources import agent
from bot.model.attribution import Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_CONTAINERS = lexicon.words_of(
    """page hundred thousand dozen score number series set batch bundle trove cache collection pile stack tranche raft
    copy part handful couple majority gigabyte megabyte terabyte volume"""
)
_PRONOUNS = ("they", "it", "these", "all")
_FIRST = ("first", "originally", "initially")
_FIRST_ROLES = {
    "report": Role.REPORTED,
    "publish": Role.PUBLISHED,
    "appear": Role.PUBLISHED,
    "break": Role.REPORTED,
}
_JOINED = ("and", "and later", "and then", "then", "")


def document_agent(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "<documents> obtained by X"; the content is the documents.

    Examples:
        The files, obtained by the Daily Lantern, fill four boxes.
            the Daily Lantern | obtained by | The files
        Letters were leaked by Grey Heron and verified by the Torvik Institute.
            Grey Heron | leaked by | Letters
            the Torvik Institute | verified by | Letters
        The prize was obtained by Mara Oll.
    """
    last: AttributionCandidate | None = None
    for verb in block.doc:
        role = lexicon.PROVENANCE.get(verb.lemma_.lower())
        if role is None or verb.tag_ not in ("VBN", "VBD"):
            continue
        head = agent(verb)
        noun = (_shared_noun(verb, last) or _document(verb)) if head is not None else None
        if head is None or noun is None:
            continue
        by = head.head
        last = AttributionCandidate.of_provenance(
            block,
            head,
            role,
            anchor=verb.i,
            source=agent_phrase(head, by),
            cue=[verb, by],
            content=document_phrase(noun),
            verb=verb,
            document=noun,
        )
        yield last


def _shared_noun(verb: Token, last: AttributionCandidate | None) -> Token | None:
    """Return the noun of the participle before.

    "obtained by X and reviewed by Y"
    """
    if last is None or last.verb is None or not last.source or last.verb.sent != verb.sent:
        return None
    end = last.source[-1].end - last.block.offset
    between = verb.doc.text[end : verb.idx].strip(" ,)")
    return last.document if between in _JOINED else None


def _document(verb: Token) -> Token | None:
    """Return the document of "files obtained by", "files were obtained by"."""
    participle = verb
    while participle.dep_ == "conj" and participle.head.pos_ in ("VERB", "AUX"):
        participle = participle.head
    noun = participle.head if participle.dep_ in ("acl", "relcl") else None
    if noun is None:
        noun = next((child for child in participle.children if child.dep_ == "nsubjpass"), None)
    if noun is None or noun.lemma_.lower() in lexicon.DOCUMENT_NOUNS:
        return noun
    if noun.lower_ in _PRONOUNS:
        return _last_document(noun)
    # "800 pages of contracts and materials": any noun of the phrase may be the document.
    return next((t for t in noun.subtree if t.i < verb.i and t.lemma_.lower() in lexicon.DOCUMENT_NOUNS), None)


def _last_document(pronoun: Token) -> Token | None:
    """Return the last document before a pronoun, subjects first."""
    before = [
        token
        for token in pronoun.doc[: pronoun.i]
        if token.pos_ == "NOUN" and any_token_in(token, lexicon.DOCUMENT_NOUNS)
    ]
    subjects = [token for token in before if token.dep_ in ("nsubj", "nsubjpass")]
    return next(reversed(subjects or before), None)


def agent_phrase(head: Token, by: Token | None, until: Token | None = None) -> list[Token]:
    """Return an agent's words between "by" and the next verb.

    With `until`, they end before that token.
    """
    verbs = [token.i for token in head.subtree if token.pos_ == "VERB" and token.dep_ in ("conj", "acl")]
    end = min([*verbs, until.i if until is not None and until.i > head.i else len(head.doc)])
    start = by.i if by is not None else -1
    tokens = [token for token in noun_phrase(head, ()) if start < token.i < end]
    while tokens and (tokens[-1].is_punct or tokens[-1].pos_ == "CCONJ") and tokens[-1].text != ")":
        tokens.pop()
    return tokens


def document_phrase(noun: Token) -> list[Token]:
    """Return the words of a document without clauses.

    "the leaked files", "800 pages of contracts"
    """
    top = noun
    while top.head.i < top.i:
        if top.dep_ == "conj" and top.head.pos_ == "NOUN":
            top = top.head
        elif top.dep_ == "pobj" and top.head.lower_ == "of" and _is_container(top.head.head):
            top = top.head.head
        else:
            break
    clauses = (token for token in top.subtree if token.i > noun.i and _ends_phrase(token))
    end = min((token.left_edge.i if token.dep_ == "relcl" else token.i for token in clauses), default=len(noun.doc))
    return [token for token in noun_phrase(top, ()) if token.i < end]


def _ends_phrase(token: Token) -> bool:
    return token.dep_ in ("acl", "relcl", "advmod") or token.text == ","


def _is_container(noun: Token) -> bool:
    """Recognise a noun for a quantity: "800 pages of", "a trove of"."""
    return noun.pos_ == "NUM" or any_token_in(noun, _CONTAINERS | lexicon.DOCUMENT_NOUNS)


def original_reporting(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "reporting from X" and "reporting by X".

    Examples:
        This builds on the original reporting by the Daily Lantern.
            the Daily Lantern | reporting by | the original reporting
        The reporting from Torvik Today fills three pages.
            Torvik Today | reporting from | The reporting
    """
    for noun in block.doc:
        if noun.lower_ != "reporting" or noun.pos_ not in ("NOUN", "VERB") or noun.i + 2 >= len(block.doc):
            continue
        by = noun.nbor(1)
        head = next((child for child in by.children if child.dep_ == "pobj"), None)
        if by.lower_ in ("from", "by") and head is not None and _is_outlet(head):
            yield AttributionCandidate.of_provenance(
                block,
                head,
                Role.REPORTED,
                anchor=noun.i,
                source=noun_phrase(head, ()),
                cue=[noun, by],
                content=(token for token in noun.subtree if token.i <= noun.i),
                source_kind=SourceKind.ORGANISATION,
            )


def _is_outlet(head: Token) -> bool:
    return head.pos_ == "PROPN" or bool(head.like_url)


def first_publication(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find each "first reported by X" and "originally published by X".

    Examples:
        The deal, first reported by the Daily Lantern, fell through.
            the Daily Lantern | reported by | The deal
        Originally published by Torvik Today.
            Torvik Today | published by | Originally
    """
    for verb in block.doc:
        role = _FIRST_ROLES.get(verb.lemma_.lower())
        if role is None or verb.i == 0 or verb.nbor(-1).lower_ not in _FIRST:
            continue
        by = next((child for child in verb.rights if child.lower_ in ("by", "in", "on")), None)
        head = next((child for child in by.children if child.dep_ == "pobj"), None) if by is not None else None
        if by is None or head is None or not _is_outlet(head):
            continue
        if any(child.dep_ == "auxpass" for child in verb.lefts):
            continue  # "was first reported by" is a statement
        noun = _published(verb)
        if noun is not None and verb.dep_ == "acl" and any_token_in(noun, lexicon.DOCUMENT_NOUNS):
            continue  # a case of `document_agent`
        yield AttributionCandidate.of_provenance(
            block,
            head,
            role,
            anchor=verb.i,
            source=agent_phrase(head, by),
            cue=[verb, by],
            content=[t for t in noun.subtree if t.i < verb.i - 1] if noun is not None else [verb.nbor(-1)],
            source_kind=SourceKind.ORGANISATION,
            verb=verb,
        )


def _published(verb: Token) -> Token | None:
    """Return the noun for the published story."""
    if verb.dep_ == "acl":
        return verb.head
    return next((child for child in verb.lefts if child.dep_.startswith("nsubj")), None)
