"""The claims that a new one may be the same as ("Already flagged as #12?"), and what differs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.desk.similarity.differences import DifferenceKind
from bot.desk.similarity.search import SimilarClaim, Similarity
from bot.model.claims import IN_WORK, RULED, Claim
from bot.model.spans import Span
from commands.claim.cards import status_name
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE
from commands.ui.truncate import cut_line, cut_quote

_MAX_CLAIM = 500
_MAX_WORDS = 60
_KINDS = {DifferenceKind.NUMBERS: "number", DifferenceKind.NAMES: "name", DifferenceKind.NEGATION: "way round"}


@dataclass(frozen=True, slots=True)
class SimilarCandidate:
    """A claim that is like the one being flagged; `claim` is how it stands now."""

    match: SimilarClaim
    claim: Claim

    @property
    def is_same(self) -> bool:
        """Whether it may be called the same: a claim that differs in anything at all is never called so here."""
        return self.match.level is Similarity.SAME and not self.match.differences

    @property
    def flag_target(self) -> int | None:
        """The number of the claim that takes a flag meant for this one: itself, or the one it is a duplicate of."""
        if self.claim.duplicate_of:
            return self.claim.duplicate_of
        return self.claim.number if self.claim.status in IN_WORK | RULED else None


def similar_claims_card(text: str, near: Sequence[SimilarCandidate]) -> Container[Any]:
    """Return what stands on the desk already, beside `text`, of which nothing has been made yet."""
    same = [each for each in near if each.is_same]
    title = f"Already flagged as #{same[0].claim.number}?" if same else "Is it one of these?"
    ours = sorted({span for each in near for difference in each.match.differences for span in difference.ours})
    head = [f"### {title}", subtext("Nothing has been made yet. You wrote:"), cut_quote(text, ours, _MAX_CLAIM)]
    card: Container[Any] = Container(TextDisplay("\n".join(head)), accent_colour=AMBER if same else BLUE)
    for each in near:
        card.add_item(Separator()).add_item(TextDisplay("\n".join(_lines(text, each))))
    return card


def _lines(text: str, near: SimilarCandidate) -> Iterator[str]:
    claim, match = near.claim, near.match
    level = "**looks the same**" if near.is_same else "alike"
    verdict = f"**{cut_line(claim.rating, 60)}**" if claim.rating else "no verdict yet" if near.flag_target else ""
    yield subtext(f"**#{claim.number}**", status_name(claim), verdict, plural(claim.flags, "flag"), level)
    theirs = sorted({span for difference in match.differences for span in difference.theirs})
    yield cut_quote(match.text, theirs, _MAX_CLAIM)
    for difference in match.differences:
        ours, others = _quoted_words(text, difference.ours), _quoted_words(match.text, difference.theirs)
        if ours and others:
            yield f"⚠ Another {_KINDS[difference.kind]}: you have **{ours}**, #{claim.number} has **{others}**"
        else:
            # A denial that only one of the two has.
            who = (
                f"you say **{ours}**, #{claim.number} doesn't"
                if ours
                else f"#{claim.number} says **{others}**, you don't"
            )
            yield f"⚠ The other way round: {who}"


def _quoted_words(text: str, spans: Sequence[Span]) -> str:
    return cut_line(", ".join(span.of(text) for span in spans), _MAX_WORDS)
