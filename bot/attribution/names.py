"""Names in parsed text: the shortest full name of a source, and all mentions of people and bodies in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.sources import among, kind_of_name
from bot.model import SourceKind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Token

    from bot.attribution.pieces import Piece

_LINKS = lexicon.words_of("of for the and & on in")
_PARTICLES = lexicon.words_of("de del della der van von al bin ibn la le el du da dos di ter")

# Between two who speak together: "and", or "and the harbour master,".
_JOINT = re.compile(r",? *(?:and|&)?(?: (?:the|a|an|his|her|its|their)(?: [a-z][\w-]*){1,4},?)? *")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text: `words` without titles; `context` are the lower-case words around it.

    `subject` holds where it is the subject of its sentence.
    """

    span: Span
    words: tuple[str, ...]
    kind: SourceKind
    context: frozenset[str]
    subject: bool
    sentence: int

    @property
    def acronym(self) -> str | None:
        last = self.words[-1]
        return last if len(self.words) > 1 and last.isupper() and len(last) > 1 else None


def mentions(piece: Piece) -> Iterator[Mention]:
    """Yield the names of `piece` in order."""
    at = 0
    while at < len(piece.doc):
        if not _namelike(piece.doc[at]):
            at += 1
            continue
        end = _right(piece.doc[at])
        mention = _mention(piece, list(piece.doc[at:end]))
        if mention:
            yield mention
        at = max(end, at + 1)


def _namelike(token: Token) -> bool:
    if token.pos_ == "PROPN" and (token.text[:1].isupper() or token.text[:1].isdigit()):
        return True
    return token.text[:1].isupper() and token.is_alpha and not token.is_sent_start and token.pos_ in ("NOUN", "ADJ")


def _right(token: Token) -> int:
    """Return the index behind the name that begins at `token`, its acronym in brackets included."""
    doc, at = token.doc, token.i + 1
    body = token.lower_ in lexicon.ORGANISATION_NOUNS
    while at < len(doc):
        here = doc[at]
        if _namelike(here) or (here.lower_ in _PARTICLES and at + 1 < len(doc) and _namelike(doc[at + 1])):
            body = body or here.lower_ in lexicon.ORGANISATION_NOUNS
            at += 1
        elif body and here.lower_ in _LINKS and (step := _over_links(token, at)):
            at = step
        elif here.text == "(" and at + 2 < len(doc) and doc[at + 1].text.isupper() and doc[at + 2].text == ")":
            return at + 3
        else:
            break
    return at


def _over_links(token: Token, at: int) -> int | None:
    """Return the index of the name word behind "for the" in "Institute for the Study of War"."""
    doc = token.doc
    first = at
    while at < len(doc) and doc[at].lower_ in _LINKS and at - first < 2:
        if doc[at].lower_ in ("and", "in", "on") and not _same_name(doc[first - 1], doc[at]):
            return None
        at += 1
    return at if at < len(doc) and _namelike(doc[at]) else None


def _same_name(before: Token, link: Token) -> bool:
    return link.lower_ in ("and", "on") and before.lower_ in ("science", "arms", "home", "health", "food", "trade")


def _mention(piece: Piece, tokens: list[Token]) -> Mention | None:
    first = tokens[0].i
    rest = without_titles(tokens)
    titled = len(rest) < len(tokens)
    if not rest:
        return None
    words = tuple(t.text for t in rest if t.text[:1].isalnum())
    kind = SourceKind.PERSON if titled and 1 <= len(words) <= 3 else kind_of_name(list(words))
    if first > 0 and tokens[0].nbor(-1).lower_ in lexicon.ORGANISATION_NOUNS - lexicon.PEOPLE_NOUNS:
        kind = SourceKind.ORGANISATION
    if first > 1 and tokens[0].nbor(-1).text == "The" and tokens[0].nbor(-2).lower_ in lexicon.ORGANISATION_NOUNS:
        kind = SourceKind.ORGANISATION
    if first > 0 and tokens[0].nbor(-1).lower_ == "the" and kind is SourceKind.PERSON and not titled:
        kind = SourceKind.ORGANISATION
    if kind is SourceKind.UNKNOWN and first > 0 and tokens[0].nbor(-1).lower_ in lexicon.PEOPLE_NOUNS:
        kind = SourceKind.PERSON
    head = next((t for t in rest if t.head.i < rest[0].i or t.head.i > rest[-1].i or t.head == t), rest[-1])
    around = {t.lemma_.lower() for t in head.subtree} | {t.lower_ for t in piece.doc[max(0, first - 3) : first]}
    return Mention(
        span=Span(piece.place(rest[0]).start, piece.place(rest[-1]).end),
        words=words,
        kind=kind,
        context=frozenset(around),
        subject=head.dep_ in ("nsubj", "nsubjpass"),
        sentence=piece.offset + head.sent.start_char,
    )


def without_titles(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a person's name behind "Deputy Secretary of State"; other names as they are."""
    start = 0
    first = tokens[0]
    if first.i > 1 and first.nbor(-1).lower_ == "of" and first.nbor(-2).lower_ in lexicon.TITLES:
        # "Secretary of State Kurt Campbell", where the name was cut at "of"
        start = 1 if len(tokens) > 2 or first.lower_ in lexicon.TITLE_TAILS else 0
    for k, token in enumerate(tokens[:-1]):
        low = token.lower_.rstrip(".")
        if low in lexicon.TITLES or low.removesuffix("s") in lexicon.PEOPLE_NOUNS:
            start = k + 1
            if start < len(tokens) and tokens[start].text == ".":
                start += 1
            if start + 1 < len(tokens) - 1 and tokens[start].lower_ in ("of", "for"):
                start += 2
    if start and all(t.lower_ not in lexicon.ORGANISATION_NOUNS for t in tokens[start:]):
        return tokens[start:]
    return tokens


@dataclass(frozen=True, slots=True)
class Register:
    """All names of the pieces at hand: in order, and by the piece that they stand in."""

    names: tuple[Mention, ...]
    of_piece: dict[int, tuple[Mention, ...]]


def register(pieces: Iterable[Piece]) -> Register:
    """Return the names of `pieces`, which come in order."""
    found = {piece.offset: tuple(mentions(piece)) for piece in pieces}
    return Register(tuple(mention for group in found.values() for mention in group), found)


def shortest(
    piece: Piece, source: tuple[Span, ...], head: Token | None, known: Register
) -> tuple[Span, SourceKind] | None:
    """Return the shortest full name inside a source, with its kind; None where the source bears no name."""
    if head is None or not source:
        return None
    inside = [m for m in known.of_piece[piece.offset] if any(span.contains(m.span) for span in source)]
    place = piece.place(head)
    own = [m for m in inside if m.span.contains(place)]
    if own:
        mention = own[0]
        joined = _with_second(piece, mention, inside)
        return _with_article(piece, joined), mention.kind
    if among(head, lexicon.DOCUMENT_NOUNS | lexicon.STATEMENT_NOUNS | lexicon.ORGANISATION_NOUNS):
        # "RUSI's assessment", "the Newsweek report", "local media, the Kyiv Post"
        near = [m for m in inside if _introduces(piece, m, head)]
        if not near:
            return None
        mine = among(head, lexicon.ORGANISATION_NOUNS - lexicon.PEOPLE_NOUNS) and near[0].span.start > place.start
        return _with_article(piece, near[0].span), SourceKind.ORGANISATION if mine else near[0].kind
    if among(head, lexicon.PEOPLE_NOUNS):
        named = [m for m in inside if _introduces(piece, m, head) and m.kind is not SourceKind.ORGANISATION
                 and m.span.start > place.start]  # fmt: skip
        return (_with_second(piece, named[0], inside), SourceKind.PERSON) if named else None
    return None


def _introduces(piece: Piece, mention: Mention, head: Token) -> bool:
    for token in piece.within(mention.span):
        if token.head == head and token.dep_ in ("poss", "compound", "appos", "nmod"):
            return True
        if token.head.head == head and token.dep_ == "pobj" and token.head.lower_ in ("by", "from"):
            return True
    return False


def _with_second(piece: Piece, first: Mention, inside: list[Mention]) -> Span:
    """Return both names of "fellows Ada Novak and Jo Berg"."""
    text, offset = piece.text, piece.offset
    span = first.span
    for other in inside:
        between = text[span.end - offset : other.span.start - offset]
        people = first.kind is SourceKind.PERSON and other.kind is SourceKind.PERSON
        if people and other.span.start >= span.end and _JOINT.fullmatch(between):
            span = Span(span.start, other.span.end)
    return span


def _with_article(piece: Piece, span: Span) -> Span:
    """Return the name with a "The" of its own: capitalised inside a sentence."""
    tokens = piece.within(span)
    if tokens and tokens[0].i > 1 and tokens[0].nbor(-1).tag_ == "POS" and _namelike(tokens[0].nbor(-2)):
        # "Kestria's Interior Ministry": which one is part of a body's name
        owner = tokens[0].nbor(-2)
        while owner.i > 0 and _namelike(owner.nbor(-1)):
            owner = owner.nbor(-1)
        if any(token.lower_ in lexicon.ORGANISATION_NOUNS for token in tokens):
            return Span(piece.place(owner).start, span.end)
    if tokens and tokens[0].i > 0:
        article = tokens[0].nbor(-1)
        if article.text == "The" and not article.is_sent_start:
            return Span(piece.place(article).start, span.end)
    return span
