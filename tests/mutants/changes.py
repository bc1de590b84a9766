"""Mutants of a module: cosmic-ray's operators, each applied in one place of the code."""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

# They put variables in the place of others, and have to be told which.
_NEED_NAMES = frozenset({"VariableReplacer", "VariableInserter"})
# Slips that a person could make, by family: cosmic-ray also puts `>>` for `-` and `<=` for `is`.
_FAMILIES = (
    frozenset({"Add", "Sub", "Mul", "Div", "FloorDiv", "Mod"}),
    frozenset({"BitOr", "BitAnd", "BitXor"}),
    frozenset({"Eq", "NotEq", "Lt", "LtE", "Gt", "GtE"}),
    frozenset({"Is", "IsNot"}),
    frozenset({"USub", "Not", "Delete"}),
)
# Arguments that guard against mistakes, and decorators that save time: without them the code gives the same.
_GUARDS = {"dataclass": {"frozen", "slots"}, "zip": {"strict"}}
_SAVE_TIME = frozenset({"cache", "lru_cache"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module's source with one change."""

    line: int
    operator: str
    before: str
    after: str
    source: str

    def __str__(self) -> str:
        return f"{self.line}: {self.before}  ->  {self.after}"


def sample(path: Path, most: int, seed: int) -> list[Mutant]:
    """Return mutants of a module, one a place, from at most `most` places that are drawn at random (0: all).

    A place is drawn once, however many changes are possible there: `+` may become eleven other operators.
    """
    chance = random.Random(f"{seed} {path.name}")
    source = path.read_text("utf-8")
    places = defaultdict(list)
    for operator, occurrence, start in _positions(source):
        places[start].append((operator, occurrence))
    drawn = []
    for start in chance.sample(sorted(places), len(places)):
        changes = chance.sample(places[start], len(places[start]))
        mutants = (_mutant(source, operator, occurrence, start[0]) for operator, occurrence in changes)
        drawn += islice((mutant for mutant in mutants if mutant is not None), 1)
        if len(drawn) == most:
            break
    return sorted(drawn, key=lambda mutant: mutant.line)


def _positions(source: str) -> Iterator[tuple[str, int, tuple[int, int]]]:
    """Yield every change that is possible: the operator, the number of the change, and where its code begins."""
    from cosmic_ray.ast import ast_nodes, get_ast  # it is installed by `make mutants` alone
    from cosmic_ray.plugins import get_operator, operator_names

    for name in operator_names():
        if not _is_slip(name.removeprefix("core/")):
            continue
        operator = get_operator(name)()
        starts = [start for node in ast_nodes(get_ast(source)) for start, _ in operator.mutation_positions(node)]
        yield from ((name, occurrence, start) for occurrence, start in enumerate(starts))


def _is_slip(operator: str) -> bool:
    """Tell whether a person could make this change by mistake.

    >>> _is_slip("ReplaceBinaryOperator_Add_Sub"), _is_slip("ReplaceBinaryOperator_Add_RShift")
    (True, False)
    """
    kind, *replaced = operator.split("_")
    return kind not in _NEED_NAMES and (not replaced or any(family.issuperset(replaced) for family in _FAMILIES))


def _mutant(source: str, operator: str, occurrence: int, line: int) -> Mutant | None:
    """Return the mutant, or None if Python cannot read it or nothing runs otherwise by it."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    try:
        mutated = mutate_code(source, get_operator(operator)(), occurrence)
        if mutated is None or meaning(mutated) == meaning(source):
            return None
    except (SyntaxError, ValueError, AttributeError):  # the last is cosmic-ray's, over `except module.Error`
        return None
    before, after = source.splitlines(), mutated.splitlines()
    changed = [pair for pair in zip(before, after, strict=False) if pair[0] != pair[1]]
    old, new = changed[0] if changed else (before[line - 1], "(removed)")
    return Mutant(line, operator.removeprefix("core/"), old.strip(), new.strip(), mutated)


class _Executed(ast.NodeTransformer):
    """Leaves out what changes no result: annotations, guards, caches, and how arguments may be passed."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_arguments(self, node: ast.arguments) -> ast.AST:
        node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
        node.defaults += [default for default in node.kw_defaults if default is not None]
        node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
        return self.generic_visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        node.decorator_list = [line for line in node.decorator_list if not _SAVE_TIME & _names(line)]
        return self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST:
        return ast.Pass() if "TYPE_CHECKING" in _names(node.test) else self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        node.annotation = ast.Constant("")
        return self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        if _names(node) == {"re"}:  # flags: `re.IGNORECASE ^ re.VERBOSE` is `re.IGNORECASE | re.VERBOSE`
            node.op = ast.BitOr() if isinstance(node.op, ast.BitXor) else node.op
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        guards = _GUARDS.get(node.func.id, set()) if isinstance(node.func, ast.Name) else set()
        node.keywords = [keyword for keyword in node.keywords if keyword.arg not in guards]
        return self.generic_visit(node)


def _names(node: ast.AST) -> set[str]:
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def meaning(source: str) -> str:
    """Return what of a module is executed, in a form that can be compared.

    >>> meaning("def f(a: int | str) -> None: ...") == meaning("def f(a: int & str): ...")
    True
    >>> meaning("zip(a, b, strict=True)") == meaning("zip(a, b, strict=False)")
    True
    >>> meaning("re.I | re.X") == meaning("re.I ^ re.X"), meaning("re.I | re.X") == meaning("re.I & re.X")
    (True, False)
    >>> meaning("f(1)") == meaning("f(2)")
    False
    """
    return ast.dump(_Executed().visit(ast.parse(source)))
