"""Placeholders and gaps of verdict templates: checked, filled from a claim, refused while open.

A placeholder without a value becomes a gap, such as [claimant]; a verdict with a gap is not accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.corpus.dates import date_in_words
from bot.desk import validation
from bot.errors import UserError
from bot.model.claims import Claim

CLAIM, CLAIMANT, DATE, RATING = "claim", "claimant", "date", "rating"
PLACEHOLDERS = (CLAIM, CLAIMANT, DATE, RATING)
RATING_PLACEHOLDER = f"{{{RATING}}}"
_PLACEHOLDER = re.compile(r"\{([^{}\n]{0,60})\}")
_GAP = re.compile(r"\[[^\[\]\n]{1,80}\](?!\()")  # no text of a Markdown link
_MAX_NAMED = 40


def refuse_unknown_placeholders(text: str) -> None:
    """Raise UserError for a word in braces that is no placeholder."""
    for match in _PLACEHOLDER.finditer(text):
        if match[1] not in PLACEHOLDERS:
            *others, last = (f"{{{name}}}" for name in PLACEHOLDERS)
            known = f"{', '.join(others)} or {last}"
            raise UserError(f"“{match[0][:_MAX_NAMED]}” is not a placeholder. Use {known}, or [brackets] for a gap.")


def fill(text: str, claim: Claim) -> str:
    """Return a template's text with the values of a claim.

    {rating} stays: the rating is chosen later. What the claim doesn't say becomes a gap.
    """
    values = {
        CLAIM: claim.text,
        CLAIMANT: claim.provenance.claimant.name if claim.provenance.claimant else "",
        DATE: date_in_words(claim.provenance.claimed or ""),
        RATING: RATING_PLACEHOLDER,
    }
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]) or _gap(match[1]), text)


def complete(text: str, rating: str, templates: Iterable[str]) -> str:
    """Return an explanation with its rating.

    Raises UserError for a gap that is still open: one of a placeholder, or of the text of one of the desk's templates.
    """
    rated = text.replace(RATING_PLACEHOLDER, rating)
    if gaps := open_gaps(rated, templates):
        several = f"The explanation still has {len(gaps)} gaps: {', '.join(gaps)}. Fill them in, or delete them."
        one = f"The explanation still has the gap {gaps[0]}. Fill it in, or delete it."
        raise UserError(several if len(gaps) > 1 else one)
    return rated


def open_gaps(text: str, templates: Iterable[str] = ()) -> list[str]:
    """Return the gaps in a text, in their order, each once.

    >>> open_gaps("It was [claimant] who said [sic]. [why]", ["No: [why]"])
    ['[claimant]', '[why]']
    """
    gaps = {_gap(name) for name in PLACEHOLDERS} | {f"{{{name}}}" for name in PLACEHOLDERS if name != RATING}
    gaps |= {gap for template in templates for gap in _GAP.findall(template)}
    return sorted((gap for gap in gaps if gap in text), key=lambda gap: (text.index(gap), gap))


def checked_text(text: str) -> str:
    """Return a template's text. Raises UserError for an empty or too long one, or an unknown placeholder."""
    clean = validation.template_text(text)
    refuse_unknown_placeholders(clean)
    return clean


def _gap(name: str) -> str:
    return f"[{name}]"
