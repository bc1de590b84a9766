"""Other times: dates, years, "yesterday", "before", and past, present or future."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.answer.evidence.quantities_with_units import YEAR
from bot.desk.similarity.alignment import AlignmentReason
from bot.desk.similarity.comparison import ClaimComparison, ClaimDifference, DifferenceKind
from bot.desk.similarity.languages.word_lists import Category
from bot.desk.similarity.reading import ClaimReading, ClaimToken

_PAST, _PRESENT, _FUTURE = "past", "present", "future"
_BE = {"is": _PRESENT, "are": _PRESENT, "am": _PRESENT, "was": _PAST, "were": _PAST}
_HAVE = {"has": _PRESENT, "have": _PRESENT, "had": _PAST}
_DO = {"do": _PRESENT, "does": _PRESENT, "did": _PAST}
_AUXILIARIES = _BE | {
    "has": _PAST, "have": _PAST, "had": _PAST, "did": _PAST, "do": _PRESENT, "does": _PRESENT,
    "will": _FUTURE, "going": _FUTURE,
}  # fmt: skip
_TIMELESS = frozenset({"to", "can", "could", "may", "might", "would", "should", "must", "be", "been", "being"})
_SAME_VERB = frozenset({AlignmentReason.EQUAL, AlignmentReason.INFLECTED})
_UNCHANGED_TEXT = "burst cast cost cut hit hurt let put quit read rid set shed shut split spread upset"
_UNCHANGED = frozenset(_UNCHANGED_TEXT.split())
_FURTHEST = 3  # tokens from an auxiliary to its verb


def time(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the dates and words of time left over."""
    ours = [token for token in comparison.left_ours if _is_time(comparison.ours, token)]
    theirs = [token for token in comparison.left_theirs if _is_time(comparison.theirs, token)]
    if ours or theirs:
        yield comparison.difference(DifferenceKind.TIME, *comparison.with_partner(ours, theirs))


def tense(comparison: ClaimComparison) -> Iterator[ClaimDifference]:
    """Yield the first English verb in another tense or aspect: "pays", "paid", "paying"."""
    if not comparison.is_english:
        return
    for pair in comparison.alignment.pairs:
        if pair.reason not in _SAME_VERB:
            continue
        ours, theirs = (
            reading.content[places[0]]
            for reading, places in ((comparison.ours, pair.ours), (comparison.theirs, pair.theirs))
        )
        tenses = _tense(comparison.ours, ours), _tense(comparison.theirs, theirs)
        is_other_form = ours.folded.endswith("ing") != theirs.folded.endswith("ing")
        is_other_tense = _is_unchanged_past(ours, theirs) or (_differ(*tenses) and _is_verb(comparison, ours, theirs))
        if ours.is_word and theirs.is_word and (is_other_tense or is_other_form):
            yield comparison.difference(DifferenceKind.TIME, [ours], [theirs])
            return
    for forms in (_BE, _HAVE, _DO):
        ours_found, theirs_found = _found(comparison.ours, forms), _found(comparison.theirs, forms)
        tenses_found = [{forms[token.folded] for token in found} for found in (ours_found, theirs_found)]
        if all(tenses_found) and (
            tenses_found[0].isdisjoint(tenses_found[1]) or _are_exchanged(comparison, ours_found, theirs_found, forms)
        ):
            yield comparison.difference(DifferenceKind.TIME, ours_found[:1], theirs_found[:1])
            return


def _are_exchanged(
    comparison: ClaimComparison, ours: Sequence[ClaimToken], theirs: Sequence[ClaimToken], forms: Mapping[str, str]
) -> bool:
    """Check as many auxiliaries before the same words for another order of tenses: "who was", "who is"."""
    places = [pair.theirs for pair in comparison.alignment.pairs]
    tenses = [[forms[token.folded] for token in found] for found in (ours, theirs)]
    return places == sorted(places) and len(ours) == len(theirs) and tenses[0] != tenses[1]


def _is_time(reading: ClaimReading, token: ClaimToken) -> bool:
    if token.date or (token.quantity and token.quantity.unit == YEAR):
        return True
    return reading.is_in(token, Category.TIME) or reading.is_in(token, Category.FUTURE)


def _is_unchanged_past(ours: ClaimToken, theirs: ClaimToken) -> bool:
    """Check for "cuts" and "cut", which is the past if one subject has both."""
    short, long = sorted((ours.folded, theirs.folded), key=len)
    return short in _UNCHANGED and long == f"{short}s"


def _differ(ours: str, theirs: str) -> bool:
    return bool(ours) and bool(theirs) and ours != theirs


def _is_verb(comparison: ClaimComparison, ours: ClaimToken, theirs: ClaimToken) -> bool:
    relations = comparison.ours.knowledge.relations
    is_name = comparison.ours.is_name(ours) or comparison.theirs.is_name(theirs)
    return not is_name and (relations.is_past(ours.folded) or relations.is_past(theirs.folded))


def _tense(reading: ClaimReading, verb: ClaimToken) -> str:
    """Return the tense of a verb by its auxiliary, else by its form; "" if it has none."""
    at = reading.tokens.index(verb)
    before: Sequence[ClaimToken] = reading.tokens[max(0, at - _FURTHEST) : at]
    for token in reversed(before):
        if token.folded in _TIMELESS:
            continue
        if token.folded in _AUXILIARIES:
            return _AUXILIARIES[token.folded]
    if any(token.folded in _TIMELESS for token in before) or verb.folded.endswith("ing"):
        return ""
    return _PAST if reading.knowledge.relations.is_past(verb.folded) else _PRESENT


def _found(reading: ClaimReading, forms: Mapping[str, str]) -> list[ClaimToken]:
    """Return the auxiliaries of one verb."""
    return [token for token in reading.tokens if token.folded in forms and token.is_light]
