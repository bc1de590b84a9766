"""Questions that ask after what was published at a time: "what did Newsweek report in June", "articles since 2024"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.errors import UserError
from bot.model.search import SearchFilter
from bot.search.date_ranges import period

_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_AGO = r"(?:last|this) (?:week|month|year)|yesterday|today"
_TIME = rf"\d{{4}}-\d\d(?:-\d\d)?|(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}},)?(?: \d{{4}})?|(?:19|20)\d\d|{_AGO}"
# Only right behind a word of publishing does a time tell when that was done; elsewhere it may belong to the event.
_PUBLISHED = re.compile(
    r"\b(?P<told>(?:report|publish|write|cover)(?:ed|s|es)?|wrote|articles?|stories)"
    rf"(?P<when> (?:(?P<how>in|on|during|since|after|before|until|from) (?P<time>{_TIME})|(?P<ago>{_AGO}))\b)",
    re.IGNORECASE,
)


def dated(question: str, narrowing: SearchFilter, today: date) -> tuple[str, SearchFilter]:
    """Return the question without the time of publication that it names, and the limits with it.

    Where other days were chosen beside the question, those stay, and the question with them.
    """
    found = _PUBLISHED.search(question)
    if not found:
        return question, narrowing
    try:
        first, last = period(found["time"] or found["ago"], today)
    except UserError:
        return question, narrowing
    how = (found["how"] or "in").lower()
    limited = replace(
        narrowing,
        since=first if how in {"in", "on", "during", "since", "from"} else last if how == "after" else None,
        until=last if how in {"in", "on", "during", "until"} else first if how == "before" else None,
    )
    if (narrowing.since or narrowing.until) and limited != narrowing:
        return question, narrowing
    return question[: found.start("when")] + question[found.end("when") :], limited
