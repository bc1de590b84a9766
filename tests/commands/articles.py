"""A dozen invented articles for the Discord tests."""

from __future__ import annotations

from pathlib import Path

# ruff: noqa: E501 - an article's paragraph is one line
_LEDGER = """---
title: Leaked papers trace a diving course at Orlets
outlet: The Northern Ledger
author: Ida Brandt
date: 2026-03-12
url: https://ledger.example/orlets
---

Forty divers from Carvania took a secret course at the Orlets naval school, according to leaked papers obtained by Delta Watch.

Anna Weiss, who runs the Harbour Institute, said the Orlets course lasted eleven weeks. "Nobody in Orlets was told who the divers were," Weiss said.

Weiss said the divers left Orlets by train. "The school at Orlets has never confirmed a single name," Weiss said.

The papers list these courses:

| Place | Course | Divers |
|---|---|---|
| Orlets | deep diving | 40 |
| Varga | harbour defence | 25 |
"""

_POST = """Carvanian divers at Orlets, a ministry says

Harbour Post, 14 March 2026

The defence ministry told Harbour Post that the Orlets divers were guests. "Orlets is open to our friends," said Pavel Doric, a spokesman for the ministry.

Anna Weiss told Harbour Post that the Orlets school had trained foreign divers before.
"""


def write_articles(folder: Path) -> None:
    """Write the articles into a new folder."""
    folder.mkdir()
    (folder / "ledger.md").write_text(_LEDGER, encoding="utf-8")
    (folder / "post.txt").write_text(_POST, encoding="utf-8")
    for number in range(10):
        text = (
            f"---\ntitle: Council notes {number}\noutlet: Town Crier\n---\n\nThe council met and spoke of lamp posts.\n"
        )
        (folder / f"council-{number}.md").write_text(text, encoding="utf-8")
