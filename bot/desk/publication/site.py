"""The files of the site: a page for each verdict, lists, and feeds."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from importlib import resources
from itertools import chain
from typing import TYPE_CHECKING, Any

from bot.corpus.dates import date_in_words
from bot.desk.interchange.claimreview import publication_date, rating_value
from bot.desk.publication import feeds
from bot.desk.publication.feeds import SiteOptions
from bot.desk.publication.lists import ClaimList, in_order, lists
from bot.desk.publication.public_claims import PublicClaim
from bot.model.claims import ClaimVerdict

if TYPE_CHECKING:
    from jinja2 import Environment

_NEWEST = 50  # on the first page
_STATIC = ("style.css", "filter.js")

SiteFile = tuple[str, Callable[[], str]]  # a path, and what makes its text


def site_files(claims: Sequence[PublicClaim], options: SiteOptions) -> Iterator[SiteFile]:
    """Yield the path of each file, with a function that returns its text.

    The same claims and options always give the same texts.
    """
    ordered = in_order(claims)
    by_kind = lists(ordered)
    lists_of: dict[int, list[ClaimList]] = defaultdict(list)
    for claim_list in (*by_kind["ratings"], *by_kind["tags"]):
        for public in claim_list.claims:
            lists_of[public.claim.number].append(claim_list)
    for public in ordered:
        yield public.path, partial(_claim_page, public, lists_of[public.claim.number], options)
    for claim_list in chain.from_iterable(by_kind.values()):
        for number in range(1, claim_list.pages + 1):
            yield claim_list.page_path(number), partial(_list_page, claim_list, number, options)
    yield "feed.xml", partial(feeds.rss, ordered, options)
    yield "feed.json", partial(feeds.json_feed, ordered, options)
    yield "claimreview.json", partial(feeds.data_feed, ordered, options)
    yield "search.json", partial(feeds.search_records, ordered)
    for name in _STATIC:
        yield name, partial(_static, name)
    yield "index.html", partial(_index, ordered, by_kind, options)


def _static(name: str) -> str:
    return (resources.files(__package__) / "static" / name).read_text("utf-8")


def _claim_page(public: PublicClaim, its_lists: Sequence[ClaimList], options: SiteOptions) -> str:
    evidence = public.file.evidence
    return _render(
        "claim.html",
        options,
        public.path,
        public=public,
        claim=public.claim,
        verdict=public.verdict,
        quotes=[piece for piece in evidence if piece.kind == "quote"],
        links=[piece for piece in evidence if piece.kind == "link"],
        tags=[found for found in its_lists if found.kind == "tags"],
        rating=next(found for found in its_lists if found.kind == "ratings"),
        dates={given.number: publication_date(given) for given in public.earlier},
        number=rating_value(public.verdict, options.scale),
        json_ld=_json_ld(public, options),
    )


def _list_page(shown: ClaimList, number: int, options: SiteOptions) -> str:
    path = shown.page_path(number)
    return _render("list.html", options, path, shown=shown, number=number, claims=shown.page(number))


def _index(claims: Sequence[PublicClaim], by_kind: dict[str, list[ClaimList]], options: SiteOptions) -> str:
    log = max((public.log for public in claims if public.log), key=lambda log: log.events, default=None)
    return _render(
        "index.html", options, "index.html", claims=claims[:_NEWEST], total=len(claims), lists=by_kind, log=log
    )


def _render(template: str, options: SiteOptions, path: str, **values: Any) -> str:  # noqa: ANN401 - of a template
    """Return a page; its links to the site's files are relative."""
    root = "../" * path.count("/")
    canonical = f"{options.address}{path}" if options.address else None
    page = _environment().get_template(template)
    tone = partial(_tone, options=options)
    return page.render(options=options, root=root, canonical=canonical, tone=tone, **values)


def _tone(verdict: ClaimVerdict, options: SiteOptions) -> str:
    """Return a rating's tone: low (false), middle, high (true), or none without a number."""
    value = rating_value(verdict, options.scale)
    if value is None or value.worst is None or value.best is None or value.worst == value.best:
        return "none"
    share = (value.value - value.worst) / (value.best - value.worst)
    return "low" if share < 1 / 3 else "high" if share > 2 / 3 else "middle"


def _json_ld(public: PublicClaim, options: SiteOptions) -> str:
    """Return the ClaimReview for a <script> element."""
    from markupsafe import Markup  # noqa: PLC0415 - comes with jinja2, which only a publication needs

    text = json.dumps(feeds.review(public, options), ensure_ascii=False, indent=1)
    return Markup(feeds.script_safe(text))  # noqa: S704 - escaped for its place


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - only a publication needs it

    environment = Environment(
        loader=PackageLoader("bot.desk.publication"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_words"] = date_in_words
    return environment
