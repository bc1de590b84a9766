"""All words of an answer: headline, reason, notes and the line to copy, and what stands beside each quote.

One snapshot over a few invented articles and a question of each kind. After a change of a text, read the difference and
run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.answer.presentation.claim_text import claim_text
from bot.answer.presentation.headlines import answer_headline, copyable_line, who_headline
from bot.answer.presentation.source_line import describe_source, source_labels
from bot.answer.presentation.states import first_page, shown_findings
from bot.answer.presentation.table_cells import drawn_quote
from bot.model.answers import Answer, Finding
from bot.model.documents import Document
from tests.answer.conftest import answering_from, document

if TYPE_CHECKING:
    from spacy.language import Language

LEAK = """---
title: Leaked ledger shows ferry losses
outlet: Velm Courier
date: 2025-03-04
---

# Leaked ledger shows ferry losses

A leaked ledger shows that the ferry lost $9 million in 2024. The ledger was obtained by the Harbour Watch group.

## What it lists

According to the ledger, these lines lost most:

- the Orlets line, with a loss of 4 million dollars
- the Tessel line, with a loss of 3 million dollars

The ledger was reviewed by auditors at Brandt & Sons. Nordlink declined to comment on the ledger.
"""
SECOND_LEAK = """---
title: Documents tell of ferry losses
outlet: Oster Times
date: 2025-03-05
---

The ferry lost $9 million in 2024, according to leaked documents obtained by the Tessel Institute.

An engineer who asked not to be named said the ferry lost $7 million in 2024.
"""
RESCUE = """---
title: Lindt thanks the crew
outlet: Oster Times
date: 2025-04-01
---

Mara Lindt, the mayor of Velm, thanked captain Jonas Brandt. Brandt rescued 40 sailors off Orlets on 30 March.

Deputy Mayor Ida Holm said the rescue took six hours. “It was a long night,” Holm said. “Nobody slept.”

Novak sued Ruiz over the rescue, the Oster Times reported.
"""
RESCUE_AGAIN = """---
title: Captain honoured
outlet: Velm Courier
date: 2025-04-02
---

This article was written with the help of AI.

Brandt rescued 45 sailors off Orlets on 31 March. Ruiz sued Novak over the rescue.

“It was a long night,” Holm told the Velm Courier on Tuesday. “Nobody slept.”

The Velm Harbour Authority (VHA) honoured Brandt, its spokesman Karl Ruiz said. Karl Ruiz, who leads the press office of
the authority, praised the crew.
"""
WIRE = """The old ferry Orla will be sold to a museum in Tessel for one crown, the harbour board said on Monday.

Orla has been moored at the north quay since 2019, and the board pays 300 crowns a day for her.
"""
QUESTIONS = """
who said the harbour bridge closed to lorries?
who obtained the memo?
who reviewed the memo?
who wrote the brief?
which articles mention the ferry?
which articles are written by AI?
which articles rest on leaked documents?
which leaked documents are about the ferry?
is it independently reported that the ferry lost $9 million?
who is Mara Lindt?
who is Ida Holm?
who is Karl Ruiz?
what is the VHA?
who is Jonas Brandt?
what did Holm say?
what did Lindt say about the pillars?
what did Mara Lindt say about the casino?
what did Zoltan Krug say?
how many sailors did Brandt rescue?
how many lorries did Nordlink carry last week?
how long does the welding take?
where does the draining take place?
when did Brandt rescue the sailors off Orlets?
how many sailors did Brandt rescue, and when?
how many sailors did Brandt rescue, and who paid?
did Brandt rescue 40 sailors off Orlets?
did Brandt rescue 50 sailors off Orlets?
did Novak sue Ruiz over the rescue?
did Lindt say that the bridge is safe?
who said that nobody slept?
who said it was a long night?
how much did the ferry lose in 2024?
how much did the Orlets line lose?
did the mayor plan a casino on the Velm waterfront?
who bought the old ferry Orla?
what will the old ferry Orla be sold for?
who reported that Novak sued Ruiz?
is the harbour bridge closed?
are Chinese pumps used?
who said that Martians landed in Velm?
ferry traffic
"""


def test_the_words_around_quotes_change_only_on_purpose(nlp: Language, newsroom: list[Document], snapshot) -> None:
    texts = [LEAK, SECOND_LEAK, RESCUE, RESCUE_AGAIN]
    articles = [document(text, f"article-{number}.md") for number, text in enumerate(texts)]
    wires = [document(WIRE, "wire.txt"), document(f"{WIRE}\nIt rained.\n", "copy.txt")]
    ask = answering_from([*newsroom, *articles, *wires], nlp)
    answers = [ask(question) for question in QUESTIONS.strip().splitlines()]
    assert "\n".join(line for answer in answers for line in _lines(answer)) == snapshot


def _lines(answer: Answer) -> Iterator[str]:
    yield f"{answer.question} -> {answer.state}{' (conflict)' if answer.conflict else ''}"
    yield f"    {answer.headline} | {answer.reason}"
    yield from (f"    note: {note}" for note in answer.notes)
    yield from (f"    from {origin.name}: {len(origin.documents)}" for origin in answer.origins)
    if answer.copyable:
        yield f"    copy: {answer.copyable}"
    shown = shown_findings(answer)
    yield f"    {len(shown)} shown, {first_page(answer)} on the first page"
    for found in shown:
        yield f"    {'≠' if found.contrary else '='} {' | '.join(_quoted(answer, found.finding))}"
    if answer.findings:
        yield f"    who: {who_headline(answer.findings)}"
        marked = [finding.highlights[0].of(_text(finding)) for finding in answer.findings if finding.highlights]
        yield f"    what: {answer_headline(marked, answer.findings)}"


def _quoted(answer: Answer, finding: Finding) -> Iterator[str]:
    yield drawn_quote(finding).text.replace("\n", " ")
    yield " · ".join(span.of(_text(finding)) for span in finding.highlights)
    yield f"{finding.section or ''} {describe_source(finding, published=True)} {' '.join(source_labels(finding))}"
    yield f"{len(finding.context)} around, on {' / '.join(quote.text[:24] for quote in finding.support)}"
    yield f"{copyable_line(finding)[:40]} {claim_text(answer, finding)[:40]}".replace("\n", " ")


def _text(finding: Finding) -> str:
    """Return the quote, moved to where it stands in its document."""
    return " " * finding.quote.span.start + finding.quote.text
