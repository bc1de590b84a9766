"""Claims on their way out: ClaimReview JSON-LD, CSV or Markdown, written piece by piece."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from enum import StrEnum

from bot.desk.interchange import claimreview, csv_export, markdown
from bot.model.claims import ClaimFile

Write = Callable[[str], object]


class Format(StrEnum):
    JSONLD = "jsonld"
    CSV = "csv"
    MARKDOWN = "markdown"


@dataclass(slots=True)
class Exported:
    """What an export did. `unruled` claims have no verdict to tell; `lacking` counts recommended fields left out."""

    claims: int = 0
    drafts: int = 0
    unruled: int = 0
    lacking: Counter[str] = field(default_factory=Counter)


async def export(files: AsyncIterator[ClaimFile], kind: Format, write: Write, publisher: str | None = None) -> Exported:
    """Write the claims with `write` and return what was written; nothing is written where there is nothing.

    `publisher` is who a ClaimReview names as its author.
    """
    if kind is Format.JSONLD:
        return await _claim_reviews(files, write, publisher)
    done = Exported()
    async for file in files:
        if kind is Format.CSV:
            # The byte order mark lets spreadsheets read UTF-8.
            write("" if done.claims else "\ufeff" + csv_export.line(csv_export.FIELDS))
            write(csv_export.line(csv_export.cells(file)))
        else:
            write("\n" if done.claims else "# Claims\n\n")
            write(markdown.section(file))
        done.claims += 1
    return done


async def _claim_reviews(files: AsyncIterator[ClaimFile], write: Write, publisher: str | None) -> Exported:
    done = Exported()
    async for file in files:
        review = claimreview.claim_review(file, publisher)
        if review is None:
            done.unruled += 1
            continue
        required, recommended = claimreview.gaps(review)
        done.drafts += "url" in required
        done.lacking.update(recommended)
        del review["@context"]
        write(",\n" if done.claims else f'{{"@context": "{claimreview.CONTEXT}", "@graph": [\n')
        # A site puts this into a <script>, which no text may end.
        write(json.dumps(review, ensure_ascii=False).replace("</", "<\\/"))
        done.claims += 1
    if done.claims:
        write("\n]}\n")
    return done
