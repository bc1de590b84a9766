"""Opens the passage index that the settings name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.settings import Settings
from bot.store.passages.index import TantivyIndex
from bot.store.passages.opensearch import OpenSearchIndex
from bot.store.passages.target import cluster_target

INDEX = "index"
CLUSTER_FOLDER = "index-cluster"
OWNER = "index-owner"


@dataclass(frozen=True, slots=True)
class IndexFolders:
    """Where the passage index of an archive is kept in a data folder; `suffix` tells archives apart."""

    data: Path
    suffix: str = ""

    @property
    def local(self) -> Path:
        """The folder of the index itself."""
        return self.data / f"{INDEX}{self.suffix}"

    @property
    def cluster(self) -> Path:
        """The folder of what is kept here of an index in a cluster."""
        return self.data / f"{CLUSTER_FOLDER}{self.suffix}"


def open_index(folders: IndexFolders, settings: Settings | None = None) -> TantivyIndex | OpenSearchIndex:
    """Return the index of an archive: in the cluster of the settings, else in the data folder.

    Nothing is read or connected yet. Raises SetupError if the cluster's password or CA file can't be read.
    """
    target = cluster_target(settings) if settings else None
    if target is None:
        return TantivyIndex(folders.local, folders.cluster)
    return OpenSearchIndex(target, folders.cluster, folders.data / OWNER, folders.local)
