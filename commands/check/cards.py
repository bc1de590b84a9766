"""Cards of a draft check: the summary with the worst items, its progress, and what is asked before flagging."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.desk.draft_checks.saved import SavedDraftCheck
from bot.draftcheck.model import CheckedItem, DraftCheck, ItemKind, ItemLevel, RevisedDraft
from bot.draftcheck.one_origin import origin_sentence
from bot.draftcheck.order import worst_first
from bot.draftcheck.titles import title
from bot.model.answers import Finding
from bot.model.spans import Span
from bot.quotecheck.model import WordChange
from commands.check.labels import colour, counted_kinds, counted_levels, is_red
from commands.ui.bylines import attribution_line, byline, plural, subtext
from commands.ui.cards import AMBER, BLUE, GREEN, quotation, span_in_quote, warning_lines
from commands.ui.comparison_block import comparison_lines
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote
from commands.ui.word_changes import change_lines

PAGE_SIZE = 3  # rows with four buttons each: a message holds forty components
MAX_FLAGGED = 15  # claims of one press
_MAX_ROW = 950
_MIN_QUOTE, _MAX_QUOTE = 120, 320
_MAX_NOTE = 200
_MAX_NAME = 80
_MAX_LEFT_OUT = 3
_MAX_ORIGINS = 3
_MAX_LISTED = 150
_QUOTED_WORDS = re.compile(r"“([^“”]*)”")
_MAX_REFUSED, _MAX_REASON = 90, 150  # MAX_FLAGGED refusals fit on a card


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much a row tells: lines of changes, slots of the comparison, characters of the note, the whole byline."""

    changes: int
    slots: int
    note: int
    brief: bool


# The fullest first. The last, which always fits, leaves the original to the Context button.
_DETAILS = (
    _Detail(5, 4, _MAX_NOTE, brief=False),
    _Detail(2, 2, 120, brief=True),
    _Detail(0, 0, 80, brief=True),
)


@dataclass(frozen=True, slots=True)
class WorkList:
    """What a card of a saved check shows: the open items, the worst first, and what changed since the last version."""

    saved: SavedDraftCheck
    items: tuple[CheckedItem, ...]
    revised: RevisedDraft | None = None

    @property
    def page_count(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-len(self.items) // PAGE_SIZE))

    @property
    def red(self) -> tuple[CheckedItem, ...]:
        """The items that "Flag all red" flags."""
        return tuple(checked for checked in self.items if is_red(checked))

    def page(self, number: int) -> tuple[CheckedItem, ...]:
        """Return the items of a page; one beyond the last is the last."""
        start = min(number, self.page_count - 1) * PAGE_SIZE
        return self.items[start : start + PAGE_SIZE]

    def number_of(self, checked: CheckedItem) -> int:
        """Return the place of an item in the draft, for its buttons."""
        return self.saved.check.items.index(checked)


def work_list(saved: SavedDraftCheck, revised: RevisedDraft | None = None) -> WorkList:
    """Return the list of a saved check."""
    return WorkList(saved, tuple(worst_first(saved.open_items())), revised)


def summary_card(listed: WorkList) -> Container[Any]:
    """Return the head of a check: counts, what changed, what was left out."""
    return Container(
        TextDisplay("\n".join(_summary(listed))), accent_colour=colour(listed.items[0]) if listed.items else GREEN
    )


def unsaved_cards(check: DraftCheck) -> list[Container[Any]]:
    """Return a check that could not be saved: the summary and the worst items, without buttons."""
    saved = SavedDraftCheck("", None, 0, datetime.min.replace(tzinfo=UTC), check)
    shown = work_list(saved)
    rows = [row_text(shown, checked) for checked in shown.page(0)]
    return [summary_card(shown), *(Container(TextDisplay(row)) for row in rows)]


def row_text(listed: WorkList, checked: CheckedItem, limit: int = _MAX_ROW) -> str:
    """Return one row of the list: level, place, the draft's words, the original, who, where and when.

    It has at most `limit` characters, and fewer details if these are too long.
    """
    variants = (_row(listed, checked, detail, limit) for detail in _DETAILS)
    shortest = ""
    for text in variants:
        if width(text) <= limit:
            return text
        shortest = text
    return shortest


def _row(listed: WorkList, checked: CheckedItem, detail: _Detail, limit: int) -> str:
    head = _row_head(listed, checked)
    about = [*change_lines(checked.changes, detail.changes)] if detail.changes else []
    about += [cut_line(note, detail.note)] if (note := _note(checked, shows_changes=bool(detail.changes))) else []
    if detail.slots and checked.comparison and not checked.changes:
        about.append(comparison_lines(checked.comparison[: detail.slots]))
    below = list(_source_lines(checked, detail)) if checked.findings else []
    space = limit - sum(map(width, (head, *about, *below))) - 40
    typed = cut_quote(checked.item.text, _typed_spans(checked), max(_MIN_QUOTE, min(_MAX_QUOTE, space // 2)))
    lines = [head, typed, *about]
    if checked.findings and detail.changes:
        room = max(_MIN_QUOTE, min(_MAX_QUOTE, space - width(typed)))
        lines += [subtext(_original_label(checked)), _original(checked, checked.findings[0], room)]
    return "\n".join([*lines, *below])


def progress_text(name: str, done: int, total: int, checked: Sequence[CheckedItem] = ()) -> str:
    """Return what a running check has found so far: how many items are checked, and their levels, the worst first."""
    counted = f"{done:,} of {plural(total, 'item')} checked" if total else "reading it …"
    lines = [f"Checking **{cut_line(name, _MAX_NAME)}**: {counted}"]
    if checked:
        lines.append(f"So far: {counted_levels(worst_first(checked))}")
    return "\n".join([*lines, subtext("The draft is kept in no log and no backup.")])


def kept_line(hours: int) -> str:
    """Return the sentence on what is kept of a draft."""
    return subtext(
        f"The buttons are yours alone. Deleted with the draft’s text after {plural(hours, 'hour')}; flagged text stays."
    )


def confirmation_card(items: Sequence[CheckedItem], beyond: int) -> Container[Any]:
    """Return the list of what would be flagged."""
    head = f"### Flag {plural(len(items), 'item')} of the draft?"
    lines = [f"**{title(checked)}**, paragraph {checked.item.paragraph}\n{_listed(checked)}" for checked in items]
    card: Container[Any] = Container(TextDisplay(head), accent_colour=AMBER)
    card.add_item(Separator()).add_item(TextDisplay("\n".join(lines)))
    rest = f" {plural(beyond, 'more item')} will be left: press “Flag all red” again afterwards." if beyond else ""
    about = f"Each becomes a claim of the desk, with the draft’s sentence and the quotes found.{rest}"
    return card.add_item(Separator()).add_item(TextDisplay(subtext(about)))


def flagged_card(
    flagged: Sequence[tuple[int, str]], refused: Sequence[tuple[str, str]], left: int = 0
) -> Container[Any]:
    """Return what was flagged, with the claims' numbers, each refusal with its reason, and how many are left."""
    head = f"**{plural(len(flagged), 'claim')} flagged.**" if flagged else "**Nothing was flagged.**"
    lines = [f"**#{number}** {cut_line(text, _MAX_LISTED)}" for number, text in flagged]
    lines += [f"⚠ {cut_line(text, _MAX_REFUSED)}\n{subtext(cut_line(why, _MAX_REASON))}" for text, why in refused]
    if left:
        lines.append(subtext(f"{plural(left, 'red item is', 'red items are')} left: press “Flag all red” again."))
    return Container(TextDisplay("\n".join([head, *lines])), accent_colour=AMBER if refused else BLUE)


def _summary(listed: WorkList) -> Iterator[str]:
    check, count = listed.saved.check, len(listed.items)
    yield f"### Draft check: {cut_line(check.name, _MAX_NAME)}"
    yield f"{counted_kinds(check)}."
    if count:
        yield f"**{plural(count, 'item needs', 'items need')} a look:** {counted_levels(listed.items)}"
    else:
        yield "**Nothing else needs a look.**" if listed.saved.fine else "**Nothing needs a look.**"
    yield from _changed_since(listed)
    if origins := _origins(check.items):
        yield f"Several articles, but one source behind all of them: {origins}"
    fine = len({checked.item.key for checked in check.items} & listed.saved.fine)
    marked = f"{plural(fine, 'item')} marked as fine" if fine else ""
    searched = f"{plural(check.documents_searched, 'article')} searched"
    yield subtext(searched, f"{check.elapsed_ms / 1000:.1f} s", marked)
    for sentence in check.left_out[:_MAX_LEFT_OUT]:
        yield subtext(f"⚠ {cut_line(sentence, _MAX_NOTE)}")
    if more := len(check.left_out[_MAX_LEFT_OUT:]):
        yield subtext(f"⚠ and {plural(more, 'more note')}, in the annotated copy")


def _changed_since(listed: WorkList) -> Iterator[str]:
    revised = listed.revised
    if revised is None:
        return
    fine = listed.saved.fine
    new, still_open = (
        sum(checked.item.key not in fine for checked in items) for items in (revised.new, revised.still_open)
    )
    yield f"Since your last version: **{len(revised.settled)}** settled · **{new}** new · **{still_open}** still open"


def _origins(items: Sequence[CheckedItem]) -> str:
    """Return the sources that alone stand behind items: "5 items: AFP (3), Delta Watch (2)"."""
    known = [checked.origin for checked in items if checked.origin]
    counts = Counter(origin.name for origin in known)
    named = [f"{cut_line(name, 60)} ({count})" for name, count in counts.most_common(_MAX_ORIGINS)]
    more = [f"{plural(len(counts) - _MAX_ORIGINS, 'more source')}"] if len(counts) > _MAX_ORIGINS else []
    open_ = sum(not origin.is_certain for origin in known)
    partly = f" For {open_:,} of them, not all articles were looked at." if open_ else ""
    return f"{plural(len(known), 'item')}: {', '.join([*named, *more])}.{partly}" if known else ""


def _row_head(listed: WorkList, checked: CheckedItem) -> str:
    item = checked.item
    is_new = listed.revised is not None and checked in listed.revised.new
    speaker = f"said by {cut_line(item.speaker, 60)}" if item.speaker else ""
    place = " · ".join(filter(None, [f"paragraph {item.paragraph}", speaker, "**new**" if is_new else ""]))
    return f"**{title(checked)}**\n{subtext('In the draft', place)}"


def _note(checked: CheckedItem, *, shows_changes: bool) -> str:
    """Return the note on an item, without what the title or the line of changed words says."""
    note = (checked.note or "").removeprefix(f"{title(checked)}: ")
    if note.rstrip(".").lower() in title(checked).lower():
        return ""
    if shows_changes and checked.level is ItemLevel.DIFFERS and _is_in_changes(note, checked.changes):
        return ""
    return note[:1].upper() + note[1:]


def _is_in_changes(note: str, changes: Sequence[WordChange]) -> bool:
    """Return whether all words that a note quotes are changed words."""
    quoted = {word for quote in _QUOTED_WORDS.findall(note) for word in quote.split()}
    changed = {word for change in changes for word in (*change.original.split(), *change.typed.split())}
    return bool(quoted) and quoted <= changed


def _original_label(checked: CheckedItem) -> str:
    if checked.level is ItemLevel.NOT_FOUND:
        return "The nearest passage"
    return "The original" if checked.item.kind is ItemKind.QUOTATION else "In the articles"


def _typed_spans(checked: CheckedItem) -> list[Span]:
    """Return what is bold in the draft's words: the changed ones, or a misspelt name."""
    return [change.typed_span for change in checked.changes if len(change.typed_span)]


def _original(checked: CheckedItem, finding: Finding, limit: int) -> str:
    quote = finding.quote
    changed = [change.span for change in checked.changes if len(change.span) and quote.span.contains(change.span)]
    if changed:
        return cut_quote(quote.text, [span_in_quote(span, quote) for span in changed], limit)
    return quotation(finding, limit, bold=checked.level is not ItemLevel.NOT_FOUND)


def _source_lines(checked: CheckedItem, detail: _Detail) -> Iterator[str]:
    """Yield who said it, where and when; further articles are counted."""
    finding = checked.findings[0]
    others = len({found.document.id for found in checked.findings} - {finding.document.id})
    more = f"and {plural(others, 'more article')}" if others else ""
    yield subtext(byline(finding, brief=detail.brief), more)
    if not detail.changes:
        return
    yield subtext(attribution_line(finding, brief=True))
    yield from warning_lines(finding)
    if checked.origin:
        yield subtext(origin_sentence(checked.origin, cut_line(checked.origin.name, 100)))


def _listed(checked: CheckedItem) -> str:
    return cut_line(checked.item.text, _MAX_LISTED)
