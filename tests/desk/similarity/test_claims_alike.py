"""Which claims a desk holds for alike, and in what they differ.

The claims of claims_alike.txt are invented: the flagged ones first, then, below a line, the texts that are looked up. A
snapshot holds scores, levels and differences. After a change on purpose, read the difference and run pytest with
--snapshot-update.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.desk.similarity.names import names
from bot.desk.similarity.normalize import index_terms, normalize
from bot.desk.similarity.search import SimilarClaim, SimilarClaims
from bot.library.english_words import is_everyday
from bot.model.spans import Span
from tests.desk.conftest import DeskNewsroom

TEXTS = Path(__file__).parent / "claims_alike.txt"
SHOWN = 4


async def test_claims_alike_and_their_differences_change_only_on_purpose(room: DeskNewsroom, snapshot) -> None:
    flagged, looked_up = (part.splitlines() for part in TEXTS.read_text("utf-8").split("\n---\n"))
    for text in flagged:
        await room.flagged(text)
    claims = SimilarClaims(room.database)
    lines = []
    for text in looked_up:
        lines += [text, *_read(text)]
        lines += [f"    {_alike(text, claim)}" for claim in await claims.similar(room.guild, text, SHOWN)]
    assert "\n".join(lines) == snapshot


def _read(text: str) -> Iterator[str]:
    claim = normalize(text)
    yield f"    terms: {' '.join(claim.terms)}{' by ' + ' '.join(claim.author) if claim.author else ''}"
    yield f"    index: {index_terms(text, 'A title')}"
    found = [f"{' '.join(word.text for word in name.words)} {name.initials}" for name in names(claim, is_everyday)]
    yield f"    names: {', '.join(found)}; numbers: {', '.join(f'{value:g}' for value, _ in claim.numbers)}"


def _alike(text: str, claim: SimilarClaim) -> str:
    differences = "".join(
        f", {difference.kind.value}{' (decisive)' if difference.decisive else ''}: "
        f"{_words(text, difference.ours)} ≠ {_words(claim.text, difference.theirs)}"
        for difference in claim.differences
    )
    return f"{claim.level.value} {claim.score:.3f} #{claim.number}{differences}"


def _words(text: str, spans: Iterable[Span]) -> str:
    return " ".join(span.of(text) for span in spans)
