"""Buttons and menus in old messages keep working."""

from __future__ import annotations

from typing import Any

import pytest
from discord.ui import ActionRow, Button, ChannelSelect, DynamicItem, LayoutView, RoleSelect, Select

from commands.ask.buttons import AnswerButton
from commands.check.buttons import CheckButton, CheckMenu
from commands.claim.archive import ArchiveMenu
from commands.claim.buttons import ClaimActionMenu, ClaimButton
from commands.claim.evidence import EvidenceMenu
from commands.claim.history import HistoryButton
from commands.claim.verdict_templates import BlankVerdictButton, TemplateMenu
from commands.claim_list.bulk import BulkButton
from commands.claim_list.saved_filters import SaveFiltersButton
from commands.claim_list.views import ClaimMenu, ClaimPageButton, FilterMenu
from commands.corpus.cog import CorpusPageButton, RemoveArticleButton
from commands.desk.reply_setup import ReplyMenu, ReplySetupButton
from commands.desk.setup_views import DeskMenu, TextSettingsButton
from commands.desk.templates import TemplateButton, TemplatesMenu
from commands.documents.cog import DocumentPageButton
from commands.flag.cog import FlagButton
from commands.help.buttons import DraftButton, NameButton, QuotationButton
from commands.people.cog import QuotesButton
from commands.search.cog import SearchButton
from commands.watch.buttons import StopWatchButton
from commands.watch.cog import WatchPageButton
from commands.welcome.buttons import WelcomeButton
from tests.commands.conftest import texts

# As they stand in messages that earlier releases have sent: none of these may ever change its meaning.
IN_OLD_MESSAGES: tuple[tuple[type[DynamicItem[Any]], Any, str, dict[str, Any]], ...] = (
    (AnswerButton, Button, "ask:context:1186000000000000001:2", {"action": "context", "number": 2}),
    (AnswerButton, Button, "ask:more:1186000000000000001:1", {"action": "more", "number": 1}),
    (AnswerButton, Button, "ask:flag:1186000000000000001:0", {"action": "flag", "number": 0}),
    (AnswerButton, Button, "ask:quote:1186000000000000001:4", {"action": "quote", "number": 4}),
    (AnswerButton, Button, "ask:post:1186000000000000001:0", {"action": "post", "number": 0}),
    (AnswerButton, Button, "ask:exact:1186000000000000001:0", {"action": "exact", "number": 0}),
    (AnswerButton, Button, "ask:yes:1186000000000000001:0", {"action": "yes", "answer": "1186000000000000001"}),
    (AnswerButton, Button, "ask:no:1186000000000000001:0", {"action": "no", "answer": "1186000000000000001"}),
    (AnswerButton, Button, "ask:discuss:1186000000000000001:0", {"action": "discuss"}),
    (SearchButton, Button, "search:page:1186000000000000001:3", {"action": "page", "page": 3}),
    (SearchButton, Button, "search:exact:1186000000000000001:0", {"action": "exact", "page": 0}),
    (QuotesButton, Button, "quotes:1186000000000000001:1", {"answer": "1186000000000000001", "page": 1}),
    *(
        (QuotationButton, Button, f"help:{kind}:5d79d0ca0f16dc64:12:74:0af3c2b1", {"kind": kind, "digest": "0af3c2b1"})
        for kind in ("ask", "quote", "flag")
    ),
    *(
        (NameButton, Button, f"help:{kind}:Anna Weiss", {"kind": kind, "name": "Anna Weiss"})
        for kind in ("search", "quotes", "who")
    ),
    (DraftButton, Button, "help:check", {}),
    (CorpusPageButton, Button, "corpus:back:0", {"page": 0}),
    (CorpusPageButton, Button, "corpus:next:3", {"page": 3}),
    (RemoveArticleButton, Button, "corpus:remove:7", {"number": 7}),
    (DocumentPageButton, Button, "documents:back:0", {"page": 0}),
    (DocumentPageButton, Button, "documents:next:2", {"page": 2}),
    (FlagButton, Button, "flag:add:1186000000000000001:12", {"choice": "add", "number": 12}),
    (FlagButton, Button, "flag:new:1186000000000000001:0", {"choice": "new", "draft": "1186000000000000001"}),
    (FlagButton, Button, "flag:edit:1186000000000000001:0", {"choice": "edit", "draft": "1186000000000000001"}),
    *(
        (ClaimButton, Button, f"claim:{press}:12:5", {"press": press, "number": 12, "seen": 5})
        for press in (
            "take", "start", "review", "rule", "approve", "back", "correct", "reopen", "evidence", "assign", "watch",
            "history", "duplicate", "decline", "archive", "copy",
        )
    ),
    (ClaimActionMenu, Select, "claim:more:12:5", {"number": 12, "seen": 5}),
    (ArchiveMenu, Select, "archive:text:12", {"kind": "text", "number": 12}),
    (ArchiveMenu, Select, "archive:web:12", {"kind": "web", "number": 12}),
    (HistoryButton, Button, "history:12:1", {"number": 12, "page": 1}),
    (EvidenceMenu, Select, "evidence:12:1186000000000000001", {"number": 12, "answer_id": "1186000000000000001"}),
    (ClaimPageButton, Button, "claims:back:0:||||||", {"page": 0, "filters": "||||||"}),
    (ClaimPageButton, Button, "claims:next:1:w||11|1|a%7Cb|Mostly true|300 people", {"page": 1}),
    (ClaimMenu, Select, "claims:open", {}),
    (SaveFiltersButton, Button, "claims:save:w||11|1|a%7Cb|||Ada Lind|d", {"filters": "w||11|1|a%7Cb|||Ada Lind|d"}),
    *(
        (FilterMenu, Select, f"claims:by:{field}:w||11|1|a%7Cb|Mostly true|300 people|Ada Lind|due", {"field": field})
        for field in ("status", "assignee", "tag", "order")
    ),
    *(
        (BulkButton, Button, f"bulk:{kind}:3,12,40", {"kind": kind, "numbers": "3,12,40"})
        for kind in ("assign", "tag", "close", "decline")
    ),
    *(
        (CheckButton, Button, f"check:{press}:1186000000000000001:3", {"press": press, "number": 3})
        for press in ("flag", "context", "fine", "ask", "page", "red", "confirm")
    ),
    (CheckMenu, Select, "check:more:1186000000000000001", {"check": "1186000000000000001"}),
    (TemplateMenu, Select, "verdict:template:12", {"number": 12}),
    (BlankVerdictButton, Button, "verdict:blank:12", {"number": 12}),
    (TemplatesMenu, Select, "template:open", {}),
    *(
        (TemplateButton, Button, f"template:{step}:7", {"step": step, "number": 7})
        for step in ("add", "edit", "delete", "list")
    ),
    (StopWatchButton, Button, "watch:stop:12", {"watch": 12}),
    (WatchPageButton, Button, "watch:next:1", {"page": 1}),
    (DeskMenu, ChannelSelect, "desk:channel", {"setting": "channel"}),
    (DeskMenu, RoleSelect, "desk:editors", {"setting": "editors"}),
    (DeskMenu, RoleSelect, "desk:reviewers", {"setting": "reviewers"}),
    (DeskMenu, Select, "desk:reader", {"setting": "reader"}),
    (DeskMenu, Select, "desk:digest", {"setting": "digest"}),
    (TextSettingsButton, Button, "desk:words", {}),
    *(
        (WelcomeButton, Button, f"welcome:{step}:1186000000000000001", {"step": step, "guild": 1186000000000000001})
        for step in ("setup", "articles", "examples")
    ),
    (ReplySetupButton, Button, "desk:replies", {}),
    (ReplyMenu, ChannelSelect, "desk:replies:channels", {"setting": "channels"}),
    (ReplyMenu, Select, "desk:replies:rating", {"setting": "rating"}),
)  # fmt: skip
BUTTONS = [custom_id for _, component, custom_id, _ in IN_OLD_MESSAGES if component is Button]


@pytest.mark.parametrize(
    ("kind", "component", "custom_id", "state"), IN_OLD_MESSAGES, ids=[case[2] for case in IN_OLD_MESSAGES]
)
async def test_a_custom_id_in_an_old_message_restores_its_button(kind, component, custom_id, state):
    match = kind.__discord_ui_compiled_template__.fullmatch(custom_id)
    restored = await kind.from_custom_id(None, component(custom_id=custom_id), match)
    assert {name: getattr(restored, name) for name in state} == state
    assert restored.custom_id == custom_id


@pytest.mark.parametrize("custom_id", BUTTONS)
def test_one_kind_of_button_takes_a_custom_id(custom_id):
    kinds = {case[0] for case in IN_OLD_MESSAGES}
    assert sum(bool(kind.__discord_ui_compiled_template__.fullmatch(custom_id)) for kind in kinds) == 1


def test_every_kind_of_button_has_a_custom_id_above():
    used = {kind.__name__ for kind in _kinds(DynamicItem) if kind.__module__.startswith("commands.")}
    assert used - {"StatelessItem", "StatelessButton"} == {case[0].__name__ for case in IN_OLD_MESSAGES}


async def test_every_button_of_an_old_message_is_answered(desk):
    sender = desk.client.get_channel(desk.channel.id)
    for custom_id in BUTTONS:
        row = ActionRow(Button(label="Press", custom_id=custom_id))
        message = await sender.send(view=LayoutView(timeout=None).add_item(row))
        result = await desk.asker.click(message, label="Press")
        assert result.acknowledged, custom_id
        replies = [reply for reply in (result.response, *result.followups) if reply]
        assert not any("Something went wrong" in texts(reply) for reply in replies), custom_id


def _kinds(kind: type) -> set[type]:
    return {kind}.union(*map(_kinds, kind.__subclasses__()))
