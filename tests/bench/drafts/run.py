"""Check the trial drafts in this process, and measure the CPU time and memory of a draft of 1,000 words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from resource import RUSAGE_SELF, getrusage

from bot.app import App
from bot.desk.draft_checks.service import DraftProgress
from bot.draftcheck.serialize import check_json
from bot.library.process_memory import resident_bytes
from bot.model.json_types import Json
from tests.bench.drafts.model import TrialDraft

LONG = 1_000  # words
_LONG_DRAFTS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall-clock seconds of one draft; memory in MB: what the process holds after it, and its peak.

    `first_s` is the CPU time until the first items had their final levels, which the card then shows. `is_cold`: the
    first draft of the process, which loads the models, over articles without attributions.
    """

    words: int
    is_cold: bool
    first_s: float
    cpu_s: float
    wall_s: float
    resident_mb: float
    peak_mb: float


async def check_draft(app: App, draft: TrialDraft) -> dict[str, Json]:
    """Return the JSON of a draft's check, as `factdesk check --json` prints it."""
    read = await app.draft_reader.read(draft.text.encode(), f"{draft.name}.txt")
    return check_json(await app.draft_checks.check(None, read))


async def measure_cold(app: App, drafts: Sequence[TrialDraft]) -> list[Cost]:
    """Return the cost of one draft of 1,000 words; to be called before any draft is checked."""
    return [await _cost(app, text, is_cold=True) for text in _long_texts(drafts)[:1]]


async def measure_cost(app: App, drafts: Sequence[TrialDraft]) -> list[Cost]:
    """Return the costs of a few drafts of 1,000 words, joined from those checked before.

    Their articles have attributions by then, as those of a running bot have.
    """
    return [await _cost(app, text, is_cold=False) for text in _long_texts(drafts)]


async def _cost(app: App, text: str, *, is_cold: bool) -> Cost:
    cpu, wall = time.process_time(), time.perf_counter()
    shown: list[float] = []

    def on_progress(progress: DraftProgress) -> None:
        if progress.checked and not shown:
            shown.append(time.process_time() - cpu)

    read = await app.draft_reader.read(text.encode(), "long.txt")
    await app.draft_checks.check(None, read, on_progress)
    spent, waited = time.process_time() - cpu, time.perf_counter() - wall
    resident, peak = (resident_bytes() or 0) / 1e6, getrusage(RUSAGE_SELF).ru_maxrss / 1e3
    return Cost(len(text.split()), is_cold, shown[0] if shown else spent, spent, waited, resident, peak)


def _long_texts(drafts: Sequence[TrialDraft]) -> list[str]:
    texts: list[str] = []
    joined = ""
    for draft in drafts:
        joined += f"{draft.text}\n"
        if len(joined.split()) >= LONG:
            texts.append(joined)
            joined = ""
        if len(texts) == _LONG_DRAFTS:
            break
    return texts
