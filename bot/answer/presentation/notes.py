"""What an answer says beside its quotes: how many origins there are, and what the corpus does not say."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.answer.criteria.answer_spans import answer_spans
from bot.answer.evidence.candidates import AnswerCandidate
from bot.answer.origins import origin_link, rests_on_leak
from bot.answer.structural import RulesJudgement
from bot.model.answers import Finding, Origin
from bot.model.attribution import SourceKind
from bot.model.spans import Span
from bot.search.intent import Intent
from bot.search.query import Query

# Who is asked after by name, or not at all, needs no word on where it comes from.
_ROOT_IS_PLAIN = frozenset(
    {Intent.WHICH_DOCUMENTS, Intent.WHAT_SAID, Intent.WHO_IS, Intent.INDEPENDENCE, Intent.LEAKED, Intent.AUTHORSHIP}
)
AT_A_GLANCE = 3  # quotes that are read together, each with what has to be known of it
_MOST_COPIES = 2
_SOURCE_MATTERS = frozenset({Intent.WHO_SAID, Intent.FACT, Intent.INDEPENDENCE})


def notes(
    query: Query,
    judgement: RulesJudgement,
    findings: Sequence[Finding],
    rooted: Sequence[Origin],
    *,
    copies: Mapping[str, Sequence[str]],
    pending: Collection[str],
) -> tuple[str, ...]:
    """Return the notes below the quotes, each a sentence in a fixed form around names that the documents give.

    `findings` are all quotes in the order in which they are shown and counted from 1. `copies` are the documents that
    carry the words of a shown one, by its id; of the `pending` ones no source is known yet.
    """
    return (
        *_contrary(judgement, findings),
        *_copies(copies, findings),
        *_origins(query, findings, rooted),
        *_sources(query, findings, pending),
        *_missing(query, judgement),
        *_second_half(query, judgement),
    )


def counted(count: int, noun: str) -> str:
    """Return "1 quote", "2 quotes"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _contrary(judgement: RulesJudgement, findings: Sequence[Finding]) -> Iterator[str]:
    numbers = {(one.document.id, one.quote.span): number for number, one in enumerate(findings, start=1)}

    def number(one: AnswerCandidate) -> int | None:
        return numbers.get((one.units.document.id, one.unit.span))

    if is_reversed := sorted(filter(None, map(number, judgement.against))):
        yield f"{_quotes(is_reversed)} it the other way round. Neither side is judged here."
    for one in judgement.other:
        if one.phrase and (at := number(one)):
            yield f"{_quotes([at])} another number: “{_slice(one, one.phrase)}”. Neither is judged here."
    first: dict[str, int] = {}
    for pair in judgement.unlike:
        for one, span in ((pair.one, pair.one_at), (pair.other, pair.other_at)):
            if at := number(one):
                first[_slice(one, span)] = min(at, first.get(_slice(one, span), at))
    if first:
        figures = [f"“{told}” in quote {at}" for told, at in first.items()]
        yield f"The figures differ: {', '.join(figures)}. None of them is judged here."


def _quotes(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"Quote {numbers[0]} tells"
    return f"Quotes {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} tell"


def _slice(one: AnswerCandidate, at: Span) -> str:
    return at.of(one.units.document.text)


def _copies(copies: Mapping[str, Sequence[str]], findings: Sequence[Finding]) -> Iterator[str]:
    """Say which other articles carry the words of a shown quote; `copies` are their titles by a shown document's id."""
    first = {finding.document.id: number for number, finding in reversed(list(enumerate(findings, start=1)))}
    for id_, others in copies.items():
        if id_ not in first:
            continue
        more = f" and {counted(len(others) - _MOST_COPIES, 'more article')}" if len(others) > _MOST_COPIES else ""
        yield f"Quote {first[id_]} is also in {', '.join(others[:_MOST_COPIES])}{more}: counted once."


def _origins(query: Query, findings: Sequence[Finding], rooted: Sequence[Origin]) -> Iterator[str]:
    documents = {one.document.id for one in findings}
    if len(rooted) == 1 and len(documents) > 1 and all(origin_link(one) for one in findings):
        yield f"{counted(len(documents), 'article')}, 1 origin: {rooted[0].name}."
    elif len(rooted) == 1 and len(findings) > 1 and query.asked.intent not in _ROOT_IS_PLAIN:
        yield f"Single origin: {rooted[0].name}."
    if len(rooted) > 1 and sum(rests_on_leak(one) for one in findings) > 1:
        names = "; ".join(origin.name for origin in rooted)
        yield f"The articles do not say whether these are one origin or several: {names}."


def _sources(query: Query, findings: Sequence[Finding], pending: Collection[str]) -> Iterator[str]:
    if pending:
        yield "Sources are still being identified for some articles; this card will update."
    if len(findings) <= AT_A_GLANCE:
        return  # what follows stands beside each quote already
    unsourced = [one for one in findings if one.attribution is None and one.document.id not in pending]
    if unsourced and query.asked.intent in _SOURCE_MATTERS:
        which = "these quotes" if len(unsourced) == len(findings) else "some of these quotes"
        yield f"No source was recognised for {which}."
    if any(link.kind is SourceKind.ANONYMOUS for one in findings if one.attribution for link in one.attribution.chain):
        yield "A source that is not named stands behind part of this."
    if any(one.ai_generated for one in findings) and query.asked.intent is not Intent.AUTHORSHIP:
        yield "Part of this is AI-generated or AI-assisted by the publisher’s own disclosure."


def _missing(query: Query, judgement: RulesJudgement) -> Iterator[str]:
    parts = query.topic if query.speaker else query.parts
    missing = [
        part.text
        for index, part in enumerate(parts)
        if part.hard and all(one.match.levels[index : index + 1] == (0.0,) for one in judgement.answers)
    ]
    if missing:
        yield "Nothing found for " + ", ".join(f"“{text}”" for text in missing) + "."


def _second_half(query: Query, judgement: RulesJudgement) -> Iterator[str]:
    asked = query.asked
    if asked.also is not None and not any(answer_spans(query, one, asked.also) for one in judgement.answers):
        yield f"The quotes do not say “{asked.second}”."
    elif asked.second and asked.also is None:
        yield f"“{asked.second}” is another question: ask it by itself."
