"""A desk with published verdicts, and the site that it makes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.desk.publication.feeds import SiteOptions
from bot.desk.publication.folder import PublicationReport
from bot.desk.publication.publisher import Publisher
from bot.model.claim_input import NewClaim, NewEvidence, NewVerdict
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance
from bot.model.claims import Author, EvidenceKind, FlagSource
from bot.model.spans import Span
from tests.desk.conftest import GUILD, MARIA, READER, DeskNewsroom

ADDRESS = "https://checks.example/"
ORIGIN = FlagSource("https://discord.com/channels/500/1/2", Author(77, "a poster"), None, "Secret words of the message")
FERRY = ClaimProvenance(
    Claimant("Jo Berg", ClaimantKind.PERSON, "https://people.example/jo"),
    (
        Appearance("https://social.example/jo/1", "https://archive.example/1"),
        Appearance("https://discord.com/channels/500/1/2"),
    ),
    "2026-10-31",
    "nb",
)
QUOTE = NewEvidence(
    EvidenceKind.QUOTE,
    "We had thirty people aboard,\nand not one more.",
    document="ferry.md",
    sha256="ab" * 32,
    span=Span(0, 46),
    title="Night ferry sinks off Lindholm",
    source="Captain Ida Holm",
    url="https://lantern.example/ferry",
)
SCAN = replace(
    QUOTE, text="Passengers: 30", title="Log book, page 4", source="the log book", url=None, read_by_ocr=True
)
NOTE = NewEvidence(EvidenceKind.NOTE, "Ida's private number is in the safe.", url="https://safe.example/1")
LINK = NewEvidence(EvidenceKind.LINK, "https://port.example/log", url="https://port.example/log")
ROOM_LINK = NewEvidence(EvidenceKind.LINK, "our thread", url="https://ptb.discord.com/channels/500/3")

OPTIONS = SiteOptions(address=ADDRESS, publisher="The Lindholm Desk")


@dataclass
class Site:
    """A desk with its folder; `publish()` brings the folder up to date."""

    room: DeskNewsroom
    folder: Path
    options: SiteOptions = OPTIONS

    async def publish(self, **options: object) -> PublicationReport:
        self.options = replace(self.options, **options)  # type: ignore[arg-type]
        return await Publisher(self.room.database, self.room.desk, self.options, GUILD).publish(self.folder)

    def read(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def paths(self) -> set[str]:
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file()}

    def everything(self) -> str:
        return "\n".join(self.read(path) for path in sorted(self.paths()))

    async def ferry(self) -> int:
        """Return the number of a claim with a linked verdict, all kinds of evidence, and flags."""
        new = NewClaim("The ferry carried 300 people.", "Everybody shares it", tags=("ferry", "lindholm"))
        change = await self.room.by(READER).flag(replace(new, provenance=FERRY, origin=ORIGIN))
        number = change.claim.number
        await self.room.by(MARIA).start(number)
        await self.room.by(MARIA).add_evidence(
            number, [QUOTE, SCAN, NOTE, LINK, ROOM_LINK, replace(QUOTE, text="Uncited")]
        )
        explanation = "The captain and the log book say 30.\n\nNobody counted 300."
        await self.room.by(MARIA).rule(number, NewVerdict("False", explanation, evidence=(1, 2, 3, 4, 5)))
        await self.room.by(MARIA).publish(number, "https://lindholm.example/ferry")
        return number


@pytest.fixture
def site(room: DeskNewsroom, tmp_path: Path) -> Site:
    return Site(room, tmp_path / "site")
