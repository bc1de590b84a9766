"""Names in parsed text: the shortest full name of a source, and all mentions of people and bodies in order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.resolution import gender
from bot.attribution.spans.sources import any_token_in, is_body_word, is_case, kind_of_name
from bot.model.attribution import SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Doc, Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

_LINKS = lexicon.words_of("of for the and & on in")
# What the first half of a body's field may end in: "Health and Human Services", "Disease Control and Prevention".
_TWO_PARTS = lexicon.words_of(
    """science arms home health food trade control research labor labour fish parks family children housing education
    energy business panel security culture firearms wildlife"""
)
_PARTICLES = lexicon.words_of("de del della der van von al bin ibn la le el du da dos di ter")

# What stands for whoever holds it, capitalised or not.
_CALLINGS = (lexicon.TITLES | {"members"}) - lexicon.OUTLET_NAMES - lexicon.words_of("major")

# Bodies that are somebody's, and another voice than their owner: "the Oll administration", "Brandt's campaign".
_OWNED = lexicon.words_of("administration campaign government cabinet team office foundation staff court family")

# Between two who speak together: "and", or "and the harbour master,".
_JOINT = re.compile(r",? {0,3}(?:and|&)?(?: (?:the|a|an|his|her|its|their)(?: [a-z][\w-]*){1,4},?)? {0,3}")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in the text: `words` without titles; `context` are the lower-case words around it.

    `subject` holds where it is the subject of its sentence.
    """

    span: Span
    words: tuple[str, ...]
    kind: SourceKind
    context: frozenset[str]
    titles: frozenset[str]
    subject: bool
    sentence: int

    @property
    def acronym(self) -> str | None:
        last = self.words[-1]
        return last if len(self.words) > 1 and last.isupper() and len(last) > 1 else None


def mentions(piece: ParsedBlock) -> Iterator[Mention]:
    """Yield the names of `piece` in order."""
    at = 0
    while at < len(piece.doc):
        if not _namelike(piece.doc[at]):
            at += 1
            continue
        end = _right(piece.doc[at])
        mention = None if is_case(piece.doc[at]) else _mention(piece, list(piece.doc[at:end]))
        if mention:
            yield mention
        at = max(end, at + 1)


def _namelike(token: Token) -> bool:
    if token.lower_ in lexicon.TIMES:
        return False
    if token.pos_ == "PROPN" and (token.text[:1].isupper() or token.text[:1].isdigit()):
        return True
    return token.text[:1].isupper() and token.is_alpha and not token.is_sent_start and token.pos_ in ("NOUN", "ADJ")


def _right(token: Token) -> int:
    """Return the index behind the name that begins at `token`, its acronym in brackets included."""
    doc, at = token.doc, token.i + 1
    body = is_body_word(token.lower_)
    while at < len(doc):
        here = doc[at]
        if joined_by_hyphen(doc, at) and _namelike(doc[at + 1]):
            at += 2
        elif _namelike(here) or (here.lower_ in _PARTICLES and at + 1 < len(doc) and _namelike(doc[at + 1])):
            body = body or is_body_word(here.lower_)
            at += 1
        elif (body or _opens_name(token, at)) and here.lower_ in _LINKS and (step := _over_links(token, at)):
            at = step
        elif here.text == "(" and at + 2 < len(doc) and doc[at + 1].text.isupper() and doc[at + 2].text == ")":
            return at + 3
        else:
            break
    return at


def _opens_name(token: Token, at: int) -> bool:
    """Hold for the one word before "of" in "the Heart of the Seas"; "Oll of Torvik" is Oll."""
    before = token.nbor(-1).lower_ if token.i else ""
    return at == token.i + 1 and token.doc[at].lower_ == "of" and before == "the" and token.lower_ not in lexicon.TITLES


def joined_by_hyphen(doc: Doc, at: int) -> bool:
    """Hold for the hyphen inside "Anne-Marie" and "Star-Courier", which the tokeniser sets apart."""
    inside = 0 < at < len(doc) - 1 and doc[at].text == "-"
    return inside and not doc[at].whitespace_ and not doc[at - 1].whitespace_


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
    return link.lower_ in ("and", "on") and before.lower_ in _TWO_PARTS


def _mention(piece: ParsedBlock, tokens: list[Token]) -> Mention | None:
    first = tokens[0].i
    rest = without_titles(tokens)
    titled = len(rest) < len(tokens)
    if not rest:
        return None
    words = _words(rest)
    if len(words) == 1 and words[0].lower() in _CALLINGS:
        return None  # "The President said": an office, and no name
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
        span=Span(piece.span_of(rest[0]).start, piece.span_of(rest[-1]).end),
        words=words,
        kind=kind,
        context=frozenset(around),
        titles=frozenset(t.lower_ for t in piece.doc[max(0, rest[0].i - 3) : rest[0].i]),
        subject=head.dep_ in ("nsubj", "nsubjpass"),
        sentence=piece.offset + head.sent.start_char,
    )


def _words(tokens: list[Token]) -> tuple[str, ...]:
    """Return the words of a name, those joined by a hyphen as one."""
    words: list[str] = []
    joined = False
    for token in tokens:
        if joined and words:
            words[-1] += token.text
        elif token.text[:1].isalnum():
            words.append(token.text)
        joined = joined_by_hyphen(token.doc, token.i) or joined_by_hyphen(token.doc, token.i + 1)
    return tuple(words)


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
    if start and _is_field(tokens[:start]):
        return tokens
    if start and all(t.lower_ not in lexicon.ORGANISATION_NOUNS for t in tokens[start:]):
        return tokens[start:]
    return tokens


def _is_field(tokens: list[Token]) -> bool:
    """Hold for "Department of Health and Senior", the beginning of a body's name and no title."""
    at = next((k for k, token in enumerate(tokens) if token.lower_ in ("of", "for")), 0)
    return at > 0 and is_body_word(tokens[at - 1].lower_)


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """All names of the pieces at hand: in order, and by the piece that they stand in."""

    names: tuple[Mention, ...]
    of_piece: dict[int, tuple[Mention, ...]]
    genders: dict[str, str | None]

    def gender(self, mention: Mention) -> str | None:
        """Return "male", "female", or None where titles and first names do not tell."""
        return self.genders.get(mention.words[-1])


def register(pieces: Iterable[ParsedBlock]) -> MentionIndex:
    """Return the names of `pieces`, which come in order."""
    found = {piece.offset: tuple(mentions(piece)) for piece in pieces}
    names = tuple(mention for group in found.values() for mention in group)
    return MentionIndex(names, found, _genders(names))


def _genders(names: Iterable[Mention]) -> dict[str, str | None]:
    """Return the gender by surname, as titles, roles and first names give it; None where they disagree."""
    found: dict[str, str | None] = {}
    for mention in names:
        told = _gender(mention)
        surname = mention.words[-1]
        if told is not None:
            found[surname] = told if found.get(surname, told) == told else None
    return found


def _gender(mention: Mention) -> str | None:
    if mention.kind is SourceKind.ORGANISATION:
        return None
    first = mention.words[0].lower() if len(mention.words) > 1 else ""
    female = first in gender.FEMALE_NAMES or bool(mention.titles & gender.FEMALE)
    male = first in gender.MALE_NAMES or bool(mention.titles & gender.MALE)
    return None if female == male else "female" if female else "male"


def shortest(
    piece: ParsedBlock, source: tuple[Span, ...], head: Token | None, known: MentionIndex
) -> tuple[Span, SourceKind] | None:
    """Return the shortest full name inside a source, with its kind; None where the source bears no name."""
    if head is None or not source:
        return None
    inside = [m for m in known.of_piece[piece.offset] if any(span.contains(m.span) for span in source)]
    place = piece.span_of(head)
    own = [m for m in inside if m.span.contains(place)]
    if own:
        mention = own[0]
        joined = _with_second(piece, mention, inside)
        return _with_article(piece, joined), mention.kind
    if any_token_in(head, lexicon.DOCUMENT_NOUNS | lexicon.STATEMENT_NOUNS | lexicon.ORGANISATION_NOUNS):
        # "RUSI's assessment", "the Newsweek report", "local media, the Kyiv Post"
        near = [m for m in inside if _introduces(piece, m, head)]
        if not near:
            return None
        if any_token_in(head, _OWNED) and near[0].span.end <= place.start:
            return Span(near[0].span.start, place.end), SourceKind.ORGANISATION
        mine = (
            any_token_in(head, lexicon.ORGANISATION_NOUNS - lexicon.PEOPLE_NOUNS) and near[0].span.start > place.start
        )
        return _with_article(piece, near[0].span), SourceKind.ORGANISATION if mine else near[0].kind
    if any_token_in(head, lexicon.PEOPLE_NOUNS):
        named = [m for m in inside if _is_beside(piece, m, head) and m.kind is not SourceKind.ORGANISATION
                 and m.span.start > place.start]  # fmt: skip
        return (_with_second(piece, named[0], inside), SourceKind.PERSON) if named else None
    return None


def _is_beside(piece: ParsedBlock, mention: Mention, head: Token) -> bool:
    beside = ("poss", "compound", "appos", "nmod")
    return any(token.head == head and token.dep_ in beside for token in piece.within(mention.span))


def _introduces(piece: ParsedBlock, mention: Mention, head: Token) -> bool:
    if _is_beside(piece, mention, head):
        return True
    for token in piece.within(mention.span):
        if token.head.head == head and token.dep_ == "pobj" and token.head.lower_ in ("by", "from"):
            return True
    return False


def _with_second(piece: ParsedBlock, first: Mention, inside: list[Mention]) -> Span:
    """Return both names of "fellows Ada Novak and Jo Berg"."""
    text, offset = piece.text, piece.offset
    span = first.span
    for other in inside:
        between = text[span.end - offset : other.span.start - offset]
        people = first.kind is SourceKind.PERSON and other.kind is SourceKind.PERSON
        if people and other.span.start >= span.end and _JOINT.fullmatch(between):
            span = Span(span.start, other.span.end)
    return span


def _with_article(piece: ParsedBlock, span: Span) -> Span:
    """Return the name with a "The" of its own: capitalised inside a sentence."""
    tokens = piece.within(span)
    if tokens and tokens[0].i > 1 and tokens[0].nbor(-1).tag_ == "POS" and _namelike(tokens[0].nbor(-2)):
        # "Kestria's Interior Ministry": which one is part of a body's name
        owner = tokens[0].nbor(-2)
        while owner.i > 0 and _namelike(owner.nbor(-1)):
            owner = owner.nbor(-1)
        if any(token.lower_ in lexicon.ORGANISATION_NOUNS for token in tokens):
            return Span(piece.span_of(owner).start, span.end)
    if tokens and tokens[0].i > 0:
        article = tokens[0].nbor(-1)
        if article.text == "The" and not article.is_sent_start:
            return Span(piece.span_of(article).start, span.end)
    return span
