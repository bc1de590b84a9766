"""Who somebody is, where that is asked: the words of a piece that introduce them by role, apposition or full name."""

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

_LEFT_WORD = re.compile(r"([^\W\d_][\w.’'-]*)[  ]+$")
_BEHIND = re.compile(
    r"(?: \([A-Z][A-Z&.]+\))?(?:,|[  ][–—-])[  ]"
    r"(?P<first>an?|the|its|his|her|their|one|former|who|which)\b(?P<rest>[^,;:.!?–—\n]*)"
)
_ROLES = lexicon.TITLES | lexicon.PEOPLE_NOUNS | lexicon.ORGANISATION_NOUNS
# What says nothing of a person by itself: courtesy, and words that only go before a role.
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


def introduction_of(query: Query, one: AnswerCandidate, attributions: Sequence[Attribution]) -> Span | None:
    """Return the words of a piece that say who those asked after are, or None where it only names them."""
    names = [part for part in query.parts if part.kind is QueryPartKind.NAME]
    found = [span for part in names if (span := _introduced(part, one, attributions))]
    if not names or len(found) < len(names):
        return None
    return Span(min(span.start for span in found), max(span.end for span in found))


def _introduced(part: QueryPart, one: AnswerCandidate, attributions: Sequence[Attribution]) -> Span | None:
    text, unit = one.units.document.text, one.unit.span
    written = [part.text, *_called(part, one.units.document.text, attributions)]
    found = next(iter(introducing_phrases(text, unit, written)), None)
    if found is None and len(part.words) == 1 and part.words[0].isupper():
        found = next((Span(m.start(), m.end()) for m in _explained(part.words[0], text, unit)), None)
    return found


def _explained(acronym: str, text: str, unit: Span) -> list[re.Match[str]]:
    pattern = re.compile(rf"{_IN_FULL}{re.escape(acronym)}\)")
    return list(pattern.finditer(text, unit.start, unit.end))


def _called(part: QueryPart, text: str, attributions: Sequence[Attribution]) -> list[str]:
    """Return the names in full by which the document's sources are called that hold all of the name asked after."""
    asked = set(part.stems)
    spans = {link.span for one in attributions for link in one.chain if link.kind is not SourceKind.DOCUMENT}
    names = {name.removeprefix("and ") for span in spans for name in _AND.split(span.of(text))}
    return sorted(name for name in names if asked <= {stem(word) for word in WORD.findall(name)})


@dataclass(frozen=True, slots=True)
class Introduction:
    """A phrase that says who somebody is, at `phrase`, in the sentence that holds it."""

    document: DocumentRef
    quote: Quote
    phrase: Span


def introductions(document: Document, names: Sequence[str]) -> list[Introduction]:
    """Return the phrases of `document` that introduce any of `names`, in order, each wording once."""
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
    """Yield where any of `names` stands in `text` as whole words, the longest first where one holds another."""
    alternatives = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))
    if alternatives:
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        for match in pattern.finditer(text, *((span.start, span.end) if span else ())):
            yield Span(match.start(), match.end())


def introducing_phrases(text: str, sentence: Span, names: Sequence[str]) -> Iterator[Span]:
    """Yield the phrases of one sentence that introduce any of `names`."""
    for name in find_names(text, names, sentence):
        if _is_anothers(text, sentence, name):
            continue
        start = _role_before(text, sentence, name)
        behind = _BEHIND.match(text, name.end, sentence.end)
        # "A, the minister, and B": an apposition ends with a comma, a dash or the sentence.
        closed = behind and (behind.end() >= sentence.end - 1 or text[behind.end()] in ",–—")
        end = behind.end() if behind and closed and _describes(behind) else name.end
        if start < name.start or end > name.end:
            yield Span(start, len(text[:end].rstrip(" –—")))


def _role_before(text: str, sentence: Span, name: Span) -> int:
    """Return where "US Deputy Secretary of State" begins before a name; the name's own start where there is no role."""
    words: list[tuple[str, int]] = []
    at = name.start
    while len(words) < _FURTHEST and (match := _LEFT_WORD.search(text, sentence.start, at)):
        words.append((match[1], match.start(1)))
        at = match.start(1)
    start, met = name.start, False
    # "TIB fellows Ada Novak and Jo Berg": of the second, too.
    joint = bool(words) and words[0][0] == "and"
    for place, (word, here) in enumerate(words):
        low = word.lower().rstrip(".")
        behind = words[place + 1][0].lower() if place + 1 < len(words) else ""
        several = low.endswith("s") and low.removesuffix("s") in lexicon.PEOPLE_NOUNS
        if word.endswith(".") and low not in _ROLES and len(low) > 1:
            break
        if several or (low in _ROLES and not joint):
            met, start = met or low not in _WEAK, here
        elif (joint and start == name.start and (word[0].isupper() or not place)) or _goes_on(words, place):
            continue
        elif start == name.start or low in _NO_ADJECTIVES or low in _DATES:
            break
        elif low in _ARTICLES:
            start = here
            break
        elif word[0].isupper():
            start = here
        elif (
            words[place - 1][0].islower() and words[place - 1][0] not in _WEAK and not low.endswith(("ed", "ing", "ly"))
        ):
            start = words[place + 1][1] if behind in _ARTICLES else here
            break
        else:
            break
    return start if met else name.start


def _goes_on(words: list[tuple[str, int]], place: int) -> bool:
    """Tell whether a word leads on to a role before it: the "State" and the "of" in "Secretary of State"."""
    low = words[place][0].lower()
    behind = words[place + 1][0].lower() if place + 1 < len(words) else ""
    if low in ("of", "for"):
        return place > 0 and behind in _ROLES and words[place - 1][0].lower().rstrip(".") not in _ROLES
    return low in lexicon.TITLE_TAILS and behind == "of"


def _is_anothers(text: str, sentence: Span, name: Span) -> bool:
    """Tell whether a surname stands behind somebody else's first name: "Jan Holm", where Ida Holm is wanted."""
    before = _LEFT_WORD.search(text, sentence.start, name.start)
    if " " in name.of(text) or before is None or not before[1][0].isupper():
        return False
    low = before[1].lower().rstrip(".")
    return low not in NO_FIRST_NAMES and low not in _ROLES and low not in _ARTICLES


def _describes(behind: re.Match[str]) -> bool:
    """Tell an apposition from the next item of a list, and from what somebody just did."""
    words = [word.lower() for word in behind["rest"].split()]
    role = any(word in _ROLES or word.removesuffix("s") in _ROLES for word in words[:_FURTHEST])
    match behind["first"]:
        case "a" | "an" | "one":
            return bool(words)
        case "who" | "which":
            is_something = words[:1] in (["is"], ["was"]) and words[1:2] in (["a"], ["an"], ["the"], ["one"])
            return words[0] in _DOES or (is_something and role) if words else False
        case _:
            return role and _FINITE.isdisjoint(words)
