"""How a document introduces somebody: the role before a name, or the apposition behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.attribution import lexicon
from bot.corpus.sentences import sentences
from bot.model import BlockKind, Document, Quote, Reference, Span

_LEFT_WORD = re.compile(r"([^\W\d_][\w.’'-]*)[  ]+$")
_BEHIND = re.compile(
    r"(?: \([A-Z][A-Z&.]+\))?(?:,|[  ][–—-])[  ]"
    r"(?P<first>an?|the|its|his|her|their|one|former|who|which|whose)\b(?P<rest>[^,;:.!?–—\n]*)"
)
_ROLES = lexicon.TITLES | lexicon.PEOPLE_NOUNS | lexicon.ORGANISATION_NOUNS
_JOINING = frozenset({"of", "for", "and", "&"})
_ARTICLES = frozenset({"the", "a", "an"})
_NO_ADJECTIVES = lexicon.words_of(
    """by to with from in on at as that than said says told tells asked when while where after before but or is was
    are were be been has have had according its his her their this these those both like until since because if
    wrote writes write told tell quoted cites cite adds"""
)
_FURTHEST = 9  # words before a name


@dataclass(frozen=True, slots=True)
class Introduction:
    """A phrase that says who somebody is, at `phrase`, in the sentence that holds it."""

    document: Reference
    quote: Quote
    phrase: Span


def introductions(document: Document, names: Sequence[str]) -> list[Introduction]:
    """Return the phrases of `document` that introduce any of `names`, in order, each wording once."""
    found: dict[str, Introduction] = {}
    for block in document.blocks:
        if block.kind is BlockKind.BOILERPLATE or block.kind is BlockKind.HEADING:
            continue
        for sentence in sentences(document.text, block.span):
            for phrase in _phrases(document.text, sentence, names):
                quote = Quote(sentence.of(document.text), sentence)
                found.setdefault(phrase.of(document.text), Introduction(document.reference, quote, phrase))
    return list(found.values())


def named(text: str, names: Sequence[str], span: Span | None = None) -> Iterator[Span]:
    """Yield where any of `names` stands in `text` as whole words, the longest first where one holds another."""
    alternatives = "|".join(re.escape(name) for name in sorted(set(names), key=len, reverse=True))
    if alternatives:
        pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)")
        for match in pattern.finditer(text, *((span.start, span.end) if span else ())):
            yield Span(match.start(), match.end())


def _phrases(text: str, sentence: Span, names: Sequence[str]) -> Iterator[Span]:
    for name in named(text, names, sentence):
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
        behind = words[place + 1][0] if place + 1 < len(words) else ""
        several = low.endswith("s") and low.removesuffix("s") in lexicon.PEOPLE_NOUNS
        if several or (low in _ROLES and not joint):
            met, start = True, here
        elif _goes_on(low, behind, place) or (joint and not met and (word[0].isupper() or not place)):
            continue
        elif met and low in _ARTICLES:
            return here
        elif met and word[0].isupper():
            start = here
        elif met and word.islower() and low not in _NO_ADJECTIVES and not low.endswith(("ed", "ing", "ly")):
            return words[place + 1][1] if behind.lower() in _ARTICLES else here
        else:
            break
    return start if met else name.start


def _goes_on(low: str, behind: str, place: int) -> bool:
    """Tell whether a word leads on to a role before it: "of State", "for Defence"."""
    return (low in lexicon.TITLE_TAILS and behind == "of") or (low in _JOINING and place > 0)


def _describes(behind: re.Match[str]) -> bool:
    """Tell an apposition from the next item of a list: "Taiwan, the Philippines and Japan"."""
    words = [word.lower() for word in behind["rest"].split()]
    if behind["first"] in ("a", "an", "who", "which", "whose", "one"):
        return len(words) > 0
    return any(word in _ROLES or word.removesuffix("s") in _ROLES for word in words[:_FURTHEST])
