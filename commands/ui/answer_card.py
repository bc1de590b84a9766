"""Card of an answer: a colour and a layout for each state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from discord import Colour
from discord.ui import Container, Item, Section, Separator, TextDisplay

from bot.answer.presentation.headlines import CHECK_THEM, NOT_JUDGED, PART_STATES, SAYS_OTHERWISE
from bot.answer.presentation.search_results import describe_filter
from bot.answer.presentation.states import ShownFinding, first_page, shown_findings, shown_parts
from bot.model.answers import Answer, AnswerPart, AnswerState, Finding
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, GREEN, GREY, MAX_TEXT, ORANGE, corrections_text
from commands.ui.comparison_block import comparison_lines, contrary_block
from commands.ui.markdown import width
from commands.ui.quote_blocks import QuoteBlock, quote_block
from commands.ui.truncate import code_block, cut_line

PAGE_SIZE = 3
_MAX_COPY = 400

_COLOURS = {
    AnswerState.ANSWERED: GREEN,
    AnswerState.CONTRARY: ORANGE,
    AnswerState.CLOSEST: AMBER,
    AnswerState.NOTHING: GREY,
}


def page_count(answer: Answer) -> int:
    """Return the number of pages of an answer, at least 1."""
    remaining = len(shown_findings(answer)) - _first_page_size(answer)
    return 1 + max(0, -(-remaining // PAGE_SIZE))


def findings_on_page(answer: Answer, page: int) -> list[tuple[int, Finding]]:
    """Return the quotes of a page with their numbers for finding_at."""
    return [(number, shown.finding) for number, shown in _shown_on_page(answer, page)]


def page_of(answer: Answer, number: int) -> int:
    """Return the page that shows the quote with this number."""
    beyond = number - _first_page_size(answer)
    return 0 if beyond < 0 else 1 + beyond // PAGE_SIZE


def finding_at(answer: Answer, number: int) -> Finding | None:
    """Return the quote with this number on an answer's cards, or None."""
    shown = shown_findings(answer)
    return shown[number].finding if 0 <= number < len(shown) else None


def answer_card(
    answer: Answer, page: int = 0, max_text: int = MAX_TEXT, *, beside: Callable[[int], Item[Any]] | None = None
) -> Container[Any]:
    """Return one page of an answer, at most `max_text` wide.

    `beside` gives the button that stands beside a quote, by the quote's number for finding_at.
    """
    head, tail = "\n".join(_head(answer)), "\n".join(_tail(answer, page))
    card: Container[Any] = Container(TextDisplay(head), accent_colour=_colour(answer))
    room = max_text - width(head) - width(tail)
    blocks = _part_blocks(answer, page, room) if answer.parts else _quote_blocks(answer, page, room)
    for block in blocks:
        if block.is_separated:
            card.add_item(Separator())
        for item in _block_items(block, beside):
            card.add_item(item)
    return card.add_item(Separator()).add_item(TextDisplay(tail))


@dataclass(frozen=True, slots=True)
class _CardBlock:
    """A text of the card; `number` is that of its quote, and a separator comes before most."""

    text: str
    number: int | None = None
    is_separated: bool = True


def _block_items(block: _CardBlock, beside: Callable[[int], Item[Any]] | None) -> Iterator[Item[Any]]:
    """Yield a text, with the button of its quote beside the quotation.

    The lines below the quotation keep the card's whole width: on a telephone a button takes a third of it.
    """
    if beside is None or block.number is None:
        yield TextDisplay(block.text)
        return
    lines = block.text.split("\n")
    quoted = max((place for place, line in enumerate(lines, start=1) if line.startswith("> ")), default=len(lines))
    yield Section(TextDisplay("\n".join(lines[:quoted])), accessory=beside(block.number))
    if details := "\n".join(lines[quoted:]):
        yield TextDisplay(details)


def _colour(answer: Answer) -> Colour:
    return ORANGE if answer.answered and answer.conflict else _COLOURS[answer.state]


def _first_page_size(answer: Answer) -> int:
    return first_page(answer) if answer.parts else PAGE_SIZE


def _shown_on_page(answer: Answer, page: int) -> list[tuple[int, ShownFinding]]:
    first, current = _first_page_size(answer), page % page_count(answer)
    start = first + (current - 1) * PAGE_SIZE if current else 0
    return list(enumerate(shown_findings(answer)))[start : start + PAGE_SIZE if current else first]


def _head(answer: Answer) -> Iterator[str]:
    yield f"### {cut_line(answer.headline, 250)}"
    if answer.state is AnswerState.CLOSEST and not answer.parts:
        yield CHECK_THEM
    elif answer.reason and answer.reason != answer.headline:
        yield cut_line(answer.reason, 250)
    # A contrary answer shows the question above its quote already.
    question = "" if _is_side_by_side(answer) else f"Asked: {cut_line(answer.question, 160)}"
    details = [question, cut_line(describe_filter(answer.narrowing), 160), corrections_text(answer)]
    if any(details):
        yield subtext(*details)
    if answer.carried_over:
        yield subtext(f"↪ Taken from the previous question: {cut_line(answer.carried_over, 160)}")


def _is_side_by_side(answer: Answer) -> bool:
    return answer.state is AnswerState.CONTRARY and bool(answer.contrary) and not answer.parts


def _tail(answer: Answer, page: int) -> Iterator[str]:
    if _is_side_by_side(answer):
        yield NOT_JUDGED
    if answer.copyable:
        yield code_block(answer.copyable, _MAX_COPY)
    room = 500
    for note in answer.notes:
        if room > 60:
            yield (line := subtext(cut_line(note, min(240, room))))
            room -= width(line)
    shown = [number + 1 for number, _ in _shown_on_page(answer, page)]
    count = len(shown_findings(answer))
    place = f"quotes {shown[0]}–{shown[-1]} of {count}" if page_count(answer) > 1 else ""
    yield subtext(place, f"{plural(answer.documents_searched, 'article')} searched", f"{answer.elapsed_ms:,.0f} ms")


def _quote_blocks(answer: Answer, page: int, room: int) -> Iterator[_CardBlock]:
    """Yield the blocks of a page: yes/no comparison, then quotes."""
    entries, before = _shown_on_page(answer, page), None
    if answer.state is AnswerState.ANSWERED and answer.comparison and page % page_count(answer) == 0:
        yield _CardBlock(text := comparison_lines(answer.comparison))
        room -= width(text)
    for place, (number, shown) in enumerate(entries):
        share = room // (len(entries) - place)
        if _is_side_by_side(answer) and number == 0:
            text = contrary_block(answer, shown.finding, share)
        else:
            text = quote_block(_block(answer, number, shown, before), share)
        before, room = shown.finding, room - width(text)
        yield _CardBlock(text, number)


def _part_blocks(answer: Answer, page: int, room: int) -> Iterator[_CardBlock]:
    """Yield the blocks of a page of a two-part answer.

    The first page has every part, later ones only parts with more quotes.
    """
    entries = _shown_on_page(answer, page)
    by_part = {part: list(group) for part, group in groupby(entries, lambda entry: entry[1].part)}
    on_page = [at for at, _ in enumerate(shown_parts(answer)) if page % page_count(answer) == 0 or at in by_part]
    quotes, left = max(1, len(entries)), room - sum(width(_part_head(answer.parts[at])) + 1 for at in on_page)
    before: Finding | None = None
    for at in on_page:
        head = _part_head(answer.parts[at])
        for place, (number, shown) in enumerate(by_part.get(at, ())):
            text = quote_block(_block(answer, number, shown, before), left // quotes - 1)
            left, quotes, before = left - width(text) - 1, max(1, quotes - 1), shown.finding
            yield _CardBlock(text if place else f"{head}\n{text}", number, is_separated=not place)
        if at not in by_part:
            yield _CardBlock(head)


def _part_head(part: AnswerPart) -> str:
    state = PART_STATES.get(part.state) or cut_line(part.headline, 180)
    return f"**{cut_line(part.question, 150) or '?'}**" + (f"\n{state}" if state else "")


def _block(answer: Answer, number: int, shown: ShownFinding, before: Finding | None) -> QuoteBlock:
    return QuoteBlock(
        shown.finding,
        number=f"**{number + 1}**" if len(shown_findings(answer)) > 1 else "",
        before=before,
        label=SAYS_OTHERWISE if shown.contrary else "",
        pending=shown.finding.document.id in answer.pending,
        bold=_is_answering(answer, shown),
    )


def _is_answering(answer: Answer, shown: ShownFinding) -> bool:
    """Return True for a quote that answers its question.

    Bold in a quote that only comes close would look like an answer.
    """
    parts: Sequence[AnswerPart] = answer.parts
    state = parts[shown.part].state if shown.part is not None else answer.state
    return state is not AnswerState.CLOSEST
