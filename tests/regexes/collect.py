"""Collection of all regular expressions of bot/ and commands/.

Patterns compiled at import are caught by a hook on `re`; those of function bodies are read from the source.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from tests.conftest import ROOT
from tests.regexes.javascript import to_javascript

_PACKAGES = ("bot", "commands")
_CALLS = {"compile", "search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn"}
_ANCHORED = {"match": ("^(?:", ")"), "fullmatch": ("^(?:", ")$")}
_PLACEHOLDER = "name"  # stands for a part of a pattern that is only known when it runs


@dataclass(frozen=True, slots=True)
class CollectedRegex:
    """One pattern with its place.

    `source` and `flags` are JavaScript. It is anchored if the code only matches it at a position.
    """

    place: str
    source: str
    flags: str

    @property
    def key(self) -> str:
        """The hash of pattern and flags; a change of either is another pattern."""
        return hashlib.sha256(f"{self.flags}/{self.source}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class _Compiled:
    pattern: re.Pattern[str]
    module: str
    line: int


def collect() -> list[CollectedRegex]:
    """Return all patterns of the code, one for each place."""
    compiled, sites = _import_all()
    modules = {name: module for name, module in sys.modules.items() if name.partition(".")[0] in _PACKAGES}
    trees = {name: ast.parse(Path(str(module.__file__)).read_text()) for name, module in modules.items()}
    names = _names(modules)
    methods = _methods(trees)
    found = set[CollectedRegex]()
    for item in compiled:
        name = names.get(id(item.pattern))
        used = methods.get(name.rpartition(".")[2], set()) if name else set[str]()
        found.add(_collected(name or item.module, item.pattern, used))
    for name, module in modules.items():
        found |= set(_in_functions(module, trees[name], sites))
    return sorted(found, key=lambda regex: (regex.place, regex.key))


def _import_all() -> tuple[list[_Compiled], set[tuple[str, int]]]:
    """Import all modules; return the patterns compiled and the lines that compiled them."""
    compiled: list[_Compiled] = []
    sites = set[tuple[str, int]]()
    original: Any = re._compile  # type: ignore[attr-defined]

    def recording(pattern: Any, flags: Any) -> Any:
        result = original(pattern, flags)
        frames = [frame for frame in _frames() if frame.f_globals.get("__name__", "").partition(".")[0] in _PACKAGES]
        if frames and isinstance(result.pattern, str):
            sites.update((frame.f_code.co_filename, frame.f_lineno) for frame in frames)
            frame = next((frame for frame in frames if frame.f_globals["__name__"] != "bot.patterns"), frames[0])
            compiled.append(_Compiled(result, frame.f_globals["__name__"], frame.f_lineno))
        return result

    re._compile = recording  # type: ignore[attr-defined]
    try:
        for package in _PACKAGES:
            root = importlib.import_module(package)
            for found in pkgutil.walk_packages(root.__path__, f"{package}."):
                if not found.name.endswith("__main__"):
                    importlib.import_module(found.name)
    finally:
        re._compile = original  # type: ignore[attr-defined]
    return compiled, sites


def _frames() -> Iterator[FrameType]:
    frame: FrameType | None = sys._getframe(2)
    while frame and "importlib" not in frame.f_code.co_filename:
        yield frame
        frame = frame.f_back


def _names(modules: dict[str, ModuleType]) -> dict[int, str]:
    """Return the dotted name of each pattern that is a module's constant."""
    return {
        id(value): f"{name}.{key}"
        for name, module in modules.items()
        for key, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


def _methods(trees: dict[str, ast.Module]) -> dict[str, set[str]]:
    """Return the methods called on each constant's name; "" for any other use."""
    used = defaultdict[str, set[str]](set)
    for tree in trees.values():
        called = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                used[node.id].add(called.get(id(node), ""))
    return used


def _collected(place: str, pattern: re.Pattern[str], used: set[str]) -> CollectedRegex:
    source, flags = to_javascript(pattern.pattern, pattern.flags)
    if used and used <= _ANCHORED.keys():
        before, after = _ANCHORED["fullmatch" if used == {"fullmatch"} else "match"]
        source = f"{before}{source}{after}"
    return CollectedRegex(place, source, flags)


def _in_functions(module: ModuleType, tree: ast.Module, sites: set[tuple[str, int]]) -> Iterator[CollectedRegex]:
    """Yield the patterns of calls such as `re.sub(...)` that didn't run at import."""
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        for node in ast.walk(function):
            if _is_re_call(node) and not _ran(module, node, sites):
                pattern = _pattern_of(module, node)
                yield _collected(f"{module.__name__}.{function.name}()", pattern, {node.func.attr})


def _is_re_call(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=attr)):
            return attr in _CALLS
    return False


def _ran(module: ModuleType, node: ast.Call, sites: set[tuple[str, int]]) -> bool:
    lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return any((str(module.__file__), line) in sites for line in lines)


def _pattern_of(module: ModuleType, node: ast.Call) -> re.Pattern[str]:
    flags = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
    position = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}.get(node.func.attr)
    if position is not None:
        flags += node.args[position : position + 1]
    return re.compile(_text_of(module, node.args[0]), _evaluate(module, flags[0]) if flags else 0)


def _text_of(module: ModuleType, node: ast.expr) -> str:
    """Return a pattern's text, with a placeholder for each part only known when it runs."""
    try:
        return str(_evaluate(module, node))
    except NameError:
        pass
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(module, part) for part in node.values)
    if isinstance(node, ast.FormattedValue):
        return _text_of(module, node.value)
    return _PLACEHOLDER


def _evaluate(module: ModuleType, node: ast.expr) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), dict(vars(module)))


if not (ROOT / "bot").is_dir():
    raise RuntimeError("Run this in a checkout of factdesk.")
