"""Mentions: names of people and organisations in parsed text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.resolution import gender
from bot.attribution.spans.noun_phrases import any_token_in
from bot.attribution.spans.source_kinds import is_organisation_word, is_party, kind_of_name
from bot.model.attribution import SourceKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.tokens import Doc, Token

    from bot.attribution.syntax.parsed_block import ParsedBlock

# Small words inside the name of an organisation.
_LINKS = lexicon.words_of("of for the and & on in")
# The first half of a double field may end in these: "Health and Human Services", "Disease Control and Prevention".
_BEFORE_AND = lexicon.words_of(
    """science arms home health food trade control research labor labour fish parks family children housing education
    energy business panel security culture firearms wildlife"""
)
_NAME_PARTICLES = lexicon.words_of("de del della der van von al bin ibn la le el du da dos di ter")
# "The President" is an office, and no name.
_OFFICES = (lexicon.TITLES | {"members"}) - lexicon.OUTLET_NAMES - lexicon.words_of("major")
# Organisations of a person, and sources of their own: "the Oll administration", "Brandt's campaign".
_OWNED = lexicon.words_of("administration campaign government cabinet team office foundation staff court family")
_NAMED_NOUNS = lexicon.DOCUMENT_NOUNS | lexicon.STATEMENT_NOUNS | lexicon.ORGANISATION_NOUNS
_GROUPS = lexicon.ORGANISATION_NOUNS - lexicon.PEOPLE_NOUNS

_BETWEEN_SPEAKERS = re.compile(
    r"""
    ,?\ {0,3}(?:and|&)?                         # "Ada Novak and Jo Berg"
    (?:
        \ (?:the|a|an|his|her|its|their)        # "and the harbour master, Jo Berg"
        (?:\ [a-z][\w-]*){1,4},?
    )?
    \ {0,3}
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text.

    `words` are without titles, `titles` are the three words before, `context` are lemmas around it, and `subject` holds
    for the subject of a sentence.
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


# Finding names


def mentions(block: ParsedBlock) -> Iterator[Mention]:
    """Yield the names of `block` in order."""
    at = 0
    while at < len(block.doc):
        if not _is_name_word(block.doc[at]):
            at += 1
            continue
        end = _name_end(block.doc[at])
        mention = None if is_party(block.doc[at]) else _mention(block, list(block.doc[at:end]))
        if mention:
            yield mention
        at = max(end, at + 1)


def _is_name_word(token: Token) -> bool:
    if token.lower_ in lexicon.TIMES:
        return False
    if token.pos_ == "PROPN" and (token.text[:1].isupper() or token.text[:1].isdigit()):
        return True
    return token.text[:1].isupper() and token.is_alpha and not token.is_sent_start and token.pos_ in ("NOUN", "ADJ")


def _name_end(first: Token) -> int:
    """Return the end of a name with its acronym in brackets."""
    doc, at = first.doc, first.i + 1
    is_organisation = is_organisation_word(first.lower_)
    while at < len(doc):
        token = doc[at]
        if joined_by_hyphen(doc, at) and _is_name_word(doc[at + 1]):
            at += 2
        elif _is_name_word(token) or _is_particle(doc, at):
            is_organisation = is_organisation or is_organisation_word(token.lower_)
            at += 1
        elif token.lower_ in _LINKS and (is_organisation or _opens_title(first, at)) and (end := _after_links(doc, at)):
            at = end
        else:
            return at + 3 if _is_acronym_in_brackets(doc, at) else at
    return at


def _is_particle(doc: Doc, at: int) -> bool:
    return doc[at].lower_ in _NAME_PARTICLES and at + 1 < len(doc) and _is_name_word(doc[at + 1])


def _is_acronym_in_brackets(doc: Doc, at: int) -> bool:
    return doc[at].text == "(" and at + 2 < len(doc) and doc[at + 1].text.isupper() and doc[at + 2].text == ")"


def _opens_title(first: Token, at: int) -> bool:
    """Recognise "the Heart of the Seas"; "Oll of Torvik" is Oll."""
    before = first.nbor(-1).lower_ if first.i else ""
    follows_article = before == "the" and first.lower_ not in lexicon.TITLES
    return follows_article and at == first.i + 1 and first.doc[at].lower_ == "of"


def joined_by_hyphen(doc: Doc, at: int) -> bool:
    """Recognise the hyphen in "Anne-Marie" and "Star-Courier", a token of its own."""
    inside = 0 < at < len(doc) - 1 and doc[at].text == "-"
    return inside and not doc[at].whitespace_ and not doc[at - 1].whitespace_


def _after_links(doc: Doc, first: int) -> int | None:
    """Return the number of the name word behind "for the", or None.

    "Institute for the Study of War": "Study"
    """
    at = first
    while at < len(doc) and doc[at].lower_ in _LINKS and at - first < 2:
        if doc[at].lower_ in ("and", "in", "on") and not _joins_one_name(doc[first - 1], doc[at]):
            return None
        at += 1
    return at if at < len(doc) and _is_name_word(doc[at]) else None


def _joins_one_name(before: Token, link: Token) -> bool:
    return link.lower_ in ("and", "on") and before.lower_ in _BEFORE_AND


# Reading a name


def _mention(block: ParsedBlock, tokens: list[Token]) -> Mention | None:
    name = without_titles(tokens)
    if not name:
        return None
    words = _words(name)
    if len(words) == 1 and words[0].lower() in _OFFICES:
        return None
    first = tokens[0].i
    head = next((t for t in name if t.head.i < name[0].i or t.head.i > name[-1].i or t.head == t), name[-1])
    before = block.doc[max(0, first - 3) : first]
    return Mention(
        span=Span(block.span_of(name[0]).start, block.span_of(name[-1]).end),
        words=words,
        kind=_kind(tokens[0], words, titled=len(name) < len(tokens)),
        context=frozenset(token.lemma_.lower() for token in head.subtree) | {token.lower_ for token in before},
        titles=frozenset(token.lower_ for token in block.doc[max(0, name[0].i - 3) : name[0].i]),
        subject=head.dep_ in ("nsubj", "nsubjpass"),
        sentence=block.offset + head.sent.start_char,
    )


def _kind(first: Token, words: tuple[str, ...], *, titled: bool) -> SourceKind:
    """Return the kind of a name by its words and those before."""
    kind = SourceKind.PERSON if titled and 1 <= len(words) <= 3 else kind_of_name(list(words))
    if first.i == 0:
        return kind
    before = first.nbor(-1)
    if before.lower_ in _GROUPS or _follows_organisation(first):
        return SourceKind.ORGANISATION
    if before.lower_ == "the" and kind is SourceKind.PERSON and not titled:
        return SourceKind.ORGANISATION
    if kind is SourceKind.UNKNOWN and before.lower_ in lexicon.PEOPLE_NOUNS:
        return SourceKind.PERSON
    return kind


def _follows_organisation(first: Token) -> bool:
    """Recognise "the newspaper The Lantern"."""
    return first.i > 1 and first.nbor(-1).text == "The" and first.nbor(-2).lower_ in lexicon.ORGANISATION_NOUNS


def _words(tokens: list[Token]) -> tuple[str, ...]:
    """Return the words of a name, "Anne-Marie" as one."""
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
    """Return a person's name without its title.

    "Deputy Secretary of State Kurt Campbell" -> "Kurt Campbell"

    Other names are returned unchanged.
    """
    first = tokens[0]
    start = 0
    if first.i > 1 and first.nbor(-1).lower_ == "of" and first.nbor(-2).lower_ in lexicon.TITLES:
        # The name was cut at "of" in "Secretary of State Kurt Campbell".
        start = 1 if len(tokens) > 2 or first.lower_ in lexicon.TITLE_TAILS else 0
    for k, token in enumerate(tokens[:-1]):
        low = token.lower_.rstrip(".")
        if low in lexicon.TITLES or low.removesuffix("s") in lexicon.PEOPLE_NOUNS:
            start = _after_title(tokens, k)
    if not start or _is_field_of_organisation(tokens[:start]):
        return tokens
    is_person = all(token.lower_ not in lexicon.ORGANISATION_NOUNS for token in tokens[start:])
    return tokens[start:] if is_person else tokens


def _after_title(tokens: list[Token], title: int) -> int:
    """Return the position behind a title and its field: "Secretary of State"."""
    at = title + 1
    if at < len(tokens) and tokens[at].text == ".":
        at += 1
    if at + 1 < len(tokens) - 1 and tokens[at].lower_ in ("of", "for"):
        at += 2
    return at


def _is_field_of_organisation(tokens: list[Token]) -> bool:
    """Recognise "Department of Health and Senior", the beginning of an organisation's name."""
    at = next((k for k, token in enumerate(tokens) if token.lower_ in ("of", "for")), 0)
    return at > 0 and is_organisation_word(tokens[at - 1].lower_)


# The index


@dataclass(frozen=True, slots=True)
class MentionIndex:
    """The mentions of the parsed blocks, and the genders of surnames.

    `names` are all in order, `of_block` those of a block by its offset.
    """

    names: tuple[Mention, ...]
    of_block: dict[int, tuple[Mention, ...]]
    genders: dict[str, str | None]

    def gender(self, mention: Mention) -> str | None:
        """Return "male", "female", or None for unknown."""
        return self.genders.get(mention.words[-1])


def index_mentions(blocks: Iterable[ParsedBlock]) -> MentionIndex:
    """Return the mentions of `blocks`, in order."""
    of_block = {block.offset: tuple(mentions(block)) for block in blocks}
    names = tuple(mention for group in of_block.values() for mention in group)
    return MentionIndex(names, of_block, _genders(names))


def _genders(names: Iterable[Mention]) -> dict[str, str | None]:
    """Return the gender by surname; None for a surname of both."""
    genders: dict[str, str | None] = {}
    for mention in names:
        known = _gender(mention)
        surname = mention.words[-1]
        if known is not None:
            genders[surname] = known if genders.get(surname, known) == known else None
    return genders


def _gender(mention: Mention) -> str | None:
    if mention.kind is SourceKind.ORGANISATION:
        return None
    first = mention.words[0].lower() if len(mention.words) > 1 else ""
    is_female = first in gender.FEMALE_NAMES or bool(mention.titles & gender.FEMALE)
    is_male = first in gender.MALE_NAMES or bool(mention.titles & gender.MALE)
    if is_female == is_male:
        return None
    return "female" if is_female else "male"


# The name of a source


def shortest_name(
    block: ParsedBlock, source: tuple[Span, ...], head: Token | None, known: MentionIndex
) -> tuple[Span, SourceKind] | None:
    """Return the shortest full name in a source and its kind."""
    if head is None or not source:
        return None
    inside = [m for m in known.of_block[block.offset] if any(span.contains(m.span) for span in source)]
    place = block.span_of(head)
    own = next((mention for mention in inside if mention.span.contains(place)), None)
    if own is not None:
        return _with_article(block, _with_second_person(block, own, inside)), own.kind
    if any_token_in(head, _NAMED_NOUNS):
        return _name_of_noun(block, head, inside)
    if any_token_in(head, lexicon.PEOPLE_NOUNS):
        for mention in inside:
            is_person = mention.kind is not SourceKind.ORGANISATION and mention.span.start > place.start
            if is_person and _modifies(block, mention, head):
                return _with_second_person(block, mention, inside), SourceKind.PERSON
    return None


def _name_of_noun(block: ParsedBlock, head: Token, inside: Sequence[Mention]) -> tuple[Span, SourceKind] | None:
    """Return the name before or behind a noun.

    "RUSI's assessment", "the Newsweek report", "local media, the Kyiv Post"
    """
    mention = next((mention for mention in inside if _owns(block, mention, head)), None)
    if mention is None:
        return None
    place = block.span_of(head)
    if any_token_in(head, _OWNED) and mention.span.end <= place.start:
        return Span(mention.span.start, place.end), SourceKind.ORGANISATION
    is_apposition = any_token_in(head, _GROUPS) and mention.span.start > place.start
    return _with_article(block, mention.span), SourceKind.ORGANISATION if is_apposition else mention.kind


def _modifies(block: ParsedBlock, mention: Mention, head: Token) -> bool:
    modifiers = ("poss", "compound", "appos", "nmod")
    return any(token.head == head and token.dep_ in modifiers for token in block.within(mention.span))


def _owns(block: ParsedBlock, mention: Mention, head: Token) -> bool:
    """Recognise "TIB's report", "the report by TIB"."""
    return _modifies(block, mention, head) or any(
        token.head.head == head and token.dep_ == "pobj" and token.head.lower_ in ("by", "from")
        for token in block.within(mention.span)
    )


def _with_second_person(block: ParsedBlock, first: Mention, inside: Sequence[Mention]) -> Span:
    """Return both names of "fellows Ada Novak and Jo Berg"."""
    span = first.span
    if first.kind is not SourceKind.PERSON:
        return span
    for other in inside:
        if other.kind is not SourceKind.PERSON or other.span.start < span.end:
            continue
        if _BETWEEN_SPEAKERS.fullmatch(block.text[span.end - block.offset : other.span.start - block.offset]):
            span = Span(span.start, other.span.end)
    return span


def _with_article(block: ParsedBlock, span: Span) -> Span:
    """Return the name with its own article or owner.

    "The Lantern", "Kestria's Interior Ministry"
    """
    tokens = block.within(span)
    if not tokens or tokens[0].i == 0:
        return span
    before = tokens[0].nbor(-1)
    if _is_owned_organisation(tokens):
        owner = tokens[0].nbor(-2)
        while owner.i > 0 and _is_name_word(owner.nbor(-1)):
            owner = owner.nbor(-1)
        return Span(block.span_of(owner).start, span.end)
    if before.text == "The" and not before.is_sent_start:
        return Span(block.span_of(before).start, span.end)
    return span


def _is_owned_organisation(tokens: list[Token]) -> bool:
    first = tokens[0]
    if first.i < 2 or first.nbor(-1).tag_ != "POS" or not _is_name_word(first.nbor(-2)):
        return False
    return any(token.lower_ in lexicon.ORGANISATION_NOUNS for token in tokens)
