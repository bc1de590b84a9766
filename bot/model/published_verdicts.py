"""Records of published verdicts: what the desk may say of a claim that was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.model.claim_provenance import RatingValue

RatingScale = Sequence[tuple[str, float]]  # ratings with their numbers, as in DeskSettings


@dataclass(frozen=True, slots=True)
class PublishedVerdict:
    """A verdict in force that has a public link or was imported.

    `claim` is the claim's number. `why` is the first sentence of the explanation, or "". `author` is the outlet of an
    imported verdict; None for the desk's own. `date` is an ISO date, perhaps without day or month. `share` is the
    rating's place on its scale: 0 for the worst, 1 for the best, None without a number. `duplicate` is the claim that
    was compared, if an editor closed it as the same as `claim`.
    """

    claim: int
    text: str
    rating: str
    why: str
    author: str | None
    date: str | None
    url: str | None
    imported: bool
    share: float | None
    duplicate: int | None = None


def rating_share(rating: str, value: RatingValue | None, scale: RatingScale) -> float | None:
    """Return a rating's place on its scale, from 0 (worst) to 1 (best).

    If its own number and the desk's number of the same name disagree, the better of both counts: some sites count
    their scales downwards.
    """
    shares = [_share_of_value(value), scale_share(rating, scale)]
    return max((share for share in shares if share is not None), default=None)


def scale_share(rating: str, scale: RatingScale) -> float | None:
    """Return the place (0 to 1) of a rating of this name on the desk's scale.

    >>> scale_share("false", [("True", 5), ("Misleading", 2), ("False", 1)])
    0.0
    """
    numbers = {name.casefold(): number for name, number in scale}
    if rating.casefold() not in numbers:
        return None
    return _share(numbers[rating.casefold()], min(numbers.values()), max(numbers.values()))


def _share_of_value(value: RatingValue | None) -> float | None:
    if value is None or value.worst is None or value.best is None:
        return None
    return _share(value.value, value.worst, value.best)


def _share(number: float, worst: float, best: float) -> float | None:
    return (number - worst) / (best - worst) if worst <= number <= best and worst < best else None
