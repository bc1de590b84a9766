"""Quotes with the same words stand once, with the articles that repeat them."""

from __future__ import annotations

import pytest

from bot.answer.presentation.deduplicate import drop_near_duplicates
from bot.model.answers import Finding
from bot.model.documents import DocumentRef
from bot.model.spans import Quote, Span


def test_articles_with_the_same_words_are_told_by_title_and_outlet() -> None:
    text = "The ferry line between Velm and Orlets will close in May, the council said."
    first, second = (
        Finding(DocumentRef(id_, f"file-{id_}", "0", "Ferry to stop", outlet), Quote(text, Span(0, len(text))))
        for id_, outlet in (("a", "Harbour Post"), ("b", "Evening Star"))
    )
    findings, copies = drop_near_duplicates([first, second])
    assert findings == (first,)
    assert copies == {"a": ["“Ferry to stop” (Evening Star)"]}


def quoted(text: str, document: str) -> Finding:
    return Finding(DocumentRef(document, f"file-{document}", "0", "Ferry"), Quote(text, Span(0, len(text))))


@pytest.mark.parametrize(
    ("first", "second", "is_copy"),
    [
        ("The ferry line between Velm and Orlets closes.", "The ferry line between Velm and Orlets closes!", True),
        ("The ferry between Velm and Orlets closes.", "The ferry between Velm and Orlets closes.", False),
        ("The line between Velm and Orlets closes in 3 weeks.", "The line between Velm and Orlets closes in 4 weeks.",
         False),
        ("The old ferry line between Velm and Orlets will close soon, the council of Velm said on Monday.",
         "The old ferry line between Velm and Orlets will close soon, the council of Velm said Monday.", True),
        ("The old ferry line between Velm and Orlets will close soon, the council of Velm said on Monday.",
         "The old ferry line between Oster and Sund will close soon, the council of Velm said on Monday.",
         False),
    ],
)  # fmt: skip
def test_a_copy_has_eight_words_the_same_figures_and_nearly_the_same_letters(
    first: str, second: str, is_copy: bool
) -> None:
    findings, copies = drop_near_duplicates([quoted(first, "a"), quoted(second, "b")])
    assert len(findings) == (1 if is_copy else 2)
    assert bool(copies) is is_copy
    assert len(drop_near_duplicates([quoted(first, "a"), quoted(second, "a")])[0]) == 2


def test_each_article_with_a_copy_is_told_once() -> None:
    text = "The ferry line between Velm and Orlets will close in May, the council said."
    findings, copies = drop_near_duplicates([quoted(text, "a"), quoted(text, "b"), quoted(text, "b")])
    assert len(findings) == 1
    assert copies == {"a": ["“Ferry”"]}
