"""Annotated copies of a checked draft, as files to send."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from bot.draftcheck.annotate import annotated
from bot.draftcheck.model import DraftCheck
from commands.check.buttons import AnnotatedCopyKind

_NOT_IN_NAMES = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class AnnotatedCopy:
    """A file to send: its name and its bytes."""

    name: str
    content: bytes


def copy_of(check: DraftCheck, kind: AnnotatedCopyKind) -> AnnotatedCopy:
    """Return an annotated copy of a draft."""
    return AnnotatedCopy(file_name(check.name, kind), annotated(check, f".{kind}"))


def file_name(name: str, kind: AnnotatedCopyKind) -> str:
    """Return the name of a copy.

    >>> file_name("Ferry: draft 2.docx", AnnotatedCopyKind.HTML)
    'Ferry-draft-2-checked.html'
    """
    stem = _NOT_IN_NAMES.sub("-", PurePath(name).stem)[:60].strip("-.")
    return f"{stem or 'draft'}-checked.{kind}"
