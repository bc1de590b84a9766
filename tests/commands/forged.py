"""Interactions that no client of Discord would send: invented ids, values and states."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simcord import actors, interactions
from simcord.backend import serializers
from simcord.enums import ComponentType, InteractionType
from simcord.results import InteractionResult

from tests.commands.conftest import texts


async def press(actor: Any, channel: Any, message: Any, custom_id: str, **data: Any) -> InteractionResult:
    """Press a component of `message` by any custom_id, with any values."""
    backend = channel._env.backend
    stored = backend.get_message(channel.id, message.id)
    given = {"custom_id": custom_id, "component_type": ComponentType.BUTTON} | data
    extra = {"message": dict(serializers.message_payload(backend, stored))}
    return await _dispatch(actor, InteractionType.MESSAGE_COMPONENT, channel, given, extra)


async def press_at_once(
    actor: Any, channel: Any, message: Any, custom_ids: Sequence[str], *, sent_to: Any = None
) -> list[InteractionResult]:
    """Press buttons of `message`, all before the first press is answered; return what came of each.

    `sent_to` is the channel of the message, if it is not the one of the presses.
    """
    env, results = channel._env, []
    stored = env.backend.get_message((sent_to or channel).id, message.id)
    shown = dict(serializers.message_payload(env.backend, stored))
    for custom_id in custom_ids:
        record, payload = interactions.base_payload(
            env.backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=channel.id,
            guild_id=actor.guild.id,
            user_id=actor.id,
            data={"custom_id": custom_id, "component_type": ComponentType.BUTTON},
        )
        record.source_message_id = message.id
        env.backend.emit("INTERACTION_CREATE", payload | {"message": shown})
        results.append(InteractionResult(env, record))
    await env.settle()
    return results


async def submit(actor: Any, channel: Any, custom_id: str, fields: dict[str, Any]) -> InteractionResult:
    """Submit a form with any custom_id; a list stands for a menu's values."""
    components = [
        {"type": 18, "component": {"type": 3, "custom_id": name, "values": value}}
        if isinstance(value, list)
        else {"type": 18, "component": {"type": 4, "custom_id": name, "value": value}}
        for name, value in fields.items()
    ]
    data = {"custom_id": custom_id, "components": components}
    return await _dispatch(actor, InteractionType.MODAL_SUBMIT, channel, data, {})


async def burst(actor: Any, channel: Any, commands: Sequence[tuple[str, dict[str, str]]]) -> list[InteractionResult]:
    """Use many commands with text options at once; return what came of each."""
    env, results = channel._env, []
    for name, options in commands:
        root, *sub = name.split()
        given: list[dict[str, Any]] = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        if sub:
            given = [{"name": sub[0], "type": 1, "options": given}]
        record, payload = interactions.base_payload(
            env.backend,
            type=InteractionType.APPLICATION_COMMAND,
            channel_id=channel.id,
            guild_id=actor.guild.id,
            user_id=actor.id,
            data={"id": "1", "name": root, "type": 1, "options": given},
        )
        env.backend.emit("INTERACTION_CREATE", payload)
        results.append(InteractionResult(env, record))
    await env.settle()
    return results


def replies(result: InteractionResult) -> list[str]:
    """Return the texts of all answers to an interaction."""
    return [texts(reply) for reply in (result.response, *result.followups) if reply]


async def _dispatch(actor: Any, kind: int, channel: Any, data: Any, extra: Any) -> InteractionResult:
    return await actors._dispatch_actor_interaction(actor, kind, channel, data, extra=extra)
