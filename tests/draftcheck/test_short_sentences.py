"""Sentences of two or three words: a name with a verb states something, a byline does not."""

from __future__ import annotations

import pytest
from spacy.language import Language

from bot.attribution.syntax import parser
from bot.draftcheck.items import draft_items
from bot.draftcheck.model import Draft, ItemKind
from bot.draftcheck.short_sentences import short_sentences
from bot.settings import load_settings
from tests.corpus.build import document

REST = "The harbour was closed on Monday for the whole of the day."


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parser.load(load_settings().spacy_model)


@pytest.mark.parametrize("text", ["Voss resigned.", "Ida Velm resigned.", "Torvik has won.", "Brandt was acquitted."])
def test_a_name_with_a_verb_is_an_item(text: str, nlp: Language) -> None:
    draft = document(f"{text} {REST}")
    items = draft_items(Draft("a.txt", draft), (), short_sentences(draft, nlp)).items
    assert [(compared.item.text, compared.item.kind) for compared in items] == [
        (text, ItemKind.STATEMENT),
        (REST, ItemKind.FIGURE),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "By Ida Velm.",
        "Torvik, Monday.",
        "She resigned.",
        "Photo: Tor Brandt.",
        "Velm and Lindholm.",
        "Voss resigned",
    ],
)
def test_a_byline_a_caption_and_a_pronoun_are_none(text: str, nlp: Language) -> None:
    draft = document(f"{text}\n\n{REST}")
    assert short_sentences(draft, nlp) == frozenset()
