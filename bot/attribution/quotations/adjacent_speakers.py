"""Adjacent speakers: behind a quotation, before it, or before a colon."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from bot.attribution import lexicon
from bot.attribution.candidate import AttributionCandidate
from bot.attribution.spans.cues import quotation_cue
from bot.attribution.spans.noun_phrases import noun_phrase
from bot.attribution.spans.source_kinds import kind_of
from bot.attribution.spans.sources import agent, quoted_person, source_head
from bot.attribution.syntax.quotation_marks import FEW_WORDS, QuotedRange
from bot.model.attribution import AttributionKind, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Token

    from bot.attribution.spans.cues import Cue
    from bot.attribution.syntax.parsed_block import ParsedBlock
    from bot.model.spans import Span

_ENDS = (".", "!", "?")
# In words: "the mayor of the old town of Torvik"
_LONGEST_NAME = 8
_LONGEST_LABEL = 6
_SHORTEST_QUOTATION = 8  # characters, behind a label
# Forms of verbs of speech that the tagger takes for nouns.
_VERBS_AND_NOUNS = lexicon.words_of(
    "read reads states notes reports claims remarks comments answers tweets counters quips jokes shouts says tells"
)
_ADDRESSING = ("tell", "inform", "assure", "remind")
_OPENS_NAME = ("DET", "PROPN", "PRON")
_NOMINAL = ("PROPN", "NOUN", "PRON")
_IN_NAME = (*_NOMINAL, "DET", "ADJ", "ADP", "PART")
_VERBS = ("VERB", "AUX")
_DASHES = ("-", "–", "—")


def adjacent_speaker(
    block: ParsedBlock, quotation: QuotedRange, quotations: Sequence[QuotedRange], cues: Sequence[Cue]
) -> AttributionCandidate | None:
    """Find the speaker beside a quotation.

    `cues` are the verbs of speech of the block, in order. The candidate has no content yet.

    Examples:
        “You have sold this bridge!” Mara Oll thundered.
            Mara Oll | thundered | “You have sold this bridge!”
        The board met on Monday. ⏎ Ivo Brandt: “The bridge is a ruin.”
            Ivo Brandt | : | “The bridge is a ruin.”
        “The bridge is a ruin,” the editorial read.
            the editorial | read | “The bridge is a ruin,”
        The so-called “miracle bridge” opened on Monday.
    """
    after, before = _segment_after(block, quotation, quotations), segment_before(block, quotation, quotations)
    words = block.text[quotation.inner.start - block.offset : quotation.inner.end - block.offset].strip()
    # The speaker follows a comma inside the quotation marks, and precedes a colon or comma before them.
    ends_open = words.endswith((",", "—", "-"))
    is_long = words[:1].isupper() and quotation.words(words) > FEW_WORDS
    cue_after = _cue_after(after, cues, any_verb=ends_open or words.endswith(("!", "?")))
    cue_before = _cue_before(before, cues, is_sentence=is_long)
    if cue_before is None and is_long and words.endswith((".", "!", "?", "…")):
        cue_before = _verb_before(before)
    if cue_after is not None and (ends_open or cue_before is None):
        found: AttributionCandidate | None = _candidate(block, cue_after, after)
    elif cue_before is not None:
        found = _candidate(block, cue_before, before)
    else:
        found = _label(block, quotation, before) or (_mistagged_verb(block, after) if ends_open else None)
    return found.found_by(adjacent_speaker.__name__) if found is not None else None


def speech_lead_in(block: ParsedBlock) -> Iterator[AttributionCandidate]:
    """Find the speaker of a lead-in like "Novak went on:".

    Examples:
        Mara Oll wrote on Monday: ⏎ The bridge will be closed for a year.
            Mara Oll | wrote | The bridge will be closed for a year.
        Ivo Brandt went on: ⏎ Nobody will cross it again.
            Ivo Brandt | went on | Nobody will cross it again.
    """
    candidate = colon_introduction(block)
    if candidate is not None and candidate.verb is not None and candidate.verb.tag_ != "VB":
        yield candidate


def colon_introduction(block: ParsedBlock) -> AttributionCandidate | None:
    """Return the speaker before a colon at the block's end.

    The candidate has no content yet.
    """
    words = [token for token in block.doc if not token.is_space]
    if not words or words[-1].text != ":":
        return None
    segment = [token for token in words if token.i >= words[-1].sent.start]
    cue = _cue_before(segment, [cue for cue in block.cues if cue.introduces_speech], is_sentence=False)
    if cue is None and (clause := _clause(segment[:-1])) and kind_of(clause[1]) is not SourceKind.DOCUMENT:
        cue = quotation_cue(clause[0])  # "Novak struck back:"
    if cue is None or cue.passive:
        return None
    candidate = _candidate(block, cue, segment)
    return candidate if candidate.source else None


# The words beside a quotation


def _segment_after(block: ParsedBlock, quotation: QuotedRange, quotations: Sequence[QuotedRange]) -> list[Token]:
    """Return the tokens between `quotation` and the end of the sentence.

    They end at the next quotation.
    """
    segment: list[Token] = []
    for number in range(_first_token(block, quotation.span.end), len(block.doc)):
        token = block.doc[number]
        if token.text in _ENDS or _is_quoted(block.offset + token.idx, quotations):
            break
        segment.append(token)
    return segment


def segment_before(block: ParsedBlock, quotation: QuotedRange, quotations: Sequence[QuotedRange]) -> list[Token]:
    """Return the tokens between the sentence's start and `quotation`.

    They begin behind the last quotation.
    """
    segment: list[Token] = []
    for number in reversed(range(_first_token(block, quotation.span.start))):
        token = block.doc[number]
        is_abbreviation = not segment and token.text.endswith(".")  # "... in Torvik Co. “Nobody ..."
        if token.text in _ENDS or is_abbreviation or _is_quoted(block.offset + token.idx, quotations):
            break
        segment.append(token)
    return segment[::-1]


def _first_token(block: ParsedBlock, at: int) -> int:
    """Return the number of the first token that begins at `at` or later."""
    return bisect_left(range(len(block.doc)), at - block.offset, key=lambda number: int(block.doc[number].idx))


def _is_quoted(at: int, quotations: Sequence[QuotedRange]) -> bool:
    """Return True inside one of the quotations; they are in order and apart."""
    number = bisect_right(quotations, at, key=lambda quotation: quotation.span.start) - 1
    return number >= 0 and at < quotations[number].span.end


# Cues beside a quotation


def _verb_before(segment: list[Token]) -> Cue | None:
    """Return any verb right before the quotation: `Novak pressed, "..."`."""
    if len(segment) < 3 or segment[-1].text not in (",", ":"):
        return None
    return quotation_cue(segment[-2])


def _cue_after(segment: list[Token], cues: Sequence[Cue], *, any_verb: bool) -> Cue | None:
    """Return the cue of `...," the mayor said` or `...," said Novak`.

    With `any_verb`, the first verb may be the cue: `...," he thundered`.
    """
    if any_verb and (first := _first_verb(segment, cues)) is not None:
        cues = [*cues, first]
    inside = {token.i for token in segment}
    cue = next((cue for cue in sorted(cues, key=lambda cue: cue.verb.i) if cue.verb.i in inside), None)
    if cue is None or _is_passive_without_agent(cue):
        return None
    before = [t for t in segment if t.i < cue.verb.i and t not in cue.tokens and not t.is_punct]
    allowed = _speaker_words(cue, segment, before)
    is_adjacent = all(token.i in allowed or token.pos_ in ("ADV", "SPACE", "CCONJ") for token in before)
    return cue if is_adjacent else None


def _first_verb(segment: list[Token], cues: Sequence[Cue]) -> Cue | None:
    """Return the first finite verb with a subject in the segment."""
    first = next((cue for token in segment if (cue := quotation_cue(token))), None)
    if first is None or any(first.verb == cue.verb for cue in cues):
        return first
    subject = source_head(first)
    is_near = subject is not None and subject in segment and subject.lower_ not in lexicon.RELATIVES
    return first if is_near else None


def _speaker_words(cue: Cue, segment: list[Token], before: list[Token]) -> set[int]:
    """Return the speaker's tokens between the quotation and the cue."""
    subject = source_head(cue)
    if subject is None:
        return set()
    if subject not in segment and len(before) <= _LONGEST_NAME:
        # The parser took the speaker from inside the quotation: the nouns before the cue are the speaker.
        words = {token.i for token in before if token.pos_ in _IN_NAME}
    else:
        words = {token.i for token in subject.subtree}
    if quoted_person(cue.verb) is not None:
        words |= {token.i for token in before}  # "..., Novak was quoted as saying"
    return words


def _cue_before(segment: list[Token], cues: Sequence[Cue], *, is_sentence: bool) -> Cue | None:
    """Return the last cue before the quotation.

    Only an addressee, a time or a place may be between.
    """
    inside = {token.i for token in segment}
    for cue in reversed(cues):
        if cue.verb.i not in inside or (cue.verb.lower_ == "asked" and _is_passive_without_agent(cue)):
            continue  # "Asked about it, she demurred:"
        between = [token for token in segment if token.i > cue.verb.i]
        last = segment[-1]
        if last.text in (":", ",") or last in cue.tokens or last.lower_ == "that":
            has_verb = any(token.pos_ in _VERBS and token not in cue.tokens for token in between)
            return cue if last.text == ":" or not has_verb else None
        # "said in a statement “The bridge is safe.”"
        is_near = 0 < len(between) <= _LONGEST_NAME and all(token.pos_ not in _VERBS for token in between)
        return cue if is_sentence and is_near else None
    return None


def _is_passive_without_agent(cue: Cue) -> bool:
    return cue.passive and agent(cue.verb) is None


def _candidate(block: ParsedBlock, cue: Cue, segment: list[Token]) -> AttributionCandidate:
    head = source_head(cue)
    if head is None or head not in segment:
        head = _noun_after(cue, segment) or _noun_before(cue, segment) or head
    source: list[Token] = []
    if head is not None:
        phrase = noun_phrase(head, {token.i for token in cue.tokens})
        source = [token for token in phrase if token in segment] or phrase
    candidate = AttributionCandidate.from_cue(block, cue, head, source=source)
    return candidate.replace(kind=AttributionKind.DIRECT, addressee=_addressee(cue, head))


def _addressee(cue: Cue, head: Token | None) -> Token | None:
    if cue.lemma not in _ADDRESSING:
        return None
    return next((child for child in cue.verb.children if child.dep_ in ("dobj", "dative") and child != head), None)


def _noun_after(cue: Cue, segment: list[Token]) -> Token | None:
    """Return the noun of `," said the mayor` against the parse.

    Parsers take it for an object.
    """
    for child in cue.verb.rights:
        if child.dep_ in ("nsubj", "dobj", "attr", "oprd", "dep", "npadvmod") and child in segment:
            return child if child.pos_ in _NOMINAL else None
    after = cue.verb.i + 1
    token = cue.verb.doc[after] if after < len(cue.verb.doc) else None
    if token is None or token not in segment:
        return None
    while token.head.i > token.i and token.head in segment and token.head.pos_ in _NOMINAL:
        token = token.head
    return token if token.pos_ in _NOMINAL else None


def _noun_before(cue: Cue, segment: list[Token]) -> Token | None:
    """Return the head of the nouns right before the cue."""
    at = cue.tokens[0].i - 1
    if at > 0 and cue.verb.doc[at].text == ",":
        at -= 1  # "her adviser, Ivo Brandt, said: ..."
    if not segment or at < segment[0].i:
        return None
    token = cue.verb.doc[at]
    while _is_in_phrase_before(token) and token.head in segment:
        token = token.head
    return token if token.pos_ in _NOMINAL else None


def _is_in_phrase_before(token: Token) -> bool:
    return token.dep_ in ("pobj", "prep", "compound", "appos", "punct") and token.head.i < token.i


def _mistagged_verb(block: ParsedBlock, segment: list[Token]) -> AttributionCandidate | None:
    """Return the candidate of `...," the editorial read`.

    The tagger takes "read" for a noun.
    """
    words = [token for token in segment if not token.is_space]
    if not 2 <= len(words) <= _LONGEST_NAME:
        return None
    *source, verb = words
    if verb.lower_ not in _VERBS_AND_NOUNS or source[0].pos_ not in _OPENS_NAME:
        return None
    if any(token.pos_ in _VERBS or token.is_punct for token in source):
        return None
    head = next((token for token in source if token.nbor(1).pos_ == "ADP"), source[-1])
    candidate = AttributionCandidate.from_tokens(block, head, anchor=verb.i, source=source, cue=[verb])
    return candidate.replace(kind=AttributionKind.DIRECT, verb=verb, document=None)


# Labels


def _label(block: ParsedBlock, quotation: QuotedRange, before: list[Token]) -> AttributionCandidate | None:
    """Return the candidate of `Novak: "..."` and `The mayor struck back: "..."`."""
    if not before or before[-1].text != ":" or len(quotation.inner) < _SHORTEST_QUOTATION:
        return None
    colon = before[-1]
    words = [token for token in before[:-1] if not token.is_space]
    cue: tuple[Span, ...] = (block.span_of(colon),)
    if name := _name_before_colon(words):
        head, source = name[-1], name
        while head.dep_ == "conj" and head.head in name:
            head = head.head
    elif clause := _clause(words):
        verb, head = clause
        source, cue = noun_phrase(head, {verb.i}), block.spans_covering([verb, colon])
    else:
        return None
    return AttributionCandidate(
        block=block,
        anchor=colon.i,
        kind=AttributionKind.DIRECT,
        source=block.spans_covering(source),
        cue=cue,
        source_kind=kind_of(head),
        head=head,
    )


def _clause(words: list[Token]) -> tuple[Token, Token] | None:
    """Return the main verb before a colon and its subject.

    None for a subject that can't speak.
    """
    verbs = [
        token
        for token in words
        if token.pos_ in _VERBS and any(child.dep_ == "nsubj" and child in words for child in token.children)
    ]
    root = next((verb for verb in verbs if verb.dep_ == "ROOT"), verbs[0] if verbs else None)
    head = next((child for child in root.children if child.dep_ == "nsubj"), None) if root is not None else None
    if root is None or head is None or head.lower_ == "it":
        return None
    return None if kind_of(head) is SourceKind.UNKNOWN and head.pos_ == "NOUN" else (root, head)


def _name_before_colon(words: list[Token]) -> list[Token]:
    """Return the few words of a speaker's name.

    They are the whole line, or the part behind a dash.
    """
    dash = max((k for k, token in enumerate(words) if token.text in _DASHES), default=-1)
    name = words[dash + 1 :]
    if len(name) > 1 and name[0].pos_ == "VERB":
        name = name[1:]  # "Continued Novak:"
    if len(name) > 2 and name[-1].pos_ == "PROPN" and (author := _name_after_preposition(name)):
        return author
    if not name or len(name) > _LONGEST_LABEL or any(token.pos_ in _VERBS for token in name):
        return []
    is_known = kind_of(name[-1]) is not SourceKind.UNKNOWN or name[-1].pos_ == "PROPN"
    return name if is_known and name[0].text[:1].isupper() else []


def _name_after_preposition(words: list[Token]) -> list[Token]:
    """Return the name of "More from Ivo Brandt"."""
    at = next((k for k, token in enumerate(words) if token.lower_ in ("from", "by")), None)
    return words[at + 1 :] if at is not None and 0 < at <= 2 and at + 1 < len(words) else []
