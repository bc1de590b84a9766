"""Times of publication in questions: "what did Newsweek report in June"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.errors import UserError
from bot.model.search import SearchFilter
from bot.patterns import phrase_pattern
from bot.search.date_ranges import parse_period

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_AGO = r"(?:last|this) (?:week|month|year)|yesterday|today"
_TIME = rf"""
\d{{4}}-\d\d(?:-\d\d)?                              # 2025-06, 2025-06-30
|(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}},)?(?: \d{{4}})?   # 30 June 2025, June 30, 2025
|(?:19|20)\d\d
|{_AGO}
"""
# A time is the time of publication only right behind a verb of publishing; elsewhere it may belong to the event.
_PUBLISHED = phrase_pattern(
    rf"""
    \b(?P<verb>(?:report|publish|write|cover)(?:ed|s|es)?|wrote|articles?|stories)
    (?P<time_phrase>
        \ (?:(?P<preposition>in|on|during|since|after|before|until|from) (?P<time>{_TIME})|(?P<ago>{_AGO}))\b
    )
    """
)


def extract_publication_dates(question: str, narrowing: SearchFilter, today: date) -> tuple[str, SearchFilter]:
    """Return the question without its time of publication, and the filter.

    Days from the search options have precedence: the question stays unchanged.
    """
    match = _PUBLISHED.search(question)
    if not match:
        return question, narrowing
    try:
        first, last = parse_period(match["time"] or match["ago"], today)
    except UserError:
        return question, narrowing
    preposition = (match["preposition"] or "in").lower()
    limited = replace(
        narrowing,
        since=first
        if preposition in {"in", "on", "during", "since", "from"}
        else last
        if preposition == "after"
        else None,
        until=last if preposition in {"in", "on", "during", "until"} else first if preposition == "before" else None,
    )
    if (narrowing.since or narrowing.until) and limited != narrowing:
        return question, narrowing
    return question[: match.start("time_phrase")] + question[match.end("time_phrase") :], limited
