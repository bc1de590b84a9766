"""Check the trial drafts in this process, and measure the CPU time and memory of a draft of 1,000 words."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from resource import RUSAGE_SELF, getrusage

from bot.app import App
from bot.draftcheck.serialize import check_json
from bot.library.process_memory import resident_bytes
from bot.model.json_types import Json
from tests.bench.drafts.model import TrialDraft

LONG = 1_000  # words
_LONG_DRAFTS = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU and wall-clock seconds of one draft; memory in MB: what the process holds after it, and its peak."""

    words: int
    cpu_s: float
    wall_s: float
    resident_mb: float
    peak_mb: float


async def check_draft(app: App, draft: TrialDraft) -> dict[str, Json]:
    """Return the JSON of a draft's check, as `factdesk check --json` prints it."""
    read = await app.draft_reader.read(draft.text.encode(), f"{draft.name}.txt")
    return check_json(await app.draft_checks.check(None, read))


async def measure_cost(app: App, drafts: Sequence[TrialDraft]) -> list[Cost]:
    """Return the costs of a few drafts of 1,000 words, joined from those checked before.

    Their articles have attributions by then, as those of a running bot have.
    """
    costs = []
    for text in _long_texts(drafts):
        cpu, wall = time.process_time(), time.perf_counter()
        read = await app.draft_reader.read(text.encode(), "long.txt")
        await app.draft_checks.check(None, read)
        resident, peak = (resident_bytes() or 0) / 1e6, getrusage(RUSAGE_SELF).ru_maxrss / 1e3
        costs.append(Cost(len(text.split()), time.process_time() - cpu, time.perf_counter() - wall, resident, peak))
    return costs


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
