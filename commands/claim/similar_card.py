"""Claims similar to a new one or to a claim shown, with their differences."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.app import App
from bot.desk.similarity.differences import ClaimDifference
from bot.desk.similarity.labels import is_shown, label, phrases
from bot.desk.similarity.normalize import normalize
from bot.desk.similarity.search import SimilarClaim, Similarity
from bot.model.claim_provenance import UNKNOWN_PROVENANCE, ClaimProvenance
from bot.model.claims import IN_WORK, RULED, Claim, ClaimFile
from bot.model.spans import Span
from commands.claim.cards import status_name
from commands.claim.provenance import provenance_lines
from commands.ui.bylines import plural, subtext
from commands.ui.cards import AMBER, BLUE, MAX_TEXT
from commands.ui.markdown import width
from commands.ui.truncate import cut_line, cut_quote

MAX_SIMILAR = 3
# Dice coefficient of the terms of two claims from which one is shown as similar to the other. On 199 posts and a
# desk of 300 claims it shows 93 % of the matching claims, and one in ten of the others.
_MIN_DICE = 0.2
_MAX_CLAIM = 500
_MAX_SHOWN_CLAIM = 160  # below a claim's own card
_MOST_SHOWN_DIFFERENCES = 2
_MAX_WORDS = 60
_SIMILAR_TITLE = "**Similar claims**"
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


async def find_similar(app: App, guild: int, text: str, without: Collection[int] = ()) -> list[SimilarCandidate]:
    """Return the most similar claims, at most three, but for those `without` and duplicates of one already there."""
    candidates: list[SimilarCandidate] = []
    known = set(without)
    for match in await app.similar_claims.similar(guild, text, without=known):
        if len(candidates) == MAX_SIMILAR:
            break
        if not _is_similar(text, match):
            continue
        claim = await app.desk.get(guild, match.number)
        if claim.duplicate_of is None or claim.duplicate_of not in known:
            candidates.append(SimilarCandidate(match, claim))
            known.add(claim.number)
    return candidates


def _is_similar(text: str, match: SimilarClaim) -> bool:
    ours, theirs = set(normalize(text).terms), set(normalize(match.text).terms)
    if match.level is Similarity.SAME:
        return True
    shared, terms = len(ours & theirs), len(ours) + len(theirs)
    return terms > 0 and 2 * shared >= _MIN_DICE * terms


async def similar_to(app: App, file: ClaimFile) -> list[SimilarCandidate]:
    """Return the claims similar to one; its duplicates and its original, which its card names anyway, are left out."""
    claim = file.claim
    known = {claim.number, *file.duplicates, *([claim.duplicate_of] if claim.duplicate_of else [])}
    return await find_similar(app, claim.guild, claim.text, known)


def add_similar_claims(card: Container[Any], claim: Claim, candidates: Sequence[SimilarCandidate]) -> None:
    """Add the claims similar to the one on a card, as far as there is room on it."""
    texts = [item.content for item in card.walk_children() if isinstance(item, TextDisplay)]
    room = MAX_TEXT - sum(map(width, texts)) - width(_SIMILAR_TITLE)
    shown = list[str]()
    for candidate in candidates:
        text = "\n".join(_short_lines(claim, candidate))
        room -= width(text) + 1
        if room < 0:
            break
        shown.append(text)
    if shown:
        card.add_item(Separator()).add_item(TextDisplay("\n".join([_SIMILAR_TITLE, *shown])))


def _short_lines(claim: Claim, candidate: SimilarCandidate) -> Iterator[str]:
    other = candidate.claim
    rating = f"**{cut_line(other.rating, 60)}**" if other.rating else ""
    yield f"**#{other.number}** {cut_line(other.text, _MAX_SHOWN_CLAIM)}"
    yield subtext(status_name(other), rating, candidate.level)
    yield from _difference_lines(claim.text, candidate, f"#{claim.number} has", _MOST_SHOWN_DIFFERENCES)


def similar_claim_text(text: str, candidate: SimilarCandidate) -> str:
    """Return a similar claim with what differs from `text`."""
    return "\n".join(_lines(text, candidate))


def _lines(text: str, candidate: SimilarCandidate) -> Iterator[str]:
    claim, match = candidate.claim, candidate.match
    verdict = f"**{cut_line(claim.rating, 60)}**" if claim.rating else "no verdict yet" if candidate.flag_target else ""
    flags = plural(claim.flags, "flag") if claim.flags else "imported" if claim.external_id else ""
    yield subtext(f"**#{claim.number}**", status_name(claim), verdict, flags, candidate.level)
    theirs = sorted({span for difference in candidate.differences for span in difference.theirs})
    yield cut_quote(match.text, theirs, _MAX_CLAIM)
    yield from _difference_lines(text, candidate, "you have", _MOST_NAMED)


def _difference_lines(text: str, candidate: SimilarCandidate, we_have: str, most: int) -> Iterator[str]:
    """Yield the differences with the words of both; `we_have` is "you have" or "#1 has"."""
    they_have = f"#{candidate.claim.number} has"
    for difference in candidate.differences[:most]:
        ours, theirs = (
            _quoted_words(text, difference.ours),
            _quoted_words(candidate.match.text, difference.theirs),
        )
        sides = [f"{has} **{words}**" for has, words in ((we_have, ours), (they_have, theirs)) if words]
        yield f"⚠ {label(difference)}: {'' if len(sides) > 1 else 'only '}{', '.join(sides)}"
    if (more := len(candidate.differences) - most) > 0:
        yield subtext(f"and {plural(more, 'more difference')}")


def _quoted_words(text: str, spans: Sequence[Span]) -> str:
    return cut_line(", ".join(phrases(text, spans)), _MAX_WORDS)
