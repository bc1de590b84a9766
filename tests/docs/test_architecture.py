"""The architecture page names only files, rooms and layers that are there."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "architecture.md"
PATHS = sorted(set(re.findall(r"`((?:bot|commands|tests)/[\w/]*(?:\.py)?)`", PAGE.read_text(encoding="utf-8"))))
ROOMS = sorted(
    f"{path.parent.name}/{path.name}/" if path.parent != ROOT else f"{path.name}/"
    for path in [ROOT / "commands", *(ROOT / "bot").iterdir()]
    if (path / "__init__.py").exists()
)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_page_is_there(path: str) -> None:
    assert (ROOT / path).exists() or (ROOT / f"{path}.py").exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_stands_in_the_table(room: str) -> None:
    assert f"| `{room}` |" in PAGE.read_text(encoding="utf-8")


def test_the_picture_draws_no_arrow_upwards() -> None:
    """Hold the picture's arrows against the order that import-linter checks."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = next(
        contract["layers"] for contract in contracts if contract["name"] == "A room imports only what is below it"
    )
    floor = {
        room.strip().removeprefix("bot."): number for number, layer in enumerate(layers) for room in layer.split("|")
    }
    picture = PAGE.read_text(encoding="utf-8").split("```mermaid")[1].split("```")[0]
    arrows = re.findall(r"(\w+)(?:\[.*?\])? --> (\w+)", picture)
    assert len(arrows) > 12
    assert [(above, below) for above, below in arrows if floor[above] >= floor[below]] == []
