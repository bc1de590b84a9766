"""Quotation attribution: a speaker for each quotation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.attribution.candidate import AttributionCandidate
from bot.attribution.quotations.adjacent_speakers import adjacent_speaker, colon_introduction, segment_before
from bot.attribution.quotations.content_boundaries import fit_to_quotations
from bot.attribution.syntax.parsed_block import subtract
from bot.attribution.syntax.quotation_marks import FEW_WORDS, QuotedRange, find_quotations
from bot.model.attribution import AttributionKind, Role, SourceKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.attribution.syntax.parsed_block import ParsedBlock

_QUOTED = (AttributionKind.DIRECT, AttributionKind.MIXED)
_SPOKEN = (Role.SAID, Role.TOLD, Role.WROTE)
_PEOPLE = (SourceKind.PERSON, SourceKind.UNKNOWN, SourceKind.ANONYMOUS)
_SENTENCE_ENDS = (".", "!", "?", "…", ",")


def link_quotations(
    blocks: Sequence[ParsedBlock], found: Mapping[int, Sequence[AttributionCandidate]], text: str
) -> Iterator[tuple[ParsedBlock, list[AttributionCandidate]]]:
    """Yield each block with its candidates, linked to its quotations.

    `found` are the candidates by the offset of their block.
    """
    last_speaker: AttributionCandidate | None = None
    announced: AttributionCandidate | None = None
    is_open = False
    ordinal = -1
    for block in blocks:
        if block.ordinal > ordinal + 1:
            last_speaker, is_open, announced = None, False, None  # no prose between, or blocks that were not parsed
        ordinal = block.ordinal
        quotations = find_quotations(text, block.span)
        own = _fitted(block, found.get(block.offset, ()), quotations, text)
        own += _of_further_quotations(block, quotations, own, last_speaker if is_open else announced, last_speaker)
        own = _with_continuations(block, quotations, _merged(own), text)
        yield block, own
        speaking = [candidate for candidate in own if candidate.kind in _QUOTED]
        last_speaker = max(speaking, key=lambda candidate: candidate.content[-1].end) if speaking else None
        is_open = bool(quotations) and quotations[-1].open_end
        announced = colon_introduction(block) if block.text.endswith(":") else None


def _fitted(
    block: ParsedBlock, candidates: Sequence[AttributionCandidate], quotations: Sequence[QuotedRange], text: str
) -> list[AttributionCandidate]:
    own = [fit_to_quotations(candidate, quotations, text) for candidate in candidates]
    own = [candidate for candidate in own if candidate.content and not _has_quoted_head(candidate, quotations)]
    return [_with_speaker(candidate, block, quotations) for candidate in own]


def _with_speaker(
    candidate: AttributionCandidate, block: ParsedBlock, quotations: Sequence[QuotedRange]
) -> AttributionCandidate:
    """Return a quotation's candidate with the speaker beside it."""
    if candidate.source or candidate.head is not None or candidate.kind not in _QUOTED or candidate.inferred:
        return candidate
    cues = [cue for cue in block.cues if cue.verb == candidate.verb and not cue.passive]
    quotation = next((quotation for quotation in quotations if candidate.content[0].overlaps(quotation.span)), None)
    found = adjacent_speaker(block, quotation, quotations, cues) if quotation is not None and cues else None
    if found is None or not found.source or found.anchor != candidate.anchor:
        return candidate
    return candidate.replace(
        source=found.source,
        head=found.head,
        source_kind=found.source_kind,
        role=found.role,
        rules=(*candidate.rules, *found.rules),
    )


def _has_quoted_head(candidate: AttributionCandidate, quotations: Sequence[QuotedRange]) -> bool:
    """Recognise a source from inside a quotation, a parse error."""
    if candidate.head is None or not candidate.cue:
        return False
    head, cue = candidate.block.span_of(candidate.head), candidate.cue[0]
    return any(
        quotation.inner.contains(head) and not quotation.inner.contains(cue) and len(quotation.inner) > len(head)
        for quotation in quotations
    )


def _merged(candidates: list[AttributionCandidate]) -> list[AttributionCandidate]:
    """Return one candidate for each cue, with the contents of all."""
    merged: list[AttributionCandidate] = []
    for candidate in candidates:
        twin = next((k for k, other in enumerate(merged) if candidate.cue and other.cue == candidate.cue), None)
        if twin is None:
            merged.append(candidate)
        else:
            other = merged[twin]
            merged[twin] = other.replace(
                content=tuple(sorted({*other.content, *candidate.content})),
                kind=other.kind if other.kind is candidate.kind else AttributionKind.MIXED,
                rules=tuple(dict.fromkeys((*other.rules, *candidate.rules))),
            )
    return merged


# Quotations without a candidate


def _of_further_quotations(
    block: ParsedBlock,
    quotations: Sequence[QuotedRange],
    own: Sequence[AttributionCandidate],
    announced: AttributionCandidate | None,
    last_speaker: AttributionCandidate | None,
) -> list[AttributionCandidate]:
    """Return candidates for the quotations without one.

    `announced` is the speaker before a colon or of an open quotation in the block above.
    """
    found: list[AttributionCandidate] = []
    cues = [cue for cue in block.cues if cue.introduces_speech]
    for quotation in quotations:
        if any(_contains(candidate, quotation) for candidate in (*own, *found)):
            continue
        candidate = adjacent_speaker(block, quotation, quotations, cues)
        if candidate is None and quotation is quotations[0] and _opens(block, quotation):
            candidate = quotation_of_speaker_above(block, quotations, announced, last_speaker)
        if candidate is not None:
            found.append(candidate.replace(content=(quotation.span,), kind=AttributionKind.DIRECT))
    return found


def quotation_of_speaker_above(
    block: ParsedBlock,
    quotations: Sequence[QuotedRange],
    announced: AttributionCandidate | None,
    last_speaker: AttributionCandidate | None,
) -> AttributionCandidate | None:
    """Take the speaker of the block above for an opening quotation.

    Examples:
        Mara Oll wrote: ⏎ “The bridge is safe.”
            Mara Oll | wrote | “The bridge is safe.”
        “The bridge is safe,” Mara Oll said. ⏎ “We checked every bolt of it.”
            Mara Oll | said | “We checked every bolt of it.”
    """
    if announced is not None:
        return _carried(block, announced, inferred=False)
    if last_speaker is not None and _is_one_quotation(block, quotations):
        return _carried(block, last_speaker, inferred=True)
    return None


def _carried(block: ParsedBlock, speaker: AttributionCandidate, *, inferred: bool) -> AttributionCandidate:
    return speaker.replace(
        block=block,
        carried_from=speaker.source_block,
        anchor=0,
        inferred=inferred or speaker.inferred,
        addressee=None,
        basis=None,
    ).found_by(quotation_of_speaker_above.__name__)


def _contains(candidate: AttributionCandidate, quotation: QuotedRange) -> bool:
    if candidate.cue and quotation.inner.contains(candidate.cue[0]):
        return False
    return any(span.overlaps(quotation.inner) for span in (*candidate.content, *candidate.source))


def _opens(block: ParsedBlock, quotation: QuotedRange) -> bool:
    return not block.text[: quotation.span.start - block.offset].strip()


def _is_one_quotation(block: ParsedBlock, quotations: Sequence[QuotedRange]) -> bool:
    """Recognise a block without words outside its quotations."""
    outside = subtract([block.span], [quotation.span for quotation in quotations])
    parts = (block.text[span.start - block.offset : span.end - block.offset] for span in outside)
    return not any(c.isalnum() for part in parts for c in part)


# Quotations that continue another


def _with_continuations(
    block: ParsedBlock, quotations: Sequence[QuotedRange], own: Sequence[AttributionCandidate], text: str
) -> list[AttributionCandidate]:
    candidates = sorted(own, key=lambda candidate: candidate.content[0].start)
    for quotation in quotations:
        if quotation.words(text) < FEW_WORDS or any(_contains(candidate, quotation) for candidate in candidates):
            continue
        continued = _continued(block, quotation, quotations, candidates, text)
        if continued is not None:
            candidates[candidates.index(continued)] = continued_quotation(continued, quotation)
    return candidates


def continued_quotation(candidate: AttributionCandidate, quotation: QuotedRange) -> AttributionCandidate:
    """Add a further quotation of the same speaker.

    Examples:
        “The bridge is safe,” Mara Oll said. “We checked every bolt of it.”
            Mara Oll | said | “The bridge is safe,” … “We checked every bolt of it.”
        Mara Oll said the bridge was safe. “We checked every bolt of it.”
            Mara Oll | said | the bridge was safe … “We checked every bolt of it.”
    """
    kind = candidate.kind if candidate.kind in _QUOTED else AttributionKind.MIXED
    content = (*candidate.content, quotation.span)
    return candidate.replace(content=content, kind=kind).found_by(continued_quotation.__name__)


def _continued(
    block: ParsedBlock,
    quotation: QuotedRange,
    quotations: Sequence[QuotedRange],
    candidates: Sequence[AttributionCandidate],
    text: str,
) -> AttributionCandidate | None:
    """Return the candidate with the same speaker as `quotation`."""
    opening = next((candidate for candidate in candidates if _opens_sentence(candidate, block, quotation, text)), None)
    if opening is not None:
        return opening
    before = [
        candidate
        for candidate in candidates
        if candidate.verb is not None
        and _end(candidate) <= quotation.span.start
        and (candidate.kind in _QUOTED or _precedes_sentence(candidate, quotation, text))
    ]
    return max(before, key=_end) if before and not segment_before(block, quotation, quotations) else None


def _opens_sentence(candidate: AttributionCandidate, block: ParsedBlock, quotation: QuotedRange, text: str) -> bool:
    """Recognise a quotation at the start of the sentence before.

    `"No," she said, adding that it rained. "Never."`: the speaker of "No" says "Never".
    """
    verb = candidate.verb
    if candidate.kind not in _QUOTED or verb is None or verb.doc is not block.doc:
        return False
    sentence = block.span_between(verb.sent.start_char, verb.sent.end_char)
    follows = sentence.end <= quotation.span.start and not _has_words(text[sentence.end : quotation.span.start])
    if not follows or not _is_sentence(quotation, text):
        return False
    first = candidate.content[0]
    return first.start <= sentence.start + 1 and candidate.cue[0].start > first.end - 1


def _is_sentence(quotation: QuotedRange, text: str) -> bool:
    words = quotation.inner.of(text).strip()
    return words[:1].isupper() and words.endswith(_SENTENCE_ENDS) and quotation.words(text) > FEW_WORDS


def _precedes_sentence(candidate: AttributionCandidate, quotation: QuotedRange, text: str) -> bool:
    """Recognise a person's indirect statement before a quoted sentence.

    `He said no. "I can't do it."`
    """
    is_statement = candidate.kind is AttributionKind.INDIRECT and candidate.role in _SPOKEN and not candidate.inferred
    if not is_statement or candidate.source_kind not in _PEOPLE:
        return False
    return _is_sentence(quotation, text) and not _has_words(text[_end(candidate) : quotation.span.start])


def _has_words(part: str) -> bool:
    return any(c.isalnum() for c in part)


def _end(candidate: AttributionCandidate) -> int:
    return max(span.end for span in (*candidate.content, *candidate.cue, *candidate.source))
