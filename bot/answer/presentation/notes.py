"""Notes of an answer: origins, conflicts, and gaps in the articles."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.answer.criteria.answer_spans import answer_spans
from bot.answer.evidence.candidates import AnswerCandidate, matched_parts
from bot.answer.origins import has_obtainer, origin_link
from bot.answer.structural import RulesJudgement
from bot.model.answers import Finding, Origin
from bot.model.attribution import SourceKind
from bot.model.spans import Span
from bot.search.intent import Intent
from bot.search.query import Query

# The answers to these questions name the origin themselves.
_ORIGIN_IN_ANSWER = frozenset(
    {Intent.WHICH_DOCUMENTS, Intent.WHAT_SAID, Intent.WHO_IS, Intent.INDEPENDENCE, Intent.LEAKED, Intent.AUTHORSHIP}
)
AT_A_GLANCE = 3  # quotes that are read together; each bears its own label
_MOST_COPIES = 2
_SOURCE_MATTERS = frozenset({Intent.WHO_SAID, Intent.FACT, Intent.INDEPENDENCE})


def notes(
    query: Query,
    judgement: RulesJudgement,
    findings: Sequence[Finding],
    found_origins: Sequence[Origin],
    *,
    copies: Mapping[str, Sequence[str]],
    pending: Collection[str],
) -> tuple[str, ...]:
    """Return the notes below the quotes, in fixed sentences.

    `findings` are all quotes in the order of the card, counted from 1. `copies` holds the titles of near-duplicate
    articles by the id of the shown one. The sources of the `pending` documents are not known yet.
    """
    return (
        *_reversed_roles(judgement, findings),
        *_other_numbers(judgement, findings),
        *_conflicting_figures(judgement, findings),
        *_copies(copies, findings),
        *_origins(query, findings, found_origins),
        *_sources(query, findings, pending),
        *_missing(query, judgement),
        *_second_half(query, judgement),
    )


def counted(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> counted(2, "quote")
    '2 quotes'
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _reversed_roles(judgement: RulesJudgement, findings: Sequence[Finding]) -> Iterator[str]:
    numbers = [_quote_number(candidate, findings) for candidate in judgement.reversed_roles]
    if shown := sorted(filter(None, numbers)):
        yield f"{_quotes(shown, 'report')} it with the roles reversed. Neither side is judged here."


def _other_numbers(judgement: RulesJudgement, findings: Sequence[Finding]) -> Iterator[str]:
    for candidate in judgement.other_numbers:
        number = _quote_number(candidate, findings)
        if candidate.phrase and number:
            figure = _slice(candidate, candidate.phrase)
            yield f"{_quotes([number], 'give')} another number: “{figure}”. Neither is judged here."


def _conflicting_figures(judgement: RulesJudgement, findings: Sequence[Finding]) -> Iterator[str]:
    first_quote: dict[str, int] = {}
    for conflict in judgement.conflicts:
        for candidate, span in ((conflict.first, conflict.first_span), (conflict.second, conflict.second_span)):
            if number := _quote_number(candidate, findings):
                figure = _slice(candidate, span)
                first_quote[figure] = min(number, first_quote.get(figure, number))
    if first_quote:
        figures = [f"“{figure}” in quote {number}" for figure, number in first_quote.items()]
        yield f"The figures differ: {', '.join(figures)}. None of them is judged here."


def _quote_number(candidate: AnswerCandidate, findings: Sequence[Finding]) -> int | None:
    """Return the number of a candidate's quote, from 1; last of equals."""
    numbers = {(finding.document.id, finding.quote.span): number for number, finding in enumerate(findings, start=1)}
    return numbers.get((candidate.units.document.id, candidate.unit.span))


def _quotes(numbers: Sequence[int], verb: str) -> str:
    if len(numbers) == 1:
        return f"Quote {numbers[0]} {verb}s"
    return f"Quotes {', '.join(map(str, numbers[:-1]))} and {numbers[-1]} {verb}"


def _slice(candidate: AnswerCandidate, span: Span) -> str:
    return span.of(candidate.units.document.text)


def _copies(copies: Mapping[str, Sequence[str]], findings: Sequence[Finding]) -> Iterator[str]:
    """Yield a note for each shown quote with near-duplicates in other articles."""
    first_quote = {finding.document.id: number for number, finding in reversed(list(enumerate(findings, start=1)))}
    for id_, titles in copies.items():
        if id_ not in first_quote:
            continue
        more = f" and {counted(len(titles) - _MOST_COPIES, 'more article')}" if len(titles) > _MOST_COPIES else ""
        yield f"Quote {first_quote[id_]} is also in {', '.join(titles[:_MOST_COPIES])}{more}: counted once."


def _origins(query: Query, findings: Sequence[Finding], found: Sequence[Origin]) -> Iterator[str]:
    documents = {finding.document.id for finding in findings}
    if len(found) == 1 and len(documents) > 1 and all(origin_link(finding) for finding in findings):
        yield f"{counted(len(documents), 'article')}, 1 origin: {found[0].name}."
    elif len(found) == 1 and len(findings) > 1 and query.asked.intent not in _ORIGIN_IN_ANSWER:
        yield f"Single origin: {found[0].name}."
    if len(found) > 1 and sum(map(has_obtainer, findings)) > 1:
        names = "; ".join(origin.name for origin in found)
        yield f"The articles do not say whether these are one origin or several: {names}."


def _sources(query: Query, findings: Sequence[Finding], pending: Collection[str]) -> Iterator[str]:
    if pending:
        yield "Sources are still being identified for some articles; this card will update."
    if len(findings) <= AT_A_GLANCE:
        return  # each quote bears these labels itself
    unsourced = [finding for finding in findings if finding.attribution is None and finding.document.id not in pending]
    if unsourced and query.asked.intent in _SOURCE_MATTERS:
        which = "these quotes" if len(unsourced) == len(findings) else "some of these quotes"
        yield f"No source was recognised for {which}."
    if any(map(_has_anonymous_source, findings)):
        yield "Part of this comes from an unnamed source."
    if any(finding.ai_generated for finding in findings) and query.asked.intent is not Intent.AUTHORSHIP:
        yield "Part of this is AI-generated or AI-assisted by the publisher’s own disclosure."


def _has_anonymous_source(finding: Finding) -> bool:
    chain = finding.attribution.chain if finding.attribution else ()
    return any(link.kind is SourceKind.ANONYMOUS for link in chain)


def _missing(query: Query, judgement: RulesJudgement) -> Iterator[str]:
    missing = [
        part.text
        for index, part in enumerate(matched_parts(query))
        if part.hard and all(answer.match.levels[index : index + 1] == (0.0,) for answer in judgement.answers)
    ]
    if missing:
        yield "Nothing found for " + ", ".join(f"“{text}”" for text in missing) + "."


def _second_half(query: Query, judgement: RulesJudgement) -> Iterator[str]:
    reading = query.asked
    if reading.also is not None and not any(answer_spans(query, answer, reading.also) for answer in judgement.answers):
        yield f"The quotes do not say “{reading.second}”."
    elif reading.second and reading.also is None:
        yield f"“{reading.second}” is a second question: ask it separately."
