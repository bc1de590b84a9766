"""`factdesk check`: sentences whose source, subject, title or voice was exchanged, beside the same ones untouched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import run

ARTICLES = Path(__file__).parent / "who_says_it"
AFFIRMED = {
    "The economy will shrink in the coming winter by two per cent, the central bank said.",
    "According to the bank, the economy will shrink in the coming winter by two per cent.",
    "The company said the pipeline would be repaired before the first snow falls in the valley.",
    "The old lighthouse on the northern cape will be pulled down before the summer storms.",
    "The new dam holds more water than the two old reservoirs together, officials said.",
    "“We have never seen so many orders cancelled in a single week,” the central bank said.",
    "Three villages were without drinking water for nine days, the water board said.",
    "The foreign minister said the treaty with the southern islands would be signed in October.",
    "The plant in Osmund would build four hundred trucks a month, Nordvik Motors said.",
    "The plant in Osmund would build four hundred trucks a month, a spokesman said.",
    "Velm resigned on Monday after a stormy night in the council of Torvik.",
    "The teachers' union accepted the offer of the ministry late on Friday.",
    "Marta Kowal designed the new container terminal and its rail link.",
    "Prime Minister Ada Lindqvist opened the bridge over the Osmund sound in the rain.",
    "Finance Minister Reyk sold the state's shares in the airline.",
    "Ida Sorensen was accused of bribing two customs officers.",
}
OTHER_SPEAKERS = {
    "The police said on Tuesday that the economy will shrink in the coming winter by two per cent.",
    "The economy will shrink in the coming winter by two per cent, the police said.",
    "“The vault was opened with a key that nobody had reported missing,” the central bank said.",
}
OPEN = {
    "Officials said the pipeline would be repaired before the first snow falls in the valley.",
    "The ministry said the old lighthouse on the northern cape will be pulled down before the summer storms.",
    "Anna Velm said the old lighthouse on the northern cape will be pulled down before the summer storms.",
    "Former officials said the new dam holds more water than the two old reservoirs together.",
    "According to the company, the new dam holds more water than the two old reservoirs together.",
    "Three villages were without drinking water for nine days, the governor said.",
    "The governor said the treaty with the southern islands would be signed in October.",
    "Brandt resigned on Monday after a stormy night in the council of Torvik.",
    "Velm praised the decision and left for the coast.",
    "The parents' league accepted the offer of the ministry late on Friday.",
    "The museum of Lindholm fired ninety welders before Christmas.",
    "The coach praised the striker after the final in Velmburg.",
}
DIFFERENT = {
    "President Ada Lindqvist opened the bridge over the Osmund sound in the rain.",
    "Prime Minister Jonas Hale sent his regrets from abroad.",
    "President Anna Velm said the treaty with the southern islands would be signed in October.",
}
CONTRARY = {
    "Hanna Brandt was blamed for the leak of the harbour files.",
    "Lars Holm was accused of bribing two customs officers.",
    "The coach was praised after the final in Velmburg.",
}
LEVELS = {
    **{key: {"agrees", "verbatim"} for key in AFFIRMED},
    **{key: {"other speaker"} for key in OTHER_SPEAKERS},
    **{key: {"closest"} for key in OPEN},
    **{key: {"differs"} for key in DIFFERENT},
    **{key: {"contrary"} for key in CONTRARY},
}


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> list[dict]:
    """Return the items of one draft with each sentence in a paragraph of its own."""
    folder = tmp_path_factory.mktemp("who")
    draft, printed = folder / "draft.md", folder / "printed.json"
    draft.write_text("\n\n".join(sorted(LEVELS)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, printed.open("w", encoding="utf-8") as out:
        patch.setenv("FACTDESK_DATA", str(folder / "data"))
        patch.setattr("sys.stdout", out)
        run(["check", "--json", "--corpus", str(ARTICLES), str(draft)])
    return [item for item in json.loads(printed.read_text(encoding="utf-8"))["items"] if item["kind"] != "name"]


@pytest.mark.parametrize("sentence", sorted(LEVELS))
def test_who_says_and_does_it_has_to_be_established(items: list[dict], sentence: str) -> None:
    found = [item for item in items if item["text"] in sentence]
    assert {item["level"] for item in found} <= LEVELS[sentence], [item["note"] for item in found]
    assert found


def test_the_note_says_what_is_open(items: list[dict]) -> None:
    notes = {item["text"]: item["note"] for item in items}
    assert notes[min(sentence for sentence in OPEN if sentence.startswith("Officials"))] == (
        "Who says it was not established."
    )
    assert notes["Prime Minister Jonas Hale sent his regrets from abroad."] == (
        "The articles give another title: “President”, not “Prime Minister”."
    )
