"""Find statements of articles that can stand in a draft by themselves, with their speaker's full name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING

from bot.attribution.entities.speakers import own_link
from bot.attribution.pipeline import attribute
from bot.corpus.sentences import sentences
from bot.model.attribution import Attribution, AttributionKind, SourceKind
from bot.model.documents import Document
from bot.model.spans import Span
from tests.bench.drafts.model import SourcedStatement

if TYPE_CHECKING:
    from spacy.language import Language

_CUES = frozenset({"said", "says", "added", "according to"})
_PERSON = re.compile(r"[A-Z][\w'’-]+(?: [A-Z]\.)?(?: [A-Z][\w'’-]+){1,2}")
_ORGANISATION = re.compile(r"(?:[A-Z][\w&'’.-]*)(?: (?:of|for|and|the|[A-Z][\w&'’.-]*)){1,5}")
_NO_SURNAMES = frozenset({"Republican", "Democrat", "County", "Republicans", "Democrats"})
_UNNAMED = re.compile(r"(?:[Tt]he )?[a-z]+(?: [a-z]+)?|[A-Z][a-z]+s|Police")
_PRONOUNS = frozenset({"he", "she"})
_NOBODY = frozenset({"he", "she", "it", "they", "we", "you", "who", "others", "some", "many", "that", "which", "this"})
_OPEN, _CLOSE = '“"', '”"'
_MARK = re.compile(r"[“”\"]")
_OF_THE_SPEAKER = re.compile(r"\b(?:I|me|my|we|us|our|you|your)\b", re.IGNORECASE)
_LETTER = re.compile(r"\w")
_CUT_OR_OPEN = re.compile(r"\.\.\.|…|\[|[?!]$")
_GLUED_HEADING = re.compile(r"[a-z]:[A-Z]|^\S+(?: \S+){0,4}: ")
_FEWEST_WORDS, _MOST_WORDS = 7, 40
_MOST_SENTENCES = 3
_READ = 6_000  # characters: what comes later costs as much and is seldom needed
_MOST_AROUND = 12  # words of the article's sentence beside what is said


def half_of(id_: str) -> str:
    """Return "a" or "b" by a hash of an article's id, so that the halves stay what they are when articles are added.

    >>> half_of("news-00000"), half_of("news-00003")
    ('a', 'b')
    """
    return "ab"[sha256(id_.encode()).digest()[0] % 2]


def statements(document: Document, nlp: Language) -> Iterator[SourcedStatement]:
    """Yield the usable statements of an article's first part, in its order."""
    attributions = attribute(document, nlp, [Span(0, min(_READ, len(document.text)))])
    sentence_spans = [span for block in document.blocks for span in sentences(document.text, block.span)]
    for attribution in attributions:
        statement = _statement(document, attribution, sentence_spans)
        if statement and not _others_speak(statement, attribution, attributions):
            yield statement


def _statement(document: Document, attribution: Attribution, sentence_spans: Sequence[Span]) -> SourcedStatement | None:
    name = _name(attribution, document.text)
    if name is None or not _is_plain(attribution, document.text):
        return None
    parts = (*attribution.source, *attribution.cue, *attribution.content)
    whole = Span(min(part.start for part in parts), max(part.end for part in parts))
    around = [span for span in sentence_spans if span.overlaps(whole)]
    if not 1 <= len(around) <= _MOST_SENTENCES:
        return None
    place = Span(around[0].start, around[-1].end)
    content, source = (_relative(spans[0], place) for spans in (attribution.content, attribution.source))
    text = place.of(document.text)
    if not _is_complete(text, content, source, _relative(attribution.cue[0], place)):
        return None
    source_text = source.of(text)
    statement = SourcedStatement(
        document=document.name,
        place=place,
        text=text,
        content=content,
        source=source,
        name=name,
        source_kind=attribution.source_kind,
        quote=_quote(text, content) if attribution.kind is AttributionKind.DIRECT else None,
        pronoun=source_text.lower() if source_text.lower() in _PRONOUNS else None,
    )
    return statement if _can_stand_alone(statement, attribution) else None


def _is_plain(attribution: Attribution, text: str) -> bool:
    """Check for one source, one cue of saying and one content, stated by the article itself."""
    is_odd = attribution.negated or attribution.hypothetical or attribution.inferred or attribution.inherited
    is_nested = attribution.parent is not None
    if is_odd or is_nested or attribution.kind not in {AttributionKind.DIRECT, AttributionKind.INDIRECT}:
        return False
    if not len(attribution.source) == len(attribution.cue) == len(attribution.content) == 1:
        return False
    return attribution.cue[0].of(text).lower() in _CUES


def _name(attribution: Attribution, text: str) -> str | None:
    """Return the full name of a person, or that of an organisation which the source itself gives."""
    link = own_link(attribution)
    if link is None:
        return None
    if attribution.source_kind is SourceKind.PERSON and _PERSON.fullmatch(link.name):
        return link.name
    if unnamed := _unnamed(attribution, text):
        return unnamed
    if attribution.source_kind is not SourceKind.ORGANISATION or not _ORGANISATION.fullmatch(link.name):
        return None
    given = attribution.source[0].of(text) if attribution.source else ""
    return link.name if given.removeprefix("the ").removeprefix("The ") == link.name else None


def _unnamed(attribution: Attribution, text: str) -> str | None:
    """Return the words of a source without a name: "the police", "officials"."""
    given = attribution.source[0].of(text) if attribution.source else ""
    is_source = attribution.source_kind in {SourceKind.ORGANISATION, SourceKind.ANONYMOUS} and not attribution.resolved
    is_words = _UNNAMED.fullmatch(given) and given.lower() not in _NOBODY
    return given[0].lower() + given[1:] if is_source and is_words else None


def _quote(text: str, content: Span) -> Span | None:
    said = content.of(text)
    if len(said) > 2 and said[0] in _OPEN and said[-1] in _CLOSE:
        return Span(content.start + 1, content.end - 1)
    return None


def _can_stand_alone(statement: SourcedStatement, attribution: Attribution) -> bool:
    said = statement.words
    count = len(said.split())
    if (
        not _FEWEST_WORDS <= count <= _MOST_WORDS
        or "\n" in statement.text
        or statement.content.overlaps(statement.source)
    ):
        return False
    if len(statement.text.split()) > count + len(statement.source.of(statement.text).split()) + _MOST_AROUND:
        return False
    last_name = statement.name.split()[-1]
    if last_name in said or _CUT_OR_OPEN.search(said):
        return False
    if _GLUED_HEADING.search(statement.text) or statement.name.split()[-1] in _NO_SURNAMES:
        return False
    if attribution.kind is AttributionKind.DIRECT:
        return statement.quote is not None and len(_MARK.findall(statement.text)) == 2
    is_clause = not said.startswith(("to ", "that ", "that,", "how ", "why ", "about ", "for "))
    return is_clause and not _MARK.search(statement.text) and not _OF_THE_SPEAKER.search(said)


def _is_complete(text: str, content: Span, source: Span, cue: Span) -> bool:
    """Check that the content stops where the sentence goes on with its source, or at the sentence's end."""
    later = [part.start for part in (source, cue) if part.start >= content.end]
    rest = text[content.end : min(later, default=len(text))]
    before = text[: content.start] if later else text[max(source.end, cue.end) : content.start]
    is_first = bool(later) and not _LETTER.search(before)
    return not _LETTER.search(rest) and (is_first or (not later and before.strip(" ,:") in {"", "that"}))


def _others_speak(statement: SourcedStatement, own: Attribution, attributions: Sequence[Attribution]) -> bool:
    """Check whether the same sentences hold a statement of somebody else."""
    return any(
        other is not own
        and other.source
        and any(statement.place.contains(span) for span in (*other.source, *other.content))
        for other in attributions
    )


def _relative(span: Span, place: Span) -> Span:
    return Span(span.start - place.start, span.end - place.start)
