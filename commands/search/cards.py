"""What a search looks like in Discord: each passage's telling sentences, with where they were published."""

from __future__ import annotations

from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.answer.presentation.search_results import describe_filter
from bot.model.answers import Answer, Finding
from commands.ui.bylines import byline, plural, small
from commands.ui.cards import BLUE, GREY, ROOM, corrected, labels, quotation
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

PAGE = 5
MOST = 50  # passages of one search, all pages together
_LONGEST = 600


def pages(answer: Answer) -> int:
    """Return how many pages the passages fill."""
    return max(1, -(-len(answer.findings) // PAGE))


def on_page(answer: Answer, page: int) -> list[tuple[int, Finding]]:
    """Return the passages of one page with their numbers, counted from 0."""
    start = page % pages(answer) * PAGE
    return list(enumerate(answer.findings[start : start + PAGE], start))


def search_card(answer: Answer, page: int = 0) -> Container[Any]:
    """Return one page of what a search found."""
    shown = on_page(answer, page)
    head, tail = _head(answer), _tail(answer, shown)
    card: Container[Any] = Container(TextDisplay(head), accent_colour=BLUE if answer.answered else GREY)
    room = ROOM - width(head) - width(tail)
    for place, (number, finding) in enumerate(shown):
        text = _passage(finding, number, room // (len(shown) - place))
        room -= width(text)
        card.add_item(Separator()).add_item(TextDisplay(text))
    return card.add_item(Separator()).add_item(TextDisplay(tail))


def _head(answer: Answer) -> str:
    lines = [f"### {cut_line(answer.headline, 120)}"]
    lines += [cut_line(answer.reason, 250)] if answer.reason else []
    lines.append(small(f"Searched: {cut_line(answer.question, 160)}", cut_line(describe_filter(answer.narrowing), 160)))
    if read := corrected(answer):
        lines.append(small(read))
    return "\n".join(lines)


def _passage(finding: Finding, number: int, room: int) -> str:
    below = "\n".join([small(f"**{number + 1}**", byline(finding)), *labels(finding)])
    return f"{quotation(finding, min(_LONGEST, room - width(below) - 1))}\n{below}"


def _tail(answer: Answer, shown: list[tuple[int, Finding]]) -> str:
    numbers = {number + 1 for number, _ in shown}
    notes = [cut_line(note, 200) for note in answer.notes if any(f"Passage {number} " in note for number in numbers)]
    place = f"passages {min(numbers)}–{max(numbers)} of {len(answer.findings)}" if pages(answer) > 1 else ""
    searched = plural(answer.documents_searched, "article")
    return "\n".join([*notes, small(place, f"{searched} searched", f"{answer.elapsed_ms:,.0f} ms")])
