"""Checks of requests against Discord's API description and further limits."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

DESCRIPTION = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"

EPHEMERAL, COMPONENTS_V2 = 1 << 6, 1 << 15
CONTAINER, TEXT, BUTTON, ROW, SEPARATOR, MENU, SECTION, RADIOS, CHECKBOXES = 17, 10, 2, 1, 14, 3, 9, 21, 22
COMMAND_NAME = re.compile(r"[-_'a-z0-9]{1,32}")
TRANSLATED_NAME = re.compile(r"[-_'\w]{1,32}")


def complaints(method: str, path: str, body: Any) -> list[str]:
    """Return the faults of one request."""
    found = list(by_hand(method, path, body))
    if DESCRIPTION.is_file() and (validator := _validator(method, _route(method, path))):
        errors = validator.iter_errors(_with_ids_as_text(body))
        found += [f"{list(error.instance_path)}: {error.message[:300]}" for error in errors]
    return [f"{method} {path}: {complaint}" for complaint in found]


def _with_ids_as_text(part: Any, at: str = "") -> Any:
    """Return a request with ids as text, as the description wants.

    Discord takes numbers here, and discord.py sends them. `at` is the key above.
    """
    if isinstance(part, dict):
        where = {"attachments", "default_values"}
        return {
            key: _with_ids_as_text(value, f"{at}.id" if key == "id" and at in where else key)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_with_ids_as_text(element, at) for element in part]
    is_id = at.endswith((".id", "message_id", "channel_id", "guild_id", "recipient_id")) or at in ("users", "roles")
    return str(part) if is_id and isinstance(part, int) else part


def by_hand(method: str, path: str, body: Any) -> Iterator[str]:
    """Yield faults beyond the description: totals, mixing, duplicates, names, orders."""
    if path.endswith("/commands"):
        yield from _commands(body)
    elif isinstance(body, dict):
        data = body.get("data", body) or {}
        if "choices" in data:
            yield from _choices(data["choices"])
        yield from _message(data)


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every component, nested ones too."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        if accessory := component.get("accessory"):
            yield accessory


def _message(data: dict[str, Any]) -> Iterator[str]:
    components = list(walk(data.get("components") or []))
    yield from _mixing(data, components)
    yield from _totals(components)
    yield from _custom_ids(components)
    yield from _controls(components)
    if len(data.get("content") or "") > 2000:
        yield "content too long"
    if data.get("allowed_mentions", {}).get("parse"):
        yield "mentions that could ping"


def _mixing(data: dict[str, Any], components: list[dict[str, Any]]) -> Iterator[str]:
    if not any(part["type"] in (CONTAINER, TEXT, SEPARATOR) for part in components):
        return
    if not data.get("flags", COMPONENTS_V2) & COMPONENTS_V2:
        yield "V2 components without the flag"
    if data.get("content") or data.get("embeds"):
        yield "content or embeds beside V2 components"


def _totals(components: list[dict[str, Any]]) -> Iterator[str]:
    texts = [part["content"] for part in components if part["type"] == TEXT]
    if len(components) > 40:
        yield f"{len(components)} components"
    if (total := sum(len(text.encode("utf-16-le")) // 2 for text in texts)) > 4000:
        yield f"{total} characters of text"
    if any(not text.strip() for text in texts):
        yield "an empty text display"


def _custom_ids(components: list[dict[str, Any]]) -> Iterator[str]:
    ids = [part["custom_id"] for part in components if part.get("custom_id")]
    if len(ids) != len(set(ids)):
        yield f"custom_id twice: {ids}"
    if any(not 1 <= len(id_) <= 100 for id_ in ids):
        yield "a custom_id too long"


def _controls(components: list[dict[str, Any]]) -> Iterator[str]:
    for part in components:
        if part["type"] == ROW and not 1 <= len(part["components"]) <= 5:
            yield "a row of none, or of more than five"
        if part["type"] == BUTTON and not 1 <= len(part.get("label") or "") <= 80:
            yield "a button without a label, or with a long one"


def _choices(choices: list[dict[str, Any]]) -> Iterator[str]:
    if len(choices) > 25:
        yield f"{len(choices)} choices"
    if any(not 1 <= len(choice[key]) <= 100 for choice in choices for key in ("name", "value")):
        yield "a choice's name or value of none, or of more than 100 characters"


def _commands(commands: list[dict[str, Any]]) -> Iterator[str]:
    names = [(command.get("type", 1), command["name"]) for command in commands]
    if len(names) != len(set(names)) or len(names) > 100:
        yield "a command twice, or too many"
    for command in commands:
        options = command.get("options") or []
        named = [command, *options]
        if command.get("type", 1) != 1:
            # An entry in the menu of messages or people: any name, and no description.
            names = [command["name"], *_translations(command, "name")]
            if any(not 1 <= len(name) <= 32 for name in names) or command.get("description") or options:
                yield f"a name, a description or options in {command['name']}"
            continue
        if any(not COMMAND_NAME.fullmatch(part["name"]) or not 1 <= len(part["description"]) <= 100 for part in named):
            yield f"a name or description in {command['name']}"
        yield from _translated(command)
        required = [bool(option.get("required")) for option in options]
        if required != sorted(required, reverse=True) or len(options) > 25:
            yield f"a required option after an optional one in {command['name']}"
        texts = [part[key] for part in named for key in ("name", "description")]
        texts += [
            choice[key] for option in options for choice in option.get("choices") or [] for key in ("name", "value")
        ]
        if sum(map(len, texts)) > 8000:
            yield f"more than 8000 characters in {command['name']}"


def _translated(command: dict[str, Any]) -> Iterator[str]:
    """Yield faults of the translations of a command, its subcommands, options and choices."""
    parts = list(_named(command))
    for part in parts:
        names = _translations(part, "name")
        if "value" not in part and any(not TRANSLATED_NAME.fullmatch(name) or name != name.lower() for name in names):
            yield f"a translated name of {part['name']} in {command['name']}"
        texts = [*_translations(part, "description"), *(names if "value" in part else ())]
        if any(not 1 <= len(text) <= 100 for text in texts):
            yield f"a translated text of {part['name']} in {command['name']}"
        for language in {language for option in part.get("options") or [] for language in _languages(option)}:
            siblings = [_in_language(option, "name", language) for option in part["options"]]
            if len(siblings) != len(set(siblings)):
                yield f"a name twice in {part['name']} in {language}: {siblings}"
    if sum(map(_longest, parts)) > 8000:
        yield f"more than 8000 characters in {command['name']} with its longest translations"


def _longest(part: dict[str, Any]) -> int:
    """Return the characters of a part in the language that needs most of them."""
    texts = ([part.get(key) or "", *_translations(part, key)] for key in ("name", "description"))
    return len(str(part.get("value", ""))) + sum(max(map(len, versions)) for versions in texts)


def _named(part: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield part
    for nested in (*(part.get("options") or []), *(part.get("choices") or [])):
        yield from _named(nested)


def _translations(part: dict[str, Any], key: str) -> list[str]:
    return list((part.get(f"{key}_localizations") or {}).values())


def _languages(part: dict[str, Any]) -> set[str]:
    return set(part.get("name_localizations") or {})


def _in_language(part: dict[str, Any], key: str, language: str) -> str:
    return (part.get(f"{key}_localizations") or {}).get(language, part[key])


@cache
def _description() -> dict[str, Any]:
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


@cache
def _routes() -> list[tuple[re.Pattern[str], str]]:
    """Return every route's pattern, those with the fewest parameters first."""
    paths = sorted(_description()["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path)), path) for path in paths]


def _route(method: str, path: str) -> str:
    for pattern, route in _routes():
        if pattern.fullmatch(path) and method.lower() in _description()["paths"][route]:
            return route
    raise AssertionError(f"Discord has no {method} {path}")


@cache
def _validator(method: str, route: str) -> jsonschema_rs.Validator | None:
    operation = _description()["paths"][route][method.lower()]
    content = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if content is None:
        return None
    return jsonschema_rs.validator_for({**content["schema"], "components": _description()["components"]})
