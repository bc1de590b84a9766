"""The level of an item: one function for quotations, for aligned sentences, and for answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.corpus.sentences import sentences
from bot.draftcheck.check_worthiness import is_checkworthy
from bot.draftcheck.differences import ArticlePlace, Deviation, FoundDeviation, deviations, other_names, source_reversed
from bot.draftcheck.misspellings import is_misspelling
from bot.draftcheck.model import FINE, CheckedItem, ItemKind, ItemLevel
from bot.draftcheck.modifiers import Modifier, other_modifier
from bot.draftcheck.person_titles import other_title
from bot.draftcheck.quotations import ComparedItem
from bot.draftcheck.source_words import SourceMatch, compared_words, is_comparable
from bot.draftcheck.voices import exchanged_voice
from bot.model.answers import Answer, AnswerState, Finding, Slot
from bot.model.spans import Span
from bot.normalize import words
from bot.quotecheck.headline import respelling_note
from bot.quotecheck.model import MatchLevel, QuoteCheckResult, QuoteMatch, WordChange

MOST_FINDINGS = 3
_REACH = 300  # characters
_NOT_IN_ARTICLES = "Not in the articles."
_ONLY_IN_ITSELF = "Only in this article itself."
_NO_ARTICLE = "No article says this in similar words."
_OTHERWISE = "The articles report it otherwise; compare the two."
_UNDECIDED = frozenset({ItemLevel.AGREES, ItemLevel.CLOSEST})
_FIGURES = frozenset({Slot.HOW_MUCH, Slot.WHEN, Slot.WHERE})
_TITLE_NOT_GIVEN = "The articles don’t give the title"
_WHO_IS_OPEN = "Who says it was not established."
_NEAREST = "Only a part of it is in an article."
_LEVELS = {
    Deviation.ROLES: ItemLevel.CONTRARY,
    Deviation.NEGATION: ItemLevel.CONTRARY,
    Deviation.ANTONYM: ItemLevel.CONTRARY,
    Deviation.NUMBER: ItemLevel.DIFFERS,
    Deviation.UNIT: ItemLevel.DIFFERS,
    Deviation.THING: ItemLevel.DIFFERS,
    Deviation.DATE: ItemLevel.DIFFERS,
    Deviation.TIME: ItemLevel.DIFFERS,
    Deviation.NAME: ItemLevel.DIFFERS,
    Deviation.TITLE: ItemLevel.DIFFERS,
    Deviation.BOUND: ItemLevel.CLOSEST,
    Deviation.CERTAINTY: ItemLevel.CLOSEST,
    Deviation.RELATION: ItemLevel.CLOSEST,
    Deviation.NEIGHBOUR: ItemLevel.CLOSEST,
    Deviation.WORDING: ItemLevel.CLOSEST,
}
_NOTES = {
    Deviation.ROLES: "The articles report it with the roles reversed.",
    Deviation.NEGATION: "Only one of the two negates it.",
    Deviation.ANTONYM: "The articles say the opposite",
    Deviation.NUMBER: "The articles give another figure",
    Deviation.UNIT: "The articles give another unit",
    Deviation.THING: "The articles count something else",
    Deviation.DATE: "The articles give another date",
    Deviation.TIME: "The articles give another time of day",
    Deviation.NAME: "The articles give another name",
    Deviation.TITLE: "The articles give another title",
    Deviation.BOUND: "The articles bound the figure otherwise",
    Deviation.CERTAINTY: "The articles are less certain",
    Deviation.RELATION: "The articles relate it otherwise",
    Deviation.NEIGHBOUR: "The article says it of another, or doesn’t say of whom; compare them",
    Deviation.WORDING: "Worded otherwise in the articles; compare them.",
}


_BY_MODIFIER = {
    Modifier.NEGATION: Deviation.NEGATION,
    Modifier.TIME: Deviation.TIME,
    Modifier.BOUND: Deviation.BOUND,
    Modifier.CERTAINTY: Deviation.CERTAINTY,
    Modifier.RELATION: Deviation.RELATION,
}


def article_place(text: str, place: Span, source_changes: tuple[WordChange, ...]) -> ArticlePlace:
    """Return the sentences over `place`, and three hundred characters around it."""
    nearby = Span(max(place.start - _REACH, 0), min(place.end + _REACH, len(text)))
    over = [span for span in sentences(text, _block(text, nearby)) if span.overlaps(place)]
    sentence = Span(over[0].start, over[-1].end).of(text) if over else place.of(text)
    start = over[0].start if over else place.start
    return ArticlePlace(sentence, nearby.of(text), text, source_changes, start)


def _block(text: str, nearby: Span) -> Span:
    """Return the text between the line ends around `nearby`."""
    start, end = text.rfind("\n", 0, nearby.start) + 1, text.find("\n", nearby.end)
    return Span(start, end if end >= 0 else len(text))


def quotation_level(
    compared: ComparedItem, check: QuoteCheckResult, source: SourceMatch | None = None, article: str = ""
) -> CheckedItem:
    """Return a quotation as the quote check found it, and whether another says it.

    `source` tells whether the articles have it from the draft's source, None if the draft names none.
    """
    matches = check.matches
    changes = matches[0].location.changes if check.level is MatchLevel.ALTERED and matches else ()
    found = _findings([*matches, *([check.nearest] if check.nearest else [])])
    level = ItemLevel(check.level.value)
    note = respelling_note(matches[0]) if matches else None
    if check.level is MatchLevel.NOT_FOUND:
        note = check.reason or (_NEAREST if check.nearest else _NOT_IN_ARTICLES)
    elif is_said_by_another(compared, check):
        note = other_speaker_note(compared, matches)
        level = ItemLevel.OTHER_SPEAKER if check.level is MatchLevel.VERBATIM else level
    checked = CheckedItem(compared.item, level, changes, found, note=note)
    if level is ItemLevel.VERBATIM:
        checked = _with_title(checked, compared.item.speaker or "", article)
        checked = _with_source(compared, checked, check, source)
    return checked


def statement_level(
    compared: ComparedItem, check: QuoteCheckResult, place: ArticlePlace, source: SourceMatch | None = None
) -> CheckedItem:
    """Return a sentence as its alignment with an article shows it; `source` as in `quotation_level`."""
    checked = _with_modifiers(_with_roles(_statement_level(compared, check, place), place), place)
    checked = _with_title(checked, compared.item.text, place.article)
    return _with_source(compared, checked, check, source)


def _statement_level(compared: ComparedItem, check: QuoteCheckResult, place: ArticlePlace) -> CheckedItem:
    match = check.matches[0] if check.matches else None
    if match is None or check.level in {MatchLevel.NOT_FOUND, MatchLevel.SPLICED}:
        return not_found(compared, check)
    found = _findings(check.matches)
    if check.level is MatchLevel.VERBATIM:
        return _with_speaker(compared, CheckedItem(compared.item, ItemLevel.AGREES, (), found), check, place)
    stated = [change for change in match.location.changes if _is_stated(compared, change)]
    deviating = deviations(compared.compared, stated, place)
    level = _LEVELS[deviating[0].deviation] if deviating else ItemLevel.AGREES
    note = deviation_note(deviating[0]) if deviating else None
    changes = tuple(stated) if deviating else ()
    return _with_speaker(compared, CheckedItem(compared.item, level, changes, found, note=note), check, place)


def worded_otherwise(checked: CheckedItem) -> CheckedItem:
    """Return a sentence of mostly the same words in another order: it may be the same, and a person has to compare."""
    if checked.level is not ItemLevel.AGREES:
        return checked
    return replace(checked, level=ItemLevel.CLOSEST, note=_NOTES[Deviation.WORDING])


def not_found(compared: ComparedItem, check: QuoteCheckResult) -> CheckedItem:
    """Return a sentence that no article has in similar words."""
    nearest = _findings([check.nearest] if check.nearest else [])
    is_worthy = compared.item.kind is not ItemKind.STATEMENT or is_checkworthy(compared.item.text)
    note = check.reason or _NO_ARTICLE
    return CheckedItem(compared.item, ItemLevel.NOT_FOUND, (), nearest, note=note, is_checkworthy=is_worthy)


def only_in_itself(checked: CheckedItem) -> CheckedItem:
    """Return an item of a draft that is an indexed article: what no other article has is no alarm."""
    if checked.level is not ItemLevel.NOT_FOUND:
        return checked
    return replace(checked, note=_ONLY_IN_ITSELF, is_checkworthy=False)


def is_said_by_another(compared: ComparedItem, check: QuoteCheckResult) -> bool:
    """Return True if only others say it; a misspelt name is no other."""
    speaker = compared.named_speaker
    if not check.said_by_another or speaker is None:
        return False
    sources = [match.finding.attribution.source for match in check.matches if match.finding.attribution]
    return not any(is_misspelling(speaker, source) for source in sources if source)


def answer_level(checked: CheckedItem, answer: Answer) -> CheckedItem:
    """Return a sentence that no alignment found, as the answer engine compares it.

    It agrees only if every slot of the comparison holds. An answer says nothing of words that are less certain in an
    article, so what came close by its words stays so.
    """
    if answer.state is AnswerState.ANSWERED and checked.level is ItemLevel.NOT_FOUND:
        holds = bool(answer.comparison) and all(slot.holds for slot in answer.comparison)
        level, note = (ItemLevel.AGREES, None) if holds else (ItemLevel.CLOSEST, _NOTES[Deviation.WORDING])
        found = answer.findings
        if holds and not _names_source(checked.item.speaker, found):
            return replace(
                _open(replace(checked, level=level, note=None), _WHO_IS_OPEN), findings=found[:MOST_FINDINGS]
            )
    elif answer.state is AnswerState.CONTRARY:
        differing = {slot.slot for slot in answer.comparison if not slot.holds}
        if differing == {Slot.HOW_MUCH} and (checked.note or "").startswith(_NOTES[Deviation.BOUND]):
            return checked  # the engine reads no bounds of a quote
        level, note = (ItemLevel.DIFFERS, _OTHERWISE) if differing <= _FIGURES else (ItemLevel.CONTRARY, _OTHERWISE)
        found = answer.contrary
    else:
        return checked
    return replace(checked, level=level, note=note, findings=found[:MOST_FINDINGS], comparison=answer.comparison)


def _names_source(speaker: str | None, findings: Sequence[Finding]) -> bool:
    """Return True if an answer's first quote has the draft's source, or the draft names none."""
    if speaker is None or not is_comparable(speaker):
        return True
    found = [finding.attribution for finding in findings[:1] if finding.attribution]
    forms = [form for it in found for form in (it.source, *(link.name for link in it.chain)) if form]
    return compared_words(speaker, forms) is SourceMatch.SAME


def other_speaker_note(compared: ComparedItem, matches: Sequence[QuoteMatch]) -> str:
    """Return the sentence on who says it, by the articles."""
    sources = (match.finding.attribution.source for match in matches if match.finding.attribution)
    source = next(filter(None, sources), None)
    speaker = compared.named_speaker or compared.item.speaker
    return f"Said by another: not {speaker}, but {source}." if source else f"Not said by {speaker}."


def deviation_note(found: FoundDeviation) -> str:
    """Return the sentence on a deviation, with the words of the article and of the draft."""
    sentence = _NOTES[found.deviation]
    if sentence.endswith("."):
        return sentence
    if found.original and found.typed:
        return f"{sentence}: “{found.original}”, not “{found.typed}”."
    return f"{sentence}: “{found.original}”." if found.original else f"{sentence}: none there is “{found.typed}”."


def _with_speaker(
    compared: ComparedItem, checked: CheckedItem, check: QuoteCheckResult, place: ArticlePlace
) -> CheckedItem:
    """Return the item with another speaker, if nothing else is wrong with it."""
    if checked.level not in _UNDECIDED:
        return checked
    named = [change for change in place.source_changes if not _is_stated(compared, change)]
    if turned := source_reversed(compared.item.text, named, place):
        note = deviation_note(turned)
        return replace(checked, level=_LEVELS[turned.deviation], changes=tuple(named), note=note)
    if is_said_by_another(compared, check):
        note = other_speaker_note(compared, check.matches)
        return replace(checked, level=ItemLevel.OTHER_SPEAKER, note=note)
    if renamed := other_names(compared.item.text, named, place):
        note = f"Said by another: not {renamed[0].typed}, but {renamed[0].original}."
        return replace(checked, level=ItemLevel.OTHER_SPEAKER, changes=tuple(named), note=note)
    return checked


def _with_roles(checked: CheckedItem, place: ArticlePlace) -> CheckedItem:
    """Return the item as contrary if a passive exchanges who did it and to whom."""
    if checked.level not in _UNDECIDED or (found := exchanged_voice(checked.item.text, place.sentence)) is None:
        return checked
    note = f"{_NOTES[Deviation.ROLES][:-1]}: “{found.original}”, not “{found.typed}”."
    return replace(checked, level=ItemLevel.CONTRARY, note=note)


def _with_modifiers(checked: CheckedItem, place: ArticlePlace) -> CheckedItem:
    """Return the item with a small word that turns or limits what it says, and that one of the two has not."""
    if checked.level not in _UNDECIDED or (found := other_modifier(checked.item.text, place.sentence)) is None:
        return checked
    level = _LEVELS[_BY_MODIFIER[found.modifier]]
    if level is checked.level:
        return checked
    note = deviation_note(FoundDeviation(_BY_MODIFIER[found.modifier], found.typed, found.original))
    return replace(checked, level=level, note=note)


def _with_title(checked: CheckedItem, typed: str, article: str) -> CheckedItem:
    """Return the item with a person's title that the article doesn't give, if nothing worse is wrong with it."""
    if checked.level not in {*_UNDECIDED, ItemLevel.VERBATIM} or (found := other_title(typed, article)) is None:
        return checked
    if found.original:
        note = deviation_note(FoundDeviation(Deviation.TITLE, found.typed, found.original))
        return replace(checked, level=_LEVELS[Deviation.TITLE], note=note)
    return _open(checked, f"{_TITLE_NOT_GIVEN} “{found.typed}”.")


def _with_source(
    compared: ComparedItem, checked: CheckedItem, check: QuoteCheckResult, source: SourceMatch | None
) -> CheckedItem:
    """Return the item as another's, or as open, if the articles don't have it from the draft's source."""
    if checked.level not in {*_UNDECIDED, ItemLevel.VERBATIM}:
        return checked
    if source is SourceMatch.OTHER:
        return replace(checked, level=ItemLevel.OTHER_SPEAKER, note=other_speaker_note(compared, check.matches))
    if source is not SourceMatch.OPEN:
        return checked
    name = compared.named_speaker
    note = f"The articles don't make clear whether {name} says it." if name else _WHO_IS_OPEN
    return _open(checked, note)


def _open(checked: CheckedItem, note: str) -> CheckedItem:
    """Return an item for a person to compare; what was open before stays in its note."""
    is_found = checked.level in FINE or checked.has_found_words
    return replace(checked, level=ItemLevel.CLOSEST, note=checked.note or note, has_found_words=is_found)


def _is_stated(compared: ComparedItem, change: WordChange) -> bool:
    """Return False for a word of the source or its verb, which other functions compare."""
    return not change.typed or bool(words(change.typed_span.of(compared.compared)))


def _findings(matches: Sequence[QuoteMatch]) -> tuple[Finding, ...]:
    return tuple(match.finding for match in matches[:MOST_FINDINGS])
