"""Quotes with the same words stand once, with the articles that repeat them."""

from __future__ import annotations

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
