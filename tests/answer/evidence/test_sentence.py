"""What is read from a sentence: who does what to whom, how much, when and where.

One table of invented sentences, a kind of wording each; a snapshot holds all that is read from them. After a change on
purpose, read the difference and run pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bot.answer.evidence.arguments import Argument
from bot.answer.evidence.frames import Frame
from bot.answer.evidence.measures import measure_after
from bot.answer.evidence.sentence import LONGEST, SentenceAnalysis, analyse_sentences
from bot.model.spans import Span

if TYPE_CHECKING:
    from spacy.language import Language

SENTENCES = """
Lindt praised Brandt.
Brandt was praised by Mayor Lindt on Friday.
The ferry got sold by outgoing Mayor Lindt.
The ferry sold by Nordlink last May sank off Velm.
The ferry that Brandt bought sank.
Brandt, who bought the ferry, was arrested in Oster.
The captain whom Lindt praised will leave.
Lindt praised Brandt and thanked Novak but never met Ruiz.
Novak asked Brandt to sell the old harbour ferry to Lindt.
Novak wants to sell the ferry before Lindt resigns.
The plan to sell the ferry was dropped.
The council's decision to close the bridge angered lorry drivers.
By closing the bridge, Lindt helped Nordlink.
The council called for Brandt to resign.
Nordlink launched an attack on the council of Velm.
Nordlink made a statement about ferries.
The attack on Oster by Velm ended without a deal.
Brandt's endorsement of Lindt came late.
There was no endorsement of Lindt by the Harbour Party.
The ferry is smaller than the barge and cheaper than the bridge.
Lindt is the head of the Velm harbour board.
Lindt was 13 points behind Brandt with 40% of the vote counted.
Jonas Brandt and his deputy Marie Ruiz met the U.S. ambassador.
Harbour Party nominee Ada Lindt beat Brandt, not Novak, in the final.
Medicines are written by doctors, not pharmacists.
Nobody has seen the 3 million dollar ferry.
None of the nine pillars cracked.
Few of the lorries sank.
Most of the lorry drivers and half of the captains support the ban.
All ferries and some barges were checked; no buoy was.
A third of the harbour police and five of the six pilots left.
Both towns pay, but every other town refuses.
Lindt has no plans to sell the ferry.
There is no evidence that Brandt sold the ferry.
It is false that Brandt sold the ferry.
The claim that Brandt sold the ferry is a hoax.
Brandt ruled out selling the ferry.
Brandt stopped short of selling the ferry.
Brandt denied refusing to sell the ferry.
Brandt did not fail to stop the lorries from leaving.
Lindt neither sold nor painted the ferry.
The ferry didn't sink and can't be sold.
The lorries hardly moved.
The ferry may sink, might burn and will perhaps be sold.
Lindt is expected to try to persuade Brandt to resign.
Brandt reportedly threatened to sue unless Lindt pays.
The proposal to buy the ferry is unlikely to succeed.
More than 40 lorries, nearly 50 cars and at least $3 million were lost.
Fewer than 12 percent of voters, up to 900 people, backed the 3rd plan.
About 5,000 crates of green apples rotted, some 30 tonnes.
One of the ferries sank and one ferry burned in 1998.
It cost €9 per litre, £20 a ton and ¥400.
The ferry is 40 miles and 64 km from Velm, at 15C or 59 degrees Fahrenheit.
The park measures 3 square miles, 800 hectares and 12 sq. km.
The ferry sank on June 16, 2024, after 5pm on a Monday.
The board met on the 19th of November and on Nov. 20.
In May 1998 and on 3 March the bridge may close on Tuesdays.
The ferry was found off the coast of Oster, near North Velm.
Brandt travelled from Velm to Oster through the Tessel Strait.
Brandt sold the ferry to Oster in June.
Lindt arrived in Velm's old town at Christmas.
The trip across Norland took 4 days.
The bridge, a relic, fell into the Velm river on Sunday in Norland.
Twice as many lorries used the ford, the harbour board said.
Novak said Brandt sold the ferry.
Are the lorries safe?
Ferry for sale
"""


def test_what_is_read_from_sentences_changes_only_on_purpose(nlp: Language, snapshot) -> None:
    sentences = SENTENCES.strip().splitlines()
    lines = (line for found in analyse_sentences(sentences, nlp) for line in [found.text, *_lines(found)])
    assert "\n".join(lines) == snapshot


def test_a_sentence_is_parsed_up_to_its_longest_length(nlp: Language) -> None:
    filler = "and " * ((LONGEST - 16) // 4)
    (near,) = analyse_sentences([f"Lindt {filler} 7 ferries sank."], nlp)
    (far,) = analyse_sentences([f"Lindt {filler}{filler} 7 ferries sank."], nlp)
    assert [number.value for number in near.numbers] == [7]
    assert far.numbers == ()


def _lines(sentence: SentenceAnalysis) -> Iterator[str]:
    text = sentence.text
    yield from (f"    {_frame(frame, text)}" for frame in sentence.frames)
    for number in sentence.numbers:
        measure = measure_after(text, number.span.end)
        unit = f" in {measure.kind}: {measure.name} to {measure.end}" if measure else ""
        nouns = ", ".join(number.nouns)
        yield f"    number {number.value:g} {number.unit} {number.hedge} ({nouns}) {_slice(number.span, text)}{unit}"
    yield from (f"    {found.kind} ({', '.join(found.nouns)})" for found in sentence.quantities)
    for date in sentence.dates:
        yield f"    date {date.year}-{date.month}-{date.day} {date.weekday} {_slice(date.span, text)}"
    for place in sentence.places:
        governors = " < ".join(place.governors)
        yield f"    place {place.kind} {_slice(place.span, text)} ({', '.join(sorted(place.stems))}) < {governors}"
    flags = {
        "negated": sentence.is_negated,
        "negative": sentence.has_negative_word,
        "hedged": sentence.is_hedged,
    }
    yield f"    {', '.join(name for name, holds in flags.items() if holds)}"


def _frame(frame: Frame, text: str) -> str:
    roles = "; ".join(_arguments(found, text) for found in (frame.agents, frame.patients, frame.others))
    words = "/".join(sorted(frame.words | frame.lemmas))
    head = _slice(frame.head, text) if frame.head else ""
    marks = [("not", frame.negators), ("perhaps", frame.hedges)]
    marked = "".join(f" {name} {', '.join(_slice(span, text) for span in spans)}" for name, spans in marks if spans)
    place = f"{'root' if frame.is_root else f'depth {frame.depth}'}{' negated' if frame.negated else ''}"
    prepositions = " ".join(sorted(frame.prepositions))
    return f"{frame.start}:{frame.end} {words} [{head}] ({roles}){marked} {place} {prepositions}"


def _arguments(found: Iterable[Argument], text: str) -> str:
    return ", ".join(
        f"{argument.preposition}·{argument.head}={text[argument.start : argument.end]}"
        f"{'/'.join(sorted(argument.names)) and ' named ' + '/'.join(sorted(argument.names))}{argument.initials}"
        for argument in found
    )


def _slice(span: Span, text: str) -> str:
    return f"“{span.of(text)}”@{span.start}"
