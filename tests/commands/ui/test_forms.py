"""Fields of forms: radio buttons, checkboxes and menus, and what comes back from them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from bot.errors import UserError
from commands.claim.modals import verdict_modal
from commands.ui.modals import choice_field, uploads_of
from commands.ui.submitted_values import NOT_OFFERED
from tests.commands import wire


def field(count, **about):
    """Return a field with so many options as Discord gets it."""
    options = [(str(number), f"Option {number}", "x" * 120) for number in range(count)]
    return choice_field("name", "Label", options, default=("1",), **about).to_component_dict()["component"]


@pytest.mark.parametrize(
    ("count", "about", "kind"),
    [
        (2, {}, wire.RADIOS),
        (10, {}, wire.RADIOS),
        (11, {}, wire.MENU),
        (1, {}, wire.MENU),  # Discord wants two radio buttons
        (4, {"required": False}, wire.MENU),  # a chosen radio button can't be taken back
        (1, {"multiple": True}, wire.CHECKBOXES),
        (10, {"multiple": True, "required": False}, wire.CHECKBOXES),
        (11, {"multiple": True}, wire.MENU),
    ],
)
def test_up_to_ten_choices_are_buttons_and_more_are_a_menu(count, about, kind):
    shown = field(count, **about)
    assert shown["type"] == kind
    assert [option["value"] for option in shown["options"] if option.get("default")] == ["1"][: count - 1]
    assert max(len(option["description"]) for option in shown["options"]) <= 100


@pytest.mark.parametrize(("count", "kind"), [(10, wire.RADIOS), (11, wire.MENU), (25, wire.MENU)])
def test_a_scale_of_many_ratings_keeps_its_menu(count, kind):
    ratings = tuple(f"Rating {number}" for number in range(count))
    file = SimpleNamespace(verdict=None, evidence=(), claim=SimpleNamespace(number=1, version=1))
    form = verdict_modal(file, SimpleNamespace(ratings=ratings), correcting=False).to_dict()
    [rating] = [part["component"] for part in form["components"] if part["component"]["custom_id"] == "rating"]
    assert (rating["type"], len(rating["options"])) == (kind, count)


def test_a_file_that_discord_did_not_send_along_is_refused():
    sent = {"7": {"filename": "a.txt", "size": 1, "url": "https://cdn.example/a.txt"}}
    interaction = SimpleNamespace(data={"resolved": {"attachments": sent}})
    assert [upload.name for upload in uploads_of(interaction, {"files": ["7"]}, "files")] == ["a.txt"]
    assert uploads_of(interaction, {}, "files") == []
    for forged in (interaction, SimpleNamespace(data={}), SimpleNamespace(data=None)):
        with pytest.raises(UserError, match=NOT_OFFERED):
            uploads_of(forged, {"files": ["8"]}, "files")
