"""What is read from a question: what is asked for, which words count, and whose words are asked for.

One table of invented questions, a kind of wording each; a snapshot holds all that is read from them. After a change on
purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot.answer.evidence.question import QuestionAnalysis
from tests.answer.comparing import analyse

if TYPE_CHECKING:
    from spacy.language import Language

QUESTIONS = """
how many lorries did the ferry carry in May?
how narrow was the vote in Velm?
what percentage of voters backed Lindt?
what was the death toll of the Orla?
when did Mara Lindt resign?
since when is the bridge closed?
what day did the ferry sink?
where was the Orla found?
in which town did Brandt live?
why did the ferry sink?
what caused the crack in the bridge?
who said that the ferry is unsafe?
which minister did Lindt blame?
whose ferry sank?
did Lindt sell the ferry?
so the ferry sank?
is it true that Brandt didn't sell all ferries?
isn't the ferry safe?
has Lindt never denied that the ferry may sink?
how does the lock work?
what did Mara Lindt say about the ferry?
according to Mara Lindt, is the ferry safe?
per Lindt, is the ferry safe?
was it Mara Lindt who said the ferry is safe?
what's Lindt's stance on the ferry?
did the Velm Courier report the loss?
did Lindt tell Brandt that the ferry is safe?
what did the mayor make of it?
ferry Orla 3 May 1998
name the 3 ferries
in which of the two northern cities did Mara Lindt of the Harbour Party sell most of the 40 ferries?
in which of the two very old and far northern cities did Lindt sell ferries?
did the mayor of Velm meet Brandt on Friday, May 3?
would Lindt have sold it?
can't the ferry be sold?
who did Lindt endorse for mayor, Brandt or Novak?
should some analysts in Velm be fired?
did a red old ferry sink?
did the Orla?
was the ferry
"""


def test_what_is_read_from_questions_changes_only_on_purpose(nlp: Language, snapshot) -> None:
    questions = QUESTIONS.strip().splitlines()
    lines = (line for question in questions for line in [question, *_lines(analyse(question, nlp))])
    assert "\n".join(lines) == snapshot


def _lines(question: QuestionAnalysis) -> Iterator[str]:
    flags = ["asks_speech", "is_negated", "has_negative_word", "is_hedged", "is_yes_no"]
    held = [name for name in flags if getattr(question, name)]
    yield f"    {question.answer_type.value}: {' '.join(held)}; as “{question.statement}”"
    kinds = ("is_name", "is_verb", "is_number", "is_plain")
    for word in question.words:
        kind = " ".join(name.removeprefix("is_") for name in kinds if getattr(word, name))
        yield f"    {word.text} {word.stem} {word.lemma} {kind}"
    sets = {"speaker": question.speaker, "quantifiers": question.quantifiers, "months": question.months,
            "days": question.days}  # fmt: skip
    yield "    " + "; ".join(f"{name}: {' '.join(sorted(found))}" for name, found in sets.items() if found)
    counts = [question.frames, question.numbers, question.quantities, question.dates, question.places]
    yield f"    {' '.join(frame.predicate for frame in question.frames)} {[len(found) for found in counts]}"
