"""Headlines and the line to copy: fixed phrases around document slices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.answer.origins import origin_link
from bot.answer.presentation.source_line import describe_source, has_named_source, has_source, publication
from bot.answer.presentation.table_cells import drawn_quote
from bot.corpus.sentences import sentences
from bot.model.answers import AnswerPart, AnswerState, Finding
from bot.model.spans import Span
from bot.normalize import fold

CONTRARY = "The articles say otherwise"
CLOSEST = "No passage clearly answers this"
NOTHING_FOR_THIS_PART = "Nothing found for this part"
CHECK_THEM = "These come closest; check whether they do."
NOT_JUDGED = "Both are shown as they stand; neither is judged here."
SAYS_OTHERWISE = "Says otherwise; neither is judged here"
# The line below an unanswered part of a question.
PART_STATES = {
    AnswerState.CONTRARY: CONTRARY,
    AnswerState.CLOSEST: "No passage clearly answers this part; these come closest",
    AnswerState.NOTHING: NOTHING_FOR_THIS_PART,
}
_MOST_NAMES = 3
_MOST_SPANS = 3
_LONGEST_COPY = 300  # characters of a quote in the line to copy
_LIST_MARK = re.compile(r"^(?:[-*•>+]|\d{1,3}[.)])\s+")


def who_headline(findings: Sequence[Finding]) -> str:
    """Return the sources of the findings, at most three.

    Example: "Samuel Alito, quoted by CNN, 3 May 2022."
    Named sources come before unnamed ones, and statements before denied or hypothetical ones. Each origin is named
    once; several sources are named without outlets. If no source is known, the quotes are counted instead.
    """
    ranked = sorted((finding for finding in findings if has_source(finding)), key=_rank)
    by_origin: dict[str, Finding] = {}
    for finding in ranked:
        origin = origin_link(finding)
        by_origin.setdefault(fold(origin.name) if origin else describe_source(finding), finding)
    sources = list(dict.fromkeys(map(describe_source, by_origin.values())))
    if not sources:
        return f"{_counted(findings)}; no source recognised in the quoted lines."
    if len(sources) == 1:
        return _sentence(describe_source(ranked[0], published=True))
    more = len(sources) - _MOST_NAMES
    return _sentence("; ".join(sources[:_MOST_NAMES]) + (f"; and {_number(more, 'more source')}" if more > 0 else ""))


def answer_headline(answers: Sequence[str], findings: Sequence[Finding]) -> str:
    """Return the answering words with their sources.

    -> "“4 weeks”: leaked records, reported by The Ledger, 3 May 2022"

    `answers` are the answering slices, aligned with `findings`. Equal ones are shown once, at most three.
    """
    first: dict[str, Finding] = {}
    for answer, finding in zip(answers, findings, strict=False):
        first.setdefault(" ".join(answer.split()), finding)
    if not first:
        return f"{_counted(findings)}."
    if len(first) == 1:
        [(answer, finding)] = first.items()
        return f"“{answer}”: {_origin(finding)}"
    lines = [f"“{answer}” ({_brief_origin(finding)})" for answer, finding in list(first.items())[:_MOST_SPANS]]
    more = len(first) - _MOST_SPANS
    return "; ".join(lines) + (f"; and {more} more" if more > 0 else "")


def contrary_headline() -> str:
    """Return the headline over contradicting quotes."""
    return CONTRARY


def closest_headline() -> str:
    """Return the headline over the closest passages."""
    return CLOSEST


def parts_headline(parts: Sequence[AnswerPart]) -> str:
    """Return the number of answered parts: "2 of 3 parts answered"."""
    answered = sum(part.state is AnswerState.ANSWERED for part in parts)
    if answered == len(parts):
        return "Both parts answered" if answered == 2 else f"All {answered} parts answered"
    return f"{answered or 'None'} of {_number(len(parts), 'part')} answered"


def nothing_headline(missing: Sequence[str], documents_searched: int | None = None) -> str:
    """Return the headline of a search without result.

    `missing` are the names and words without any article.
    """
    if missing:
        names = [f"“{name}”" for name in dict.fromkeys(missing)][:_MOST_NAMES]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
        return f"No article mentions {listed}."
    if documents_searched is None:
        return "No passage in the articles matched."
    return f"No passage in the {_number(documents_searched, 'article')} matched."


def copyable_line(finding: Finding) -> str:
    """Return the line to paste: “quote” — source, outlet, date.

    A long quote is cut at a sentence. A table row has its column names, and therefore no quotation marks.
    """
    drawn = drawn_quote(finding)
    text = _cut(drawn.text, drawn.highlights)
    quoted = text if drawn.is_row else f"“{_LIST_MARK.sub('', text)}”"
    source = describe_source(finding, published=True) if has_source(finding) else publication(finding.document)
    title = "" if finding.document.outlet else f"“{finding.document.display_title}”"
    return " — ".join([quoted, ", ".join(filter(None, [source, title]))])


def _rank(finding: Finding) -> tuple[bool, bool]:
    attribution = finding.attribution
    return finding.hypothetical or bool(attribution and attribution.negated), not has_named_source(finding)


def _origin(finding: Finding) -> str:
    if has_source(finding):
        return describe_source(finding, published=True)
    return publication(finding.document) or f"“{finding.document.display_title}”"


def _brief_origin(finding: Finding) -> str:
    return publication(finding.document) or f"“{finding.document.display_title}”"


def _counted(findings: Sequence[Finding]) -> str:
    documents = len({finding.document.id for finding in findings})
    return f"{_number(len(findings), 'quote')} in {_number(documents, 'article')}"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _sentence(line: str) -> str:
    return line if line.endswith((".", "!", "?")) else f"{line}."


def _cut(text: str, highlights: Iterable[Span]) -> str:
    """Return whole sentences from the first highlight on, on one line."""
    full = Span(0, len(text))
    if len(text) <= _LONGEST_COPY:
        return " ".join(text.split())
    parts = sentences(text, full) or [full]
    wanted = min((span.start for span in highlights), default=0)
    first = max((index for index, part in enumerate(parts) if part.start <= wanted), default=0)
    end = parts[first].end
    for part in parts[first + 1 :]:
        if part.end - parts[first].start > _LONGEST_COPY:
            break
        end = part.end
    line = " ".join(text[parts[first].start : end].split())
    return line if len(line) <= _LONGEST_COPY else f"{line[:_LONGEST_COPY].rsplit(' ', 1)[0]} […]"
