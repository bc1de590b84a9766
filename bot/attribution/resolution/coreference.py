"""Coreference: "he", "Campbell", "the ISW", "the outlet", "the report" resolved to names.

Each rule looks backwards and takes the last antecedent that fits; of two that fit equally, it takes none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.resolution import mentions
from bot.attribution.resolution.mentions import Mention, MentionIndex
from bot.attribution.spans.source_kinds import kind_of
from bot.attribution.syntax.quotation_marks import find_quotations
from bot.model.attribution import AttributionKind, Role, SourceKind
from bot.model.documents import BlockKind
from bot.model.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from spacy.tokens import Token

    from bot.attribution.candidate import AttributionCandidate

_GENDER = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}
_AUTHOR_PRONOUNS = ("i", "my", "me")
_DEFINITE = ("the", "this", "these", "those")
# How far back a pronoun may refer, in characters: the paragraph before, not the whole article.
_REACH = 1_500


def resolve(
    candidates: Iterable[AttributionCandidate], known: MentionIndex, author: Span | None = None
) -> list[AttributionCandidate]:
    """Return the candidates in order, with the names of their sources.

    `author` is a mention of the author of an opinion piece, who is "I" outside of quotations.
    """
    resolved: list[AttributionCandidate] = []
    for candidate in sorted(candidates, key=lambda candidate: candidate.start):
        if _is_unknown_label(candidate, known):
            continue
        if author is not None and _is_author(candidate):
            resolved.append(candidate.replace(name=author, resolved=author, source_kind=SourceKind.PERSON))
        else:
            resolved.append(_resolved(candidate, known, resolved))
    return resolved


def _is_author(candidate: AttributionCandidate) -> bool:
    head, block = candidate.head, candidate.source_block
    if head is None or head.lower_ not in _AUTHOR_PRONOUNS or block.kind is BlockKind.QUOTATION:
        return False
    place = Span(head.idx, head.idx + len(head.text))
    quotations = find_quotations(block.text, Span(0, len(block.text)))
    return not any(quotation.span.contains(place) for quotation in quotations)


def _is_unknown_label(candidate: AttributionCandidate, known: MentionIndex) -> bool:
    """Recognise a headline's "Torvik: ...", a name of nobody in the article."""
    if not candidate.block.headline or candidate.source_kind is not SourceKind.UNKNOWN:
        return False
    if candidate.verb is not None or candidate.inferred or candidate.kind is AttributionKind.DIRECT:
        return False
    if candidate.head is None or len(candidate.cue[0]) > 1:
        return False  # the cue is no colon
    name = candidate.head.text
    return not any(mention.words[-1] == name and mention.kind is SourceKind.PERSON for mention in known.names)


def _resolved(
    candidate: AttributionCandidate, known: MentionIndex, before: Sequence[AttributionCandidate]
) -> AttributionCandidate:
    head = candidate.head
    if head is None or not candidate.source or candidate.resolved is not None:
        return candidate
    if head.lower_ in lexicon.RELATIVES:
        return _relative(candidate, head, known)
    if head.pos_ == "PRON" or head.lower_ in lexicon.PRONOUNS:
        return _pronoun(candidate, head, known, before)
    own = mentions.shortest_name(candidate.source_block, candidate.source, head, known)
    if own is not None:
        return _named(candidate, own[0], own[1], known)
    return _definite(candidate, head, known, before)


# Short names


def full_name(span: Span, known: MentionIndex) -> Mention | None:
    """Return the first mention of the full name for `span`.

    None for a full name, and for a surname of two people.
    """
    short = next((mention for mention in known.names if mention.span.start <= span.start < mention.span.end), None)
    if short is None or span.end > short.span.end:
        return None  # "the Oll administration" is more than the name in it
    before = [mention for mention in known.names if mention.span.start < short.span.start]
    fitting = [mention for mention in before if _is_full_form(mention, short)]
    people = {mention.words for mention in fitting if mention.kind is SourceKind.PERSON}
    if len(people) > 1 and len({mention.words[0] for mention in fitting}) > 1:
        return None
    return fitting[0] if fitting else None


def _is_full_form(full: Mention, short: Mention) -> bool:
    """Recognise the full name of a surname, an acronym or a beginning."""
    if len(full.words) <= len(short.words):
        return False
    if len(short.words) > 1:
        return full.kind is not SourceKind.PERSON and full.words[: len(short.words)] == short.words
    word = short.words[0]
    if full.kind is SourceKind.PERSON:
        return word in (full.words[-1], full.words[0]) and len(word) > 2
    return word == full.acronym or (word.isupper() and word == _initials(full))


def _initials(name: Mention) -> str:
    return "".join(part[0] for part in name.words if part[0].isupper())


def _named(candidate: AttributionCandidate, span: Span, kind: SourceKind, known: MentionIndex) -> AttributionCandidate:
    """Return the candidate with the name at `span`, or its full form."""
    full = full_name(span, known)
    if full is not None:
        kind = full.kind
    elif kind is SourceKind.UNKNOWN:
        kind = candidate.source_kind
    if candidate.source_kind is SourceKind.DOCUMENT:
        kind = SourceKind.DOCUMENT  # whoever wrote it
    if full is None:
        return candidate.replace(name=span, source_kind=kind)
    return candidate.replace(name=full.span, resolved=full.span, source_kind=kind)


# Pronouns


def _relative(candidate: AttributionCandidate, pronoun: Token, known: MentionIndex) -> AttributionCandidate:
    """Return the candidate of a relative pronoun with its noun.

    "Mara Oll, who said the bridge was safe" -> Mara Oll
    """
    clause = pronoun.head
    while clause.dep_ not in ("relcl", "ROOT"):
        clause = clause.head
    if clause.dep_ != "relcl":
        return candidate
    noun = _person_before(clause.head) if pronoun.lower_ == "who" else clause.head
    tokens = [token for token in noun.subtree if token.i < pronoun.i and not token.is_punct]
    spans = candidate.source_block.spans_covering(tokens)
    if not spans:
        return candidate
    span = Span(spans[0].start, spans[-1].end)
    own = mentions.shortest_name(candidate.source_block, (span,), noun, known)
    named = _named(candidate, own[0], own[1], known) if own else candidate.replace(name=span)
    return named.replace(resolved=named.name)


def _person_before(noun: Token) -> Token:
    """Return the antecedent of "who".

    "Oll, a clerk from Torvik, who said" -> Oll
    """
    token = noun
    while kind_of(token) not in (SourceKind.PERSON, SourceKind.ANONYMOUS):
        if token.dep_ not in ("pobj", "appos", "prep", "conj") or token.head == token:
            return noun
        token = token.head
    return token.head if token.dep_ == "appos" and token.head.pos_ == "PROPN" else token


def _pronoun(
    candidate: AttributionCandidate, pronoun: Token, known: MentionIndex, before: Sequence[AttributionCandidate]
) -> AttributionCandidate:
    at = candidate.source_block.span_of(pronoun).start
    if pronoun.lower_ in _GENDER:
        antecedent = _person(_GENDER[pronoun.lower_], at, known, _outside_quotation(at, before))
    elif pronoun.lower_ == "it":
        antecedent = _organisation(at, known, before)
    else:
        return candidate
    if antecedent is None:
        return candidate
    full = full_name(antecedent.span, known) or antecedent
    return candidate.replace(name=full.span, resolved=full.span, source_kind=full.kind)


def _outside_quotation(at: int, before: Sequence[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return `before` without the quotation around `at`.

    "He" in a quotation is not its speaker.
    """
    return [
        candidate
        for candidate in before
        if candidate.kind is not AttributionKind.DIRECT
        or not any(span.start <= at < span.end for span in candidate.content)
    ]


def _person(gender: str, at: int, known: MentionIndex, before: Sequence[AttributionCandidate]) -> Mention | None:
    """Return the last speaker or subject of one gender.

    People of unknown gender count.
    """
    near = [mention for mention in known.names if at - _REACH <= mention.span.start < at]
    people = [mention for mention in near if _may_be_person(mention, gender, known)]
    if not people:
        return None
    subjects = [mention for mention in people if mention.subject]
    newest = subjects[-1] if subjects else people[-1]
    spoken = [c for c in before if c.name is not None and c.source_kind is SourceKind.PERSON and c.start < at]
    last = spoken[-1] if spoken else None
    if last is not None and last.start >= at - _REACH and last.start >= newest.span.start - 1:
        speaker = next((mention for mention in known.names if mention.span == last.name), newest)
        return speaker if known.gender(speaker) in (gender, None) else newest
    if not subjects and len({mention.words[-1] for mention in people}) > 1:
        return None
    return newest


def _may_be_person(mention: Mention, gender: str, known: MentionIndex) -> bool:
    if mention.kind is SourceKind.ORGANISATION or known.gender(mention) not in (gender, None):
        return False
    if mention.kind is SourceKind.PERSON:
        return True
    full = full_name(mention.span, known)
    return full is not None and full.kind is SourceKind.PERSON


def _organisation(at: int, known: MentionIndex, before: Sequence[AttributionCandidate]) -> Mention | None:
    """Return the last source for "it": an organisation, or None."""
    named = [candidate for candidate in before if candidate.name is not None and at - _REACH <= candidate.start < at]
    if not named or named[-1].source_kind is not SourceKind.ORGANISATION:
        return None
    return next((mention for mention in known.names if mention.span == named[-1].name), None)


# Definite descriptions


def _definite(
    candidate: AttributionCandidate, head: Token, known: MentionIndex, before: Sequence[AttributionCandidate]
) -> AttributionCandidate:
    """Return the candidate of "the outlet" or "the report" with its name."""
    lemma = head.lemma_.lower()
    if not any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in head.children):
        return candidate
    at = candidate.source_block.span_of(head).start
    if lemma in lexicon.DOCUMENT_NOUNS:
        author = _author_of_document(lemma, at, before)
        return candidate.replace(name=author, resolved=author) if author is not None else candidate
    mention = described_organisation(head, at, known, before)
    if mention is None:
        return candidate
    return candidate.replace(name=mention.span, resolved=mention.span, source_kind=mention.kind)


def described_organisation(
    head: Token, at: int, known: MentionIndex, before: Sequence[AttributionCandidate]
) -> Mention | None:
    """Return the last organisation for "the outlet" or "the think tank".

    Only mentions before the offset `at` count.
    """
    lemma = head.lemma_.lower()
    if lemma not in lexicon.ORGANISATION_NOUNS:
        return None
    organisations = [m for m in known.names if m.span.start < at and m.kind is not SourceKind.PERSON]
    described = [mention for mention in organisations if _is_described(mention, lemma)]
    if described:
        return described[-1]
    if lemma not in lexicon.OUTLET_NOUNS:
        return None
    reporting = {candidate.name for candidate in before if candidate.role in (Role.REPORTED, Role.WROTE)}
    reporting |= {_addressee_span(candidate) for candidate in before}
    outlets = [mention for mention in organisations if _is_outlet(mention) or mention.span in reporting]
    return outlets[-1] if outlets else None


def _is_described(mention: Mention, lemma: str) -> bool:
    """Recognise a name with the noun in it or beside it.

    "Democrat" is no name.
    """
    if lemma in (word.lower() for word in mention.words):
        return True
    is_adjective = len(mention.words) == 1 and mention.words[0].lower() in lexicon.PEOPLE_NOUNS
    return lemma in mention.context and not is_adjective


def _is_outlet(mention: Mention) -> bool:
    return any(part in lexicon.OUTLET_NAMES for word in mention.words for part in word.lower().split("-"))


def _addressee_span(candidate: AttributionCandidate) -> Span | None:
    return candidate.block.span_of(candidate.addressee) if candidate.addressee is not None else None


def _author_of_document(lemma: str, at: int, before: Sequence[AttributionCandidate]) -> Span | None:
    """Return the name of the author or owner of "the report"."""
    for candidate in reversed(before):
        if candidate.name is None or candidate.start >= at or candidate.kind is AttributionKind.PROVENANCE:
            continue
        verb = candidate.verb.lemma_.lower() if candidate.verb is not None else ""
        noun = candidate.head.lemma_.lower() if candidate.head is not None else ""
        if noun == lemma or (lemma == "report" and verb == "report" and candidate.role is Role.REPORTED):
            return candidate.name
    return None
