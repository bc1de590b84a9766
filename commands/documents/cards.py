"""Cards of the indexed documents: a list, and one document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from discord import Colour
from discord.ui import Container, Separator, TextDisplay

from bot.model.documents import BlockKind, Document, DocumentRef
from commands.ui.bylines import document_title, plural, published_day, subtext
from commands.ui.cards import AI_LABEL, MAX_TEXT, OCR_LABEL
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote

PAGE_SIZE = 10
_NAMED = 5  # attachments written out
BLUE = Colour(0x5B7FA6)
IN_PART, BY_OCR = "⚠ read in part".replace(" ", "\u00a0"), "⚠ read by OCR".replace(" ", "\u00a0")  # in the list
IN_PART_LABEL = "⚠ Only part of this page could be read; the rest is not searched"
EMPTY = "No articles are indexed yet. Ask the bot's operator to add some and run `factdesk index`."


def page_count(count: int) -> int:
    """Return the number of pages for `count` documents."""
    return max(1, -(-count // PAGE_SIZE))


def documents_card(documents: Sequence[DocumentRef], page: int, count: int) -> Container[Any]:
    """Return one page of the list of all documents."""
    card: Container[Any] = Container(TextDisplay(f"### {plural(count, 'document')} indexed"), accent_colour=BLUE)
    entries = [_entry(document, linked=True) for document in documents]
    if sum(map(width, entries)) > MAX_TEXT:  # the addresses are long
        entries = [_entry(document, linked=False) for document in documents]
    for text in entries or [EMPTY]:
        card.add_item(TextDisplay(text))
    if page_count(count) > 1:
        card.add_item(Separator()).add_item(TextDisplay(subtext(f"page {page + 1:,} of {page_count(count):,}")))
    return card


def document_card(document: Document, words: int) -> Container[Any]:
    """Return a document's card: metadata, word count, opening."""
    reference = document.reference
    authors = ", ".join(cut_line(name, 50) for name in reference.authors[:4])
    card: Container[Any] = Container(TextDisplay(f"### {document_title(reference, 200)}"), accent_colour=BLUE)
    facts = [cut_line(reference.outlet or "", 80), authors, published_day(reference.published)]
    lines = [subtext(*facts)] if any(facts) else []
    lines += [subtext(plural(words, "word"), f"file {cut_line(reference.name, 100)}"), *_disclosures(document)]
    lines += _reading_notes(document)
    card.add_item(TextDisplay("\n".join(lines)))
    if opening := _opening(document):
        card.add_item(Separator()).add_item(TextDisplay(cut_quote(opening, (), 900)))
    return card


def _entry(document: DocumentRef, *, linked: bool) -> str:
    facts = [cut_line(document.outlet or "", 60), published_day(document.published)]
    if not any(facts) and document.title:
        facts = [f"file {cut_line(document.name, 60)}"]  # an untitled document shows its file name as the title
    facts += [IN_PART if document.read_in_part else "", BY_OCR if document.read_by_ocr else ""]
    title = document_title(document, 90, linked=linked)
    return f"{title}\n{subtext(*facts)}" if any(facts) else title


def _disclosures(document: Document) -> Iterator[str]:
    disclosed = [block.ai_generated for block in document.blocks]
    if disclosed and all(disclosed):
        yield subtext(AI_LABEL)
    elif any(disclosed):
        yield subtext("⚠ Parts are AI-generated or AI-assisted, by the publisher’s own disclosure")


def _reading_notes(document: Document) -> Iterator[str]:
    details = document.details
    if document.reference.read_in_part and not details.unread_pages:  # else the next lines say which part
        yield subtext(IN_PART_LABEL)
    if document.reference.read_by_ocr:
        yield subtext(OCR_LABEL)
    if details.unread_pages:
        yield subtext(f"⚠ {plural(details.unread_pages, 'scanned page')} without text, not read")
    if details.attachments:
        names = ", ".join(cut_line(name, 60) for name in details.attachments[:_NAMED])
        more = f" and {len(details.attachments) - _NAMED} more" if len(details.attachments) > _NAMED else ""
        yield subtext(f"Attachments, not read: {names}{more}")
    if details.rights:
        yield subtext(f"Rights: {cut_line(details.rights, 200)}")


def _opening(document: Document) -> str:
    """Return the first paragraph, at most 2,000 characters of it."""
    for block in document.blocks:
        if block.kind is BlockKind.PARAGRAPH:
            return block.span.of(document.text)[:2000]
    return ""
