"""Slots of a yes/no comparison: agent, action, patient, amount, time, place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.answer.comparison.rules.pair import Difference, Pair, find_participant, non_agents
from bot.answer.criteria.frame_agreement import AlignedFrame
from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.bound_numbers import BoundNumber, values_agree
from bot.answer.evidence.dates import DateMention
from bot.answer.evidence.frames import Frame
from bot.model.answers import Slot, SlotComparison
from bot.model.spans import Span
from bot.normalize import WORD, stem

_LONGEST = 40  # characters from a verb to the noun that it carries
_PRONOUNS = frozenset(["he", "she", "they", "it"])


def comparison_slots(pair: Pair, found: Sequence[Difference]) -> tuple[SlotComparison, ...]:
    """Return the filled slots of a yes/no question, in slot order.

    Other questions have none. `found` are the differences of the pair. A slot holds unless it differs; `quoted` is None
    if the sentence leaves it open.
    """
    if not pair.question.is_yes_no:
        return ()
    slots = {difference.slot: pair.compare_slot(difference) for difference in found}
    for line in _lines(pair):
        slots.setdefault(line.slot, line)
    return tuple(slots[slot] for slot in Slot if slot in slots)


def _lines(pair: Pair) -> Iterator[SlotComparison]:
    frame = _main_frame(pair.question.frames)
    if frame is not None:
        yield from _frame_lines(pair, frame)
    yield from _number_lines(pair)
    yield from _date_lines(pair)
    yield from _place_lines(pair)


def _main_frame(frames: Sequence[Frame]) -> Frame | None:
    """Return the frame of the root predicate, else of the highest one."""
    return min(frames, key=lambda frame: (not frame.is_root, frame.depth), default=None)


def _frame_lines(pair: Pair, asked: Frame) -> Iterator[SlotComparison]:
    aligned = next((found for found in pair.same_events if found.asked is asked), None)
    quoted = aligned.quoted if aligned is not None else None
    if asked.agents:
        agent = asked.agents[0]
        yield _line(
            pair, Slot.WHO, (agent.start, agent.end), _participant(pair, agent, quoted.agents if quoted else ())
        )
    yield _line(pair, Slot.ACTION, _predicate(asked), _action(aligned))
    patients = [patient for patient in asked.patients if not patient.head[:1].isdigit()]
    if patients:
        patient = patients[0]
        place = _participant(pair, patient, non_agents(quoted) if quoted else ())
        yield _line(pair, Slot.WHOM, (patient.start, patient.end), place)


def _line(pair: Pair, slot: Slot, asked: tuple[int, int], quoted: tuple[int, int] | None) -> SlotComparison:
    text = pair.sentence.text[quoted[0] : quoted[1]] if quoted is not None else None
    return SlotComparison(slot, pair.asked_phrase(*asked), text, holds=True)


def _participant(pair: Pair, asked: Argument, quoted: Sequence[Argument]) -> tuple[int, int] | None:
    """Return the range of the same participant: by role, name, or pronoun."""
    if participant := find_participant(asked, quoted):
        return participant.start, participant.end
    if run := _run(pair, asked.stems):
        return run
    pronoun = next((argument for argument in quoted if argument.head in _PRONOUNS), None)
    return (pronoun.start, pronoun.end) if pronoun is not None and pair.occurs_nearby(asked.stems) else None


def _run(pair: Pair, stems: frozenset[str]) -> tuple[int, int] | None:
    """Return the first run of the sentence's words with these stems."""
    start = end = -1
    for match in WORD.finditer(pair.sentence.text):
        if stem(match[0]) in stems:
            start, end = (match.start() if start < 0 else start), match.end()
        elif start >= 0:
            break
    return (start, end) if start >= 0 else None


def _action(aligned: AlignedFrame | None) -> tuple[int, int] | None:
    return _predicate(aligned.quoted) if aligned is not None else None


def _predicate(frame: Frame) -> tuple[int, int]:
    """Return the range of a predicate with its noun: "made a statement"."""
    head = frame.head
    if head is None:
        return frame.start, frame.end
    if 0 <= head.end - frame.start <= _LONGEST:
        return frame.start, max(frame.end, head.end)
    return head.start, head.end


def _number_lines(pair: Pair) -> Iterator[SlotComparison]:
    for asked in pair.question.numbers:
        if asked.is_year or any(date.span.overlaps(asked.span) for date in pair.question.dates):
            continue
        quoted = next((number for number in pair.sentence.numbers if _same_number(asked, number)), None)
        place = _with_noun(pair.sentence.text, quoted) if quoted is not None else None
        yield _line(pair, Slot.HOW_MUCH, _with_noun(pair.question.statement, asked), place)


def _same_number(asked: BoundNumber, quoted: BoundNumber) -> bool:
    return values_agree(asked, quoted) and asked.unit == quoted.unit


def _with_noun(text: str, number: BoundNumber) -> tuple[int, int]:
    """Return the range of a number with sign and noun: "12 ferries"."""
    start, end = number.span.start, number.span.end
    if number.unit not in {"", "percent", "year", "ordinal"}:
        start -= 1
    if number.unit == "percent" and text[end : end + 1] == "%":
        return start, end + 1
    following = WORD.match(text, end + 1)
    if following and (stem(following[0]) in number.nouns or number.unit == "percent"):
        end = following.end()
    return start, end


def _date_lines(pair: Pair) -> Iterator[SlotComparison]:
    for asked in pair.question.dates:
        quoted = next((date for date in pair.sentence.dates if _same_date(asked, date)), None)
        yield _line(pair, Slot.WHEN, _ends(asked.span), _ends(quoted.span) if quoted else None)
    for year in pair.question.numbers:
        if year.is_year:
            years = (number for number in pair.sentence.numbers if number.is_year)
            quoted_year = next((number for number in years if number.value == year.value), None)
            yield _line(pair, Slot.WHEN, _ends(year.span), _ends(quoted_year.span) if quoted_year else None)


def _same_date(asked: DateMention, quoted: DateMention) -> bool:
    """Check two dates for one month or weekday, without a conflict."""
    alike = asked.month == quoted.month and asked.weekday == quoted.weekday
    return alike and not asked.conflicts_with(quoted)


def _place_lines(pair: Pair) -> Iterator[SlotComparison]:
    for asked in pair.question.places:
        yield _line(pair, Slot.WHERE, _ends(asked.span), _run(pair, asked.stems))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end
