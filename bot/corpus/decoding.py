"""Bytes -> text, decoded as browsers decode them.

Labels mean what the WHATWG's Encoding Standard says: "iso-8859-1" is windows-1252, "gb2312" is GBK.
"""

from __future__ import annotations

import codecs
import re

import webencodings

from bot.corpus.parsed_article import UnreadableFileError

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Longest first: the UTF-32 mark begins with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NUL_SHARE = 0.3  # UTF-16 read as UTF-8 holds one in every second place
_BAD_SHARE = 0.001  # of the bytes: more of them, and the page is in another encoding
_NO_UTF8 = "isn't UTF-8 text; save it as UTF-8 and add it again."
_ESCAPED = "iso-2022-jp"  # its bytes are all ASCII, so that they pass for UTF-8
_ESCAPE = b"\x1b"
_XML_ENCODING = re.compile(rb"""\s*<\?xml[^>]{0,100}?\sencoding\s*=\s*["']\s*([\w.:-]{1,40})""")
_CONTENT_CHARSET = re.compile(r"""charset\s{0,9}=\s{0,9}["']?\s{0,9}([^\s;"']{1,40})""", re.IGNORECASE)
_HEAD = 1_000_000  # bytes: a declaration that stands further down is not looked for
# Letters outside ASCII that are words by themselves in western European languages.
_LONE_LETTERS = frozenset("àáåèéêíóôöøÀÁÅÈÉÊÍÓÔÖØ")
_WESTERN_WORD = re.compile(r"[^\W\d_]+")
_SYMBOL_IN_WORD = re.compile(r"[^\W\d_][¡¢£¤¥¦§¨©ª«¬®¯°±²³µ¶¸¹º»¼½¾¿‚ƒ„†‡ˆ‰‹›€™]+[^\W\d_]")
_CONTROLS = re.compile(r"[\x80-\x9f]")


def decode(data: bytes) -> str:
    """Return a text file as text, without its byte order mark. Raises UnreadableFileError."""
    return _checked(data, _with_mark(data) or _utf8(data) or _western(data))


def decode_page(data: bytes) -> str:
    """Return an HTML page as text, its bad bytes as U+FFFD. Raises UnreadableFileError.

    Valid UTF-8 goes before what the page declares: pages are often saved in UTF-8 with their old declaration.
    """
    text = _with_mark(data) or (None if _ESCAPE in data else _utf8(data))
    declared = None if text or _is_blank(data) else _declared(data)
    if text is None:
        text = _labelled(data, _ESCAPED) if declared == _ESCAPED else _utf8(data)
    if text is None and declared and declared != "utf-8":
        text = _labelled(data, declared)
    if text is None and declared is None:
        text = _western(data)
    return _checked(data, text or _mostly_utf8(data))


def _checked(data: bytes, text: str | None) -> str:
    if _is_blank(data):
        raise UnreadableFileError("is empty." if not data else "holds no text, only blank space.")
    if text is None:
        raise UnreadableFileError(_NO_UTF8)
    if text.count("\0") > _NUL_SHARE * len(text):
        raise UnreadableFileError(
            "looks like a binary file, or like UTF-16 without a byte order mark; save it as UTF-8 text."
        )
    if not text.strip():
        raise UnreadableFileError("holds no text, only blank space.")
    return text


def _is_blank(data: bytes) -> bool:
    return not data.strip()


def _with_mark(data: bytes) -> str | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeError:
                raise UnreadableFileError(_NO_UTF8) from None
    return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return None


def _labelled(data: bytes, name: str) -> str | None:
    if name == "gbk":  # the WHATWG's decoder of GBK is that of GB 18030
        return data.decode("gb18030", "replace")
    encoding = webencodings.lookup(name)
    return encoding.codec_info.decode(data, "replace")[0] if encoding else None


def _mostly_utf8(data: bytes) -> str | None:
    """Decode UTF-8 with a few bad bytes, None for many."""
    text = data.decode("utf-8", "replace")
    bad = text.count(REPLACEMENT)
    return text if bad <= max(_BAD_SHARE * len(data), 1) else None


def _western(data: bytes) -> str | None:
    """Decode windows-1252, None for text without western European words.

    Cyrillic or Japanese bytes read so give words without any ASCII letter, Polish ones symbols inside words.
    """
    text = _labelled(data, "windows-1252")
    if text is None or REPLACEMENT in text or _CONTROLS.search(text) or _SYMBOL_IN_WORD.search(text):
        return None
    words = (word for word in _WESTERN_WORD.findall(text) if not word.isascii())
    is_western = all(word in _LONE_LETTERS or any(letter.isascii() for letter in word) for word in words)
    return text if is_western else None


def _declared(data: bytes) -> str | None:
    """Return the WHATWG name of the declared encoding, or None."""
    if match := _XML_ENCODING.match(data):
        labels = [match[1].decode("ascii")]
    elif b"charset" in data[:_HEAD].lower():
        labels = _meta_labels(data[:_HEAD].decode("latin-1"))
    else:
        labels = []
    encoding = next(filter(None, map(webencodings.lookup, labels)), None)
    if encoding is None:
        return None
    # A declaration that could be read as ASCII cannot mean UTF-16.
    return "utf-8" if encoding.name.startswith("utf-16") else str(encoding.name)


def _meta_labels(head: str) -> list[str]:
    """Return the encoding labels of the page's `<meta>` elements."""
    from lxml import etree, html  # noqa: PLC0415 - text files need no parser

    try:
        page = html.document_fromstring(head.replace("\0", " "))
    except etree.ParserError:  # a page without any element, such as an open comment
        return []
    labels = []
    for meta in page.iter("meta"):
        if label := meta.get("charset"):
            labels.append(label)
        elif match := _CONTENT_CHARSET.search(meta.get("content") or ""):
            labels.append(match[1])
    return labels
