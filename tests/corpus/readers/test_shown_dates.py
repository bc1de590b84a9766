"""Dates that a page only shows, in words."""

from __future__ import annotations

import pytest

from bot.corpus.readers.html import parse_html

LONG = "The harbour board voted on Tuesday to close the north quay for nine weeks, its chair Mara Lindt told reporters."


def published(above: str, below: str = "") -> str | None:
    page = f"<html><body><article><h1>Quay closes</h1>{above}<p>{LONG}</p><p>{LONG}</p>{below}</article></body></html>"
    return parse_html(page.encode()).metadata.published


@pytest.mark.parametrize(
    ("shown", "day"),
    [
        ("Publicado el 4 de septiembre de 2025", "2025-09-04"),
        ("Martes, 04 de marzo del 2025", "2025-03-04"),
        ("Publié le 1er août 2025 à 10h15", "2025-08-01"),
        ("12 févr. 2025", "2025-02-12"),
        ("Publicado em 4 de maio de 2025", "2025-05-04"),
        ("Pubblicato il 4 maggio 2025", "2025-05-04"),
    ],
)
@pytest.mark.parametrize("element", ["<time>{}</time>", '<div class="article-date">{}</div>'])
def test_the_date_above_the_text_is_that_of_publication(element: str, shown: str, day: str) -> None:
    assert published(element.format(shown)) == day


@pytest.mark.parametrize(
    "above",
    [
        "<time>Mis à jour le 12 févr. 2025</time>",
        "<time>Actualizado el 4 de septiembre de 2025</time>",
        "<div class='lead'>Desde el 4 de septiembre de 2025</div>",
        "<time>31 de febrero de 2025</time>",
    ],
)
def test_an_update_a_lead_and_an_impossible_day_are_none(above: str) -> None:
    assert published(above) is None


def test_a_date_below_the_text_belongs_to_another_article() -> None:
    assert published("", "<time>4 de septiembre de 2025</time>") is None
