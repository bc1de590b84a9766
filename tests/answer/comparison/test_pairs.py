"""What a sentence says otherwise than the question, and what is set beside what.

One table of invented pairs, a kind each: the question, and the sentence. A sentence before a "¶" is only its context. A
snapshot holds the differences and the comparison of each pair. After a change on purpose, read the difference and run
pytest with --snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tests.answer.comparing import Compared, compared

if TYPE_CHECKING:
    from spacy.language import Language

PAIRS = """
did Lindt sell the ferry to Brandt? -> Brandt sold the ferry to Lindt.
did Lindt send Brandt to Velm? -> Brandt sent Lindt to Velm.
did Velm beat Oster? -> Oster did not win against Velm.
did Lindt criticize Brandt? -> Brandt slammed Lindt.
did Lindt criticize the plan? -> Lindt never slammed the plan.
did Lindt criticize Brandt? -> Lindt slammed Novak.
did Lindt say she would sue Brandt in Velm? -> Brandt will sue Lindt in Velm, she said.
did Lindt say she sued Brandt in Velm? -> Brandt sued Lindt in Velm.
did the US sue Velm? -> Velm sued the United States.
did the US sue Velm over gas? -> Velm sued the United States over gas.
did the United States sue Velm? -> Velm sued the US.
did the United States attack Velm? -> Velm attacked the US.
did France sue Velm? -> Velm sued the French.
did France sue Velm? -> Velm sued the French government.
did all lorries sink on the ferry? -> None of the lorries sank.
did all of the council vote for Lindt? -> Some of the council voted for Lindt.
did most voters of Velm back Lindt? -> Few people of Velm backed Lindt.
did most of the voters back Lindt? -> Few backed Lindt.
did half of the ferries and all barges sink? -> All of the ferries and half of the barges sank.
did the ferry carry 40 crates of apples? -> The ferry carried 50 boxes of apples.
did the ferry carry 40 apple crates? -> The ferry carried 50 green apples.
did the ferry carry 40 apples? -> The ferry carried 50 crates of apples.
did the ferry carry 40 lorries? -> The ferry carried one lorry.
did the ferry carry 40 lorries? -> The ferry carried 50 lorries and 60 lorries.
did 40 lorries and 50 cars sink? -> Some 50 lorries and 40 cars sank.
did the ferry carry about 40 lorries? -> The ferry carried 41 lorries.
did Lindt or Brandt sell the ferry? -> Novak sold the ferry.
did Lindt and the captain sell the ferry? -> Novak sold the ferry.
did the captain sell the ferry? -> Novak sold the ferry.
did Lindt sell the ferry? -> The captain sold the ferry.
did Lindt sell the ferry? -> Novak sold the barge.
did Lindt sell the ferry? -> Novak, a friend of Lindt, sold the ferry.
did Lindt sell the ferry? -> Lindt slept. ¶ Novak sold the ferry.
did Lindt sell the ferry in May and June? -> Lindt sold the ferry in July.
did the ferry sink on Friday in June? -> The ferry sank on Monday in June.
did the ferry sink on Friday in June? -> The ferry sank on Friday in May.
did 40 ferries sink in 1998? -> Some 40 ferries sank in 1989.
did the ferry sink in 1998 or 1999? -> The ferry sank in 1989.
did Lindt sell the ferry? -> Lindt might in the long and cold months of the coming winter sell the ferry.
did Lindt sell the ferry? -> Lindt plans, after long weeks of talk in Velm, to sell the ferry.
did Lindt sell the ferry? -> Lindt plans to sell the ferry and Brandt sold it.
did Lindt sell the ferry? -> Lindt refused, after long weeks of many talks in Velm, to sell the ferry.
is Lindt selling the ferry? -> Lindt plans to sell the ferry.
is it true that Lindt sold the ferry? -> Lindt plans to sell the ferry.
did Lindt certainly sell the ferry? -> Lindt may certainly sell the ferry.
did Lindt certainly sell the ferry? -> Lindt may sell the ferry.
may Lindt certainly sell the ferry? -> Lindt may sell the ferry.
did Lindt declare that the plan failed? -> Lindt denied that the plan failed.
did Lindt agree to sell the ferry? -> Lindt refused to sell the ferry.
did Lindt agree to sell the ferry? -> Lindt did not refuse to sell the ferry.
did Lindt not agree to sell the ferry? -> Lindt refused to sell the ferry.
did Lindt agree to sell the ferry to the harbour board of Velm? -> Lindt refused the ferry board.
did Lindt agree to sell the ferry? -> Brandt refused to sell the ferry.
did Lindt comment on the ferry? -> Lindt declined to comment on the ferry.
did Lindt go to Velm to meet Brandt? -> Lindt did not go to Velm but called Brandt.
did Lindt go to Velm to meet Brandt? -> Lindt would not for once go to Velm to meet Brandt.
did Lindt go to Velm to meet Brandt? -> Lindt would not again or for once or ever go to Velm to meet Brandt.
did Lindt meet Brandt in Velm in a red boat? -> Lindt met Brandt in Velm in a boat that was not red.
did Lindt meet Brandt in a red boat? -> Lindt met Brandt in a red boat, not in a red car.
what did Lindt say about the red ferry? -> Lindt said that the ferry is not red.
what did Lindt say of the red ferry? -> Lindt said that the ferry is not red.
did prices rise in Velm? -> Prices fell in Velm.
did prices rise in Velm? -> Prices fell and rose in Velm.
did prices not rise in Velm? -> Prices fell in Velm.
did Velm prices rise? -> Oster rents fell.
did she sell the ferry? -> Lindt never sold the ferry.
did Lindt sell the ferry? -> Lindt slept. ¶ She never sold the ferry.
did Lindt sell the ferry? -> Brandt slept. ¶ She never sold the ferry.
did Lindt do it? -> Lindt never did it.
did Lindt say she would sue Brandt? -> Brandt said he would sue Lindt.
did the ferry sail 40 miles? -> The ferry sailed 40 miles and 40 kilometres.
did the ferry sail 40 miles? -> The ferry sailed for 40 days.
did the ferry sail 40 miles? -> The ferry sailed 50 kilometres.
did traffic double? -> Traffic doubled and tripled.
did traffic double or triple? -> Traffic halved.
did traffic double? -> Traffic doubled.
did the ferry carry more than 40 lorries? -> The ferry carried fewer than 40 lorries.
did the ferry carry fewer than $40 million? -> The ferry cost more than $40 million.
did the ferry sink in June 1998? -> The ferry sank in June 1989.
did the ferry sink on June 16? -> The ferry sank on June 16, not June 19.
did the ferry sink in May? -> The ferry may have sunk in June.
did the ferry carry 40 lorries on June 16? -> The ferry carried 16 lorries on June 40.
did the ferry cost $40? -> The ferry cost €40.
did 12% of the voters back Lindt? -> Lindt got 13 percent of the vote.
did 12 percent of the voters back Lindt? -> Some 12% of voters backed Lindt.
did Lindt make a statement about the ferry in Velm? -> Lindt made no statement about the ferry.
did the captain of the ferry resign? -> The captain resigned on Monday.
did Lindt fly to Velm? -> Lindt flew to Oster.
did Lindt fly from Velm? -> Lindt flew to Oster.
did Jonas Brandt say that Velm is safe? -> “Velm is safe,” she said.
did Jonas Brandt say that Velm is safe? -> “Velm is safe,” said Mara Lindt, a friend of Brandt.
did Brandt say “quite unsafe” in Velm on Monday in the hall? -> “The ferry is quite unsafe,” Mara Lindt said.
did Brandt say “unsafe” in Velm on Monday in the hall? -> “The ferry is unsafe,” Mara Lindt said.
was 3rd place won by Lindt in the Velm race? -> Lindt won 2nd place in the Velm race.
did Lindt open one ferry and two bridges? -> Lindt opened one ferry and three bridges.
has Lindt's plan for a new ferry been approved? -> Lindt's plan for a new ferry was rejected.
"""


def test_differences_and_comparisons_change_only_on_purpose(nlp: Language, snapshot) -> None:
    assert "\n".join(line for pair in PAIRS.strip().splitlines() for line in [pair, *_lines(pair, nlp)]) == snapshot


def _lines(pair: str, nlp: Language) -> Iterator[str]:
    question, text = pair.split(" -> ")
    sentences = text.split(" ¶ ")
    found = compared(question, "\n\n".join(sentences), nlp, len(sentences) - 1)
    yield from (f"    {slot}: {asked} ≠ {quoted}" for slot, asked, quoted in found.triples)
    yield from (f"    {line}" for line in _compared_lines(found))


def _compared_lines(pair: Compared) -> Iterator[str]:
    for line in pair.slots:
        if line.holds:
            yield f"{line.slot.value}: {line.asked} = {line.quoted}"
