"""Export of claims as ClaimReview JSON-LD, CSV or Markdown, claim by claim."""

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


@dataclass(frozen=True, slots=True)
class ReviewGaps:
    """Fields that a claim's ClaimReview lacks."""

    number: int
    required: tuple[str, ...]
    recommended: tuple[str, ...]


@dataclass(slots=True)
class Exported:
    """Result of an export.

    `drafts`: claims without a link to the published verdict or without its date. `unruled`: claims left out for want of
    a verdict. `gaps`: the claims that lack fields, with them.
    """

    claims: int = 0
    drafts: int = 0
    unruled: int = 0
    gaps: list[ReviewGaps] = field(default_factory=list)

    def count(self) -> Counter[str]:
        """Return the number of claims by missing field, required ones first."""
        required = Counter(name for lacking in self.gaps for name in lacking.required)
        return required + Counter(name for lacking in self.gaps for name in lacking.recommended)


async def export(
    files: AsyncIterator[ClaimFile],
    kind: Format,
    write: Write,
    publisher: str | None = None,
    scale: claimreview.Scale = (),
) -> Exported:
    """Write the claims with `write`, and return the counts.

    `publisher` is the author of the ClaimReviews, `scale` the desk's ratings with a number.
    """
    if kind is Format.JSONLD:
        return await _claim_reviews(files, write, publisher, scale)
    exported = Exported()
    async for file in files:
        if kind is Format.CSV:
            # Spreadsheets recognise UTF-8 by the byte order mark.
            write("" if exported.claims else "\ufeff" + csv_export.line(csv_export.FIELDS))
            write(csv_export.line(csv_export.cells(file, scale)))
        else:
            write("\n" if exported.claims else "# Claims\n\n")
            write(markdown.section(file))
        exported.claims += 1
    return exported


async def _claim_reviews(
    files: AsyncIterator[ClaimFile], write: Write, publisher: str | None, scale: claimreview.Scale
) -> Exported:
    exported = Exported()
    async for file in files:
        review = claimreview.claim_review(file, publisher, scale)
        if review is None:
            exported.unruled += 1
            continue
        required, recommended = claimreview.gaps(review)
        exported.drafts += "creativeWorkStatus" in review
        if required or recommended:
            exported.gaps.append(ReviewGaps(file.claim.number, tuple(required), tuple(recommended)))
        del review["@context"]
        write(",\n" if exported.claims else f'{{"@context": "{claimreview.CONTEXT}", "@graph": [\n')
        # Sites put this into a <script> element, which "</script>" would end and "<!--" would change.
        write(json.dumps(review, ensure_ascii=False).replace("<", "\\u003c"))
        exported.claims += 1
    if exported.claims:
        write("\n]}\n")
    return exported
