"""Every rule has a name, a docstring and examples, and finds what its examples say."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from bot.attribution import pipeline
from tests.attribution.conftest import read, slices
from tests.attribution.examples import RuleExample, all_rules, description, examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

CASES = [(rule.__name__, example) for rule in all_rules() for example in examples(rule)]


def found(rule: str, example: RuleExample, nlp: Language) -> list[str]:
    document = read(example.article)
    return [
        " | ".join(slices(document, spans) for spans in (a.source, a.cue, a.content)).strip()
        for a, rules in ((e.attribution, e.rules) for e in pipeline.explain(document, nlp))
        if rule in rules
    ]


@pytest.mark.parametrize(("rule", "example"), CASES, ids=[f"{rule}: {example.text[:50]}" for rule, example in CASES])
def test_a_rule_finds_what_its_example_says(rule: str, example: RuleExample, nlp: Language) -> None:
    assert found(rule, example, nlp) == list(example.expected)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.__name__)
def test_a_rule_has_a_docstring_and_two_examples_of_what_it_finds(rule: Callable[..., Any]) -> None:
    assert description(rule)
    assert len([example for example in examples(rule) if example.expected]) >= 2


def test_the_name_of_a_rule_is_unique() -> None:
    assert {name: count for name, count in Counter(rule.__name__ for rule in all_rules()).items() if count > 1} == {}


def test_every_attribution_has_a_rule_that_the_catalogue_knows(nlp: Language) -> None:
    known = {rule.__name__ for rule in all_rules()}
    for _, example in CASES:
        for explained in pipeline.explain(read(example.article), nlp):
            assert explained.rules
            assert set(explained.rules) <= known
