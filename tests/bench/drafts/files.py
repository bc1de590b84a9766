"""Write trial drafts into a folder outside of the repository, and read them again."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from bot.errors import UserError
from tests.bench.drafts.model import TrialDraft
from tests.conftest import ROOT

_GOLD = "gold.jsonl"
_ADAPTER = TypeAdapter(TrialDraft)


def write_drafts(drafts: list[TrialDraft], folder: Path) -> None:
    """Write each draft as text, and the gold of all as JSON Lines. Raises UserError inside the repository."""
    if folder.resolve().is_relative_to(ROOT.resolve()):
        raise UserError(f"{folder} is inside the repository, which holds no articles. Name a folder outside of it.")
    folder.mkdir(parents=True, exist_ok=True)
    for draft in drafts:
        (folder / f"{draft.name}.txt").write_bytes(draft.text.encode())
    (folder / _GOLD).write_bytes(b"".join(_ADAPTER.dump_json(draft) + b"\n" for draft in drafts))


def read_drafts(folder: Path) -> list[TrialDraft]:
    """Return the drafts that `write_drafts` put there."""
    return [_ADAPTER.validate_json(line) for line in (folder / _GOLD).read_bytes().splitlines()]
