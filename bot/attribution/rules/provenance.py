"""How documents came to the article: "obtained by", "reviewed by", and what a report is "based on"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import sources
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_CONTAINERS = lexicon.words_of(
    """page hundred thousand dozen score number series set batch bundle trove cache collection pile stack tranche raft
    copy part handful couple majority gigabyte megabyte terabyte volume"""
)

_FIRST = {"report": Role.REPORTED, "publish": Role.PUBLISHED, "appear": Role.PUBLISHED, "break": Role.REPORTED}


def provenances(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield a draft for each "<documents> obtained by <someone>" of `piece`; its content are the documents."""
    last: AttributionCandidate | None = None
    for token in piece.doc:
        role = lexicon.PROVENANCE.get(token.lemma_.lower())
        if role is None or token.tag_ not in ("VBN", "VBD"):
            continue
        head = sources.agent(token)
        noun = (_joined(token, last) or _noun(token)) if head is not None else None
        if head is None or noun is None:
            continue
        by = head.head
        last = AttributionCandidate(
            piece=piece,
            anchor=token.i,
            kind=AttributionKind.PROVENANCE,
            source=piece.spans_covering(agent_phrase(head, by)),
            cue=piece.spans_covering([token, by]),
            content=piece.spans_covering(documents(noun)),
            role=role,
            source_kind=sources.kind_of(head),
            head=head,
            verb=token,
            document=noun,
        )
        yield last


def _joined(token: Token, last: AttributionCandidate | None) -> Token | None:
    """Return the noun of the participle before, where only its agent and "and" stand between."""
    if last is None or last.verb is None or not last.source or last.verb.sent != token.sent:
        return None
    end = last.source[-1].end - last.piece.offset
    between = token.doc.text[end : token.idx].strip(" ,)")
    return last.document if between in ("and", "and later", "and then", "then", "") else None


def _noun(verb: Token) -> Token | None:
    """Return the document noun that the participle stands with: "files obtained by", "files were obtained by"."""
    participle = verb
    while participle.dep_ == "conj" and participle.head.pos_ in ("VERB", "AUX"):
        participle = participle.head
    noun = participle.head if participle.dep_ in ("acl", "relcl") else None
    if noun is None:
        noun = next((c for c in participle.children if c.dep_ == "nsubjpass"), None)
    if noun is not None and noun.lower_ in ("they", "it", "these", "all"):
        before = [t for t in noun.doc[: noun.i] if sources.any_token_in(t, lexicon.DOCUMENT_NOUNS) and t.pos_ == "NOUN"]
        subjects = [t for t in before if t.dep_ in ("nsubj", "nsubjpass")]
        return next(reversed(subjects or before), None)
    while noun is not None and noun.lemma_.lower() not in lexicon.DOCUMENT_NOUNS:
        # "800 pages of contracts and materials": any noun of the phrase may be the document.
        documents = [t for t in noun.subtree if t.i < verb.i and t.lemma_.lower() in lexicon.DOCUMENT_NOUNS]
        return documents[0] if documents else None
    return noun


def agent_phrase(head: Token, by: Token | None, until: Token | None = None) -> list[Token]:
    """Return the words of who did it, between "by" and the next verb; with `until`, up to that one."""
    verbs = {t.i for t in head.subtree if t.pos_ == "VERB" and t.dep_ in ("conj", "acl")}
    cut = min([*verbs, until.i if until is not None and until.i > head.i else len(head.doc)])
    start = by.i if by is not None else -1
    tokens = [t for t in sources.noun_phrase(head, set()) if start < t.i < cut]
    while tokens and (tokens[-1].is_punct or tokens[-1].pos_ == "CCONJ") and tokens[-1].text != ")":
        tokens.pop()
    return tokens


def documents(noun: Token) -> list[Token]:
    """Return the document noun's own words: no clause, nothing from the participle on."""
    top = noun
    while top.head.i < top.i:
        if top.dep_ == "conj" and top.head.pos_ == "NOUN":
            top = top.head
        elif top.dep_ == "pobj" and top.head.lower_ == "of" and _holds_papers(top.head.head):
            top = top.head.head
        else:
            break
    cut = min(
        (
            t.left_edge.i if t.dep_ == "relcl" else t.i
            for t in top.subtree
            if t.i > noun.i and (t.dep_ in ("acl", "relcl", "advmod") or t.text == ",")
        ),
        default=None,
    )
    return [t for t in sources.noun_phrase(top, set()) if cut is None or t.i < cut]


def _holds_papers(noun: Token) -> bool:
    """Holds for what papers are counted or kept in: "800 pages of", "a trove of", but not for "in light of"."""
    return noun.pos_ == "NUM" or sources.any_token_in(noun, _CONTAINERS | lexicon.DOCUMENT_NOUNS)


def first_reports(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield a draft for "the original reporting from <outlet>" and "first published by <outlet>"."""
    for token in piece.doc:
        if draft := _first_told(piece, token):
            yield draft
        if token.lower_ != "reporting" or token.pos_ not in ("NOUN", "VERB") or token.i + 2 >= len(piece.doc):
            continue
        by = token.nbor(1)
        if by.lower_ not in ("from", "by"):
            continue
        head = next((c for c in by.children if c.dep_ == "pobj"), None)
        if head is None or not (head.pos_ == "PROPN" or head.like_url):
            continue
        yield AttributionCandidate(
            piece=piece,
            anchor=token.i,
            kind=AttributionKind.PROVENANCE,
            source=piece.spans_covering(sources.noun_phrase(head, set())),
            cue=piece.spans_covering([token, by]),
            content=piece.spans_covering(t for t in token.subtree if t.i <= token.i),
            role=Role.REPORTED,
            source_kind=SourceKind.ORGANISATION,
            head=head,
        )


def _first_told(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    """Return the draft of "Originally published by <outlet>", "the deal, first reported by <outlet>"."""
    role = _FIRST.get(token.lemma_.lower())
    if role is None or token.i == 0 or token.nbor(-1).lower_ not in ("first", "originally", "initially"):
        return None
    by = next((c for c in token.rights if c.lower_ in ("by", "in", "on")), None)
    head = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    told = any(c.dep_ == "auxpass" for c in token.lefts)  # "was first reported by": a statement
    if by is None or head is None or told or not (head.pos_ == "PROPN" or head.like_url):
        return None
    noun = token.head if token.dep_ == "acl" else next((c for c in token.lefts if c.dep_.startswith("nsubj")), None)
    if noun is not None and token.dep_ == "acl" and sources.any_token_in(noun, lexicon.DOCUMENT_NOUNS):
        return None  # provenances() has it
    cut = token.i - 1 if noun is not None else token.i
    about = [t for t in (noun.subtree if noun is not None else [token.nbor(-1)]) if t.i < cut]
    return AttributionCandidate(
        piece=piece,
        anchor=token.i,
        kind=AttributionKind.PROVENANCE,
        source=piece.spans_covering(agent_phrase(head, by)),
        cue=piece.spans_covering([token, by]),
        content=piece.spans_covering(about),
        role=role,
        source_kind=SourceKind.ORGANISATION,
        head=head,
        verb=token,
    )


def evidence_basis(piece: ParsedBlock, drafts: list[AttributionCandidate]) -> Iterator[AttributionCandidate]:
    """Yield a draft for each "reports ..., based on <sources>" and "..., citing <sources>" of `piece`."""
    for token in piece.doc:
        low = token.lower_
        if low == "citing" or (low == "quoting" and token.dep_ == "advcl"):
            cue = [token]
            head = next((c for c in token.children if c.dep_ == "dobj"), None)
        elif low == "based" and token.tag_ == "VBN":
            on = next((c for c in token.children if c.dep_ == "prep" and c.lower_ in ("on", "upon")), None)
            head = next((c for c in on.children if c.dep_ == "pobj"), None) if on is not None else None
            cue = [token, on] if on is not None else [token]
        else:
            continue
        outer = _reporting(token, drafts)
        if head is None or outer is None:
            continue
        kind = sources.kind_of(head)
        if kind is SourceKind.UNKNOWN:
            continue
        documentary = kind is SourceKind.DOCUMENT
        yield AttributionCandidate(
            piece=piece,
            anchor=token.i,
            kind=AttributionKind.EVIDENTIAL if documentary else AttributionKind.INDIRECT,
            source=piece.spans_covering(agent_phrase(head, cue[-1])),
            cue=piece.spans_covering(cue),
            content=outer.content,
            role=Role.SHOWS if documentary else Role.TOLD,
            source_kind=kind,
            head=head,
            document=head if documentary else None,
            basis=outer,
        )


def _reporting(token: Token, drafts: list[AttributionCandidate]) -> AttributionCandidate | None:
    """Return the statement that `token` gives the basis of: the one of its own sentence."""
    same = [d for d in drafts if d.verb is not None and d.verb.sent == token.sent and d.verb != token]
    governed = [d for d in same if token.head == d.verb]
    return next(iter(governed or [d for d in same if d.anchor < token.i]), None)
