"""A checked draft as a Word document: each note is a comment on exactly its words."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from bot.draftcheck.annotate.notes import Note, notes
from bot.draftcheck.annotate.segments import lines, printable
from bot.draftcheck.model import DraftCheck

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.run import Run

_AUTHOR = "factdesk"
_INITIALS = "fd"
_LONGEST_PROPERTY = 255  # characters, by the format


def annotated(check: DraftCheck) -> bytes:
    """Return the draft's paragraphs with a comment for each note."""
    import docx  # noqa: PLC0415 - only Word documents need it
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    document = docx.Document()
    properties = document.core_properties
    properties.author = properties.last_modified_by = _AUTHOR
    properties.title, properties.comments = printable(check.name)[:_LONGEST_PROPERTY], ""
    dated = properties._element  # noqa: SLF001 - the library sets dates, and takes none away
    for date in ("dcterms:created", "dcterms:modified"):  # those of its template, of 2013
        dated.remove(dated.find(qn(date)))
    document.styles["Normal"].paragraph_format.space_after = 0  # the draft's blank lines are paragraphs, too
    given = notes(check)
    runs = _written(document, check.text, given)
    for note in given:
        if note.number in runs:
            _comment(document, runs[note.number], note)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _written(document: WordDocument, text: str, given: tuple[Note, ...]) -> dict[int, tuple[Run, Run]]:
    """Write the text, and return the first and the last run of each note by its number."""
    runs: dict[int, tuple[Run, Run]] = {}
    for line in lines(text, given):
        paragraph = document.add_paragraph()
        for segment in line:
            run = paragraph.add_run(segment.text)
            for note in segment.notes:
                runs[note.number] = (runs.get(note.number, (run, run))[0], run)
    return runs


def _comment(document: WordDocument, runs: tuple[Run, Run], note: Note) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415 - as above

    text = "\n".join(printable(" ".join(line.split("\n"))) for line in note.lines())
    comment = document.add_comment(runs, text=text, author=_AUTHOR, initials=_INITIALS)
    # The library dates a comment by the clock; the same check makes the same copy.
    comment._comment_elm.attrib.pop(qn("w:date"), None)  # noqa: SLF001 - it offers no other way
