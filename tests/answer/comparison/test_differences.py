"""Differences of a sentence from the question, as asked and quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.answer.comparing import compared

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize(
    ("question", "sentence", "difference"),
    [
        (
            "did Lindt sue Brandt over the ferry?",
            "Lindt was sued by Brandt over the ferry.",
            ("who", "Lindt", "Brandt"),
        ),
        ("did Lindt sue Brandt over the ferry?", "Brandt sued Lindt over the ferry.", ("to whom", "Brandt", "Lindt")),
        ("did Velm beat Oster in the final?", "Oster won the final against Velm.", ("who", "Velm", "Oster")),
        ("was Lindt 13 points behind Brandt?", "Brandt was 13 points behind Lindt.", ("who", "Lindt", "Brandt")),
        (
            "did Velm's harbour police accuse Oster of smuggling?",
            "Oster accused Velm's harbour police of smuggling.",
            ("who", "Velm's harbour police", "Oster"),
        ),
        (
            "did Jonas Brandt say the ferry is unsafe?",
            "“The ferry is unsafe,” Mara Lindt said.",
            ("who", "Jonas Brandt", "Mara Lindt"),
        ),
        (
            "why did Novak buy the old ferry in Velm?",
            "Brandt bought the old ferry in Velm to save it.",
            ("who", "Novak", "Brandt"),
        ),
        ("did Lindt attack the ferry?", "Lindt was attacked on the ferry.", ("to whom", "ferry", "Lindt")),
        ("did Velm buy the ferry?", "The ferry was bought by Oster.", ("who", "Velm", "Oster")),
        ("who did Lindt endorse for mayor, Brandt?", "Lindt endorsed Novak for mayor.", ("to whom", "Brandt", "Novak")),
        (
            "did Brandt say “the old ferry is quite unsafe” in Velm on Monday in the town hall?",
            "“The old ferry is quite unsafe,” Mara Lindt said.",
            ("who", "Brandt", "Mara Lindt"),
        ),
        ("did the ferry carry 40 lorries?", "The ferry carried 50 lorries.", ("how much", "40", "50")),
        ("did 12% of voters back the ferry?", "Some 21% of voters backed the ferry.", ("how much", "12", "21")),
        ("did at least 40 lorries sink?", "At most 40 lorries sank.", ("how much", "at least 40", "At most 40")),
        ("did ferry traffic double in Velm?", "Ferry traffic tripled in Velm.", ("how much", "double", "tripled")),
        ("did the ferry sail 40 miles?", "The ferry sailed 40 kilometres.", ("how much", "40 miles", "40 kilometres")),
        ("did all lorries on the ferry sink?", "Most lorries on the ferry sank.", ("how much", "all", "Most")),
        ("did the ferry sink on June 16?", "The ferry sank on June 19.", ("when", "June 16", "June 19")),
        ("did the ferry sink on Friday?", "The ferry sank on Monday.", ("when", "Friday", "Monday")),
        ("did the ferry sink in 1998?", "The ferry sank in 1989.", ("when", "1998", "1989")),
        ("was the ferry found in Velm?", "The ferry was found in Oster.", ("where", "Velm", "Oster")),
        (
            "was the ferry found in Velm?",
            "In May, the ferry of the harbour board was found in Oster.",
            ("where", "Velm", "Oster"),
        ),
        ("did Lindt sell the ferry?", "Lindt never sold the ferry.", ("polarity", "sell", "never sold")),
        (
            "why did Lindt sell the ferry?",
            "Lindt declined to sell the ferry.",
            ("polarity", "sell", "declined to sell"),
        ),
        ("did Lindt support the ban?", "Lindt opposed the ban.", ("did what", "support", "opposed")),
        ("did Lindt sell the ferry?", "Lindt plans to sell the ferry.", ("did what", "sell", "plans to sell")),
        (
            "did Jonas Brandt say the ferry is unsafe?",
            "According to Mara Lindt, the ferry is unsafe.",
            ("who", "Jonas Brandt", "Mara Lindt"),
        ),
        (
            "did Lindt plead guilty to theft of the ferry?",
            "Lindt came to plead not guilty to theft of the ferry.",
            ("polarity", "guilty", "not guilty"),
        ),
        ("did Lindt endorse Brandt?", "Lindt endorsed Novak.", ("to whom", "Brandt", "Novak")),
        ("did Lindt accept the ferry plan?", "Lindt dismissed the ferry plan.", ("polarity", "accept", "dismissed")),
        (
            "did the report on the Velm ferry get reviewed?",
            "The report on the Velm ferry, not reviewed by others, came late.",
            ("polarity", "reviewed", "not reviewed"),
        ),
        (
            "does the Velm ferry already carry apples?",
            "The Velm ferry is likely intended for apples.",
            ("did what", "already", "likely"),
        ),
        (
            "has Lindt already sold the ferry?",
            "Lindt is expected to sell the ferry.",
            ("did what", "sold", "expected to sell"),
        ),
    ],
)
def test_a_difference_is_shown(nlp: Language, question: str, sentence: str, difference: tuple[str, str, str]) -> None:
    assert difference in compared(question, sentence, nlp).triples


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("did Lindt sue Brandt over the ferry?", "Lindt sued Brandt over the ferry."),
        ("did Lindt sue Brandt over the ferry?", "Brandt was sued by Lindt over the ferry."),
        ("did Lindt meet Brandt?", "Brandt met Lindt."),
        ("did Lindt sell the ferry to Brandt?", "Brandt bought the ferry from Lindt."),
        ("did Velm beat Oster in the final?", "Oster lost the final to Velm."),
        ("did the US call on Oster to pay?", "The United States called on Oster to pay."),
        ("did Mara Lindt say the ferry is unsafe?", "“The ferry is unsafe,” Lindt said."),
        ("who said the ferry is unsafe?", "“The ferry is unsafe,” Mara Lindt said."),
        ("did the ferry carry 40 lorries?", "The ferry carried 40 lorries and 50 cars."),
        ("did the ferry carry 40 lorries?", "The ferry has 50 seats."),
        ("did the ferry carry at least 40 lorries?", "The ferry carried 50 lorries."),
        ("did the ferry sail 40 miles?", "The ferry sailed 40 miles (64 kilometres)."),
        ("did some lorries sink?", "All lorries sank."),
        ("did the ferry sink on June 16?", "The ferry, built in May, sank on June 16."),
        ("did the ferry sink in June?", "The ferry sank on June 16."),
        ("did Lindt sell the ferry in June?", "Mayor Lindt sold the ferry."),  # "May" is no month here
        ("did the ferry sink on June 16?", "The bridge was opened on June 19."),
        ("was the ferry found in Velm?", "The ferry was found in Velm."),
        ("was the ferry found in Velm?", "A lorry was built in Oster."),
        ("did Lindt sell the ferry?", "Lindt sold the ferry, which did not float."),
        ("did Lindt not sell the ferry?", "Lindt never sold the ferry."),
        ("did Lindt deny that she sold the ferry?", "Lindt denied that she sold the ferry."),
        ("will Lindt sell the ferry?", "Lindt plans to sell the ferry."),
        ("did Lindt sell the ferry?", "Novak never smoked."),
        ("what did Brandt say about the bridge?", "“We did not expect the bridge to close,” Brandt said."),
    ],
)
def test_no_difference_is_made_up(nlp: Language, question: str, sentence: str) -> None:
    assert compared(question, sentence, nlp).triples == []


def test_a_number_that_stands_in_the_next_sentence_is_no_other_number(nlp: Language) -> None:
    text = "The ferry carried 50 lorries in May.\n\nThe ferry carried 40 lorries in June."
    assert compared("did the ferry carry 40 lorries?", text, nlp).triples == []
    assert compared("did the ferry carry 30 lorries?", text, nlp).triples == [(("how much", "30", "50"))]


def test_spans_lie_in_the_sentence_wherever_that_stands(nlp: Language) -> None:
    pair = compared(
        "did the ferry carry 40 lorries?", "A storm hit Velm on the coast.\n\nThe ferry carried 50 lorries.", nlp, 1
    )
    (difference,) = pair.found
    assert difference.quoted is not None
    assert pair.candidate.unit.span.contains(difference.quoted)
    assert difference.quoted.of(pair.document.text) == "50"


def test_the_month_of_publication_only_says_which_report_is_meant(nlp: Language) -> None:
    def differences(published: str) -> list[tuple[str, str, str | None]]:
        text = f"---\ntitle: Old ferry\ndate: {published}\n---\n\nThe ferry sank off Velm in May.\n"
        return compared("did the ferry sink off Velm in June?", text, nlp, name="article.md").triples

    assert differences("2025-06-03") == []
    assert differences("2025-07-03") == [("when", "June", "May")]


def test_a_sentence_that_holds_too_few_of_the_words_says_nothing_otherwise(nlp: Language) -> None:
    question = "did the ferry carry 40 lorries of apples across the harbour?"
    assert compared(question, "The train had 50 lorries.", nlp).triples == []
    assert compared(question, "The ferry carried 50 lorries across the harbour.", nlp).triples == [
        ("how much", "40", "50")
    ]


def test_one_slot_has_one_difference(nlp: Language) -> None:
    found = compared("did Lindt sue Brandt?", "Brandt sued Lindt.", nlp).triples
    assert [slot for slot, _, _ in found] == ["who", "to whom"]
