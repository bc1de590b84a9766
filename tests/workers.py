"""How `make test` spreads the tests over processes: a file stays whole, and what takes long starts first."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

# What starts processes and waits for them, or measures: the files of a group follow each other in one process.
TOGETHER = {
    "child processes": (
        "tests/library/test_attribution_worker.py",
        "tests/library/test_child_process.py",
        "tests/library/test_ocr.py",
        "tests/library/test_process_memory.py",
        "tests/library/test_reader_pool.py",
        "tests/library/test_reader_worker.py",
        "tests/library/test_two_processes.py",
    ),
    "benchmarks": ("tests/bench/", "tests/hostile/"),
    "cluster": ("tests/cluster/",),  # three nodes with 384 MB of heap each
}
# The rooms with long tests: at the end, one process would work at them while the others have nothing to do.
FIRST = (
    "tests/quality/",
    "tests/cluster/",
    "tests/hostile/",
    "tests/bench/",
    "tests/library/",
    "tests/cli/",
    "tests/commands/",
)


class FileScheduling(LoadScopeScheduling):
    """Hands out whole files and groups of files, in the order of the collection."""

    def _split_scope(self, nodeid: str) -> str:
        return group(nodeid)


def group(nodeid: str) -> str:
    """Return the name of a test's group, or its file."""
    path = nodeid.partition("::")[0]
    return next((name for name, places in TOGETHER.items() if path.startswith(places)), path)


def rank(nodeid: str) -> int:
    """Return the place of a test's room in the order of starting."""
    return next((number for number, room in enumerate(FIRST) if nodeid.startswith(room)), len(FIRST))
