"""The note on an item: what was found, the changed words, and the articles' words with who, where and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answer.presentation.source_line import describe_source
from bot.draftcheck.model import FINE, CheckedItem, DraftCheck
from bot.draftcheck.one_origin import origin_sentence
from bot.draftcheck.order import worst_first
from bot.draftcheck.titles import title
from bot.model.answers import Finding
from bot.quotecheck.model import WordChange

_NOT_IN_LINKS = re.compile(r"[\s<>\"]")
_LONGEST = 1_000  # characters of a quote
_MOST_FINDINGS = 3


@dataclass(frozen=True, slots=True)
class NotedFinding:
    """The words of an article, who says them where and when, and the article."""

    quote: str
    source: str
    article: str
    link: str | None


@dataclass(frozen=True, slots=True)
class ItemWords:
    """A run of an item's words; `is_loud`: the change is of a number or a negation."""

    text: str
    is_changed: bool = False
    is_loud: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """The note on one item; `number` counts the notes in the order of the draft."""

    number: int
    checked: CheckedItem
    title: str
    words: tuple[ItemWords, ...]
    changes: tuple[str, ...]
    remarks: tuple[str, ...]
    findings: tuple[NotedFinding, ...]

    def lines(self) -> Iterator[str]:
        """Yield the note as lines of text."""
        yield self.title
        yield from (*self.changes, *self.remarks)
        for finding in self.findings:
            yield f"“{finding.quote}”"
            yield ", ".join(filter(None, (finding.source, finding.article)))
            if finding.link:
                yield finding.link


def notes(check: DraftCheck) -> tuple[Note, ...]:
    """Return the notes in the order of the draft; a sentence that nothing is to be said about has none."""
    noted = [checked for checked in check.items if checked.needs_eyes or checked.level in FINE]
    return tuple(_note(number, checked) for number, checked in enumerate(noted, start=1))


def worst_notes_first(given: tuple[Note, ...]) -> list[Note]:
    """Return the notes in the order in which they need eyes."""
    by_item = {id(note.checked): note for note in given}
    return [by_item[id(checked)] for checked in worst_first([note.checked for note in given])]


def _note(number: int, checked: CheckedItem) -> Note:
    findings = tuple(_finding(finding) for finding in checked.findings[:_MOST_FINDINGS])
    changes = tuple(_change(change) for change in checked.changes)
    words, remarks = tuple(_words(checked)), tuple(_remarks(checked))
    return Note(number, checked, title(checked), words, changes, remarks, findings)


def _words(checked: CheckedItem) -> Iterator[ItemWords]:
    """Yield the item's words, the changed ones apart."""
    text, position = checked.item.text, 0
    for change in sorted(checked.changes, key=lambda change: change.typed_span):
        span = change.typed_span
        if len(span) and position <= span.start and span.end <= len(text):
            yield ItemWords(text[position : span.start])
            yield ItemWords(span.of(text), is_changed=True, is_loud=change.salience is not None)
            position = span.end
    yield ItemWords(text[position:])


def _remarks(checked: CheckedItem) -> Iterator[str]:
    if checked.note and checked.note.rstrip(".").lower() not in title(checked).lower():
        yield checked.note
    for line in checked.comparison:
        if not line.holds and line.quoted is not None:
            yield f"{line.slot.value.capitalize()}: “{line.asked}” in the draft, “{line.quoted}” in the article."
    if checked.origin:
        yield origin_sentence(checked.origin, checked.origin.name)
    if len(checked.findings) > _MOST_FINDINGS:
        yield f"{len(checked.findings) - _MOST_FINDINGS} more passages say it."


def _change(change: WordChange) -> str:
    kind = f" ({change.salience.value})" if change.salience else ""
    if not change.original:
        return f"“{change.typed}” is not in the article{kind}."
    if not change.typed:
        return f"“{change.original}” of the article is left out{kind}."
    return f"“{change.typed}” instead of “{change.original}”{kind}."


def _finding(finding: Finding) -> NotedFinding:
    document = finding.document
    quote = finding.quote.text
    shortened = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST].rstrip()} […]"
    source = describe_source(finding, published=True)
    return NotedFinding(shortened, source, document.display_title, document.url if _is_link(document.url) else None)


def _is_link(url: str | None) -> bool:
    """Return True for the address of a web page: a reader of the copy can't tell what a script would do."""
    return url is not None and url.lower().startswith(("https://", "http://")) and not _NOT_IN_LINKS.search(url)
