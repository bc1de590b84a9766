"""What a quote check says in words: fixed forms around counts and the names that documents give."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.unread_parts import unread_note
from bot.quotecheck.model import MatchLevel, Op, QuoteCheckResult, QuoteMatch, Salience

NEAREST = "Only this part of it stands in an article:"


def headline(check: QuoteCheckResult) -> str:
    """Return the verdict in a sentence."""
    documents = len({match.place.document for match in check.matches})
    match check.level:
        case MatchLevel.VERBATIM:
            where = "in 1 article" if documents == 1 else f"in {documents:,} articles"
            return f"Word for word {where}"
        case MatchLevel.ALTERED:
            return "Altered: " + _counted(check.matches[0])
        case MatchLevel.SPLICED:
            where = "one article" if documents == 1 else f"{documents:,} articles"
            return f"Spliced: put together from {len(check.matches):,} places in {where}"
        case _:
            return "Not in what could be read of the articles" if check.read_in_part else "Not in the articles"


def notes(check: QuoteCheckResult) -> Iterator[str]:
    """Yield what has to be known beside the verdict."""
    if check.reason:
        yield check.reason
    elif check.level is MatchLevel.NOT_FOUND:
        told = "No article has all of this." if check.nearest else "No article has these words, or words close to them."
        yield told + _looked_for(check)
        if check.read_in_part:
            yield unread_note(check.read_in_part)
    if check.said_by_another:
        others = [m.finding.attribution.source for m in check.matches if m.finding.attribution]
        named = next(filter(None, others), None)
        yield f"Said by another: not {check.speaker}, but {named}." if named else f"Not said by {check.speaker}."
    elif check.speaker and check.said_by_another is None and check.matches:
        yield f"Whether {check.speaker} says it is not clear from the articles."
    elif check.speaker and check.matches:
        yield f"It is {check.speaker} who says it."
    omitted = sum(len(match.place.omitted) for match in check.matches[:1])
    if omitted:
        yield "The ellipsis leaves words out; the original is shown with them."


def _counted(match: QuoteMatch) -> str:
    """Return how many words were changed, added and left out, and what of it is loud."""
    changes = match.place.changes
    told = {Op.REPLACE: "changed", Op.INSERT: "added", Op.DELETE: "left out"}
    counts = [(sum(change.op is op for change in changes), said) for op, said in told.items()]
    parts = [f"{count} {said}" for count, said in counts if count]
    number, rest = parts[0].split(" ", 1)
    parts[0] = f"{number} word{'' if number == '1' else 's'} {rest}"
    loud = {change.loud for change in changes}
    turned = [said for kind, said in ((Salience.NEGATION, "a negation"), (Salience.NUMBER, "a number")) if kind in loud]
    return ", ".join(parts) + (f", {' and '.join(turned)} among them" if turned else "")


def _looked_for(check: QuoteCheckResult) -> str:
    if not check.searched:
        return ""
    return " Looked for: " + ", ".join(f"“{word}”" for word in check.searched[:6]) + ", and what stands around them."
