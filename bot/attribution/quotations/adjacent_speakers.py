"""The speaker of a quotation that no clause holds: named behind it, ahead of it, or before a colon."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate, role_of
from bot.attribution.spans import sources
from bot.attribution.spans.cues import Cue, any_verb
from bot.attribution.syntax.quotation_marks import FEW_WORDS, QuotedRange
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from spacy.tokens import Token

    from bot.attribution.syntax.parsed_block import ParsedBlock
    from bot.model.spans import Span

_ENDS = (".", "!", "?")
# In words: "the mayor of the old town of Torvik"
_LONGEST_NAME = 8
_LONGEST_LABEL = 6
# Forms of verbs of speech that are nouns, too.
_NOUNS_TOO = lexicon.words_of(
    "read reads states notes reports claims remarks comments answers tweets counters quips jokes shouts says tells"
)
_NAMING = ("DET", "PROPN", "PRON")
_DASHES = ("-", "–", "—")


def adjacent_speaker(
    piece: ParsedBlock, mark: QuotedRange, marks: list[QuotedRange], speaking: list[Cue]
) -> AttributionCandidate | None:
    """Return a draft, without content yet, of who says the quotation `mark`; None where nobody beside it does.

    `speaking` are the cues of the piece, in order.
    """
    after, before = _segment_after(piece, mark, marks), segment_before(piece, mark, marks)
    # A comma inside the marks promises the speaker behind them, a colon or comma ahead has named them already.
    said = piece.text[mark.inner.start - piece.offset : mark.inner.end - piece.offset].strip()
    comma = said.endswith((",", "—", "-"))
    behind = _cue_after(after, speaking, loose=comma or said.endswith(("!", "?")))
    ahead = _cue_before(before, speaking, sentence=said[:1].isupper() and mark.words(said) > FEW_WORDS)
    if ahead is None and said[:1].isupper() and said.endswith((".", "!", "?", "…")) and mark.words(said) > FEW_WORDS:
        ahead = _verb_ahead(before)
    if behind is not None and (comma or ahead is None):
        return _draft(piece, behind, after)
    if ahead is not None:
        return _draft(piece, ahead, before)
    return _colon(piece, mark, before) or (_misread(piece, after) if comma else None)


def _misread(piece: ParsedBlock, segment: list[Token]) -> AttributionCandidate | None:
    """Return the draft of `...," the editorial read`, whose verb the tagger takes for a noun."""
    words = [token for token in segment if not token.is_space]
    if not 2 <= len(words) <= _LONGEST_NAME or words[-1].lower_ not in _NOUNS_TOO or words[0].pos_ not in _NAMING:
        return None
    if any(token.pos_ in ("VERB", "AUX") or token.is_punct for token in words[:-1]):
        return None
    source = words[:-1]
    head = next((token for token in source if token.nbor(1).pos_ == "ADP"), source[-1])
    kind = sources.kind_of(head)
    return AttributionCandidate(
        piece=piece,
        anchor=words[-1].i,
        kind=AttributionKind.DIRECT,
        source=piece.spans_covering(source),
        cue=piece.spans_covering(words[-1:]),
        role=Role.SHOWS if kind is SourceKind.DOCUMENT else Role.SAID,
        source_kind=kind,
        head=head,
        verb=words[-1],
    )


def colon_introduction(piece: ParsedBlock, speaking: list[Cue]) -> AttributionCandidate | None:
    """Return a draft, without content yet, of who says what follows a piece that ends "Novak went on:"."""
    words = [token for token in piece.doc if not token.is_space]
    if not words or words[-1].text != ":":
        return None
    segment = [token for token in words if token.i >= words[-1].sent.start]
    cue = _cue_before(segment, speaking, sentence=False)
    if cue is None and (acting := _acting(segment[:-1])) and sources.kind_of(acting[1]) is not SourceKind.DOCUMENT:
        cue = any_verb(acting[0])  # "Novak struck back:"
    if cue is None or cue.passive:
        return None
    draft = _draft(piece, cue, segment)
    return draft if draft is not None and draft.source else None


def _segment_after(piece: ParsedBlock, mark: QuotedRange, marks: list[QuotedRange]) -> list[Token]:
    """Return the tokens from the end of `mark` to the end of the sentence or the next quotation."""
    segment: list[Token] = []
    for number in range(_first_token(piece, mark.span.end), len(piece.doc)):
        token = piece.doc[number]
        if token.text in _ENDS or _is_quoted(piece.offset + token.idx, marks):
            break
        segment.append(token)
    return segment


def segment_before(piece: ParsedBlock, mark: QuotedRange, marks: list[QuotedRange]) -> list[Token]:
    """Return the tokens from the sentence's start, or the last quotation's end, to `mark`."""
    segment: list[Token] = []
    for number in reversed(range(_first_token(piece, mark.span.start))):
        token = piece.doc[number]
        abbreviated = not segment and token.text.endswith(".")  # "... in Torvik Co. “Nobody ..."
        if token.text in _ENDS or abbreviated or _is_quoted(piece.offset + token.idx, marks):
            break
        segment.append(token)
    return segment[::-1]


def _first_token(piece: ParsedBlock, at: int) -> int:
    """Return the number of the first token that begins at `at` or later."""
    return bisect_left(range(len(piece.doc)), at - piece.offset, key=lambda number: int(piece.doc[number].idx))


def _is_quoted(at: int, marks: list[QuotedRange]) -> bool:
    """Return True inside one of the quotations, which are in order and apart."""
    number = bisect_right(marks, at, key=lambda mark: mark.span.start) - 1
    return number >= 0 and at < marks[number].span.end


def _verb_ahead(segment: list[Token]) -> Cue | None:
    """Return the verb of `Novak pressed, "..."`, whatever it is: it stands right before the quotation."""
    if len(segment) < 3 or segment[-1].text not in (",", ":"):
        return None
    return any_verb(segment[-2])


def _cue_after(segment: list[Token], speaking: list[Cue], *, loose: bool) -> Cue | None:
    """Return the cue of `...," the mayor said` or `...," said the mayor`: nothing but its subject may come first.

    With `loose`, where the quotation itself is left open, any verb will do: `...," he thundered`.
    """
    inside = {token.i for token in segment}
    first = next((cue for token in segment if loose and (cue := any_verb(token))), None)
    if first is not None and all(first.verb != cue.verb for cue in speaking):
        subject = sources.source_head(first)
        if subject is None or subject not in segment or subject.lower_ in lexicon.RELATIVES:
            first = None
    speaking = [*speaking, first] if first is not None else speaking
    for cue in sorted(speaking, key=lambda c: c.verb.i):
        if cue.verb.i not in inside:
            continue
        ahead = [t for t in segment if t.i < cue.verb.i and t not in cue.tokens and not t.is_punct]
        subject = sources.source_head(cue)
        allowed = {t.i for t in subject.subtree} if subject is not None else set()
        if subject is not None and subject not in segment and len(ahead) <= _LONGEST_NAME:
            # The parser looked for the speaker inside the quotation: the nouns before the cue are the speaker.
            allowed = {t.i for t in ahead if t.pos_ in ("PROPN", "NOUN", "PRON", "DET", "ADJ", "ADP", "PART")}
        if subject is not None and sources.quoted_as(cue.verb) is not None:
            allowed |= {t.i for t in ahead}  # "..., Novak was quoted as saying"
        if all(t.i in allowed or t.pos_ in ("ADV", "SPACE", "CCONJ") for t in ahead) and not _is_passive_use(cue):
            return cue
        return None
    return None


def _cue_before(segment: list[Token], speaking: list[Cue], *, sentence: bool) -> Cue | None:
    """Return the last cue before the quotation, if only an addressee, a time or a place stands between."""
    inside = {token.i for token in segment}
    for cue in reversed(speaking):
        if cue.verb.i not in inside or (cue.verb.lower_ == "asked" and _is_passive_use(cue)):
            continue  # "Asked about it, she demurred:"
        between = [t for t in segment if t.i > cue.verb.i]
        if segment[-1].text in (":", ",") or segment[-1] in (cue.verb, *cue.tokens) or segment[-1].lower_ == "that":
            if not any(t.pos_ in ("VERB", "AUX") and t not in cue.tokens for t in between):
                return cue
            if segment[-1].text == ":":
                return cue
        elif sentence and 0 < len(between) <= _LONGEST_NAME and not any(t.pos_ in ("VERB", "AUX") for t in between):
            return cue  # "said in a statement “The bridge is safe.”"
        return None
    return None


def _is_passive_use(cue: Cue) -> bool:
    return cue.passive and sources.agent(cue.verb) is None


def _draft(piece: ParsedBlock, cue: Cue, segment: list[Token]) -> AttributionCandidate | None:
    head = sources.source_head(cue)
    if head is None or head not in segment:
        head = _inverted(cue, segment) or _left_noun(cue, segment) or head
    own = {token.i for token in cue.tokens}
    inside = {token.i for token in segment}
    source = [t for t in sources.noun_phrase(head, own) if t.i in inside or head is None] if head is not None else []
    if head is not None and not source:
        source = sources.noun_phrase(head, own)
    kind = sources.kind_of(head) if head is not None else SourceKind.UNKNOWN
    return AttributionCandidate(
        piece=piece,
        anchor=cue.verb.i,
        kind=AttributionKind.DIRECT,
        source=piece.spans_covering(source),
        cue=piece.spans_covering(cue.tokens),
        role=role_of(cue, kind, evidence=False),
        source_kind=kind,
        head=head,
        verb=cue.verb,
        addressee=_told(cue, head),
        hypothetical=cue.hypothetical,
        negated=cue.negated,
    )


def _told(cue: Cue, head: Token | None) -> Token | None:
    for child in cue.verb.children:
        if cue.lemma in ("tell", "inform", "assure", "remind") and child.dep_ in ("dobj", "dative") and child != head:
            return child
    return None


def _inverted(cue: Cue, segment: list[Token]) -> Token | None:
    """Return the noun behind `," said`, which the parser may have taken for an object."""
    for child in cue.verb.rights:
        if child.dep_ in ("nsubj", "dobj", "attr", "oprd", "dep", "npadvmod") and child in segment:
            return child if child.pos_ in ("PROPN", "NOUN", "PRON") else None
    after = cue.verb.i + 1
    token = cue.verb.doc[after] if after < len(cue.verb.doc) else None
    if token is None or token not in segment:
        return None
    while token.head.i > token.i and token.head in segment and token.head.pos_ in ("PROPN", "NOUN", "PRON"):
        token = token.head
    return token if token.pos_ in ("PROPN", "NOUN", "PRON") else None


def _left_noun(cue: Cue, segment: list[Token]) -> Token | None:
    """Return the head of the nouns right before the cue."""
    at = min(token.i for token in cue.tokens) - 1
    if at > 0 and cue.verb.doc[at].text == ",":
        at -= 1  # "her adviser, Ivo Brandt, said: ..."
    if not segment or at < segment[0].i:
        return None
    token = cue.verb.doc[at]
    while (
        token.dep_ in ("pobj", "prep", "compound", "appos", "punct")
        and token.head in segment
        and token.head.i < token.i
    ):
        token = token.head
    return token if token.pos_ in ("PROPN", "NOUN", "PRON") else None


def _colon(piece: ParsedBlock, mark: QuotedRange, before: list[Token]) -> AttributionCandidate | None:
    """Return the draft of `Novak: "..."` or `The mayor struck back: "..."`."""
    if not before or before[-1].text != ":" or len(mark.inner) < 8:
        return None
    words = [token for token in before[:-1] if not token.is_space]
    cue: tuple[Span, ...]
    if named := _last_name(words):
        head, source, cue = named[-1], named, (piece.span_of(before[-1]),)
        while head.dep_ == "conj" and head.head in named:
            head = head.head
    elif found := _acting(words):
        root, head = found
        source, cue = sources.noun_phrase(head, {root.i}), piece.spans_covering([root, before[-1]])
    else:
        return None
    return AttributionCandidate(
        piece=piece, anchor=before[-1].i, kind=AttributionKind.DIRECT, source=piece.spans_covering(source), cue=cue,
        source_kind=sources.kind_of(head), head=head, role=Role.SAID,
    )  # fmt: skip


def _acting(words: list[Token]) -> tuple[Token, Token] | None:
    """Return the main verb of a clause before a colon and its subject, where that is one who may speak."""
    verbs = [
        t for t in words if t.pos_ in ("VERB", "AUX") and any(c.dep_ == "nsubj" and c in words for c in t.children)
    ]
    root = next((t for t in verbs if t.dep_ == "ROOT"), verbs[0] if verbs else None)
    head = next((c for c in root.children if c.dep_ == "nsubj"), None) if root is not None else None
    if root is None or head is None or head.lower_ == "it":
        return None
    return None if sources.kind_of(head) is SourceKind.UNKNOWN and head.pos_ == "NOUN" else (root, head)


def _last_name(words: list[Token]) -> list[Token]:
    """Return the few words before a colon that name a speaker: the whole line, or what follows a dash."""
    dash = max((k for k, token in enumerate(words) if token.text in _DASHES), default=-1)
    named = words[dash + 1 :]
    if len(named) > 1 and named[0].pos_ == "VERB":
        named = named[1:]  # "Continued Novak:"
    if len(named) > 2 and named[-1].pos_ == "PROPN" and (by := _passed_on(named)):
        return by
    if not named or any(token.pos_ in ("VERB", "AUX") for token in named):
        return []
    known = sources.kind_of(named[-1]) is not SourceKind.UNKNOWN or named[-1].pos_ == "PROPN"
    return named if known and len(named) <= _LONGEST_LABEL and named[0].text[:1].isupper() else []


def _passed_on(named: list[Token]) -> list[Token]:
    """Return the name of "More from Ivo Brandt"."""
    at = next((k for k, token in enumerate(named) if token.lower_ in ("from", "by")), None)
    return named[at + 1 :] if at is not None and 0 < at <= 2 and at + 1 < len(named) else []
