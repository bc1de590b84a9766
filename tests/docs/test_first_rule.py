"""The page for newcomers: its rule is run as it stands there, and its paths lead somewhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from bot.attribution import pipeline
from tests.attribution.conftest import line, read
from tests.conftest import ROOT
from tests.docs.fences import fence

if TYPE_CHECKING:
    from spacy.language import Language

PAGE = (ROOT / "docs/contributing/first-rule.md").read_text("utf-8")


@pytest.fixture(scope="module")
def rule() -> Any:
    module: dict[str, Any] = {}
    exec(fence(PAGE, "rule"), module)
    return module["in_the_words_of"]


def test_the_page_promises_what_the_rule_finds(rule: Any, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = fence(PAGE, "expected").splitlines()
    sentences = [row for row in expected if not row.startswith(" ")]

    def found() -> list[str]:
        rows = []
        for sentence in sentences:
            document = read(sentence)
            rows += [
                sentence,
                *(f"    {line(document, attribution)}" for attribution in pipeline.attribute(document, nlp)),
            ]
        return rows

    assert found() == sentences, "the engine knows the construction by now: the page needs another example"
    monkeypatch.setattr(pipeline, "RULES", (*pipeline.RULES, (rule,)))
    assert found() == expected


def test_the_rule_is_as_short_as_the_title_says() -> None:
    body = fence(PAGE, "rule").rsplit('"""\n', 1)[1]
    assert len(body.splitlines()) <= 20


def test_every_path_of_the_page_is_there() -> None:
    table = PAGE.split("| what | where |")[1].split("\n\n")[0]
    paths = re.findall(r"`([^`]+)`", table)
    assert len(paths) >= 7
    assert [path for path in paths if not (ROOT / path).is_file()] == []
