"""Card of claims similar to a new one, with their differences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.desk.similarity.differences import ClaimDifference
from bot.desk.similarity.labels import is_shown, label, phrases
from bot.desk.similarity.search import SimilarClaim, Similarity
from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimProvenance
from bot.model.claims import IN_WORK, RULED, Claim
from bot.model.spans import Span
from commands.claim.cards import status_name
from commands.claim.provenance import provenance_lines
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE
from commands.ui.truncate import cut_line, cut_quote

_MAX_CLAIM = 500
_MAX_WORDS = 60
_MOST_NAMED = 4  # differences of one claim


@dataclass(frozen=True, slots=True)
class SimilarCandidate:
    """Claim similar to the one being flagged, with its current state."""

    match: SimilarClaim
    claim: Claim

    @property
    def is_same(self) -> bool:
        """Whether each of the two claims accounts for all words of the other."""
        return self.match.accounted

    @property
    def level(self) -> str:
        """How alike the claim is, in words.

        "Probably the same": a post tells it in other words.
        """
        if self.is_same:
            return "**looks the same**"
        return "probably the same" if self.match.level is Similarity.SAME else "similar"

    @property
    def differences(self) -> list[ClaimDifference]:
        """The differences that help a reader."""
        return [difference for difference in self.match.differences if is_shown(difference)]

    @property
    def flag_target(self) -> int | None:
        """Number of the claim for the flag: itself or its original.

        None for a claim that takes no flags.
        """
        return flag_target(self.claim)


def flag_target(claim: Claim) -> int | None:
    """Return the number of the claim that takes a flag for this one, or None."""
    if claim.duplicate_of:
        return claim.duplicate_of
    return claim.number if claim.status in IN_WORK | RULED else None


def similar_claims_card(
    text: str,
    candidates: Sequence[SimilarCandidate],
    provenance: ClaimProvenance = UNKNOWN_PROVENANCE,
    about_files: Sequence[str] = (),
) -> Container[Any]:
    """Return the similar claims next to the typed `text` and `provenance`.

    `about_files` are lines on where the message's files were flagged before.
    """
    same = [candidate for candidate in candidates if candidate.is_same]
    title = "Is it one of these?" if candidates else "Is it about the same?"
    if same:
        title = f"Already flagged as #{same[0].claim.number}?"
    ours = sorted(
        {span for candidate in candidates for difference in candidate.differences for span in difference.ours}
    )
    head = [f"### {title}", subtext("Nothing has been flagged yet. You wrote:"), cut_quote(text, ours, _MAX_CLAIM)]
    head += provenance_lines(provenance)
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=AMBER if same else BLUE)
    if about_files:
        card.add_item(Separator()).add_item(TextDisplay("\n".join(about_files)))
    for candidate in candidates:
        card.add_item(Separator()).add_item(TextDisplay("\n".join(_lines(text, candidate))))
    return card


def similar_claim_text(text: str, candidate: SimilarCandidate) -> str:
    """Return a similar claim with what differs from `text`."""
    return "\n".join(_lines(text, candidate))


def _lines(text: str, candidate: SimilarCandidate) -> Iterator[str]:
    claim, match = candidate.claim, candidate.match
    verdict = f"**{cut_line(claim.rating, 60)}**" if claim.rating else "no verdict yet" if candidate.flag_target else ""
    yield subtext(f"**#{claim.number}**", status_name(claim), verdict, plural(claim.flags, "flag"), candidate.level)
    theirs = sorted({span for difference in candidate.differences for span in difference.theirs})
    yield cut_quote(match.text, theirs, _MAX_CLAIM)
    for difference in candidate.differences[:_MOST_NAMED]:
        our_words, their_words = _quoted_words(text, difference.ours), _quoted_words(match.text, difference.theirs)
        yield f"⚠ {label(difference)}: {_side_by_side(claim.number, our_words, their_words)}"
    if (more := len(candidate.differences) - _MOST_NAMED) > 0:
        yield subtext(f"and {plural(more, 'more difference')}")


def _side_by_side(number: int, our_words: str, their_words: str) -> str:
    if our_words and their_words:
        return f"you have **{our_words}**, #{number} has **{their_words}**"
    return f"only you have **{our_words}**" if our_words else f"only #{number} has **{their_words}**"


def _quoted_words(text: str, spans: Sequence[Span]) -> str:
    return cut_line(", ".join(phrases(text, spans)), _MAX_WORDS)
