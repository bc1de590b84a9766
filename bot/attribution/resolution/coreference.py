"""Short forms back to names: "he", "Campbell", "the ISW", "the outlet", "the report", "the leaked records".

Every rule looks backwards and takes the last antecedent that fits; where two fit equally, none is taken.
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
    from spacy.tokens import Token

    from bot.attribution.candidate import AttributionCandidate

_GENDER = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female", "hers": "female"}
_AUTHORS = ("i", "my", "me")
# How far back a pronoun may look, in characters: the paragraph before, not the whole article.
_REACH = 1_500


def resolve(
    candidates: list[AttributionCandidate], known: MentionIndex, author: Span | None = None
) -> list[AttributionCandidate]:
    """Return `candidates`, in order of position, with `name`, `resolved` and `source_kind` of their sources.

    `author` is where the text names whom "I" means outside of quotation marks.
    """
    done: list[AttributionCandidate] = []
    for candidate in sorted(candidates, key=lambda d: d.start):
        if _is_label(candidate, known):
            continue
        if author is not None and _is_author(candidate):
            done.append(candidate.replace(name=author, resolved=author, source_kind=SourceKind.PERSON))
        else:
            done.append(_resolved(candidate, known, done))
    return done


def _is_author(candidate: AttributionCandidate) -> bool:
    """Hold for "I" and "my" that stand in no quotation."""
    if (
        candidate.head is None
        or candidate.head.lower_ not in _AUTHORS
        or candidate.source_block.kind is BlockKind.QUOTATION
    ):
        return False
    place = candidate.source_block.span_of(candidate.head)
    inside = Span(place.start - candidate.source_block.offset, place.end - candidate.source_block.offset)
    quotations = find_quotations(candidate.source_block.text, Span(0, len(candidate.source_block.text)))
    return not any(quotation.span.contains(inside) for quotation in quotations)


def _is_label(candidate: AttributionCandidate, known: MentionIndex) -> bool:
    """Holds for a headline's "Torvik: ..." where the article knows nobody of that name."""
    if not candidate.block.headline or candidate.source_kind is not SourceKind.UNKNOWN:
        return False
    if (
        candidate.verb is not None
        or candidate.head is None
        or candidate.inferred
        or candidate.kind is AttributionKind.DIRECT
    ):
        return False
    if len(candidate.cue[0]) > 1:
        return False  # no colon, but "according to"
    name = candidate.head.text
    return not any(m.words[-1] == name and m.kind is SourceKind.PERSON for m in known.names)


def _resolved(
    candidate: AttributionCandidate, known: MentionIndex, before: list[AttributionCandidate]
) -> AttributionCandidate:
    head = candidate.head
    if head is None or not candidate.source or candidate.resolved is not None:
        return candidate
    if head.lower_ in lexicon.RELATIVES:
        return _relative(candidate, known)
    if head.pos_ == "PRON" or head.lower_ in lexicon.PRONOUNS:
        return _pronoun(candidate, known, before)
    own = mentions.shortest(candidate.source_block, candidate.source, head, known)
    if own is not None:
        return _full(candidate, own[0], own[1], known)
    return _definite(candidate, head, known, before)


def full_name(span: Span, known: MentionIndex) -> Mention | None:
    """Return the first mention that gives the name at `span` in full; None where it is full, or ambiguous."""
    mine = next((m for m in known.names if m.span.start <= span.start < m.span.end), None)
    if mine is None or span.end > mine.span.end:
        return None  # "the Oll administration" is more than the name that it begins with
    fitting = [m for m in known.names if m.span.start < mine.span.start and _longer(m, mine)]
    if len({m.words for m in fitting if m.kind is SourceKind.PERSON}) > 1:
        firsts = {m.words[0] for m in fitting}
        if len(firsts) > 1:
            return None
    return fitting[0] if fitting else None


def _longer(full: Mention, short: Mention) -> bool:
    if len(full.words) <= len(short.words):
        return False
    if len(short.words) == 1:
        word = short.words[0]
        if full.kind is SourceKind.PERSON:
            return word in (full.words[-1], full.words[0]) and len(word) > 2
        return word == full.acronym or (word.isupper() and word == "".join(w[0] for w in full.words if w[0].isupper()))
    return full.kind is not SourceKind.PERSON and full.words[: len(short.words)] == short.words


def _full(candidate: AttributionCandidate, span: Span, kind: SourceKind, known: MentionIndex) -> AttributionCandidate:
    full = full_name(span, known)
    if full is None:
        kind = candidate.source_kind if kind is SourceKind.UNKNOWN else kind
        return candidate.replace(name=span, source_kind=_kept(candidate, kind))
    return candidate.replace(name=full.span, resolved=full.span, source_kind=_kept(candidate, full.kind))


def _kept(candidate: AttributionCandidate, kind: SourceKind) -> SourceKind:
    """A document stays one, whoever wrote it."""
    return candidate.source_kind if candidate.source_kind is SourceKind.DOCUMENT else kind


def _relative(candidate: AttributionCandidate, known: MentionIndex) -> AttributionCandidate:
    """Return the candidate of "..., who said" with the noun before the clause."""
    head = candidate.head
    clause = head.head if head is not None else None
    while clause is not None and clause.dep_ not in ("relcl", "ROOT"):
        clause = clause.head
    if head is None or clause is None or clause.dep_ != "relcl":
        return candidate
    noun = _whom(clause.head) if head.lower_ == "who" else clause.head
    tokens = [t for t in noun.subtree if t.i < head.i and not t.is_punct]
    spans = candidate.source_block.spans_covering(tokens)
    if not spans:
        return candidate
    span = Span(spans[0].start, spans[-1].end)
    own = mentions.shortest(candidate.source_block, (span,), noun, known)
    from_name = _full(candidate, own[0], own[1], known) if own else candidate.replace(name=span)
    return from_name.replace(resolved=from_name.name)


def _whom(noun: Token) -> Token:
    """Return the person whom "who" means in "Oll, a clerk from Torvik, who said": a place and a date say nothing."""
    token = noun
    while kind_of(token) not in (SourceKind.PERSON, SourceKind.ANONYMOUS):
        if token.dep_ not in ("pobj", "appos", "prep", "conj") or token.head == token:
            return noun
        token = token.head
    return token.head if token.dep_ == "appos" and token.head.pos_ == "PROPN" else token


def _pronoun(
    candidate: AttributionCandidate, known: MentionIndex, before: list[AttributionCandidate]
) -> AttributionCandidate:
    head = candidate.head
    if head is None:
        return candidate
    at = candidate.source_block.span_of(head).start
    low = head.lower_
    if low in _GENDER:
        found = _person(_GENDER[low], at, known, _outside(at, before))
    elif low == "it":
        found = _thing(at, known, before)
    else:
        return candidate
    if found is None:
        return candidate
    full = full_name(found.span, known) or found
    return candidate.replace(name=full.span, resolved=full.span, source_kind=full.kind)


def _outside(at: int, before: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return `before` without what is quoted around `at`: who says "he left" is not the one who left."""
    direct = AttributionKind.DIRECT
    return [d for d in before if d.kind is not direct or not any(s.start <= at < s.end for s in d.content)]


def _person(gender: str, at: int, known: MentionIndex, before: list[AttributionCandidate]) -> Mention | None:
    """Return the person that "he" or "she" last was, or the subject of the sentence before."""
    near = [m for m in known.names if at - _REACH <= m.span.start < at and m.kind is not SourceKind.ORGANISATION
            and known.gender(m) in (gender, None)]  # fmt: skip
    people = [m for m in near if m.kind is SourceKind.PERSON or _once_person(m, known)]
    if not people:
        return None
    spoken = [d for d in before if d.name is not None and d.source_kind is SourceKind.PERSON and d.start < at]
    last = spoken[-1] if spoken else None
    subjects = [m for m in people if m.subject]
    newest = subjects[-1] if subjects else people[-1]
    if last is not None and last.start >= at - _REACH and last.start >= newest.span.start - 1:
        speaker = next((m for m in known.names if m.span == last.name), newest)
        return speaker if known.gender(speaker) in (gender, None) else newest
    if not subjects and len({m.words[-1] for m in people}) > 1:
        return None
    return newest


def _once_person(mention: Mention, known: MentionIndex) -> bool:
    full = full_name(mention.span, known)
    return full is not None and full.kind is SourceKind.PERSON


def _thing(at: int, known: MentionIndex, before: list[AttributionCandidate]) -> Mention | None:
    spoken = [d for d in before if d.name is not None and at - _REACH <= d.start < at]
    if not spoken or spoken[-1].source_kind is not SourceKind.ORGANISATION:
        return None
    return next((m for m in known.names if m.span == spoken[-1].name), None)


def _definite(
    candidate: AttributionCandidate, head: Token, known: MentionIndex, before: list[AttributionCandidate]
) -> AttributionCandidate:
    """Return the candidate of "the outlet said", "the report says", with whom or what it means."""
    lemma = head.lemma_.lower()
    if not any(child.dep_ == "det" and child.lower_ in ("the", "this", "these", "those") for child in head.children):
        return candidate
    at = candidate.source_block.span_of(head).start
    if lemma in lexicon.DOCUMENT_NOUNS:
        span = _author(lemma, at, before)
        return candidate.replace(name=span, resolved=span) if span is not None else candidate
    mention = definite(head, at, known, before)
    if mention is None:
        return candidate
    return candidate.replace(name=mention.span, resolved=mention.span, source_kind=mention.kind)


def definite(head: Token, at: int, known: MentionIndex, before: list[AttributionCandidate]) -> Mention | None:
    """Return the body that "the outlet" or "the think tank" at `at` last named."""
    lemma = head.lemma_.lower()
    if lemma not in lexicon.ORGANISATION_NOUNS:
        return None
    bodies = [m for m in known.names if m.span.start < at and m.kind is not SourceKind.PERSON]
    described = [m for m in bodies if _is_described(m, lemma)]
    if described:
        return described[-1]
    if lemma in lexicon.OUTLET_NOUNS:
        spoken = {d.name for d in before if d.role in (Role.REPORTED, Role.WROTE)} | {_addressed(d) for d in before}
        outlets = [m for m in bodies if _is_outlet(m) or m.span in spoken]
        return outlets[-1] if outlets else None
    return None


def _is_described(mention: Mention, lemma: str) -> bool:
    """Hold for a name with the noun in it, and for one of no known party or place that stands beside the noun."""
    if lemma in (word.lower() for word in mention.words):
        return True
    adjective = len(mention.words) == 1 and mention.words[0].lower() in lexicon.PEOPLE_NOUNS
    return lemma in mention.context and not adjective


def _is_outlet(mention: Mention) -> bool:
    return any(part in lexicon.OUTLET_NAMES for word in mention.words for part in word.lower().split("-"))


def _addressed(candidate: AttributionCandidate) -> Span | None:
    return candidate.block.span_of(candidate.addressee) if candidate.addressee is not None else None


def _author(lemma: str, at: int, before: list[AttributionCandidate]) -> Span | None:
    """Return who made "the report": the body that was said to have reported, or whose report it was."""
    for candidate in reversed(before):
        if candidate.name is None or candidate.start >= at or candidate.kind is AttributionKind.PROVENANCE:
            continue
        verb = candidate.verb.lemma_.lower() if candidate.verb is not None else ""
        noun = candidate.head.lemma_.lower() if candidate.head is not None else ""
        if noun == lemma or (lemma == "report" and verb == "report" and candidate.role is Role.REPORTED):
            return candidate.name
    return None
