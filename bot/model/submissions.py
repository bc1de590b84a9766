"""Records of articles handed in from Discord."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.documents import DocumentRef


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A file to be handed in, with the outlet and the date that its sender gave."""

    name: str
    content: bytes
    outlet: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """An article handed in; `document` is None until it is indexed, `user` after that person was forgotten.

    `path` is the file below the folder of submitted articles, `name` what its sender called it.
    """

    id: int
    path: str
    name: str
    guild: int
    user: int | None
    submitted: datetime
    document: DocumentRef | None = None

    @property
    def title(self) -> str:
        """The article's title, or the file's name."""
        return self.document.display_title if self.document else self.name


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """What became of one file: its submission, or a sentence that says why there is none."""

    name: str
    submission: Submission | None = None
    problem: str = ""
