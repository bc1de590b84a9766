"""Formats an answer for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from bot.answer.presentation.comparison import asked_spans, differing, label, mark, quoted_spans
from bot.answer.presentation.headlines import CHECK_THEM, NOT_JUDGED, PART_STATES, SAYS_OTHERWISE
from bot.answer.presentation.search_results import describe_filter
from bot.answer.presentation.source_line import NO_SOURCE, describe_source, has_source, lead_in, source_labels
from bot.answer.presentation.states import part_findings, shown_findings
from bot.answer.presentation.table_cells import drawn_quote
from bot.cli.counts import counted
from bot.cli.render.terminal import Style, StyledText, flow
from bot.corpus.dates import date_in_words
from bot.model.answers import Answer, AnswerState, Finding, SlotComparison
from bot.model.documents import DocumentRef
from bot.model.spans import Span

_INDENT = "    "


def answer_card(answer: Answer, width: int, *, colour: bool) -> str:
    """Return the card of an answer, wrapped to `width` columns.

    With `colour`, matched words are bold.
    """
    layout = partial(flow, width=width, colour=colour)
    blocks = [
        _heading_block(answer, layout),
        *(_part_blocks(answer, layout) if answer.parts else _state_blocks(answer, layout)),
    ]
    if answer.copyable:
        blocks.append(layout([StyledText("Copy: ", Style.DIM), StyledText(answer.copyable)]))
    blocks.append("\n".join(layout([StyledText(note)], first="  • ", rest=_INDENT) for note in answer.notes))
    blocks.append(layout([StyledText(_search_summary(answer), Style.DIM)]))
    return "\n\n".join(block for block in blocks if block)


def _state_blocks(answer: Answer, layout: partial[str]) -> Iterator[str]:
    """Yield the quotes of an answer, by its state."""
    if answer.state is AnswerState.CONTRARY and answer.contrary:
        yield _contrary_block(answer, layout)
    elif answer.comparison and answer.answered:
        yield "\n".join(layout([_comparison_line(line)], first="  ", rest=_INDENT) for line in answer.comparison)
    for number, shown in enumerate(shown_findings(answer), start=1):
        bold = answer.state is not AnswerState.CLOSEST
        # The first contrary quote is shown already, below the asked statement.
        with_quote = answer.state is not AnswerState.CONTRARY or number > 1
        block = _finding_block(shown.finding, f"{number:2}  ", layout, bold=bold, with_quote=with_quote)
        yield f"{layout([StyledText(SAYS_OTHERWISE, Style.DIM)], first=_INDENT)}\n{block}" if shown.contrary else block


def _part_blocks(answer: Answer, layout: partial[str]) -> Iterator[str]:
    """Yield each part of a question with its state and quotes."""
    number = 0
    for part in answer.parts:
        state = PART_STATES.get(part.state, part.headline)
        heading = [StyledText(part.question, Style.BOLD)], [StyledText(state)] if state else []
        yield "\n".join(layout(pieces) for pieces in heading if pieces)
        for finding in part_findings(part):
            number += 1
            yield _finding_block(finding, f"{number:2}  ", layout, bold=part.state is not AnswerState.CLOSEST)


def _contrary_block(answer: Answer, layout: partial[str]) -> str:
    """Return the asked statement above the quoted one.

    The differences are bold, and a line says that neither statement is judged.
    """
    drawn = drawn_quote(answer.contrary[0])
    asked = _marked(answer.question, asked_spans(answer.question, answer.comparison))
    quoted = _marked(drawn.text, quoted_spans(drawn.text, answer.comparison) or drawn.highlights)
    lines = [
        layout(asked, first="Asked   ", rest=" " * 8),
        layout(quoted, first="Quoted  ", rest=" " * 8),
        *(layout([_comparison_line(line)], first="  ", rest=_INDENT) for line in differing(answer.comparison)),
        layout([StyledText(NOT_JUDGED)]),
    ]
    return "\n".join(lines)


def _comparison_line(line: SlotComparison) -> StyledText:
    quoted = f"quoted “{line.quoted}”" if line.quoted is not None else "not in the quote"
    return StyledText(f"{mark(line)} {label(line)}: asked “{line.asked}” · {quoted}")


def _heading_block(answer: Answer, layout: partial[str]) -> str:
    lines = [layout([StyledText(answer.headline, Style.BOLD)])]
    if answer.state is AnswerState.CLOSEST and not answer.parts:
        lines.append(layout([StyledText(CHECK_THEM)]))
    elif not answer.answered and answer.reason and answer.reason != answer.headline:
        lines.append(layout([StyledText(answer.reason)]))
    return "\n".join([*lines, *(layout([StyledText(text, Style.DIM)]) for text in reading_notes(answer))])


def reading_notes(answer: Answer) -> Iterator[str]:
    """Yield how the question was read: corrections, limits, parts carried over."""
    for correction in answer.corrections:
        yield f"“{correction.typed}” was read as “{correction.used}”; use --exact to keep it as typed."
    if limits := describe_filter(answer.narrowing):
        yield f"Limited to {limits}."
    if answer.carried_over:
        yield f"Taken over from the question before: {answer.carried_over}"


def _finding_block(
    finding: Finding, number: str, layout: partial[str], *, bold: bool = True, with_quote: bool = True
) -> str:
    """Return a quote with its article and source.

    Without `with_quote`, only the article and the source.
    """
    lines = [layout(quoted_pieces(finding, bold=bold), first=number, rest=_INDENT)] if with_quote else []
    if with_quote and finding.context:
        context = " … ".join(_one_line(quote.text) for quote in finding.context)
        lines.append(layout([StyledText(f"In context: {context}", Style.DIM)], first=_INDENT, rest=_INDENT + "  "))
    location = " · ".join(
        filter(None, [publication_line(finding.document), finding.section and f"in “{finding.section}”"])
    )
    details = [
        StyledText(location, Style.DIM),
        StyledText("; ".join(filter(None, [source_text(finding), *labels(finding)]))),
    ]
    if (introduction := lead_in(finding)) is not None:
        details.append(StyledText(f"Lead-in: “{introduction.text}”", Style.DIM))
    lines += [layout([piece], first=_INDENT, rest=_INDENT + "  ") for piece in details if piece.text]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """Return a sentence in quotation marks, on one line."""
    return f"“{' '.join(text.split())}”"


def quoted_pieces(finding: Finding, *, bold: bool = True) -> Iterator[StyledText]:
    """Yield the quote in quotation marks, matched words in bold.

    A table row is shown with the names of its columns instead.
    """
    drawn = drawn_quote(finding)
    pieces = _marked(drawn.text, drawn.highlights if bold else ())
    yield from pieces if drawn.is_row else chain([StyledText("“")], pieces, [StyledText("”")])


def _marked(text: str, spans: Sequence[Span]) -> Iterator[StyledText]:
    position = 0
    for span in sorted(spans):
        begin, end = max(span.start, position), min(span.end, len(text))
        if begin < end:
            yield StyledText(text[position:begin])
            yield StyledText(text[begin:end], Style.BOLD)
            position = end
    yield StyledText(text[position:])


def publication_line(document: DocumentRef) -> str:
    """Return title, outlet and date, as far as they are known."""
    return " · ".join(filter(None, [document.display_title, document.outlet, date_in_words(document.published or "")]))


def source_text(finding: Finding) -> str:
    """Return the source of a quote and the chain behind it.

    Empty for AI-generated text without a source.
    """
    if finding.attribution is None and finding.ai_generated:
        return ""
    return f"Source: {describe_source(finding)}" if has_source(finding) else NO_SOURCE


def labels(finding: Finding) -> Iterator[str]:
    """Yield the warnings about a quote, such as "AI-generated"."""
    if finding.ai_generated:
        yield "AI-generated, by the publisher’s own disclosure"
    if finding.document.read_by_ocr:
        yield "Read by OCR: letters may be misread, so compare the quote with the scan"
    if finding.boilerplate:
        yield "From a link list or donation appeal, not from reporting"
    yield from source_labels(finding)


def _search_summary(answer: Answer) -> str:
    count = answer.documents_searched
    return f"{counted(count, 'article')} searched in {answer.elapsed_ms:.0f} ms."
