"""Starts, kills and restarts OpenSearch nodes on the loopback address."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
HERE = Path(__file__).parent
_HEAP = os.environ.get("FACTDESK_CLUSTER_HEAP", "384m")
_START_SECONDS = 240.0
_COPY_SECONDS = 30.0  # for the copies of a test's small index
_NAMES = ("one", "two", "three")
_OPTIONS = (
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",  # a node of tests lives for minutes: compiling it well takes longer than it saves
    "-Xshare:auto",
    "-Dlog4j2.disable.jmx=true",
    "-Djava.awt.headless=true",
)


def jars() -> Path:
    """Return the folder that `make cluster-jars` fills."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("FACTDESK_CLUSTER_JARS") or Path(cache) / "factdesk" / "cluster-jars")


def java(program: str = "java") -> str:
    """Return a program of the JDK in JAVA_HOME, or the first one on the path."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home, "bin", program)) if home else program


def missing() -> str | None:
    """Return why no cluster can be started here, or None."""
    if shutil.which(java()) is None or shutil.which(java("javac")) is None:
        return "a cluster needs a JDK (java and javac, or JAVA_HOME)"
    if not any(jars().glob("opensearch-[0-9]*.jar")):
        return f"the jars of OpenSearch are not in {jars()}; `make cluster-jars` fetches them with Maven"
    return None


@dataclass
class Node:
    """One node: its folder, its ports, and its process while it runs."""

    name: str
    folder: Path
    http: int
    transport: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None


@dataclass
class Cluster:
    """Three nodes of one cluster, each a process of its own."""

    folder: Path
    options: Sequence[str] = _OPTIONS
    heap: str = _HEAP
    settings: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)

    def start(self) -> None:
        ports = iter(free_ports(2 * len(_NAMES)))
        self.nodes = [Node(name, self.folder / name, next(ports), next(ports)) for name in _NAMES]
        _compile(self.folder)
        for node in self.nodes:
            self.start_node(node)
        self.wait_for_nodes(len(self.nodes))
        # Nodes that left come back within moments here, and a full disk of this machine is no matter of the tests.
        self.set_cluster(
            {
                "cluster.routing.allocation.disk.threshold_enabled": False,
                "action.auto_create_index": False,
                "cluster.routing.allocation.node_concurrent_recoveries": 8,
            }
        )

    def start_node(self, node: Node) -> None:
        (node.folder / "config").mkdir(parents=True, exist_ok=True)
        settings = {
            "path.home": str(node.folder),
            "node.name": node.name,
            "cluster.name": "factdesk-tests",
            "network.host": "127.0.0.1",
            "http.port": str(node.http),
            "transport.port": str(node.transport),
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{other.transport}" for other in self.nodes),
            "cluster.initial_cluster_manager_nodes": ",".join(_NAMES),
            "transport.type": "netty4",
            "http.type": "netty4",
            # A killed node is noticed by its closed connections; these are for one that hangs.
            "cluster.fault_detection.follower_check.timeout": "5s",
            "cluster.fault_detection.leader_check.timeout": "5s",
            **self.settings,
        }
        command = [java(), f"-Xms{self.heap}", f"-Xmx{self.heap}", *self.options]
        command += ["-cp", f"{self.folder}:{jars()}/*", "ClusterNode"]
        with (node.folder / "log.txt").open("ab") as log:
            node.process = subprocess.Popen(
                command + [f"{name}={value}" for name, value in settings.items()],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=node.folder,
            )

    def kill(self, node: Node) -> None:
        """End a node at once, as a power failure would."""
        assert node.process
        assert node.process.stdin
        node.process.send_signal(signal.SIGKILL)
        node.process.wait()
        node.process.stdin.close()

    def stop(self) -> None:
        for node in self.nodes:
            if node.runs:
                self.kill(node)

    def revive(self) -> None:
        """Start the nodes that don't run, and wait until all shards have all copies."""
        for node in self.nodes:
            if not node.runs:
                self.start_node(node)
        self.wait_for_nodes(len(self.nodes))

    def wait_for_nodes(self, count: int) -> None:
        self.wait(lambda: int(self.request("GET", "/_cluster/health")["number_of_nodes"]) == count)

    def wait_for(self, status: str) -> None:
        """Wait for a state of health, "green" or "yellow"."""
        self.wait(lambda: self.request("GET", "/_cluster/health")["status"] == status)

    def wait_for_green(self) -> None:
        """Wait until all shards have all copies; a node from which a copy doesn't get on is started anew."""
        late = time.monotonic() + _COPY_SECONDS
        found = self.wait(lambda: (self._is_green() and "green") or (time.monotonic() > late and "late"))
        if found == "late":
            self._restart_hanging_sources()
            self.wait(self._is_green)

    def _restart_hanging_sources(self) -> None:
        """Restart the nodes from which copies are made.

        A write that was in work when the others were killed can hold a shard's lock for good, as an operator would see.
        """
        recoveries = self.request("GET", "/_cat/recovery?active_only=true&format=json")
        names = {recovery["source_node"] for recovery in recoveries}
        for node in [node for node in self.nodes if node.name in names]:
            self.kill(node)
        self.revive()

    def _is_green(self) -> bool:
        # A copy that failed five times while nodes came and went is otherwise never tried again.
        self.request("POST", "/_cluster/reroute?retry_failed=true")
        return bool(self.request("GET", "/_cluster/health?wait_for_status=green&timeout=2s")["status"] == "green")

    def spread(self, index: str) -> None:
        """Have the three shards of an index without copies on three nodes: one that came back may have got none."""
        self.request("PUT", f"/{index}/_settings", {"index.routing.allocation.total_shards_per_node": 1})
        shards = f"/_cat/shards/{index}?format=json"
        self.wait(lambda: {shard["node"] for shard in self.request("GET", shards)} == set(_NAMES))

    def node_without(self, index: str, entry: str) -> Node:
        """Return a node that doesn't hold an entry of an index without copies."""
        shards = self.request("GET", f"/{index}/_search_shards?routing={entry}")
        holder = shards["nodes"][shards["shards"][0][0]["node"]]["name"]
        return next(node for node in self.nodes if node.name != holder)

    def delete(self, names: str) -> None:
        """Delete indexes, also when the cluster is just choosing a manager."""
        self.wait(lambda: self.request("DELETE", f"/{names}")["acknowledged"])

    def wait(self, is_so: Callable[[], T]) -> T:
        """Ask until the answer is true, and return it."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            try:
                if answered := is_so():
                    return answered
            except (OSError, KeyError):
                pass
            if dead := [
                node.name for node in self.nodes if node.process and not node.runs and node.process.returncode > 0
            ]:
                raise RuntimeError(f"node {dead[0]} ended: {self.log(dead[0])}")
            time.sleep(0.1)
        raise TimeoutError(f"the cluster did not get there in {_START_SECONDS:.0f} s: {self._state()}")

    def _state(self) -> str:
        """Return what the cluster says of its health, its shards, and the first one that has no place."""
        paths = ("/_cluster/health", "/_cat/shards?format=json", "/_cluster/allocation/explain")
        logs = [self.log(node.name) for node in self.nodes]
        try:
            return "\n".join([*(json.dumps(self.request("GET", path)) for path in paths), *logs])
        except OSError as error:
            return "\n".join([str(error), *logs])

    def log(self, name: str) -> str:
        return (self.folder / name / "log.txt").read_text("utf-8", "replace")[-2_000:]

    @property
    def hosts(self) -> tuple[tuple[str, int], ...]:
        return tuple(("127.0.0.1", node.http) for node in self.nodes)

    def set_cluster(self, settings: dict[str, Any]) -> None:
        self.request("PUT", "/_cluster/settings", {"persistent": settings})

    def request(self, method: str, path: str, body: Any = None) -> Any:
        """Ask the first running node."""
        node = next(node for node in self.nodes if node.runs)
        asked = urllib.request.Request(
            f"http://127.0.0.1:{node.http}{path}",
            json.dumps(body).encode() if body is not None else None,
            {"content-type": "application/json"},
            method=method,
        )
        try:
            with urllib.request.urlopen(asked, timeout=60) as answered:
                return json.load(answered)
        except urllib.error.HTTPError as error:
            with error:
                return json.loads(error.read() or b"{}")


@contextmanager
def running_cluster(folder: Path, **options: Any) -> Iterator[Cluster]:
    """Yield a running cluster, with its data in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = Cluster(folder, **options)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def _compile(target: Path) -> None:
    major = 2 if any(jars().glob("opensearch-2.*.jar")) else 3
    sources = [HERE / "ClusterNode.java", HERE / f"version_{major}" / "NodePlugins.java"]
    subprocess.run([java("javac"), "-cp", f"{jars()}/*", "-d", target, *sources], check=True, timeout=120)


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports
