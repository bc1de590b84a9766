"""Base of buttons and menus independent of restarts.

discord.py finds the class by the custom_id, which holds all that the component knows.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Generic, Self, TypeAlias, TypeVar, cast

from discord.ui import Button, ChannelSelect, DynamicItem, Item, LayoutView, RoleSelect, Select

from bot.client import FactdeskInteraction
from bot.errors import UserError
from commands.ui.errors import report
from commands.ui.submitted_values import NOT_OFFERED

Component: TypeAlias = Button[Any] | Select[Any] | ChannelSelect[Any] | RoleSelect[Any]
ComponentT = TypeVar("ComponentT", bound=Component)

_MATCHES_NOTHING = r"(?!)"
_templates: list[re.Pattern[str]] = []  # of all classes


class StatelessItem(DynamicItem[ComponentT], Generic[ComponentT], template=_MATCHES_NOTHING):
    """Button or menu restored from its custom_id.

    The custom_id is a prefix and the state with colons between them. A subclass gives its `template`, and in `state` a
    function for each group of the template to read its text. The results are the arguments of the constructor after the
    component.
    """

    _readers: ClassVar[tuple[Callable[[str], Any], ...]] = ()

    def __init_subclass__(cls, *, template: str = _MATCHES_NOTHING, state: Sequence[Callable[[str], Any]] = ()) -> None:
        super().__init_subclass__(template=template)
        cls._readers = tuple(state)
        _templates.append(re.compile(template))

    def __init__(self, component: ComponentT, prefix: str, *state: object) -> None:
        component.custom_id = ":".join(map(str, (prefix, *state)))
        super().__init__(component)
        self._fault: Exception | None = None

    @classmethod
    async def from_custom_id(  # type: ignore[override]
        cls, _interaction: FactdeskInteraction, item: Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the pressed component, restored from its custom_id."""
        state = (read(text) for read, text in zip(cls._readers, match.groups(), strict=True))
        return cls(cast(ComponentT, item), *state)

    def _refresh_state(self, interaction: FactdeskInteraction, data: Any) -> None:  # type: ignore[override]  # noqa: ANN401
        """Take the chosen values; those that can't be read are reported at the press.

        discord.py calls it before `callback`, outside of any try.
        """
        try:
            super()._refresh_state(interaction, data)
        except Exception:  # noqa: BLE001 - whatever discord.py stumbles over in a forged payload
            self._fault = UserError(NOT_OFFERED)

    async def callback(self, interaction: FactdeskInteraction) -> None:  # type: ignore[override]
        """Handle the press and report any error; discord.py would only log it."""
        try:
            if self._fault is not None:
                raise self._fault
            await self.handle(interaction)
        except Exception as error:  # noqa: BLE001 - the error table sorts them
            await report(interaction, error)

    async def handle(self, interaction: FactdeskInteraction) -> None:
        """Do the component's action."""
        raise NotImplementedError


class StatelessButton(StatelessItem[Button[Any]]):
    """Button restored from its custom_id."""


def is_known(custom_id: str) -> bool:
    """Return whether a class of buttons or menus takes this custom_id."""
    return any(template.fullmatch(custom_id) for template in _templates)


async def turn_page(interaction: FactdeskInteraction, page: Callable[[], Awaitable[LayoutView]]) -> None:
    """Show a page in place on a private message, else privately.

    Others who read along in a public message keep the page that they see.
    """
    is_private = interaction.message is not None and interaction.message.flags.ephemeral
    await interaction.response.defer(ephemeral=True, thinking=not is_private)
    view = await page()
    if is_private:
        await interaction.edit_original_response(view=view)
    else:
        await interaction.followup.send(view=view, ephemeral=True)
