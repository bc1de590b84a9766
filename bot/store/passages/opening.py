"""Opens the passage index that the settings name."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from bot.store.passages.index import TantivyIndex
from bot.store.passages.opensearch import OpenSearchIndex
from bot.store.passages.target import cluster_target

INDEX = "index"
CLUSTER_FOLDER = "index-cluster"
OWNER = "index-owner"


def open_index(data: Path, settings: Settings | None = None) -> TantivyIndex | OpenSearchIndex:
    """Return the index of a data folder: in the cluster of the settings, else in the folder itself.

    Nothing is read or connected yet. Raises SetupError if the cluster's password or CA file can't be read.
    """
    target = cluster_target(settings) if settings else None
    if target is None:
        return TantivyIndex(data / INDEX, data / CLUSTER_FOLDER)
    return OpenSearchIndex(target, data / CLUSTER_FOLDER, data / OWNER, data / INDEX)
