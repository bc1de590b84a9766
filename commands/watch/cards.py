"""Cards of watched questions: a new watch, the list, and the posts about new articles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import Colour
from discord.ui import Container, Section, Separator, TextDisplay
from discord.utils import format_dt

from bot.answer.presentation.headlines import SAYS_OTHERWISE
from bot.model.question_watches import QuestionWatch, WatchFind, WatchKind, WatchPost, WatchState
from commands.ui.bylines import plural, subtext
from commands.ui.cards import BLUE, GREEN, MAX_TEXT, ORANGE
from commands.ui.markdown import width
from commands.ui.quote_blocks import QuoteBlock, quote_block
from commands.ui.truncate import cut_line
from commands.watch.buttons import stop_button

PAGE_SIZE = 8
_MAX_TEXT = 180  # characters of a watched text
_MAX_FINDS = 3  # of a watch
_HEADING = {True: "New articles on what you watch", False: "New articles on what is watched here"}
_WHEN = {
    WatchKind.QUESTION: "when a new article answers this, or says otherwise",
    WatchKind.PHRASE: "when a new article has these words together in a sentence",
}
_STOP_ON_SERVER = subtext("Stop with `/watch stop` on the server.")
_UNJUDGED = "; neither is judged here"
_STATES = {  # of one article, and of several
    WatchState.ANSWERED: ("answers this", "answer this"),
    WatchState.CONTRARY: ("says otherwise", "say otherwise"),
    WatchState.FOUND: ("has these words", "have these words"),
}
_COLOURS = {WatchState.ANSWERED: GREEN, WatchState.CONTRARY: ORANGE, WatchState.FOUND: BLUE}


def added_card(watch: QuestionWatch) -> Container[Any]:
    """Return the confirmation of a new watch."""
    posted = "I send you a direct message" if watch.is_private else "I post here"
    lines = [
        f"**“{cut_line(watch.text, _MAX_TEXT)}”**",
        f"{posted} {_WHEN[watch.kind]}.",
        subtext("articles that are indexed already are not posted: use `/ask` or `/search` for them"),
    ]
    section = Section[Any](TextDisplay("\n".join(lines)), accessory=stop_button(watch))
    return Container(TextDisplay("### Watched from now on"), section, accent_colour=BLUE)


def page_count(watches: Sequence[QuestionWatch]) -> int:
    return max(1, -(-len(watches) // PAGE_SIZE))


def list_card(watches: Sequence[QuestionWatch], page: int, *, of_server: bool) -> Container[Any]:
    """Return one page of the watches that a person may stop; editors see all of the server."""
    heading = "### Watched on this server" if of_server else "### What you watch"
    card: Container[Any] = Container(TextDisplay(f"{heading}\n{subtext(_counted(watches))}"), accent_colour=BLUE)
    for watch in watches[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]:
        place = "by direct message" if watch.is_private else f"in <#{watch.channel}>"
        by = f"by <@{watch.user}>" if of_server else ""
        details = subtext(place, by, f"since {format_dt(watch.created, 'd')}")
        text = f"**{cut_line(watch.text, _MAX_TEXT)}**\n{details}"
        card.add_item(Section(TextDisplay(text), accessory=stop_button(watch)))
    return card


def _counted(watches: Sequence[QuestionWatch]) -> str:
    if not watches:
        return "nothing is watched: `/watch question` watches a question, a name or a phrase"
    return plural(len(watches), "text")


def post_card(post: WatchPost, *, has_buttons: bool = True) -> Container[Any]:
    """Return what new articles have for the watches of one place.

    Without buttons it says where a watch is stopped: a press could come to a machine that has other watches.
    """
    heading = f"### {_HEADING[post.recipient is not None]}"
    card: Container[Any] = Container(TextDisplay(heading), accent_colour=_colour(post))
    heads = {watch.id: _head(watch, finds) for watch, finds in post.watches}
    shown = sum(min(len(finds), _MAX_FINDS) for _, finds in post.watches)
    ending = "" if has_buttons else _STOP_ON_SERVER
    room = MAX_TEXT - width(heading) - width(ending) - sum(map(width, heads.values()))
    for watch, finds in post.watches:
        head = TextDisplay[Any](heads[watch.id])
        card.add_item(Separator()).add_item(Section(head, accessory=stop_button(watch)) if has_buttons else head)
        for find in _contrary_first(finds)[:_MAX_FINDS]:
            text = quote_block(_block(find, several=len({other.state for other in finds}) > 1), room // shown)
            room, shown = room - width(text), shown - 1
            card.add_item(TextDisplay(text))
    return card.add_item(TextDisplay(ending)) if ending else card


def _contrary_first(finds: Sequence[WatchFind]) -> list[WatchFind]:
    """Return the finds in their order, but the contrary ones before the others: these are not only counted."""
    return sorted(finds, key=lambda find: find.state is not WatchState.CONTRARY)


def _colour(post: WatchPost) -> Colour:
    states = {find.state for _, finds in post.watches for find in finds}
    return next(_COLOURS[state] for state in (WatchState.CONTRARY, *WatchState) if state in states)


def _head(watch: QuestionWatch, finds: Sequence[WatchFind]) -> str:
    """Return the watched text with what the new articles do."""
    # Beside others, each quote that says otherwise has a label with these words.
    unjudged = _UNJUDGED if {find.state for find in finds} == {WatchState.CONTRARY} else ""
    counts = [(state, sum(find.state is state for find in finds)) for state in WatchState]
    states = [
        f"{plural(count, 'new article')} {_STATES[state][count > 1]}{unjudged}" for state, count in counts if count
    ]
    more = len(finds) - _MAX_FINDS
    hidden = f"{_MAX_FINDS} of them are shown" if more > 0 else ""
    return f"**{cut_line(watch.text, _MAX_TEXT)}**\n{subtext(*states, hidden)}"


def _block(find: WatchFind, *, several: bool) -> QuoteBlock:
    """Return a find's quote; who says a phrase is not looked up, so that no source is claimed to be missing."""
    label = SAYS_OTHERWISE if several and find.state is WatchState.CONTRARY else ""
    return QuoteBlock(find.finding, label=label, pending=find.state is WatchState.FOUND)
