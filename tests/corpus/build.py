"""Documents and PDF bytes for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence

from bot.corpus.readers import Unreadable, read
from bot.model.documents import Block, BlockKind, Document


def document(text: str | bytes, path: str = "article.txt") -> Document:
    data = text if isinstance(text, bytes) else text.encode()
    (item,) = read(data, folder="desk", path=path)
    assert isinstance(item, Document), item
    return item


def unreadable(data: bytes, path: str = "article.txt") -> str:
    (item,) = read(data, folder="desk", path=path)
    assert isinstance(item, Unreadable), item
    return item.reason


def shown(document: Document) -> list[tuple[str, str]]:
    """Return each block's kind and text."""
    return [(block.kind.value, block.span.of(document.text)) for block in document.blocks]


def of_kind(document: Document, kind: BlockKind) -> list[str]:
    return [block.span.of(document.text) for block in document.blocks if block.kind is kind]


def block(document: Document, text: str) -> Block:
    """Return the block that holds `text`."""
    return next(b for b in document.blocks if text in b.span.of(document.text))


class Scanned(tuple[str, ...]):
    """A page of a scanner: a picture over all of it, and perhaps lines of text."""


def pdf(*pages: Sequence[str], encrypted: bool = False, title: str = "", created: str = "") -> bytes:
    """Return a PDF with each page's lines set in Helvetica, one below the other."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    objects.append(f"<< /Title ({title}) /CreationDate ({created}) >>".encode("cp1252"))
    objects.append(
        b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Length 64 >>\nstream\n%s\nendstream" % (b"\x7f" * 64)
    )
    kids = []
    for lines in pages:
        picture = b"q 600 0 0 842 0 0 cm /Im0 Do Q " if isinstance(lines, Scanned) else b""
        drawn = picture + b"BT /F1 10 Tf 14 TL 40 800 Td " + b" ".join(_drawn(line) for line in lines) + b" ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /Im0 5 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects, encrypted)


def _drawn(line: str) -> bytes:
    escaped = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"(" + escaped + b") Tj T*"


def _file(objects: Sequence[bytes], encrypted: bool) -> bytes:
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    lock = b"/Encrypt << /Filter /Standard /V 1 /R 2 /O (%s) /U (%s) /P -4 >> /ID [(a) (a)]" % (b"x" * 32, b"y" * 32)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"<< /Size %d /Root 1 0 R /Info 4 0 R %s >>" % (len(objects) + 1, lock if encrypted else b"")
    return body + head + b"trailer\n" + tail + b"\nstartxref\n%d\n%%%%EOF" % len(body)
