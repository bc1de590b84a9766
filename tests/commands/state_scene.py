"""Answers in all four states over the sample articles, for pictures."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.answer.evidence.units import split_units
from bot.answer.presentation import headlines
from bot.answer.presentation.findings import attributed, section
from bot.answer.presentation.table_cells import table_cells
from bot.app import App
from bot.model.answers import Answer, AnswerPart, AnswerState, Correction, Finding, Slot, SlotComparison
from bot.model.attribution import Attribution
from bot.model.documents import Document
from bot.model.spans import Quote, Span
from bot.quotecheck.speakers import attribution_at

IN_DOCS = {"answer", "answer-mobile", "closest", "contrary", "yes_no", "two_parts"}

ROW = "Parachute insertion | 4 weeks | Ryazan airborne school, Russia"
CITY = "City combat | 6 weeks | Training ground near Vladivostok"
PROMISE = "Russia has secretly promised"
DUE = "several hundred members"
SOURCE = "A source in Ukraine's military intelligence"
CAMPBELL = "Kurt Campbell, the US Deputy"
KNOW_HOW = "Campbell spoke of know-how"
HELP = "the help is no longer limited"
EXERCISES = "Putin said on 10 September"
CREWS = "are to be trained by Russians"
OFFENSIVE = "offensive options against Taiwan"


@dataclass
class StateScene:
    """The sample articles with their attributions."""

    documents: list[Document]
    attributions: dict[str, list[Attribution]]

    def finding(self, part: str, *highlights: str) -> Finding:
        """Return the sentence or row around `part`, with highlights and source."""
        for document in self.documents:
            at = document.text.find(part)
            if at >= 0:
                return _finding(document, self.attributions[document.id], Span(at, at + len(part)), highlights)
        raise LookupError(part)


async def newsroom(app: App) -> StateScene:
    """Return the articles of an app with their attributions."""
    references = await app.documents.page(0, 100)
    documents = list((await app.documents.get([reference.id for reference in references])).values())
    known = await app.attributions.get_or_compute(documents, {}, timeout_s=None, whole=True)
    return StateScene(documents, {id_: list(found) for id_, found in known.by_document.items()})


def answers(room: StateScene) -> dict[str, Answer]:
    """Return one answer of each kind, by name."""
    return {
        "answer": _answered(room),
        "yes_no": _yes_no(room),
        "contrary": _contrary(room),
        "closest": _closest(room),
        "nothing": _answer(
            "what did Biden say about the Ryazn training?",
            AnswerState.NOTHING,
            headlines.nothing_headline(["Biden"]),
            corrections=(Correction("Ryazn", "Ryazan"),),
        ),
        "two_parts": _two_parts(room),
        "sides": _sides(room),
        "follow_up": _follow_up(room),
    }


async def cards(app: App) -> AsyncIterator[tuple[str, Answer]]:
    """Yield the answers with their names."""
    for name, answer in answers(await newsroom(app)).items():
        yield name, answer


def _answered(room: StateScene) -> Answer:
    findings = (
        room.finding(ROW, "Ryazan"),
        room.finding(PROMISE, "prepare Chinese paratroopers"),
        room.finding(DUE, "be trained in Russia"),
        room.finding(SOURCE, "instructors"),
    )
    return _answer(
        "who reported the Ryazn training?",
        AnswerState.ANSWERED,
        headlines.who_headline(findings),
        findings=findings,
        copyable=headlines.copyable_line(findings[0]),
        corrections=(Correction("Ryazn", "Ryazan"),),
        notes=("The articles do not say whether these are one origin or several: Newsweek; The Bureau.",),
    )


def _yes_no(room: StateScene) -> Answer:
    findings = (room.finding(CAMPBELL, "Moscow pays for it in military technology"), room.finding(KNOW_HOW))
    return _answer(
        "did Moscow pay China in military technology?",
        AnswerState.ANSWERED,
        headlines.who_headline(findings[:1]),
        findings=findings,
        comparison=(
            SlotComparison(Slot.WHO, "Moscow", "Moscow", holds=True),
            SlotComparison(Slot.ACTION, "pay", "pays", holds=True),
            SlotComparison(Slot.WHOM, "China", "China", holds=True),
        ),
        copyable=headlines.copyable_line(findings[0]),
    )


def _contrary(room: StateScene) -> Answer:
    quote = room.finding(ROW, "4 weeks")
    return _answer(
        "is the parachute training in Ryazan 6 weeks long?",
        AnswerState.CONTRARY,
        headlines.contrary_headline(),
        contrary=(quote,),
        comparison=(
            SlotComparison(Slot.ACTION, "parachute training", "Parachute insertion", holds=True),
            SlotComparison(Slot.WHERE, "Ryazan", "Ryazan", holds=True),
            SlotComparison(Slot.HOW_MUCH, "6 weeks", "4 weeks", holds=False),
        ),
    )


def _closest(room: StateScene) -> Answer:
    near = (room.finding(EXERCISES, "exercises"), room.finding(CREWS, "trained"), room.finding(OFFENSIVE, "Taiwan"))
    return _answer(
        "why did Russia agree to train the paratroopers?",
        AnswerState.CLOSEST,
        headlines.closest_headline(),
        near_misses=near,
    )


def _two_parts(room: StateScene) -> Answer:
    where, long = room.finding(CITY, "Training ground near Vladivostok"), room.finding(CITY, "6 weeks")
    parts = (
        AnswerPart(
            "where is the city combat course", AnswerState.ANSWERED, "“Training ground near Vladivostok”", (where,)
        ),
        AnswerPart("how long does it take", AnswerState.ANSWERED, "“6 weeks”", (long,)),
        AnswerPart("what does it cost", AnswerState.NOTHING, headlines.NOTHING_FOR_THIS_PART),
    )
    return _answer(
        "where is the city combat course, how long does it take and what does it cost?",
        AnswerState.ANSWERED,
        headlines.parts_headline(parts),
        findings=(where, long),
        parts=parts,
    )


def _sides(room: StateScene) -> Answer:
    one, other = room.finding(SOURCE, "instructors would explain"), room.finding(DUE, "trained in Russia")
    return _answer(
        "do Newsweek's source and Newsweek agree on the training?",
        AnswerState.ANSWERED,
        "One quote a side",
        findings=(one,),
        parts=(
            AnswerPart("Newsweek's source", AnswerState.ANSWERED, "", (one,)),
            AnswerPart("Newsweek", AnswerState.CLOSEST, headlines.closest_headline(), (), (other,)),
        ),
    )


def _follow_up(room: StateScene) -> Answer:
    finding = room.finding(HELP, "no longer limited to goods with both civilian and military uses")
    return _answer(
        "what did Kurt Campbell say about the goods?",
        AnswerState.ANSWERED,
        headlines.who_headline([finding]),
        findings=(finding,),
        carried_over="“he” is Kurt Campbell",
        copyable=headlines.copyable_line(finding),
    )


def _answer(question: str, state: AnswerState, headline: str, **others: object) -> Answer:
    given = {"documents_searched": 5, "elapsed_ms": 41.0} | others
    return Answer(question, state, headline, **given)  # type: ignore[arg-type]


def _finding(document: Document, attributions: list[Attribution], part: Span, highlights: tuple[str, ...]) -> Finding:
    unit = next(unit for unit in split_units(document).units if unit.span.overlaps(part))
    attribution = attribution_at(attributions, unit.span)
    starts = [document.text.index(text, unit.span.start) for text in highlights]
    lead_in = unit.block.lead_in
    return Finding(
        document.reference,
        Quote(unit.span.of(document.text), unit.span),
        tuple(Span(start, start + len(text)) for start, text in zip(starts, highlights, strict=True)),
        section(document, unit.block),
        attributed(attribution, document) if attribution else None,
        (Quote(lead_in.of(document.text), lead_in),) if lead_in else (),
        ai_generated=unit.block.ai_generated,
        cells=table_cells(document, unit.block),
    )
