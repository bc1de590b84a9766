"""Column names of other tools' spreadsheets -> the import's columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.desk.interchange.import_row import COLUMNS, MORE_COLUMNS
from bot.errors import UserError

EVERY_COLUMN = (*COLUMNS, *MORE_COLUMNS)
# Names by column, the most telling first: of Google Sheets and plain spreadsheets, of Meedan Check's exports ("Item
# page URL", "Report Published at"), of ClaimsKG ("claimReview_claimReviewed", "truthRating") and of schema.org.
_ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("claim id", "identifier", "fact check id"),
    "claim": (
        *("claim text", "claimreview claimreviewed", "claim reviewed", "claimreviewed", "claim title", "statement"),
        *("quote", "text", "claim description", "what is claimed", "claim to check"),
    ),
    "title": ("headline", "extra title", "fact check title", "fact check headline", "review title", "article title"),
    "rating": (
        *("verdict", "rating alternatename", "truth rating", "textual rating", "ratingname", "rating name", "label"),
        *("conclusion", "credibility", "truthrating"),
    ),
    "url": (
        *("claimreview url", "fact check url", "fact check link", "review url", "sourceurl", "source url", "link"),
        *("item page url", "permalink", "published url"),
    ),
    "published": (
        *("claimreview datepublished", "datepublished", "date published", "publication date", "published at"),
        *("report published at", "review date", "reviewdate", "fact check date", "published on", "date"),
    ),
    "author": (
        *("claimreview author name", "publisher", "fact checker", "factchecker", "checked by", "reviewer", "outlet"),
        *("organization", "organisation"),
    ),
    "explanation": ("summary", "extra body", "reviewbody", "review body", "reason", "fact check summary", "body"),
    "tags": ("keywords", "topics", "topic", "extra tags", "categories", "category"),
    "rating_value": ("rating ratingvalue", "ratingvalue", "numeric rating", "score"),
    "worst_rating": ("rating worstrating", "worstrating"),
    "best_rating": ("rating bestrating", "bestrating"),
    "claimant": (
        *("creativework author name", "claimed by", "said by", "speaker", "who said it", "claim author"),
        *("claim source", "person"),
    ),
    "claimant_url": ("creativework author sameas",),
    "claimed": (
        *("creativework datepublished", "claimed on", "claim date", "claimdate", "date of claim", "date claimed"),
        *("said on", "social media posted at"),
    ),
    "appearances": (
        *("appearance", "claim url", "claim link", "post url", "original url", "appeared at", "where it appeared"),
        *("claim appearances", "link to claim"),
    ),
    "language": ("claim language", "extra lang", "lang", "language code", "inlanguage"),
}
_BETWEEN_WORDS = re.compile(r"[\s_.\-/?:]+")
_REMARK = re.compile(r"\([^()]{0,100}\)\Z")
# Meedan Check's export of media calls the rating "Status". Elsewhere that tells how far the work is: no verdict.
_CHECK_MEDIA = frozenset({"claim", "item page url", "status"})
# Meedan Check's export of fact-checks calls the claim "Title", and has a report's status instead of a rating.
_CHECK_FACT_CHECKS = frozenset({"title", "summary", "report status"})


def columns(header: Sequence[str], chosen: Mapping[str, str]) -> list[str]:
    """Return the import's column for each name of a header, "" for names of none.

    `chosen` says which name stands for a column: {"claim": "Title"}. It goes before the names that are known. Raises
    UserError for a column or a name that is not there.
    """
    names = [_folded(name) for name in header]
    found = [""] * len(names)
    for column, name in chosen.items():
        found[_chosen_place(column, name, names, header)] = column
    if set(names) >= _CHECK_FACT_CHECKS and "claim" not in found and not {"claim", *_ALIASES["claim"]} & set(names):
        found[names.index("title")] = "claim"
    if set(names) >= _CHECK_MEDIA and "rating" not in found and not found[names.index("status")]:
        found[names.index("status")] = "rating"
    for column in EVERY_COLUMN:
        if column not in found and (place := _place(column, names, found)) is not None:
            found[place] = column
    return found


def _place(column: str, names: Sequence[str], found: Sequence[str]) -> int | None:
    """Return the place of a column's best name among those still free."""
    for name in (_folded(column), *_ALIASES.get(column, ())):
        for at, known in enumerate(names):
            if known == name and not found[at]:
                return at
    return None


def parse_choices(text: str) -> dict[str, str]:
    """Return the columns chosen by "claim=Title, url=Link". Raises UserError."""
    chosen: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        column, separator, name = (side.strip() for side in part.partition("="))
        column = column.casefold().replace(" ", "_")
        if not separator or not name or column not in EVERY_COLUMN:
            raise UserError(
                f"“{part[:60]}” names no column. Write claim=Title, with one of {', '.join(EVERY_COLUMN)} before the =."
            )
        chosen[column] = name
    return chosen


def _chosen_place(column: str, name: str, names: Sequence[str], header: Sequence[str]) -> int:
    if _folded(name) not in names:
        shown = ", ".join(filter(None, header))[:200] or "nothing"
        raise UserError(f"There is no column “{name[:60]}” for {column}. The first line has: {shown}.")
    return names.index(_folded(name))


def _folded(name: str) -> str:
    """Return a column's name for comparison: "Claim_Text (as posted)" -> "claim text"."""
    folded = _BETWEEN_WORDS.sub(" ", name.casefold()).strip()
    return _REMARK.sub("", folded).strip() or folded
