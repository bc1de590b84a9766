"""Laws: what a desk exports, an import reads as the same claim."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk import validation
from bot.desk.actions.importing import comparable_words
from bot.desk.interchange.export import Format, export
from bot.desk.interchange.import_row import ImportRow
from bot.desk.interchange.importer import read
from bot.errors import UserError
from bot.model.claim_provenance import Appearance, Claimant, ClaimantKind, ClaimProvenance, RatingValue
from bot.model.claims import Claim, ClaimFile, ClaimVerdict, Person, Priority, Status

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MARIA = Person(1, 1, "Maria")
PARTS = [
    "<b>",
    "</b>",
    "<br>",
    "&amp;",
    "&#39;",
    "&lt;",
    "=1+1",
    "'",
    '"',
    ",",
    ";",
    "#2",
    " ",
    "ä",
    "語",
    "x",
    "</script>",
]


def _is_claim(text: str) -> bool:
    try:
        return bool(validation.claim_text(text))
    except UserError:
        return False


texts = st.lists(st.sampled_from(PARTS) | st.characters(codec="utf-8"), min_size=1, max_size=8).map("".join)
claim_texts = texts.filter(_is_claim).map(validation.claim_text)
links = st.sampled_from(["https://x.example/1", "https://y.example/?a=1&copy=2", "https://web.archive.org/web/1/a"])
words = st.sampled_from(["Jo Berg", "Zoë, Ida & Co.", "=Jo", "Coast Party"])
provenances = st.builds(
    ClaimProvenance,
    st.none() | st.builds(Claimant, words, st.none() | st.sampled_from(ClaimantKind), st.none() | links),
    st.lists(st.builds(Appearance, st.just("https://x.example/1"), st.none() | links), max_size=1).map(tuple),
    st.sampled_from([None, "2025", "2025-03", "2025-03-04"]),
    st.sampled_from([None, "de", "pt-BR", "zh-Hant-TW"]),
)
values = st.none() | st.builds(RatingValue, st.sampled_from([0.0, 1.0, 2.5]), st.none() | st.just(0.0), st.just(5.0))


async def _files(file: ClaimFile) -> AsyncIterator[ClaimFile]:
    yield file


def exported_and_read(file: ClaimFile, kind: Format) -> ImportRow:
    """Return the row of a claim's export."""
    out = io.StringIO()
    asyncio.run(export(_files(file), kind, out.write))
    with TemporaryDirectory() as folder:
        path = Path(folder, "out")
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
        (row,) = read(path)
    assert isinstance(row, ImportRow)
    return row


@pytest.mark.parametrize("kind", [Format.CSV, Format.JSONLD])
@settings(max_examples=60, deadline=None)
@given(claim_texts, provenances, values)
def test_an_exported_claim_comes_back_as_the_same(
    kind: Format, text: str, known: ClaimProvenance, value: RatingValue | None
) -> None:
    verdict = ClaimVerdict(1, "Four ducks", "", MARIA, NOON, approved=NOON, imported=True, value=value)
    claim = Claim(1, 1, 7, text, Status.VERDICT, Priority.NORMAL, NOON, NOON, 1, rating="Four ducks", provenance=known)
    row = exported_and_read(ClaimFile(claim, (), (), (verdict,), ()), kind)
    assert comparable_words(row.claim.text) == comparable_words(text)
    assert row.claim.external_id == "#7"
    assert (row.claim.provenance, row.claim.value, row.claim.published) == (known, value, None)
    assert (row.without, row.ambiguous, row.cut) == ((), (), ())
