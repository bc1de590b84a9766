"""Introductions of names: by role, apposition or full name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answer.evidence.candidates import AnswerCandidate
from bot.attribution import lexicon
from bot.attribution.entities.linking import NO_FIRST_NAMES
from bot.corpus.sentences import sentences
from bot.model.attribution import Attribution, SourceKind
from bot.model.documents import BlockKind, Document, DocumentRef
from bot.model.spans import Quote, Span
from bot.normalize import WORD, stem
from bot.search.query import Query, QueryPart, QueryPartKind

_AND = re.compile(r"(?:,| and) (?=[A-Z])")
# A name in full before its acronym, which explains it: "Tessel Institute for Soil (TIS)".
_IN_FULL = r"(?:[A-Z][\w’'-]*(?: of the| for the| of| for| and| on)? ){2,9}\("

_LEFT_WORD = re.compile(r"([^\W\d_][\w.’'-]*) +$")
_APPOSITION = re.compile(
    r"""
    (?: \ \([A-Z][A-Z&.]+\) )?                                             # (TIS)
    (?: , | [ ][–—-] ) [ ]                                                 # a comma or a dash
    (?P<first> an? | the | its | his | her | their | one | former | who | which )\b
    (?P<rest> [^,;:.!?–—\n]* )                                             # minister for ports
    """,
    re.VERBOSE,
)
_ROLES = lexicon.TITLES | lexicon.PEOPLE_NOUNS | lexicon.ORGANISATION_NOUNS
# Courtesy titles, and words that only modify a role: no introduction by themselves.
_WEAK = lexicon.words_of(
    """mr mrs ms miss mx sir former first ex acting assistant associate deputy interim senior junior vice presidential
    hon late old"""
)
_FINITE = lexicon.words_of("has have had is are was were will would said says can could may might")
_DOES = lexicon.words_of(
    """runs ran leads led heads headed chairs chaired founded directs directed edits edited owns owned serves served
    works worked teaches taught represents represented commands commanded oversees oversaw"""
)
_ARTICLES = frozenset({"the", "a", "an"})
_NO_ADJECTIVES = lexicon.words_of(
    """and by to with from in on at as that than said says told tells asked when while where after before but or is was
    are were be been has have had according its his her their this these those both like until since because if
    wrote writes write told tell quoted cites cite adds"""
)
_DATES = lexicon.words_of(
    """monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december today yesterday"""
)
_FURTHEST = 9  # words before a name


def introduction_of(query: Query, candidate: AnswerCandidate, attributions: Sequence[Attribution]) -> Span | None:
    """Return the span of an introduction of all asked names, or None."""
    names = [part for part in query.parts if part.kind is QueryPartKind.NAME]
    found = [span for part in names if (span := _introduction_of_name(part, candidate, attributions))]
    if not names or len(found) < len(names):
        return None
    return Span(min(span.start for span in found), max(span.end for span in found))


def _introduction_of_name(
    part: QueryPart, candidate: AnswerCandidate, attributions: Sequence[Attribution]
) -> Span | None:
    text, unit = candidate.units.document.text, candidate.unit.span
    names = [part.text, *_full_names(part, text, attributions)]
    found = next(iter(introducing_phrases(text, unit, names)), None)
    if found is None and len(part.words) == 1 and part.words[0].isupper():
        return _explanation(part.words[0], text, unit)
    return found


def _explanation(acronym: str, text: str, unit: Span) -> Span | None:
    found = re.compile(rf"{_IN_FULL}{re.escape(acronym)}\)").search(text, unit.start, unit.end)
    return Span(*found.span()) if found else None


def _full_names(part: QueryPart, text: str, attributions: Sequence[Attribution]) -> list[str]:
    """Return the document's sources with all words of the asked name."""
    asked = set(part.stems)
    chains = (attribution.chain for attribution in attributions)
    spans = {link.span for chain in chains for link in chain if link.kind is not SourceKind.DOCUMENT}
    names = {name.removeprefix("and ") for span in spans for name in _AND.split(span.of(text))}
    return sorted(name for name in names if asked <= {stem(word) for word in WORD.findall(name)})


@dataclass(frozen=True, slots=True)
class Introduction:
    """A quoted sentence with its introducing `phrase`."""

    document: DocumentRef
    quote: Quote
    phrase: Span


def introductions(document: Document, names: Sequence[str]) -> list[Introduction]:
    """Return a document's introductions of `names`, each wording once."""
    found: dict[str, Introduction] = {}
    for block in document.blocks:
        if block.kind in (BlockKind.BOILERPLATE, BlockKind.HEADING):
            continue
        for sentence in sentences(document.text, block.span):
            for phrase in introducing_phrases(document.text, sentence, names):
                quote = Quote(sentence.of(document.text), sentence)
                found.setdefault(phrase.of(document.text), Introduction(document.reference, quote, phrase))
    return list(found.values())


def find_names(text: str, names: Sequence[str], span: Span | None = None) -> Iterator[Span]:
    """Yield the spans of whole-word names; of nested ones the longest."""
    alternatives = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))
    if alternatives:
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        for match in pattern.finditer(text, *((span.start, span.end) if span else ())):
            yield Span(match.start(), match.end())


def introducing_phrases(text: str, sentence: Span, names: Sequence[str]) -> Iterator[Span]:
    """Yield the phrases of one sentence with an introduction of a name."""
    for name in find_names(text, names, sentence):
        if _has_other_first_name(text, sentence, name):
            continue
        start, end = _role_start(text, sentence, name), _apposition_end(text, sentence, name)
        if start < name.start or end > name.end:
            yield Span(start, len(text[:end].rstrip(" –—")))


def _apposition_end(text: str, sentence: Span, name: Span) -> int:
    """Return the end of an apposition after a name, else the name's."""
    apposition = _APPOSITION.match(text, name.end, sentence.end)
    if apposition is None:
        return name.end
    # "A, the minister, and B": an apposition ends with a comma, a dash or the sentence.
    is_closed = apposition.end() >= sentence.end - 1 or text[apposition.end()] in ",–—"
    return apposition.end() if is_closed and _describes(apposition) else name.end


@dataclass(frozen=True, slots=True)
class _LeftWord:
    """A word before a name; `left` is farther away, `right` nearer."""

    text: str
    start: int
    left: str
    left_start: int
    right: str

    @property
    def lower(self) -> str:
        return self.text.lower().rstrip(".")

    @property
    def is_role(self) -> bool:
        return self.lower in _ROLES

    @property
    def is_plural_role(self) -> bool:
        return self.lower.endswith("s") and self.lower.removesuffix("s") in lexicon.PEOPLE_NOUNS

    @property
    def ends_sentence(self) -> bool:
        return self.text.endswith(".") and not self.is_role and len(self.lower) > 1

    @property
    def continues_role(self) -> bool:
        """Check for a role to the left: "of" in "Secretary of State"."""
        word, left = self.text.lower(), self.left.lower()
        if word in {"of", "for"}:
            return bool(self.right) and left in _ROLES and self.right.lower().rstrip(".") not in _ROLES
        return word in lexicon.TITLE_TAILS and left == "of"

    @property
    def modifies_role(self) -> bool:
        """Check for a lower-case modifier of a role: "defence minister"."""
        is_before_plain_word = self.right.islower() and self.right not in _WEAK
        return is_before_plain_word and not self.lower.endswith(("ed", "ing", "ly"))


def _role_start(text: str, sentence: Span, name: Span) -> int:
    """Return the start of the role before a name, else the name's.

    "US Deputy Secretary of State Ada Novak" -> the start of "US"
    """
    words = _words_before(text, sentence, name)
    # "TIB fellows Ada Novak and Jo Berg": the role of the second, too.
    is_joint = bool(words) and words[0].text == "and"
    start, has_role = name.start, False
    for index, word in enumerate(words):
        if word.ends_sentence:
            break
        if word.is_plural_role or (word.is_role and not is_joint):
            has_role, start = has_role or word.lower not in _WEAK, word.start
            continue
        is_joint_name = is_joint and start == name.start and (word.text[0].isupper() or not index)
        if is_joint_name or word.continues_role:
            continue
        new_start, goes_on = (start, False) if start == name.start else _extended_start(word, start)
        start = new_start
        if not goes_on:
            break
    return start if has_role else name.start


def _extended_start(word: _LeftWord, start: int) -> tuple[int, bool]:
    """Return the start with one more word, and a continuation flag."""
    if word.lower in _NO_ADJECTIVES or word.lower in _DATES:
        return start, False
    if word.lower in _ARTICLES:
        return word.start, False
    if word.text[0].isupper():
        return word.start, True
    if word.modifies_role:
        return (word.left_start if word.left.lower() in _ARTICLES else word.start), False
    return start, False


def _words_before(text: str, sentence: Span, name: Span) -> list[_LeftWord]:
    """Return the words before a name, nearest first."""
    found: list[re.Match[str]] = []
    end = name.start
    while len(found) < _FURTHEST and (match := _LEFT_WORD.search(text, sentence.start, end)):
        found.append(match)
        end = match.start(1)
    return [
        _LeftWord(
            match[1],
            match.start(1),
            left=found[index + 1][1] if index + 1 < len(found) else "",
            left_start=found[index + 1].start(1) if index + 1 < len(found) else match.start(1),
            right=found[index - 1][1] if index else "",
        )
        for index, match in enumerate(found)
    ]


def _has_other_first_name(text: str, sentence: Span, name: Span) -> bool:
    """Check a surname for another first name: "Jan Holm".

    Such a name is somebody else than Ida Holm.
    """
    before = _LEFT_WORD.search(text, sentence.start, name.start)
    if " " in name.of(text) or before is None or not before[1][0].isupper():
        return False
    first_name = before[1].lower().rstrip(".")
    return first_name not in NO_FIRST_NAMES and first_name not in _ROLES and first_name not in _ARTICLES


def _describes(apposition: re.Match[str]) -> bool:
    """Check for an apposition, not a list item or an action."""
    words = [word.lower() for word in apposition["rest"].split()]
    has_role = any(word in _ROLES or word.removesuffix("s") in _ROLES for word in words[:_FURTHEST])
    match apposition["first"]:
        case "a" | "an" | "one":
            return bool(words)
        case "who" | "which":
            return bool(words) and (words[0] in _DOES or (has_role and _is_predicate_noun(words)))
        case _:
            return has_role and _FINITE.isdisjoint(words)


def _is_predicate_noun(words: list[str]) -> bool:
    """Check for a beginning like "is the"."""
    return words[0] in {"is", "was"} and words[1:2] in (["a"], ["an"], ["the"], ["one"])
