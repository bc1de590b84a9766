"""Passage index in an OpenSearch cluster, behind bot.search.index.Index.

It is derived from the database and can be rebuilt. A batch has no transaction: its entries come first, those that it
replaces go next, and the marker with the generation comes last, so a batch that was cut off is written again.
"""

from __future__ import annotations

import json
import re
import shutil
import threading
import time
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from bot.errors import IndexUnavailableError
from bot.model.documents import Document, Passage
from bot.model.search import NO_FILTER, GroupHits, Hit, SearchFilter, Term
from bot.model.search_gaps import SearchGap, report_gap
from bot.normalize import fold
from bot.store.passages import opensearch_requests as requests
from bot.store.passages.damage import IndexDamagedError
from bot.store.passages.opensearch_connection import WRITE_S, ClusterConnection, IndexMissingError, Json
from bot.store.passages.opensearch_words import ClusterWords, ExportedWords
from bot.store.passages.schema import hit_of_source, passage_entries
from bot.store.passages.target import ClusterTarget

# Raise it with every change of the fields or their content: an index of another version is rebuilt.
VERSION = 1
_OWN = "factdesk"  # key of what an index of ours says of itself in its mapping
_KNOWN = "known.json"  # which index of the cluster is the one that this data folder has built
_RECENT_S = 1.0  # the words of a text are counted without asking for the generation before each
_MOST_JOINED = 400  # passages with some of the groups of words
_NEVER = 99_999_999  # behind all days of publication
_BULK_BYTES = 4_000_000
_BULKS_AT_ONCE = 3  # waiting for the cluster while the next is made


@dataclass(frozen=True, slots=True)
class _Marker:
    """The state of the index: its last complete batch, and whether another one has begun.

    `token` is the index's own random name.
    """

    token: str
    version: int
    at: int = -1
    pending: bool = False
    passages: int = 0


class OpenSearchIndex:
    """The passage index in a cluster.

    All methods block, and raise IndexUnavailableError if the cluster can't do what is asked. An index of that name that
    this installation hasn't made is never touched.
    """

    def __init__(self, target: ClusterTarget, folder: Path, owner: Path, replaces: Path | None = None) -> None:
        """Take the cluster, a folder for what is kept here, and the file with the installation's own random name.

        A deleted folder makes the index unknown, so that it is rebuilt; the owner's file tells whose it is. `replaces`
        is the folder of another index over the same database, which a `put` here outdates.
        """
        self._target = target
        self._folder = folder
        self._owner_file = owner
        self._cluster = ClusterConnection(target)
        self._writing = threading.Lock()
        self._words = ExportedWords(self._cluster, folder)
        self._replaces = replaces
        self._is_ours = False
        self._recent: tuple[float, ClusterWords] | None = None

    def put(
        self,
        documents: Sequence[tuple[Document, Sequence[Passage]]],
        removed: Sequence[str],
        generation: int,
        after: int | None = None,
    ) -> None:
        """Add, replace and delete documents, then write the marker with `generation`.

        An unusable index is replaced first. With `after`, the index must be of that generation: raises
        IndexDamagedError if it is not.
        """
        with self._writing:
            marker = self._marker()
            if after is not None and (marker is None or marker.at != after):
                raise IndexDamagedError("another process has replaced it")
            marker = marker or self._replace()
            self._mark(replace(marker, pending=True))
            self._write(documents, removed, generation)
            passages = self._count()
            self._mark(replace(marker, at=generation, pending=False, passages=passages))
            self._recent = None
            if self._replaces:
                # Removals are recorded until the index in use has them, and the other one would never learn of them.
                shutil.rmtree(self._replaces, ignore_errors=True)

    def clear(self) -> None:
        """Put an empty index in the place of the present one.

        `generation` is -1 until the next `put`.
        """
        with self._writing:
            self._replace()
            self._recent = None

    def set_aside(self) -> Path | None:
        """Put an empty index in the place of the present one, of which nothing is kept."""
        self.clear()
        return None

    def damage(self) -> str | None:
        """Return why the present index can't be used, or None.

        Compares the number of passages with the one after the last complete batch.
        """
        marker = self._marker()
        if marker is None or marker.pending or marker.at < 0:
            return None
        found = self._count()
        return f"it holds {found:,} passages of {marker.passages:,}" if found != marker.passages else None

    def candidates(self, terms: Sequence[Term], limit: int, narrowing: SearchFilter = NO_FILTER) -> list[Hit]:
        """Return passages with any of the terms within a filter, best first; report shards that didn't answer."""
        query = requests.passages_query(terms, narrowing)
        if query is None or limit < 1:
            return []
        found = self._found(requests.candidates_request(query, limit, self._target.seconds))
        return _scored(found)

    def with_all_words(self, groups: Sequence[Sequence[str]], limit: int) -> GroupHits:
        """Return the first published `limit` passages with all words of all groups, and those of some groups.

        At most 20 groups. Reports shards that didn't answer.
        """
        if not groups:
            return GroupHits()
        whole = float((1 << len(groups)) - 1)
        if len(groups) > 1:
            query = requests.groups_query(groups)
            hits = _scored(self._found(requests.candidates_request(query, _MOST_JOINED, self._target.seconds)))
            if len(hits) < _MOST_JOINED or hits[-1].score < whole:
                with_all = sorted((hit for hit in hits if hit.score == whole), key=lambda hit: hit.day or _NEVER)
                with_some = (hit for hit in hits if hit.score < whole)
                return GroupHits((*with_all[:limit], *with_some), len(with_all))
        query = requests.every_word(list(chain(*groups)))
        found = self._found(requests.first_published_request(query, limit, self._target.seconds))
        first = (hit_of_source(hit["_source"], whole) for hit in found["hits"]["hits"])
        return GroupHits(tuple(first), int(found.get("hits", {}).get("total", {}).get("value", 0)))

    def heaviest(self, weights: Mapping[str, float], limit: int) -> list[Hit]:
        """Return the best passages by the summed weights of the words in their own text; report missing shards."""
        if not weights:
            return []
        query = requests.weighted_query(weights)
        return _scored(self._found(requests.candidates_request(query, limit, self._target.seconds)))

    def frequency(self, word: str) -> int:
        """Return the approximate number of passages with a word.

        The word is not stemmed. A passage with several forms of it ("The" and "the") counts for each. What another
        process has written within the last second may be missing.
        """
        now, recent = time.monotonic(), self._recent
        if recent is None or now - recent[0] > _RECENT_S:
            self._recent = recent = now, self.vocabulary()
        folded = fold(word.encode("utf-8", "ignore").decode())
        return sum(recent[1].forms(folded).values()) if folded else 0

    def vocabulary(self) -> ClusterWords:
        """Return the words of the latest generation, for look-ups."""
        marker = self._marker()
        if marker is None or marker.at < 0:
            return ClusterWords(self._cluster, None)
        return self._words.of(marker.token, marker.at)

    def passages(self) -> int:
        """Return the number of indexed passages."""
        marker = self._marker()
        return marker.passages if marker else 0

    def generation(self) -> int:
        """Return the last complete batch's generation, -1 for an unusable index."""
        marker = self._marker()
        return marker.at if marker else -1

    def describe(self) -> str | None:
        """Return the cluster's version, nodes and state in a few words."""
        version = self._cluster.version()
        health = self._cluster.get("/_cluster/health")
        nodes = health["number_of_nodes"]
        return f"OpenSearch {version}, {nodes} {'node' if nodes == 1 else 'nodes'}, {health['status']}"

    def close(self) -> None:
        """Close the connections."""
        self._words.close()
        self._cluster.close()

    def _write(
        self, documents: Sequence[tuple[Document, Sequence[Passage]]], removed: Sequence[str], generation: int
    ) -> None:
        batch = uuid.uuid4().hex[:12]
        entries = chain.from_iterable(passage_entries(document, passages) for document, passages in documents)
        newer = self._send(requests.put_lines(entries, generation, batch))
        self._refresh()
        changed = [*(document.id for document, _ in documents), *removed]
        if changed and self._delete_others(changed, batch, newer):
            self._refresh()

    def _send(self, lines: Iterable[bytes]) -> set[str]:
        """Write lines, several requests at once; return the ids of entries of which a newer version is stored."""
        newer: set[str] = set()
        waiting: deque[Future[list[Json]]] = deque()
        with ThreadPoolExecutor(_BULKS_AT_ONCE, "factdesk-bulk") as threads:
            for part in _in_parts(lines):
                if len(waiting) == _BULKS_AT_ONCE:
                    newer.update(_conflicting(waiting.popleft().result()))
                waiting.append(threads.submit(self._cluster.bulk, f"/{self._target.name}/_bulk", part))
            for future in waiting:
                newer.update(_conflicting(future.result()))
        return newer

    def _delete_others(self, documents: Sequence[str], batch: str, kept: set[str]) -> int:
        """Delete the entries of documents that a batch didn't write; return their number.

        Those `kept` are of a newer version, by a batch that was cut off.
        """
        count, after = 0, None
        while True:
            hits = self._search(requests.other_entries(documents, batch, after))["hits"]["hits"]
            versions = {hit["_id"]: hit["_version"] for hit in hits if hit["_id"] not in kept}
            self._send(requests.delete_lines(versions))
            count += len(versions)
            if len(hits) < requests.PAGE:
                return count
            after = hits[-1]["sort"]

    def _found(self, request: Mapping[str, Any]) -> Json:
        """Return the answer to a search for passages, and report shards that are missing in it."""
        if not self._is_usable():
            return {"hits": {"hits": []}}
        try:
            found = self._cluster.post(
                f"/{self._target.name}/_search", request, search_type="dfs_query_then_fetch", request_cache="false"
            )
        except IndexMissingError:
            raise self._missing() from None
        if not all(hit["_index"].startswith(f"{self._target.name}-v{VERSION}-") for hit in found["hits"]["hits"]):
            self._refuse_foreign()  # somebody has given the name to another index
            raise self._missing()
        _report(found)
        return found

    def _search(self, request: Mapping[str, Any]) -> Json:
        """Return the result of a search that needs all shards."""
        return self._complete(
            self._cluster.post(f"/{self._target.name}/_search", request, allow_partial_search_results="false")
        )

    def _refresh(self) -> None:
        self._complete(self._cluster.post(f"/{self._target.name}/_refresh", seconds=WRITE_S), replicas=True)

    def _count(self) -> int:
        found = self._complete(self._cluster.get(f"/{self._target.name}/_count"))
        return int(found["count"]) - 1  # the marker

    def _complete(self, answered: Json, *, replicas: bool = False) -> Json:
        """Return an answer of all shards; a refresh may lack the replicas that no node holds."""
        shards = answered["_shards"]
        failed = shards["failed"] if replicas else shards["total"] - shards["successful"]
        if failed:
            raise IndexUnavailableError(
                f"The archive can't be reached in full: {failed} of {shards['total']} shards of the index "
                f"{self._target.name} didn't answer. The desk works without it; try again later."
            )
        return answered

    def _marker(self) -> _Marker | None:
        """Return the state of our index, None for an unusable one. Raises for one that isn't ours."""
        try:
            stored = self._cluster.get(f"/{self._target.name}/_doc/{requests.MARKER}")["_source"]
            marker = _Marker(**{name: stored[name] for name in _Marker.__slots__})
        except (IndexMissingError, KeyError):
            marker = None
        if marker is None or marker.token != self._known_token():
            self._refuse_foreign()
            return None
        self._is_ours = True
        return marker if marker.version == VERSION else None

    def _mark(self, marker: _Marker) -> None:
        content = {name: getattr(marker, name) for name in _Marker.__slots__}
        self._cluster.put(f"/{self._target.name}/_doc/{requests.MARKER}", content)

    def _is_usable(self) -> bool:
        return self._is_ours or self._marker() is not None

    def _refuse_foreign(self) -> dict[str, Json]:
        """Return what our indexes of that name say of themselves. Raises for others, and other installations'."""
        try:
            found = self._cluster.get(f"/{self._target.name}")
        except IndexMissingError:
            return {}
        own = {name: meta for name, index in found.items() if (meta := _own_meta(index))}
        if self._target.name in found or len(own) < len(found):
            raise self._foreign("there is another index of that name, which factdesk has not made")
        if any(meta["owner"] != self._owner() for meta in own.values()):
            raise self._foreign(
                f"it belongs to another installation (or {self._owner_file.name} has been deleted here)"
            )
        return own

    def _foreign(self, why: str) -> IndexUnavailableError:
        return IndexUnavailableError(
            f"The archive can't be used at {self._target.address}: {why}. Nothing was changed there. "
            "Choose another name in FACTDESK_INDEX."
        )

    def _replace(self) -> _Marker:
        """Create an empty index, give it the name in place of the present one, and delete that one."""
        old = self._refuse_foreign()
        name, token = self._target.name, uuid.uuid4().hex
        existing = self._existing()
        number = 1 + max((int(found) for found in existing), default=0)
        created = f"{name}-v{VERSION}-{number}"
        meta = {_OWN: {"owner": self._owner(), "token": token, "version": VERSION}}
        self._cluster.put(f"/{created}", requests.new_index(meta, self._target.shards, self._target.replicas))
        ours = old.keys() | {index for index, meta in existing.values() if meta and meta["owner"] == self._owner()}
        actions: list[Json] = [{"add": {"index": created, "alias": name}}]
        actions += [{"remove_index": {"index": index}} for index in sorted(ours)]
        self._cluster.post("/_aliases", {"actions": actions}, seconds=WRITE_S)
        marker = _Marker(token, VERSION)
        self._mark(marker)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (self._folder / _KNOWN).write_text(json.dumps({"token": token}), "utf-8")
        self._is_ours = True
        return marker

    def _existing(self) -> dict[str, tuple[str, Json | None]]:
        """Return name and description of each index whose name is made as ours are, by its number."""
        pattern = re.compile(rf"{re.escape(self._target.name)}-v\d+-(\d+)")
        found = self._cluster.get(f"/{self._target.name}-v*")
        matches = ((pattern.fullmatch(name), name, index) for name, index in found.items())
        return {match[1]: (name, _own_meta(index)) for match, name, index in matches if match}

    def _known_token(self) -> str | None:
        with suppress(OSError, ValueError, KeyError, TypeError):
            return str(json.loads((self._folder / _KNOWN).read_text("utf-8"))["token"])
        return None

    def _owner(self) -> str:
        """Return the random name of this installation, made once."""
        try:
            return self._owner_file.read_text("utf-8").strip()
        except FileNotFoundError:
            self._owner_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._owner_file.write_text(uuid.uuid4().hex, "utf-8")
            return self._owner_file.read_text("utf-8")

    def _missing(self) -> IndexUnavailableError:
        return IndexUnavailableError(
            f"The archive can't be reached at {self._target.address}: the index is gone. `factdesk index` builds it "
            "anew from the database."
        )


def _own_meta(index: Json) -> Json | None:
    """Return what an index of ours says of itself, None for another one."""
    found = index.get("mappings", {}).get("_meta", {}).get(_OWN)
    return found if isinstance(found, dict) and {"owner", "token", "version"} <= found.keys() else None


def _scored(found: Json) -> list[Hit]:
    return [hit_of_source(hit["_source"], float(hit["sort"][0])) for hit in found["hits"]["hits"]]


def _report(found: Json) -> None:
    shards = found["_shards"]
    # A shard that no node holds is not among the failed ones.
    failed = shards["total"] - shards["successful"]
    if failed or found["timed_out"]:
        report_gap(SearchGap(failed, shards["total"], bool(found["timed_out"])))


def _conflicting(results: Iterable[Json]) -> Iterator[str]:
    return (item["_id"] for item in results if item["status"] == 409)


def _in_parts(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield lines in parts of some megabytes."""
    part: list[bytes] = []
    size = 0
    for line in lines:
        part.append(line)
        size += len(line)
        if size >= _BULK_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part
