"""All kinds of work that are killed, by name."""

from __future__ import annotations

from tests.bench.kills.backup import BackupKills
from tests.bench.kills.flagging import FlaggingKills
from tests.bench.kills.importing import ImportingKills
from tests.bench.kills.indexing import IndexingKills
from tests.bench.kills.migration import MigrationKills
from tests.bench.kills.restore import RestoreKills
from tests.bench.kills.scenario import KillScenario

KINDS: dict[str, KillScenario] = {
    scenario.name: scenario
    for scenario in (
        IndexingKills(),
        FlaggingKills(),
        ImportingKills(),
        BackupKills(),
        RestoreKills(),
        MigrationKills(),
    )
}
