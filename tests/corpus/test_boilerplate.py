"""A page's furniture is known from its reporting."""

from __future__ import annotations

import pytest

from bot.model.documents import BlockKind
from tests.corpus.build import document, of_kind

NEWS = "The ministry published the figures on Monday and said that nothing else had changed since then."


def boilerplate_indices(text: str, path: str = "a.txt") -> list[str]:
    return of_kind(document(text, path), BlockKind.BOILERPLATE)


@pytest.mark.parametrize(
    "header", ["Read also:", "READ MORE", "Related", "Related stories", "More from The Quay", "See also"]
)
def test_links_below_their_header_are_furniture_and_the_prose_after_them_is_not(header: str) -> None:
    found = boilerplate_indices(f"{NEWS}\n{header}\n- Fire in the old mill\n- Strike goes on\n{NEWS} Again.")
    assert found == [header, "- Fire in the old mill", "- Strike goes on"]


def test_headlines_without_bullets_are_links_up_to_the_next_gap() -> None:
    text = f"{NEWS}\n\nRead also:\nFire in the old mill\nStrike goes on\n\nWhat comes next\n\n{NEWS}"
    article = document(text)

    assert of_kind(article, BlockKind.BOILERPLATE) == ["Read also:", "Fire in the old mill", "Strike goes on"]
    assert of_kind(article, BlockKind.HEADING) == ["What comes next"]


def test_links_know_the_header_that_they_stand_under() -> None:
    article = document(f"{NEWS}\n\n## Related\n\n- [Fire](x)\n\n## Next\n\n{NEWS}", "a.md")

    link = next(b for b in article.blocks if "Fire" in b.span.of(article.text))
    assert link.kind is BlockKind.BOILERPLATE
    assert link.lead_in is not None
    assert link.lead_in.of(article.text) == "Related"
    assert [h.of(article.text) for h in article.blocks[-1].headings] == ["Next"]


@pytest.mark.parametrize(
    "line",
    [
        "Read also: Fire in the old mill",
        "Leave a Reply",
        "12 Comments",
        "12 Votes: 10 Upvotes, 2 Downvotes (8 Points)",
        "Share this article",
        "Sign in",
        "Signing-up 5 seconds...",
        "We use cookies to make this site better.",
        "© 2025 The Quay. All rights reserved.",
        "Subscribe now!",
        "Advertisement",
        "Become a member and help us keep the lights on.",
        "Sign up for our weekly newsletter.",
        "Support independent journalism for the cost of a coffee.",
    ],
)
def test_a_line_that_only_the_page_needs_is_furniture(line: str) -> None:
    assert boilerplate_indices(f"{NEWS}\n\n{line}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "The bank asked its customers to donate to the victims of the flood.",
        "“Become a member and support our work,” the party leader told the crowd.",
        "Related charges were dropped in May, the court said.",
        "More on the strike was expected from the union on Tuesday, officials said.",
        "Parliament will search for a new speaker.",
        "Voters gave the bill 12 votes in the committee, and the chair resigned.",
        "The firm was fined because its site asked readers to subscribe today without naming the price.",
    ],
)
def test_news_about_giving_voting_and_signing_up_is_news(line: str) -> None:
    assert boilerplate_indices(f"{NEWS}\n\n{line}\n\n{NEWS} Again.") == []


def test_one_plea_below_news_leaves_the_paragraph_news() -> None:
    assert boilerplate_indices(f"{NEWS} {NEWS} Sign up for our newsletter.") == []


def test_what_addresses_the_reader_between_pleas_at_the_end_is_a_plea() -> None:
    between = "We are few, and our costs are rising every month, as you may well know."
    text = f"{NEWS}\n\nYou can join our community today.\n\n{between}\n\nBecome a patron."

    assert between in boilerplate_indices(text)
    assert boilerplate_indices(f"{NEWS}\n\n{between}\n\n{NEWS}") == []


def test_an_advertisement_between_a_list_and_its_lead_in_leads_nothing_in() -> None:
    article = document("The files list:\nAdvertisement\n- maps\n- boots")
    leads = {b.lead_in.of(article.text) for b in article.blocks if b.lead_in}
    assert leads == {"The files list:"}


def test_networks_are_furniture_below_a_widget_and_news_elsewhere() -> None:
    assert boilerplate_indices(f"{NEWS}\n\nJoin us\n  • Facebook\n  • X\n") == ["Join us", "• Facebook", "• X"]
    assert boilerplate_indices("The court fined these firms:\n- Facebook\n- X\n") == []
