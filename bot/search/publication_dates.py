"""Questions that ask after what was published at a time: "what did Newsweek report in June", "articles since 2024"."""

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
    """Return the question without the time of publication that it names, and the limits with it.

    Where other days were chosen beside the question, those stay, and the question with them.
    """
    found = _PUBLISHED.search(question)
    if not found:
        return question, narrowing
    try:
        first, last = parse_period(found["time"] or found["ago"], today)
    except UserError:
        return question, narrowing
    preposition = (found["preposition"] or "in").lower()
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
    return question[: found.start("time_phrase")] + question[found.end("time_phrase") :], limited
