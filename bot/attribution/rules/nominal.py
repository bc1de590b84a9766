"""Drafts from words that are no verbs: "according to", "RUSI's assessment", "reportedly", a headline's colon."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans import sources
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_HEADLINE = re.compile(r"(?P<source>[^:“”\"]{2,60}?)(?P<cue>: )(?P<content>\S.{9,})\Z", re.DOTALL)
_TEASER = re.compile(
    r"""
    (?:how|what|where|when|who|why|everything|timeline|live\ updates|here[’']s)\b
    [^?]*\Z                                                # a question is asked by somebody
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NO_VOICE = lexicon.words_of(
    """update breaking exclusive watch video analysis opinion live review photos read factbox explainer
    boom byline correction look wow"""
)
_VIEWS = lexicon.STATEMENT_NOUNS | lexicon.ATTITUDE_NOUNS
_PER: tuple[str, ...] = ("per", "via")
_BEFORE_PER: tuple[str, ...] = (",", "”", '"', ")")
# What pictures and messages come by, and no source of what they tell.
_PLATFORMS = lexicon.words_of("getty facebook twitter instagram youtube mail")
_TOPICS: tuple[str, ...] = ("about", "over", "at", "on")  # "concerns among residents about the bridge"
_JOINED: tuple[str, ...] = ("of", "about", "on", "for", "against")


def phrases(piece: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Yield the drafts of `piece` whose cue is a preposition, a noun, an adverb or a colon."""
    for token in piece.doc:
        if draft := _at(piece, token):
            yield draft
    if draft := _listing(piece):
        yield draft
    if piece.headline and (draft := _headline(piece)):
        yield draft


def _at(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    if token.lower_ == "according":
        return _according(piece, token)
    if token.lower_ in _PER and token.dep_ == "prep":
        return _per(piece, token)
    if token.lower_ in lexicon.HEARSAY_ADVERBS and token.dep_ == "advmod":
        return _hearsay(piece, token)
    if token.pos_ == "NOUN" and token.lemma_.lower() in _VIEWS:
        return _noun(piece, token)
    return None


def _according(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    head = next((child for child in to.children if child.dep_ == "pobj"), None) if to is not None else None
    if to is None or head is None:
        return None
    source = sources.noun_phrase(head, set())
    phrase = {t.i for t in token.subtree}
    tokens = _rest(token, phrase)
    kind = sources.kind_of(head)
    return AttributionCandidate(
        piece=piece,
        anchor=token.i,
        kind=AttributionKind.EVIDENTIAL if kind is SourceKind.DOCUMENT else AttributionKind.INDIRECT,
        source=piece.spans_covering(source),
        cue=piece.spans_covering([token, to]),
        content=piece.spans_covering(piece.doc[i] for i in tokens),
        role=Role.SHOWS if kind is SourceKind.DOCUMENT else Role.SAID,
        source_kind=kind,
        head=head,
        document=head if kind is SourceKind.DOCUMENT else None,
    )


def _per(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    """Return the draft of "The yard will close, per the Lantern", "..., via Reuters"."""
    head = next((child for child in token.children if child.dep_ == "pobj"), None)
    if head is None or token.i == 0 or piece.doc[token.i - 1].text not in _BEFORE_PER or not _is_given(token, head):
        return None
    kind = sources.kind_of(head)
    documentary = kind is SourceKind.DOCUMENT
    said = {t.i for t in token.sent} - {t.i for t in token.subtree}
    return AttributionCandidate(
        piece=piece,
        anchor=token.i,
        kind=AttributionKind.EVIDENTIAL if documentary else AttributionKind.INDIRECT,
        source=piece.spans_covering(sources.noun_phrase(head, set())),
        cue=piece.spans_covering([token]),
        content=piece.spans_covering(piece.doc[i] for i in said if i < token.i),
        role=Role.SHOWS if documentary else Role.SAID,
        source_kind=kind,
        head=head,
        document=head if documentary else None,
    )


def _is_given(token: Token, head: Token) -> bool:
    """Hold for an outlet, and behind "per" for any name and any paper: "per day" and "via Torvik" name no source."""
    words = {word.lower() for word in sources.name_words(head)}
    if token.lower_ == "via":
        return bool(words & lexicon.OUTLET_NAMES) and not words & _PLATFORMS
    return head.pos_ == "PROPN" or sources.kind_of(head) is SourceKind.DOCUMENT


def _rest(token: Token, phrase: set[int]) -> set[int]:
    """Return the clause that a phrase stands beside, without the phrase."""
    clause = token.head
    while clause.pos_ not in ("VERB", "AUX") and clause.head != clause:
        clause = clause.head
    # "... is dead, according to X": a whole sentence, whichever of its verbs the parser hung the phrase on.
    if clause.dep_ in ("advcl", "xcomp", "relcl", "acl", "conj", "pcomp", "ccomp", "dep"):
        clause = clause.sent.root
    return {t.i for t in clause.subtree} - phrase


def _hearsay(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    clause = token.head
    if clause.lemma_.lower() in lexicon.EVIDENCE:
        return None  # "these files reportedly reveal": the files are the source
    if clause.pos_ not in ("VERB", "AUX") or clause.n_lefts + clause.n_rights < 3:
        return None
    return AttributionCandidate(
        piece=piece,
        anchor=token.i,
        kind=AttributionKind.INDIRECT,
        cue=piece.spans_covering([token]),
        content=piece.spans_covering(t for t in clause.subtree if t != token),
        inferred=True,
    )


def _noun(piece: ParsedBlock, token: Token) -> AttributionCandidate | None:
    """Return the draft of "X's claim that ..."; a noun without a clause attributes nothing by itself."""
    clause = next(
        (c for c in token.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > token.i and _that(c)), None
    )
    head = next((c for c in token.children if c.dep_ == "poss"), None)
    extra: list[Token] = []
    among = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "among"), None)
    if clause is None and (head is not None or among is not None):
        own = _JOINED if token.lemma_.lower() in lexicon.STATEMENT_NOUNS else lexicon.ABOUT
        own = own if among is None else _TOPICS
        extra = [c for c in token.children if c.dep_ == "prep" and c.lower_ in own]
        clause = next((c for prep in extra for c in prep.children if c.dep_ in ("pobj", "pcomp")), None)
    if clause is None and head is not None and token.dep_ == "nsubj" and token.head.lemma_ == "be":
        # "Novak's view is that ..."
        clause = next((c for c in token.head.children if c.dep_ == "ccomp"), None)
    if clause is None:
        return None
    if head is None:
        by = next((c for c in token.children if c.dep_ == "prep" and c.lower_ in ("of", "by", "from", "among")), None)
        head = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    if head is None:
        return None
    if any(child.lower_ in lexicon.IN_KIND for child in token.children):
        return None
    source = sources.noun_phrase(head, {token.i})
    return AttributionCandidate(
        piece=piece,
        anchor=token.i,
        kind=AttributionKind.INDIRECT,
        source=piece.spans_covering(t for t in source if t.tag_ != "POS"),
        cue=piece.spans_covering([token, *extra[:1]]),
        content=piece.spans_covering(clause.subtree),
        role=Role.SAID if token.lemma_.lower() in lexicon.STATEMENT_NOUNS else Role.THOUGHT,
        source_kind=sources.kind_of(head),
        head=head,
        negated=token.lemma_.lower() == "denial",
    )


def _that(clause: Token) -> bool:
    return any(
        (t.lower_ in ("that", "whether") and t.dep_ == "mark") or (t.lower_ == "to" and t.dep_ == "aux")
        for t in clause.lefts
    )


def _listing(piece: ParsedBlock) -> AttributionCandidate | None:
    """Return the draft of a lead-in whose content is the list below: "Advice from the ministry includes:".

    Its content is empty; rows and bullets inherit it.
    """
    if not piece.text.rstrip().endswith(":"):
        return None
    root = list(piece.doc.sents)[-1].root
    subject = next((c for c in root.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        return None
    owner = next((c for c in subject.children if c.dep_ == "poss"), None)
    preposition = next((c for c in subject.children if c.dep_ == "prep" and c.lower_ in ("from", "by", "of")), None)
    if owner is None and preposition is not None:
        owner = next((c for c in preposition.children if c.dep_ == "pobj"), None)
    if owner is not None and sources.any_token_in(subject, lexicon.STATEMENT_NOUNS | lexicon.DOCUMENT_NOUNS):
        head, cue = owner, [subject]
    elif sources.any_token_in(subject, lexicon.DOCUMENT_NOUNS) and root.pos_ == "VERB":
        head, cue = subject, [root]
    else:
        return None
    kind = sources.kind_of(head)
    if kind is SourceKind.UNKNOWN:
        return None
    documentary = kind is SourceKind.DOCUMENT
    return AttributionCandidate(
        piece=piece,
        anchor=root.i,
        kind=AttributionKind.EVIDENTIAL if documentary else AttributionKind.INDIRECT,
        source=piece.spans_covering(t for t in sources.noun_phrase(head, {c.i for c in cue}) if t.tag_ != "POS"),
        cue=piece.spans_covering(cue),
        role=Role.SHOWS if documentary else Role.SAID,
        source_kind=kind,
        head=head,
        document=head if documentary else None,
    )


def _headline(piece: ParsedBlock) -> AttributionCandidate | None:
    """Return the draft of "ISW: Russia and China grow closer", or of "Russia and China grow closer: ISW"."""
    match = _HEADLINE.match(piece.text)
    if not match:
        return None
    tokens = piece.within(Span(piece.offset + match.start("source"), piece.offset + match.end("source")))
    words = [token for token in tokens if token.is_alpha]
    if not words or len(words) > 4 or words[0].lower_ in _NO_VOICE:
        return None
    head = words[-1]
    kind = sources.kind_of_name([token.text for token in words])
    if not (all(w.text[0].isupper() or w.is_stop for w in words) and head.pos_ in ("PROPN", "NOUN")):
        return None
    if (kind is SourceKind.UNKNOWN and len(words) > 1) or _TEASER.match(match["content"]):
        return None
    return AttributionCandidate(
        piece=piece,
        anchor=tokens[-1].i + 1,
        kind=AttributionKind.INDIRECT,
        source=piece.spans_covering(tokens),
        cue=(Span(piece.offset + match.start("cue"), piece.offset + match.start("cue") + 1),),
        content=(Span(piece.offset + match.start("content"), piece.offset + len(piece.text.rstrip())),),
        source_kind=kind,
        head=head,
    )
