"""Cards of "Already checked?" and of the bot's replies to repeated false claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord.ui import Container, Separator, TextDisplay

from bot.desk.published_verdicts import MessageCheck
from bot.model.published_verdicts import PublishedVerdict
from commands.claim.published_verdict import published_verdicts_card, verdict_texts, verdicts_colour
from commands.claim.similar_card import SimilarCandidate, similar_claim_text
from commands.ui.bylines import subtext
from commands.ui.cards import GREY, MAX_TEXT
from commands.ui.markdown import width
from commands.ui.truncate import cut_line

NOTHING = "No published verdict is the same as this message."
ONLY_SIMILAR = "Similar claims have a verdict. It says nothing about this message:"
_MAX_STATEMENT = 180


@dataclass(frozen=True, slots=True)
class SimilarHint:
    """A statement of the message beside a similar claim."""

    text: str
    candidate: SimilarCandidate


def message_check_card(check: MessageCheck, hints: Sequence[SimilarHint]) -> Container[Any]:
    """Return the verdicts on a message's statements, then similar claims with their differences."""
    verdicts = [verdict for statement in check.checked for verdict in statement.verdicts]
    card: Container[Any] = Container(accent_colour=verdicts_colour(verdicts) if verdicts else GREY)
    room, is_first = MAX_TEXT, True
    for text in (*_checked(check), *_similar(hints)):
        room -= width(text)
        if room < 0:
            break
        if not is_first:
            card.add_item(Separator())
        card.add_item(TextDisplay(text))
        is_first = False
    return card


def reply_card(verdict: PublishedVerdict) -> Container[Any]:
    """Return the reply to a message that repeats a published false claim."""
    card = published_verdicts_card([verdict])
    return card.add_item(TextDisplay(subtext("An automatic reply: the message above repeats this claim.")))


def _checked(check: MessageCheck) -> Iterator[str]:
    """Yield each statement with its verdicts, or that there is none."""
    if not check.checked:
        yield f"### {NOTHING}"
    for statement in check.checked:
        first, *others = verdict_texts(statement.verdicts)
        about = subtext(f"The message says: “{cut_line(statement.text, _MAX_STATEMENT)}”")
        yield f"{first}\n{about}"
        yield from others


def _similar(hints: Sequence[SimilarHint]) -> Iterator[str]:
    for place, hint in enumerate(hints):
        heading = "" if place else f"{ONLY_SIMILAR}\n"
        about = subtext(f"The message says: “{cut_line(hint.text, _MAX_STATEMENT)}”")
        yield f"{heading}{similar_claim_text(hint.text, hint.candidate)}\n{about}"
