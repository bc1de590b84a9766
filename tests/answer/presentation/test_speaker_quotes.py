"""Quotes of a speaker: slices of the document, with their support."""

from __future__ import annotations

from bot.answer.presentation.speaker_quotes import is_about, quotations
from bot.attribution.pipeline import attribute
from bot.model.answers import Finding
from tests.answer.conftest import document as read_article
from tests.attribution.conftest import read

TEXT = (
    "Minister Ida Holm told the Lindholm Gazette that the ferry line will close. "
    '"It has lost money for years," she said. Holm would probably call the harbour a ruin.\n\n'
    "According to Holm, these lines will go:\n\n- the ferry to Orlets\n- the tram\n"
)


def test_quotes_are_slices_and_name_where_their_source_is_named(nlp) -> None:
    document = read(TEXT)
    attributions = attribute(document, nlp)
    found = quotations(document, attributions, range(len(attributions)))
    assert found
    for finding in found:
        for quote in (finding.quote, *finding.support):
            assert quote.span.of(document.text) == quote.text
        assert all(finding.quote.span.contains(span) for span in finding.highlights)
    she = next(finding for finding in found if "lost money" in finding.quote.text)
    assert [quote.text[:17] for quote in she.support] == ["Minister Ida Holm"]
    supposed = next(finding for finding in found if "ruin" in finding.quote.text)
    assert supposed.hypothetical
    tram = next(finding for finding in found if finding.quote.text == "- the tram")
    assert "According to Holm, these lines will go:" in [quote.text for quote in tram.support]


def test_a_sentence_with_two_cues_is_shown_once(nlp) -> None:
    document = read(
        "Ida Holm warned of floods, saying that the dam is old.\n\nThe dam stands at the end of the valley.\n"
    )
    attributions = attribute(document, nlp)
    assert len(attributions) > 1
    [finding] = quotations(document, attributions, range(len(attributions)))
    assert len(finding.highlights) > 1


def test_a_topic_has_to_be_met_whole_in_the_quote_or_in_what_introduces_it(nlp) -> None:
    document = read(TEXT)
    attributions = attribute(document, nlp)
    found = quotations(document, attributions, range(len(attributions)))
    about = [finding.quote.text for finding in found if is_about(finding, document, ["lines", "ferry", "Orlets"])]
    assert about == ["- the ferry to Orlets"]


ARTICLE = """# Holm on the ferry

Minister Ida Holm told the Lindholm Gazette that the ferry line will close. "It has lost money for years," she said. "We
had no choice." Holm would probably call the harbour a ruin. She did not say that the tram will stop.

## The lines

According to Holm, these lines will go:

- the ferry to Orlets
- the tram

| Line | End |
|---|---|
| Ferry | May |

Holm wrote on Monday:

> The dam is old. It may break.

Read also:
- Holm said the dam is safe
- Sign up for our newsletter
- More news
"""


def test_each_quote_has_its_sentence_section_support_and_flags(nlp, snapshot) -> None:
    document = read_article(ARTICLE, "holm.md")
    attributions = attribute(document, nlp)
    found = quotations(document, attributions, range(len(attributions)))
    assert "\n".join(_line(finding, document.text) for finding in found) == snapshot


def _line(finding: Finding, text: str) -> str:
    marked = " · ".join(span.of(text) for span in finding.highlights)
    support = " / ".join(quote.text for quote in finding.support)
    negated = finding.attribution is not None and finding.attribution.negated
    parts = [finding.quote.text, marked, finding.section or "", support, f"{len(finding.cells)} cells"]
    flags = f"{'hypothetical' if finding.hypothetical else ''}{'negated' if negated else ''}"
    return " | ".join(part.replace("\n", " ") for part in [*parts, flags])
