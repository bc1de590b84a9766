"""Cards of a speaker: quotes, introductions, and similar names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from discord import Colour
from discord.ui import Container, Separator, TextDisplay

from bot.answer.criteria.introductions import Introduction
from bot.library.speakers import SpeakerCount, SpeakerIntroductions, SpeakerQuotes
from bot.model.answers import Answer, AnswerState, Finding
from bot.model.spans import Quote, Span
from commands.ui.bylines import attribution_line, document_title, plural, published_day, subtext
from commands.ui.cards import (
    GREEN,
    GREY,
    MAX_TEXT,
    MIN_QUOTE,
    highlights_in_quote,
    quotation,
    span_in_quote,
    warning_lines,
)
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote

PAGE_SIZE = 4
MAX_QUOTES = 100  # on all pages together
MAX_QUOTE = 700
BLUE = Colour(0x5B7FA6)
_ShownQuotes: TypeAlias = "set[tuple[str, Span]]"
_MAX_INTRODUCTIONS, _MAX_ARTICLES = 3, 8


def page_count(answer: Answer) -> int:
    """Return the number of pages of quotes."""
    return max(1, -(-len(answer.findings) // PAGE_SIZE))


def findings_on_page(answer: Answer, page: int) -> list[tuple[int, Finding]]:
    """Return the quotes of one page with their numbers from 0."""
    start = page % page_count(answer) * PAGE_SIZE
    return list(enumerate(answer.findings[start : start + PAGE_SIZE], start))


def quotes_answer(quoted: SpeakerQuotes, about: str | None) -> Answer:
    """Return a speaker's quotes as an answer, to be saved for buttons."""
    topic = f" about {about}" if about else ""
    return Answer(
        question=f"quotes of {quoted.name}{topic}",
        state=AnswerState.ANSWERED if quoted.findings else AnswerState.NOTHING,
        headline=_headline(quoted, about),
        findings=quoted.findings,
        notes=tuple(_notes(quoted)),
    )


def quotes_card(answer: Answer, page: int = 0) -> Container[Any]:
    """Return one page of quotes, grouped by article."""
    shown = findings_on_page(answer, page)
    head, tail = f"### {cut_line(answer.headline, 200)}", _tail(answer, shown)
    card: Container[Any] = Container(TextDisplay(head), accent_colour=GREEN if answer.answered else GREY)
    room = MAX_TEXT - width(head) - width(tail)
    # A sentence already on the card is not shown again.
    shown_quotes = {(finding.document.id, finding.quote.span) for _, finding in shown}
    before = None
    for place, (number, finding) in enumerate(shown):
        headed = finding.document.id != before
        text = _quote(finding, number, room // (len(shown) - place), shown_quotes, headed=headed)
        room -= width(text)
        shown_quotes |= {(finding.document.id, quote.span) for quote in finding.support}
        card.add_item(Separator(visible=headed)).add_item(TextDisplay(text))
        before = finding.document.id
    return card.add_item(Separator()).add_item(TextDisplay(tail)) if tail else card


def who_card(found: SpeakerIntroductions) -> Container[Any]:
    """Return a speaker's introductions and roles in the articles."""
    head = [f"### {cut_line(found.name, 150)}"]
    aliases = [name for name in found.names if name != found.name]
    head += [subtext("also called " + ", ".join(cut_line(name, 60) for name in aliases[:4]))] if aliases else []
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=BLUE)
    for introduction in found.introductions[:_MAX_INTRODUCTIONS]:
        card.add_item(Separator(visible=False)).add_item(TextDisplay(_introduction(introduction)))
    if not found.introductions:
        card.add_item(TextDisplay("No article introduces them by a role or a description."))
    card.add_item(Separator()).add_item(TextDisplay("\n".join(_count_lines(found.counts))))
    notes = _note_lines(_cautions(found))
    return card.add_item(Separator()).add_item(TextDisplay("\n".join(notes))) if notes else card


def not_found_card(found: SpeakerQuotes | SpeakerIntroductions) -> Container[Any]:
    """Return a card for an unknown name, with the nearest names."""
    lines = [f"### Nobody called “{cut_line(found.name, 80)}” is in these articles"]
    if found.nearest:
        names = ", ".join(f"**{cut_line(name, 80)}**" for name in found.nearest)
        lines.append(f"Similar {'name' if len(found.nearest) == 1 else 'names'}: {names}")
    else:
        lines.append("No source has a similar name.")
    lines += _note_lines(_cautions(found))
    return Container(TextDisplay("\n".join(lines)), accent_colour=GREY)


def _headline(quoted: SpeakerQuotes, about: str | None) -> str:
    name = f"{quoted.name} about “{about}”" if about else quoted.name
    where = f"in {plural(quoted.documents, 'article')}"
    if quoted.own:
        return f"{name}: {plural(quoted.own, 'passage')} {where}"
    if quoted.passed_on:
        return f"{name}: no quotes of their own, {plural(quoted.passed_on, 'passage')} passed on {where}"
    return f"{name}: no quotes"


def _notes(quoted: SpeakerQuotes) -> Iterator[str]:
    if quoted.own and quoted.passed_on:
        last = plural(quoted.passed_on, "passage")
        yield f"At the end: {last} passed on by them (told to them, or reported, obtained or checked by them)."
    elif quoted.passed_on:
        yield "Passed on by them: told to them, or reported, obtained or checked by them."
    elif not quoted.own:
        yield "Reports of what somebody thinks or plans are not shown as their words."
    if hypothetical := sum(1 for finding in quoted.findings if finding.hypothetical):
        yield f"⚠ {hypothetical} of these {'is' if hypothetical == 1 else 'are'} hypothetical: nobody has said it."
    if len(quoted.findings) < quoted.own + quoted.passed_on:
        yield f"Only the first {len(quoted.findings)} are shown. Use the option “about” to see others."
    yield from _cautions(quoted)


def _cautions(found: SpeakerQuotes | SpeakerIntroductions) -> Iterator[str]:
    if found.bearers:
        yield f"⚠ Several people have this name: {', '.join(found.bearers[:5])}. Use the full name of one of them."
    elif not found.certain:
        yield "⚠ This may be a different person in each article."
    if not found.complete:
        yield "Only the newest articles were searched."
    if found.unread:
        articles = "1 article has" if found.unread == 1 else f"{found.unread:,} articles have"
        yield f"{articles} not been searched for sources yet. Try again later."


def _quote(finding: Finding, number: int, room: int, shown_quotes: _ShownQuotes, *, headed: bool) -> str:
    document = finding.document
    name = " · ".join(
        filter(None, [document_title(document), cut_line(document.outlet or "", 60), published_day(document.published)])
    )
    above = f"{subtext(name)}\n" if headed else ""
    lines = [
        subtext(f"**{number + 1}**", attribution_line(finding)),
        *warning_lines(finding),
        *_support(finding, shown_quotes),
    ]
    while len(lines) > 1 and room - width(above) - sum(map(width, lines)) < MIN_QUOTE:
        lines.pop()
    below = "\n".join(lines)
    left = max(room - width(above) - width(below) - 2, 80)
    return f"{above}{quotation(finding, min(MAX_QUOTE, left), bold=_is_partial(finding))}\n{below}"


def _is_partial(finding: Finding) -> bool:
    """Return whether the attribution covers a part of the quote only.

    Bold would say nothing if all of it were.
    """
    return sum(map(len, highlights_in_quote(finding))) < 0.9 * len(finding.quote.text)


def _support(finding: Finding, shown_quotes: _ShownQuotes) -> Iterator[str]:
    for quote in finding.support[-1:]:
        if (finding.document.id, quote.span) not in shown_quotes:
            label = "Lead-in" if finding.attribution and finding.attribution.inherited else "Named in"
            yield subtext(f"{label}: “{cut_line(quote.text, 200)}”")


def _tail(answer: Answer, shown: Sequence[tuple[int, Finding]]) -> str:
    lines = _note_lines(answer.notes)
    if page_count(answer) > 1:
        numbers = [number + 1 for number, _ in shown]
        lines.append(subtext(f"quotes {numbers[0]}–{numbers[-1]} of {len(answer.findings)}"))
    return "\n".join(lines)


def _note_lines(notes: Iterable[str]) -> list[str]:
    """Return notes as escaped subtext: their names come from the articles."""
    return [subtext(cut_line(note, 300)) for note in notes]


def _introduction(introduction: Introduction) -> str:
    quote: Quote = introduction.quote
    shown = cut_quote(quote.text, [span_in_quote(introduction.phrase, quote)], 400)
    document = introduction.document
    outlet = cut_line(document.outlet or "", 60)
    return f"{shown}\n{subtext(document_title(document, 90), outlet, published_day(document.published))}"


def _count_lines(counts: Sequence[SpeakerCount]) -> Iterator[str]:
    """Yield the totals, then a speaker's roles in each article."""
    yield _totals(counts)
    for count in counts[:_MAX_ARTICLES]:
        roles = ", ".join(filter(None, _roles(count)))
        yield subtext(document_title(count.document, 70, linked=False), roles)
    if len(counts) > _MAX_ARTICLES:
        yield subtext(f"and {plural(len(counts) - _MAX_ARTICLES, 'more article', 'more articles')}")


def _totals(counts: Sequence[SpeakerCount]) -> str:
    totals = {
        "a source in": sum(bool(count.source) for count in counts),
        "only passing on in": sum(bool(count.outlet) and not count.source for count in counts),
        "only named in": sum(not count.source and not count.outlet for count in counts),
    }
    text = ", ".join(f"{role} {plural(articles, 'article')}" for role, articles in totals.items() if articles)
    return text[:1].upper() + text[1:]


def _roles(count: SpeakerCount) -> Iterator[str]:
    yield f"says something {_times(count.source)}" if count.source else ""
    yield f"passes on {_times(count.outlet)}" if count.outlet else ""
    yield f"named {_times(count.topic)}" if count.topic else ""


def _times(count: int) -> str:
    return "once" if count == 1 else "twice" if count == 2 else f"{count:,} times"
