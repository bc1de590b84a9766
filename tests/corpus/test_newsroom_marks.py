"""Lines that newsrooms write for each other, and lines that only look like them."""

from __future__ import annotations

import pytest

from bot.model.documents import BlockKind
from tests.corpus.build import document, of_kind

NEWS = "The harbour board voted on Tuesday to close the north quay for nine weeks, its chair Mara Lindt said."


@pytest.mark.parametrize(
    "line",
    [
        "BC-EU--Harbour Quay, 2nd Ld-Writethru",
        "AP-EU-Harbour-Quay",
        "HARBOUR-QUAY/STRIKE (UPDATE 2, PIX)",
        "Eds: Updates with quotes from the pilots.",
        "(Reporting by Ada Roe; additional reporting by Finn Moor; Editing by Lou Parr)",
        "[Translated by Ada Roe]",
        "Reporting by Ada Roe in Brest; Editing by Lou Parr",
        "Our Standards: The Thomson Reuters Trust Principles.",
        "Image 1 of 8",
        "Bild 3 von 12",
        '[gallery ids="1,2,3"]',
        "[/caption]",
        "{{ad-slot}}",
        "We may earn a commission if you buy something through links on this page.",
        "Follow Harbour Desk on Instagram, Facebook and YouTube.",
        "Let our news meet your inbox. The stories that matter, delivered weekday mornings.",
        "GET HARBOUR NEWS ON THE GO BY CLICKING HERE",
        "Also on harbourpost.example Mayor loses vote on ferry fares",
        "Also on harbourpost.example: Mayor loses vote on ferry fares",
        "[Related: Ferry strike enters third week]",
        "Leggi anche: Sciopero dei traghetti",
        "Lire aussi : La grève des ferries continue",
        "Lesen Sie auch: Streik der Fähren",
        "Читайте также: Забастовка паромов",
    ],
)
def test_a_desks_line_is_boilerplate(line: str) -> None:
    assert of_kind(document(f"{NEWS}\n\n{line}\n\n{NEWS}\n"), BlockKind.BOILERPLATE) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the ministry's own staff shows that the quay was closed for nine weeks.",
        "[Laughter]",
        "4/5",
        "1 of the 8 pilots resigned.",
        "The pilots will earn a commission of 3 percent, the board said.",
        "Follow the money on both sides of the harbour, the auditor told the board.",
        "The board also on Tuesday voted to close the quay.",
    ],
)
def test_reporting_that_begins_alike_stays(line: str) -> None:
    assert of_kind(document(f"{NEWS}\n\n{line}\n\n{NEWS}\n"), BlockKind.BOILERPLATE) == []
