"""The floors beside the data they hold for; `python -m tests.quality.floors --help` pins them anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import pytest

FILE = Path(__file__).with_name("floors.json")


def digest(files: Iterable[Path]) -> str:
    """Return one sha256 over the names and bytes of the data that something was measured on."""
    whole = hashlib.sha256()
    for path in sorted(files):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def hold(name: str, data: Iterable[Path], measured: Mapping[str, float]) -> None:
    """Fail where a figure lies under its floor. Floors hold for the data they were pinned with, and no other."""
    pinned = json.loads(FILE.read_text(encoding="utf-8"))[name]
    if digest(data) != pinned["data"]:
        pytest.skip("the data is not that of the floors: pin them anew")
    below = {key: (measured[key], floor) for key, floor in pinned["floors"].items() if measured[key] < floor}
    assert not below, f"{name}: measured, floor: {below}"


@click.command()
@click.argument("name")
@click.argument("figures")
@click.option("--data", "files", multiple=True, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--lower", is_flag=True, help="Let a floor be lowered; say why in the commit.")
def pin(name: str, figures: str, files: tuple[Path, ...], *, lower: bool) -> None:
    """Pin FIGURES, a JSON object of floors, for NAME and the files it was measured on."""
    set_floors(name, json.loads(figures), files, lower=lower)


def set_floors(name: str, floors: Mapping[str, float], files: Iterable[Path], *, lower: bool) -> None:
    """Write `floors` for `name` into the file. Raises UsageError if one sinks without `lower`."""
    pinned = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    old = pinned.get(name, {}).get("floors", {})
    sunk = {key for key, floor in old.items() if floors.get(key, float("-inf")) < floor}
    if sunk and not lower:
        raise click.UsageError(f"this lowers {', '.join(sorted(sunk))}: give --lower if that is meant")
    pinned[name] = {"data": digest(files), "floors": dict(floors)}
    FILE.write_text(json.dumps(pinned, indent=2, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    pin()
