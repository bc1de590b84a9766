"""Wording of a quote check: fixed forms around counts and names."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.unread_parts import unread_note
from bot.quotecheck.model import MatchLevel, Op, QuoteCheckResult, QuoteMatch, Salience

_OPERATIONS = {Op.REPLACE: "changed", Op.INSERT: "added", Op.DELETE: "left out"}
_SALIENT = ((Salience.NEGATION, "a negation"), (Salience.NUMBER, "a number"))
NEAREST = "Only this part of it is in an article:"


def headline(check: QuoteCheckResult) -> str:
    """Return the verdict in one sentence."""
    documents = len({match.location.document for match in check.matches})
    match check.level:
        case MatchLevel.VERBATIM:
            where = "1 article" if documents == 1 else f"{documents:,} articles"
            return f"Word for word in {'at least ' if check.not_compared else ''}{where}"
        case MatchLevel.ALTERED:
            return "Altered: " + _count_changes(check.matches[0])
        case MatchLevel.SPLICED:
            where = "one article" if documents == 1 else f"{documents:,} articles"
            return f"Spliced: put together from {len(check.matches):,} places in {where}"
        case _:
            if check.unanswered:
                return "Not in what could be searched of the articles"
            return "Not in what could be read of the articles" if check.read_in_part else "Not in the articles"


def notes(check: QuoteCheckResult) -> Iterator[str]:
    """Yield the notes below the verdict."""
    if check.unanswered:
        yield check.unanswered
    if check.reason:
        yield check.reason
    elif check.level is MatchLevel.NOT_FOUND:
        article = "No searched article" if check.unanswered else "No article"
        note = f"{article} has the whole text." if check.nearest else f"{article} has these words or similar ones."
        yield note + _searched_words(check)
        if check.read_in_part:
            yield unread_note(check.read_in_part)
    if check.not_compared:
        yield _not_compared(check)
    if check.said_by_another:
        sources = [match.finding.attribution.source for match in check.matches if match.finding.attribution]
        source = next(filter(None, sources), None)
        yield f"Said by another: not {check.speaker}, but {source}." if source else f"Not said by {check.speaker}."
    elif check.speaker and check.said_by_another is None and check.matches:
        yield f"The articles don't make clear whether {check.speaker} says it."
    elif check.speaker and check.matches:
        yield f"The articles attribute it to {check.speaker}."
    yield from filter(None, map(respelling_note, check.matches[:1]))
    omitted = sum(len(match.location.omitted) for match in check.matches[:1])
    if omitted:
        yield "The ellipsis omits words; the original is shown with them."


def respelling_note(match: QuoteMatch) -> str | None:
    """Return the sentence on numbers that the article writes in another form, or None."""
    forms = dict.fromkeys(change.original for change in match.location.respelled)
    return f"Written {' and '.join(f'“{form}”' for form in forms)} in the article." if forms else None


def _not_compared(check: QuoteCheckResult) -> str:
    articles = "1 more article has" if check.not_compared == 1 else f"{check.not_compared:,} more articles have"
    words = "all words of the original" if check.level is MatchLevel.ALTERED else "all of its words"
    return f"Up to {articles} {words}, perhaps in another order; they were not compared."


def _count_changes(match: QuoteMatch) -> str:
    """Return the numbers of changed, added and omitted words, and salient kinds.

    "2 words changed, 1 added, a number among them"
    """
    changes = match.location.changes
    counts = {operation: sum(change.op is op for change in changes) for op, operation in _OPERATIONS.items()}
    (operation, count), *others = [(operation, count) for operation, count in counts.items() if count]
    phrases = [f"{count} word{'' if count == 1 else 's'} {operation}"]
    phrases += [f"{count} {operation}" for operation, count in others]
    salient = [noun for salience, noun in _SALIENT if salience in {change.salience for change in changes}]
    return ", ".join(phrases) + (f", {' and '.join(salient)} among them" if salient else "")


def _searched_words(check: QuoteCheckResult) -> str:
    if not check.searched:
        return ""
    return " Searched for " + ", ".join(f"“{word}”" for word in check.searched[:6]) + " and the words around them."
