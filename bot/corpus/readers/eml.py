""".eml to ParsedArticle: the message's text; attachments are named, not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

import webencodings

from bot.corpus.metadata import is_person_name, merge
from bot.corpus.parsed_article import Metadata, ParsedArticle, RawBlock, UnreadableFileError
from bot.corpus.readers.html import parse_html
from bot.corpus.readers.text import parse_text
from bot.corpus.structure.text_lines import TextLine, collapse_blanks, lay_out
from bot.model.documents import BlockKind
from bot.model.spans import Span

_PLAIN, _HTML = "text/plain", "text/html"
_ENCRYPTED = frozenset({"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"})
_HEADERS = ("From", "Date", "Subject", "Message-ID", "To", "Received")
# Mailboxes of a newsroom or an agency, not of a person.
_SHARED_MAILBOX = re.compile(
    r"""
    (?:no-?reply|do-?not-?reply
      |news(?:letter|room|desk)?|daily|briefing|alerts?
      |press|media|presse
      |edit(?:or|ors|orial)|redaktion|redaction
      |info|contact|hello|office|desk|team
    )\d*                                       # "news2"
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ARCHIVED_AT = re.compile(r"<(https?://[^\s<>]{1,1000})>")  # RFC 5064
_FLOWED = re.compile(r"(?<!\n--) \n(?!>|\n|-- \n)")  # RFC 3676: a line break that only the layout needs
_SIGNATURE = re.compile(r"^-- $", re.MULTILINE)
_STUB = 60  # words: a shorter plain part may only say "read this in your browser"
_BROKEN_HEADER = (ValueError, IndexError, AttributeError, TypeError, LookupError)  # what the email package raises


@dataclass(frozen=True, slots=True)
class _TextPart:
    """One text of the message; `alternative` is its HTML version."""

    part: Message
    alternative: Message | None = None


def parse_eml(data: bytes) -> ParsedArticle:
    """Return the article of an e-mail. Raises UnreadableFileError."""
    if not data.strip():
        raise UnreadableFileError("is empty." if not data else "holds no text, only blank space.")
    try:
        message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf"), policy=policy.default)
        parts, attachments = _walk(message)
    except (RecursionError, *_BROKEN_HEADER):
        raise UnreadableFileError("is a damaged e-mail; export it again.") from None
    if not any(_header(message, name) for name in _HEADERS):
        raise UnreadableFileError("has no mail headers: it is not an e-mail; rename it or export it again.")
    if message.get_content_type() in _ENCRYPTED:
        raise UnreadableFileError("is an encrypted e-mail; save it decrypted.")
    metadata = _metadata(message)
    articles = [article for part in parts if (article := _article(part)) is not None]
    if not articles:
        raise UnreadableFileError(_no_text(attachments))
    text, raw_blocks = _joined(metadata.title, articles)
    for article in articles:
        metadata = merge(metadata, replace(article.metadata, title=None))
    return ParsedArticle(text, tuple(raw_blocks), metadata, attachments=tuple(attachments))


def _no_text(attachments: Sequence[str]) -> str:
    if not attachments:
        return "holds no text."
    return f"holds no text apart from attachments ({', '.join(attachments)[:200]}); save them beside it as files."


def _walk(message: Message) -> tuple[list[_TextPart], list[str]]:
    """Return a message's texts in order and its attachments' names."""
    texts: list[_TextPart] = []
    attachments: list[str] = []
    stack: list[Message] = [message]
    while stack:
        part = stack.pop()
        content_type = part.get_content_type()
        if content_type == "multipart/alternative":
            texts += _alternative(part, attachments)
        elif part.is_multipart() and content_type != "message/rfc822":
            stack += reversed(_children(part))
        elif _is_text(part):
            texts.append(_TextPart(part))
        elif content_type not in _ENCRYPTED:
            attachments.append(_name(part))
    return texts, attachments


def _alternative(part: Message, attachments: list[str]) -> Iterator[_TextPart]:
    """Yield the plain version of a text, with its HTML version."""
    texts = [text for child in _children(part) for text in _versions(child, attachments)]
    plain = [text for text in texts if text.get_content_type() == _PLAIN]
    html = [text for text in texts if text.get_content_type() == _HTML]
    if plain:
        yield _TextPart(plain[0], html[0] if html else None)
    elif html:
        yield _TextPart(html[0])


def _versions(part: Message, attachments: list[str]) -> Iterator[Message]:
    for child in part.walk():
        if child.is_multipart():
            continue
        if _is_text(child):
            yield child
        elif child.get_content_disposition() == "attachment":
            attachments.append(_name(child))


def _children(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _is_text(part: Message) -> bool:
    return part.get_content_type() in (_PLAIN, _HTML) and part.get_content_disposition() != "attachment"


def _name(part: Message) -> str:
    """Return an attachment's file name, else its content type."""
    try:
        name = part.get_filename()
    except _BROKEN_HEADER:
        name = None
    if name is None and part.get_content_type() == "message/rfc822":
        name = next((_header(child, "Subject") for child in _children(part)), None)
    line = collapse_blanks(name or "") or part.get_content_type()
    return "".join(character for character in line if character.isprintable())[:200]


def _article(text: _TextPart) -> ParsedArticle | None:
    """Return the article of one text, None for an empty one.

    A short plain version gives way to a longer HTML version.
    """
    plain = _parse(text.part)
    if text.alternative is None or (plain and len(plain.text.split()) >= _STUB):
        return plain
    html = _parse(text.alternative)
    return max((plain, html), key=lambda article: len(article.text.split()) if article else 0)


def _parse(part: Message) -> ParsedArticle | None:
    source = _decode(part)
    if not source.strip():
        return None
    if part.get_content_type() == _PLAIN:
        article = _parse_plain(part, source)
        return article if article.raw_blocks else None
    try:
        # As UTF-8: the header of the part goes before what the page declares.
        return parse_html(source.encode())
    except UnreadableFileError:
        return None


def _parse_plain(part: Message, source: str) -> ParsedArticle:
    if str(part.get_param("format", "")).lower() == "flowed":
        is_break_space = str(part.get_param("delsp", "")).lower() == "yes"
        source = _FLOWED.sub("" if is_break_space else " ", source)
    article = parse_text(source)
    signature = _SIGNATURE.search(source)
    if signature is None:
        return article
    raw_blocks = (
        replace(raw_block, kind=BlockKind.BOILERPLATE) if raw_block.span.end > signature.start() else raw_block
        for raw_block in article.raw_blocks
    )
    return replace(article, raw_blocks=tuple(raw_blocks))


def _decode(part: Message) -> str:
    """Return a part's text in its declared encoding, else as UTF-8."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset()
    encoding = webencodings.lookup(declared) if declared else None
    codecs = [encoding.codec_info.decode] if encoding else []
    for decode in (*codecs, webencodings.UTF8.codec_info.decode):
        try:
            return _one_line_end(decode(data, "strict")[0])
        except UnicodeError:
            continue
    raise UnreadableFileError("isn't in the encoding that it declares; export it again as UTF-8.")


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _joined(title: str | None, articles: Sequence[ParsedArticle]) -> tuple[str, list[RawBlock]]:
    """Return the subject and all texts as one, and their blocks."""
    text, raw_blocks = lay_out([TextLine(BlockKind.HEADING, title, 1)] if title else [])
    for article in articles:
        text += "\n\n" if text else ""
        raw_blocks += [
            replace(block, span=Span(block.span.start + len(text), block.span.end + len(text)))
            for block in article.raw_blocks
            if not (title and block.kind is BlockKind.HEADING and block.span.of(article.text) == title)
        ]
        text += article.text
    return text, raw_blocks


def _metadata(message: Message) -> Metadata:
    name, address = parseaddr(_header(message, "From") or "")
    name = collapse_blanks(name).strip("\"'")
    outlet = _header(message, "Organization")
    is_outlet = _is_outlet(name, address)
    archived = _ARCHIVED_AT.search(_header(message, "Archived-At") or "")
    return Metadata(
        title=_header(message, "Subject"),
        outlet=outlet or (name if name and is_outlet else None),
        authors=(name,) if is_person_name(name) and not is_outlet else (),
        published=_date(message),
        url=archived[1] if archived else None,
    )


def _is_outlet(name: str, address: str) -> bool:
    """Return True for a newsroom's mailbox or domain.

    >>> _is_outlet("Daily Lantern", "ed@dailylantern.example"), _is_outlet("Ida Brandt", "ida@lantern.example")
    (True, False)
    """
    mailbox, _, domain = address.rpartition("@")
    squeezed = re.sub(r"[\W_]", "", name).casefold().removeprefix("the")
    is_domain = len(squeezed) > 2 and squeezed in re.sub(r"[\W_]", "", domain).casefold()
    return is_domain or _SHARED_MAILBOX.fullmatch(mailbox) is not None


def _date(message: Message) -> str | None:
    try:
        moment: datetime = parsedate_to_datetime(_header(message, "Date") or "")
        return moment.isoformat()
    except _BROKEN_HEADER:
        return None


def _header(message: Message, name: str) -> str | None:
    """Return a decoded header on one line, or None."""
    try:
        value = message.get(name)
        return collapse_blanks("".join(c if c.isprintable() else " " for c in str(value or ""))) or None
    except _BROKEN_HEADER:
        return None
