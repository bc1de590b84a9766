"""The folder of the published site: writes what changed, removes what is withdrawn, and touches nothing else."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import UserError

MANIFEST = ".factdesk-publish.json"
# Paths that a manifest may name; anything else in it was not written by `publish`.
_OURS = re.compile(
    r"(?:index\.html|feed\.xml|(?:feed|claimreview|search)\.json|style\.css|filter\.js|"
    r"(?:claims|months|ratings|tags|corrections)/[a-z0-9-]+\.html)"
)
_FILE_MODE, _FOLDER_MODE = 0o644, 0o755  # a web server with another user reads them


@dataclass(slots=True)
class PublicationReport:
    """Numbers of published verdicts, and of files written, removed and left as they were.

    `problems` are sentences about files that could not be written or removed.
    """

    verdicts: int = 0
    written: int = 0
    removed: int = 0
    unchanged: int = 0
    problems: list[str] = field(default_factory=list)


class PublicationFolder:
    """A folder of which the manifest names the files that `publish` wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def update(self, files: Iterable[tuple[str, Callable[[], str]]]) -> PublicationReport:
        """Bring the folder to these files, and return the report.

        A file that others put into a place is left alone, and named as a problem. Raises UserError if the folder can't
        be used.
        """
        report = PublicationReport()
        self._create()
        owned, texts = self._owned(), dict(files)
        for path in [path for path in texts if path not in owned and os.path.lexists(self._folder / path)]:
            report.problems.append(
                f"{self._folder / path} was not written by factdesk and was left as it is. Move it elsewhere."
            )
            del texts[path]
        wanted = set(texts)
        # The manifest names a file before it is there, so that a stop in between leaves no orphan.
        self._save(owned | wanted)
        self._remove_partial(owned | wanted, report)
        for path, text in texts.items():
            self._write(path, text().encode("utf-8", "replace"), report)
        for path in sorted(owned - wanted):
            if not self._remove(path, report):
                wanted.add(path)
        self._save(wanted)
        return report

    def _create(self) -> None:
        try:
            _make_folder(self._folder)
        except OSError as error:
            raise UserError(f"The folder {self._folder} can't be created ({error.strerror}). Name another.") from None
        if not os.access(self._folder, os.W_OK | os.X_OK):
            raise UserError(f"The folder {self._folder} can't be written. Give it to user {os.getuid()}.")

    def _owned(self) -> set[str]:
        manifest = self._folder / MANIFEST
        try:
            paths = json.loads(manifest.read_text("utf-8"))["files"]
            return {path for path in paths if isinstance(path, str) and _OURS.fullmatch(path)}
        except FileNotFoundError:
            return set()
        except (OSError, ValueError, TypeError, KeyError):
            raise UserError(
                f"{manifest} can't be read, so that nobody knows which files are factdesk's. Restore it, or publish "
                "into an empty folder."
            ) from None

    def _save(self, paths: set[str]) -> None:
        text = json.dumps({"files": sorted(paths)}, indent=0)
        manifest = self._folder / MANIFEST
        try:
            if not manifest.exists() or manifest.read_text("utf-8") != text:
                _replace(manifest, text.encode())
        except OSError as error:
            raise UserError(
                f"{manifest} can't be written ({error.strerror}). Make room or correct its owner."
            ) from None

    def _write(self, path: str, content: bytes, report: PublicationReport) -> None:
        target = self._folder / path
        try:
            if target.is_file() and not target.is_symlink() and target.read_bytes() == content:
                report.unchanged += 1
                return
            _make_folder(target.parent)
            _replace(target, content)
            report.written += 1
        except OSError as error:
            report.problems.append(f"{target} can't be written ({error.strerror}).")

    def _remove_partial(self, paths: Iterable[str], report: PublicationReport) -> None:
        """Remove what a killed run was writing: a web server may show it, though its claim is withdrawn since."""
        for path in sorted(paths):
            partial = _partial(self._folder / path)
            try:
                partial.unlink(missing_ok=True)
            except OSError as error:
                report.problems.append(f"{partial} is left of an earlier run ({error.strerror}). Delete it.")

    def _remove(self, path: str, report: PublicationReport) -> bool:
        target = self._folder / path
        try:
            if target.is_file():
                target.unlink()
                report.removed += 1
            if target.parent != self._folder and target.parent.is_dir() and not any(target.parent.iterdir()):
                target.parent.rmdir()
        except OSError as error:
            report.problems.append(f"{target} is withdrawn and can't be removed ({error.strerror}). Delete it.")
            return False
        return True


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        if folder.parent != folder:
            _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        folder.chmod(_FOLDER_MODE)


def _partial(target: Path) -> Path:
    return target.with_name(f".{target.name}.part")


def _replace(target: Path, content: bytes) -> None:
    partial = _partial(target)
    try:
        partial.write_bytes(content)
        partial.chmod(_FILE_MODE)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
