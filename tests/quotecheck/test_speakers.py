"""Who says what stands at a place, and whether that is who was said to."""

from __future__ import annotations

import pytest

from bot.model.attribution import Attribution, AttributionKind, ChainLink, Role, SourceKind
from bot.model.spans import Span
from bot.quotecheck.speakers import attribution_at, is_other_speaker

PLACE = Span(100, 200)


def says(
    name: str,
    *content: tuple[int, int],
    kind: SourceKind = SourceKind.PERSON,
    role: Role = Role.SAID,
    parent: int | None = None,
) -> Attribution:
    source = Span(0, len(name))
    return Attribution(
        AttributionKind.INDIRECT,
        (source,),
        (),
        tuple(Span(*span) for span in content),
        role=role,
        source_kind=kind,
        chain=(ChainLink(name, role, kind, source),),
        parent=parent,
    )


@pytest.mark.parametrize(("content", "is_said"), [((100, 140), True), ((100, 139), False), ((0, 100), False)])
def test_two_fifths_of_a_place_have_to_be_what_somebody_says(content: tuple[int, int], is_said: bool) -> None:
    lind = says("Ida Lind", content)
    assert attribution_at([lind], PLACE) == (lind if is_said else None)


def test_pieces_of_what_somebody_says_count_together() -> None:
    lind = says("Ida Lind", (90, 120), (180, 220))
    assert attribution_at([lind], PLACE) is lind


def test_what_somebody_says_elsewhere_counts_neither_for_nor_against_them() -> None:
    lind = says("Ida Lind", (100, 140), (300, 400))
    assert attribution_at([lind], PLACE) is lind


def test_the_speaker_of_most_of_a_place_says_it() -> None:
    lind, roth = says("Ida Lind", (100, 160)), says("Ben Roth", (110, 200))
    assert attribution_at([lind, roth], PLACE) is roth


def test_of_two_the_inner_one_says_it() -> None:
    outer, inner = says("the Velm Courier", (100, 200)), says("Ida Lind", (110, 195), parent=0)
    assert attribution_at([outer, inner], PLACE) is inner


def test_an_inner_one_that_says_much_less_does_not() -> None:
    outer, inner = says("the Velm Courier", (100, 200)), says("Ida Lind", (110, 189), parent=0)
    assert attribution_at([outer, inner], PLACE) is outer


def test_of_two_that_say_it_all_the_one_who_says_least_else_does() -> None:
    long, short = says("the Velm Courier", (0, 400)), says("Ida Lind", (90, 210))
    assert attribution_at([long, short], PLACE) is short


def test_what_somebody_thinks_is_not_what_they_say() -> None:
    assert attribution_at([says("Ida Lind", (100, 200), role=Role.THOUGHT)], PLACE) is None


def test_an_empty_place_is_said_by_nobody() -> None:
    assert attribution_at([says("Ida Lind", (100, 200))], Span(100, 100)) is None
    assert attribution_at([], PLACE) is None


@pytest.mark.parametrize(
    ("speaker", "name", "kind", "is_other"),
    [
        ("Ida Lind", "Ida Lind", SourceKind.PERSON, False),
        ("Lind", "Ida Lind", SourceKind.PERSON, False),
        ("lind", "Mayor Ida Lind", SourceKind.PERSON, False),
        ("Mayor Ida Lind", "Lind", SourceKind.PERSON, False),
        ("Ida Roth", "Ida Lind", SourceKind.PERSON, True),
        ("Roth", "Ida Lind", SourceKind.PERSON, True),
        ("Harbour Office", "the Harbour Office", SourceKind.ORGANISATION, False),
        ("the Post", "the Evening Post", SourceKind.ORGANISATION, False),
        ("Velm Harbour Office", "the Harbour Office", SourceKind.ORGANISATION, True),
        ("tib", "Torvik Institute of Botany (TIB)", SourceKind.ORGANISATION, False),
        ("Lind", "the Harbour Office", SourceKind.ORGANISATION, True),
        ("Lind", "officials", SourceKind.ANONYMOUS, None),
    ],
)
def test_the_speaker_is_another_only_if_the_article_names_somebody_else(
    speaker: str, name: str, kind: SourceKind, is_other: bool | None
) -> None:
    assert is_other_speaker(speaker, says(name, (100, 200), kind=kind)) is is_other


def test_without_an_attribution_nobody_is_another_speaker() -> None:
    assert is_other_speaker("Lind", None) is None


@pytest.mark.parametrize(
    ("name", "verdict"), [("Karl Lind", None), ("Ole Brandt", True), ("Lind", False), ("I. Lind", False)]
)
def test_a_namesake_is_neither_the_same_nor_certainly_another(name: str, verdict: bool | None) -> None:
    assert is_other_speaker(name, says("Ida Lind", (100, 200))) is verdict
