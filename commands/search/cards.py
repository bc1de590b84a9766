"""Card of a search: the best sentences of each passage."""

from __future__ import annotations

from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.answer.presentation.search_results import describe_filter
from bot.model.answers import Answer, Finding
from commands.ui.bylines import byline, plural, subtext
from commands.ui.cards import BLUE, GREY, MAX_TEXT, corrections_text, quotation, warning_lines
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

PAGE_SIZE = 5
MAX_PASSAGES = 50  # passages of one search, all pages together
_MAX_QUOTE = 600


def page_count(answer: Answer) -> int:
    """Return the number of pages of passages."""
    return max(1, -(-len(answer.findings) // PAGE_SIZE))


def findings_on_page(answer: Answer, page: int) -> list[tuple[int, Finding]]:
    """Return the passages of one page with their numbers from 0."""
    start = page % page_count(answer) * PAGE_SIZE
    return list(enumerate(answer.findings[start : start + PAGE_SIZE], start))


def search_card(answer: Answer, page: int = 0) -> Container[Any]:
    """Return one page of search results."""
    shown = findings_on_page(answer, page)
    head, tail = _head(answer), _tail(answer, shown)
    card: Container[Any] = Container(TextDisplay(head), accent_colour=BLUE if answer.answered else GREY)
    room = MAX_TEXT - width(head) - width(tail)
    for place, (number, finding) in enumerate(shown):
        text = _passage(finding, number, room // (len(shown) - place))
        room -= width(text)
        card.add_item(Separator()).add_item(TextDisplay(text))
    return card.add_item(Separator()).add_item(TextDisplay(tail))


def _head(answer: Answer) -> str:
    lines = [f"### {cut_line(answer.headline, 120)}"]
    lines += [cut_line(answer.reason, 250)] if answer.reason else []
    lines.append(
        subtext(f"Searched: {cut_line(answer.question, 160)}", cut_line(describe_filter(answer.narrowing), 160))
    )
    if corrections := corrections_text(answer):
        lines.append(subtext(corrections))
    return "\n".join(lines)


def _passage(finding: Finding, number: int, room: int) -> str:
    below = "\n".join([subtext(f"**{number + 1}**", byline(finding)), *warning_lines(finding)])
    return f"{quotation(finding, min(_MAX_QUOTE, room - width(below) - 1))}\n{below}"


def _tail(answer: Answer, shown: list[tuple[int, Finding]]) -> str:
    numbers = {number + 1 for number, _ in shown}
    notes = [cut_line(note, 200) for note in answer.notes if any(f"Passage {number} " in note for number in numbers)]
    place = f"passages {min(numbers)}–{max(numbers)} of {len(answer.findings)}" if page_count(answer) > 1 else ""
    searched = plural(answer.documents_searched, "article")
    return "\n".join([*notes, subtext(place, f"{searched} searched", f"{answer.elapsed_ms:,.0f} ms")])
