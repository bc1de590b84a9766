"""A checked draft as Markdown: the draft's text with a footnote for each note."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.draftcheck.annotate.notes import Note, notes
from bot.draftcheck.annotate.segments import Segment, lines, printable
from bot.draftcheck.model import DraftCheck

_SPECIAL = re.compile(r"[\\`*_\[\]<>&|~$]")
# At the start of a line these would begin a list, a rule or a heading.
_LINE_START = re.compile(r"(?P<number>\d{1,9})(?P<dot>[.)])|[-+=#]")
_BLANKS = re.compile(r"\s+")


def annotated(check: DraftCheck) -> bytes:
    """Return the text with its footnotes; nothing in it is markup but the footnotes."""
    given = notes(check)
    body = [_line(line) for line in lines(check.text, given)]
    footnotes = [_footnote(note) for note in given]
    left_out = [_escaped(sentence) for sentence in check.left_out]
    beside = [*left_out, *footnotes]
    parts = ["\n".join(body), *(["---", *beside] if beside else [])]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _line(segments: list[Segment]) -> str:
    """Return a line without its indentation, which would make it code."""
    text = "".join(f"{_special(segment.text)}{_marks(segment.ends)}" for segment in segments)
    return _safe_start(text.strip())


def _marks(ended: tuple[Note, ...]) -> str:
    return "".join(f"[^{note.number}]" for note in ended)


def _footnote(note: Note) -> str:
    return f"[^{note.number}]: " + "\n\n    ".join(_footnote_lines(note))


def _footnote_lines(note: Note) -> Iterator[str]:
    yield f"**{_escaped(note.title)}**"
    yield from map(_escaped, (*note.changes, *note.remarks))
    for finding in note.findings:
        yield f"“{_escaped(finding.quote)}”"
        where = ", ".join(filter(None, (finding.source, finding.article)))
        yield _escaped(where) + (f" <{printable(finding.link)}>" if finding.link else "")


def _escaped(text: str) -> str:
    return _safe_start(_special(_BLANKS.sub(" ", printable(text)).strip()))


def _special(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _safe_start(text: str) -> str:
    if (match := _LINE_START.match(text)) is None:
        return text
    return f"{match['number']}\\{text[match.start('dot') :]}" if match["number"] else f"\\{text}"
