"""An answer as the terminal shows it: headline, quotes with who says them, and what the articles do not say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from bot.answer.presentation.comparison import asked_spans, differing, label, mark, quoted_spans
from bot.answer.presentation.headlines import CHECK_THEM, NOT_JUDGED, PART_STATES, SAYS_OTHERWISE
from bot.answer.presentation.search_results import told
from bot.answer.presentation.source_line import NO_SOURCE, day, describe_source, has_source, lead_in, source_labels
from bot.answer.presentation.states import part_findings, shown_findings
from bot.answer.presentation.table_cells import drawn_quote
from bot.cli.render.terminal import Style, StyledText, flow
from bot.model.answers import Answer, AnswerState, Finding, SlotComparison
from bot.model.documents import DocumentRef
from bot.model.spans import Span

_INDENT = "    "


def answer_card(answer: Answer, width: int, *, colour: bool) -> str:
    """Return the card of an answer for `width` columns; with `colour` the matched words stand in bold."""
    lay = partial(flow, width=width, colour=colour)
    blocks = [_headline(answer, lay), *(_parts(answer, lay) if answer.parts else _state(answer, lay))]
    if answer.copyable:
        blocks.append(lay([StyledText("Copy: ", Style.DIM), StyledText(answer.copyable)]))
    blocks.append("\n".join(lay([StyledText(note)], first="  • ", rest=_INDENT) for note in answer.notes))
    blocks.append(lay([StyledText(_searched(answer), Style.DIM)]))
    return "\n\n".join(block for block in blocks if block)


def _state(answer: Answer, lay: partial[str]) -> Iterator[str]:
    """Yield what an answer shows in its state."""
    if answer.state is AnswerState.CONTRARY and answer.contrary:
        yield _contrary(answer, lay)
    elif answer.comparison and answer.answered:
        yield "\n".join(lay([_compared(line)], first="  ", rest=_INDENT) for line in answer.comparison)
    for number, shown in enumerate(shown_findings(answer), start=1):
        bold = answer.state is not AnswerState.CLOSEST
        # The first of what says otherwise stands beside the asked statement already.
        whole = answer.state is not AnswerState.CONTRARY or number > 1
        block = _finding(shown.finding, f"{number:2}  ", lay, bold=bold, whole=whole)
        yield f"{lay([StyledText(SAYS_OTHERWISE, Style.DIM)], first=_INDENT)}\n{block}" if shown.contrary else block


def _parts(answer: Answer, lay: partial[str]) -> Iterator[str]:
    """Yield each part of a question with its own state and quotes."""
    number = 0
    for part in answer.parts:
        state = PART_STATES.get(part.state, part.headline)
        head = [lay([StyledText(part.question, Style.BOLD)])] + ([lay([StyledText(state)])] if state else [])
        yield "\n".join(head)
        for finding in part_findings(part):
            number += 1
            yield _finding(finding, f"{number:2}  ", lay, bold=part.state is not AnswerState.CLOSEST)


def _contrary(answer: Answer, lay: partial[str]) -> str:
    """Return the asked statement over the quoted one, what differs in bold, and that neither is judged."""
    drawn = drawn_quote(answer.contrary[0])
    asked = _marked(answer.question, asked_spans(answer.question, answer.comparison))
    quoted = _marked(drawn.text, quoted_spans(drawn.text, answer.comparison) or drawn.highlights)
    lines = [
        lay(asked, first="Asked   ", rest=" " * 8),
        lay(quoted, first="Quoted  ", rest=" " * 8),
        *(lay([_compared(line)], first="  ", rest=_INDENT) for line in differing(answer.comparison)),
        lay([StyledText(NOT_JUDGED)]),
    ]
    return "\n".join(lines)


def _compared(line: SlotComparison) -> StyledText:
    quoted = f"quoted “{line.quoted}”" if line.quoted is not None else "not in the quote"
    return StyledText(f"{mark(line)} {label(line)}: asked “{line.asked}” · {quoted}")


def _headline(answer: Answer, lay: partial[str]) -> str:
    lines = [lay([StyledText(answer.headline, Style.BOLD)])]
    if answer.state is AnswerState.CLOSEST and not answer.parts:
        lines.append(lay([StyledText(CHECK_THEM)]))
    elif not answer.answered and answer.reason and answer.reason != answer.headline:
        lines.append(lay([StyledText(answer.reason)]))
    return "\n".join([*lines, *(lay([StyledText(text, Style.DIM)]) for text in how_read(answer))])


def how_read(answer: Answer) -> Iterator[str]:
    """Yield what was made of the words that were typed: corrections, and limits."""
    for each in answer.corrections:
        yield f"“{each.typed}” was read as “{each.used}”; use --exact to keep it as typed."
    if limits := told(answer.narrowing):
        yield f"Limited to {limits}."
    if answer.carried_over:
        yield f"Taken over from the question before: {answer.carried_over}"


def _finding(finding: Finding, number: str, lay: partial[str], *, bold: bool = True, whole: bool = True) -> str:
    """Return a quote over where it stands and who says it; only the latter two if not `whole`."""
    lines = [lay(quoted_pieces(finding, bold=bold), first=number, rest=_INDENT)] if whole else []
    if whole and finding.context:
        around = " … ".join(_one_line(quote.text) for quote in finding.context)
        lines.append(lay([StyledText(f"In context: {around}", Style.DIM)], first=_INDENT, rest=_INDENT + "  "))
    where = " · ".join(filter(None, [published(finding.document), finding.section and f"in “{finding.section}”"]))
    below = [StyledText(where, Style.DIM), StyledText("; ".join(filter(None, [said_by(finding), *labels(finding)])))]
    if (introduced := lead_in(finding)) is not None:
        below.append(StyledText(f"Lead-in: “{introduced.text}”", Style.DIM))
    lines += [lay([piece], first=_INDENT, rest=_INDENT + "  ") for piece in below if piece.text]
    return "\n".join(lines)


def _one_line(text: str) -> str:
    """Return a sentence beside a quote between quotation marks, on one line."""
    return f"“{' '.join(text.split())}”"


def quoted_pieces(finding: Finding, *, bold: bool = True) -> Iterator[StyledText]:
    """Yield the quote between quotation marks, its matched words apart; a table row with its columns' names."""
    drawn = drawn_quote(finding)
    pieces = _marked(drawn.text, drawn.highlights if bold else ())
    yield from pieces if drawn.is_row else chain([StyledText("“")], pieces, [StyledText("”")])


def _marked(text: str, spans: Sequence[Span]) -> Iterator[StyledText]:
    done = 0
    for span in sorted(spans):
        begin, end = max(span.start, done), min(span.end, len(text))
        if begin < end:
            yield StyledText(text[done:begin])
            yield StyledText(text[begin:end], Style.BOLD)
            done = end
    yield StyledText(text[done:])


def published(document: DocumentRef) -> str:
    """Return title, outlet and date, as far as the document tells them."""
    return " · ".join(filter(None, [document.display_title, document.outlet, day(document.published)]))


def said_by(finding: Finding) -> str:
    """Return who stands behind the quote and through whom it came; empty for a machine's text without a source."""
    if finding.attribution is None and finding.ai_generated:
        return ""
    return f"Source: {describe_source(finding)}" if has_source(finding) else NO_SOURCE


def labels(finding: Finding) -> Iterator[str]:
    """Yield what a reader has to know before relying on the quote."""
    if finding.ai_generated:
        yield "AI-generated, by the publisher’s own disclosure"
    if finding.boilerplate:
        yield "From a link list or donation appeal, not from reporting"
    yield from source_labels(finding)


def _searched(answer: Answer) -> str:
    count = answer.documents_searched
    return f"{count} article{'' if count == 1 else 's'} searched in {answer.elapsed_ms:.0f} ms."
