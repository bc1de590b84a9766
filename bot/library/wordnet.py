"""Loads the extract of WordNet from the package."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from importlib.resources import files

from bot.search.expansion.word_relations import WordRelations


@cache
def load_word_relations() -> WordRelations:
    """Return the relations of bot/library/data/wordnet.txt."""
    text = files("bot.library").joinpath("data", "wordnet.txt").read_text(encoding="utf-8")
    sections: dict[str, list[list[str]]] = {}
    for line in text.splitlines():
        if line.startswith("["):
            rows = sections.setdefault(line.strip("[]"), [])
        elif not line.startswith("#"):
            rows.append(line.split())
    groups, antonyms = defaultdict[str, set[int]](set), defaultdict[str, set[str]](set)
    forms: dict[str, frozenset[str]] = {}
    for number, group in enumerate(sections["synonyms"]):
        for word in group:
            groups[word].add(number)
    for first, second in sections["antonyms"]:
        antonyms[first].add(second)
        antonyms[second].add(first)
    for form, *lemmas in (*sections["nouns"], *sections["verbs"]):
        forms[form] = frozenset(lemmas) | forms.get(form, frozenset())
    return WordRelations(
        {word: frozenset(numbers) for word, numbers in groups.items()},
        {word: frozenset(others) for word, others in antonyms.items()},
        forms,
        frozenset(form for form, *_ in sections["verbs"] if not form.endswith("ing")),
    )
