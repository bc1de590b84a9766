"""A damaged index is rebuilt by every command that uses it, and named by the doctor."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.cli import run
from bot.errors import UserError
from bot.library.health import FILE, read_health
from bot.model.claim_input import NewClaim
from bot.model.claims import Actor
from bot.settings import load_settings
from bot.store.sqlite.process_lock import locked
from tests.conftest import ROOT

_CARGOES = ("barley", "copper", "timber", "salt", "wool", "coal", "marble", "cocoa", "tin", "oranges")


def article(number: int) -> str:
    """Return an article about one ferry; no two are alike."""
    chance = random.Random(number)
    words = ["".join(chance.choices("abdeiklmnoprstu", k=7)) for _ in range(300)]
    cargo = _CARGOES[number % len(_CARGOES)]
    return f"The ferry {words[0].title()} carries {cargo} to Husum, Ida Berg said.\n\n{' '.join(words)}.\n"


@pytest.fixture
def index(own_settings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys) -> Path:
    """Index thirty articles and return the folder of the index."""
    for number in range(30):
        (tmp_path / f"ferry-{number}.txt").write_text(article(number))
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path))
    monkeypatch.setenv("FACTDESK_SENTENCE_MODEL", "off")
    assert run(["index"]) == 0
    capsys.readouterr()
    return own_settings / "data/index"


def overwrite(index: Path, seed: int) -> None:
    """Overwrite half a percent of the bytes of one file of the index, in place."""
    chance = random.Random(seed)
    path = chance.choice([path for path in sorted(index.iterdir()) if path.stat().st_size > 200 and path.suffix])
    with path.open("r+b") as file:
        size = path.stat().st_size
        for _ in range(max(1, size // 200)):
            place = file.seek(chance.randrange(size))
            old = file.read(1)[0]
            file.seek(place)
            file.write(bytes([old ^ chance.randrange(1, 256)]))


def is_rebuilt(index: Path) -> bool:
    return bool(list(index.parent.glob("index-damaged-*")))


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(
    "command", [["search", "ferry"], ["index"], ["ask", "Who said that a ferry carries barley to Husum?"]]
)
def test_a_command_rebuilds_a_damaged_index_and_says_so(index: Path, command: list[str], seed: int) -> None:
    overwrite(index, seed)
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command], capture_output=True, text=True, cwd=ROOT, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "panicked" not in done.stderr
    if is_rebuilt(index):
        assert done.stderr.count("The search index was damaged") == 1
        [notice] = read_health(index.parent).notices
        assert notice.text.startswith("The search index was damaged (")
    assert run(["doctor"]) == 0


@pytest.mark.parametrize("seed", range(12))
def test_the_doctor_fails_where_a_search_would_have_to_rebuild(index: Path, seed: int, capsys) -> None:
    overwrite(index, seed)
    code = run(["doctor", "--json"])
    checks = {check["name"]: check for check in json.loads(capsys.readouterr().out)}
    assert not is_rebuilt(index), "the doctor changes nothing"
    assert code == (checks["index"]["state"] == "fail")
    assert run(["search", "ferry"]) == 0
    assert is_rebuilt(index) == bool(code)


@pytest.mark.parametrize("seed", range(4))
async def test_the_bot_rebuilds_it_when_it_starts(index: Path, seed: int) -> None:
    from bot.app import open_app

    overwrite(index, seed)
    async with open_app(load_settings(), interactive=True) as app:
        assert (await app.search("ferry")).hits


async def test_the_bot_is_there_while_its_index_is_checked_and_never_says_that_it_found_nothing(
    index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.app import open_app
    from bot.library import index_repair

    overwrite(index, 0)
    monkeypatch.setattr(index_repair, "_WAIT_SECONDS", 0.05)
    async with AsyncExitStack() as noting:
        await noting.enter_async_context(locked(index.parent / f"{FILE}.lock", seconds=0))  # the alarm waits for it
        async with open_app(load_settings(), interactive=True) as app:
            assert not app.index_prepared.is_set()
            flagged = app.desk.request(5, Actor(11, "Maria", is_editor=True))
            await app.desk.flag(flagged, NewClaim("The ferry sank."))
            for attempt in (app.ask("Who said that a ferry carries barley to Husum?"), app.search("ferry")):
                with pytest.raises(UserError, match="is being checked and brought up to date"):
                    await attempt
            await noting.aclose()
            await app.index_prepared.wait()
            assert len((await app.search("ferry", 1000)).hits) == 30
            assert (await app.ask("Who said that a ferry carries barley to Husum?")).findings
    assert is_rebuilt(index)
    [notice] = read_health(index.parent).notices
    assert notice.text.startswith("The search index was damaged (")


async def test_damage_while_the_bot_runs_is_mended_by_the_next_search(
    index: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from bot.app import open_app
    from bot.store.passages import index as passage_index

    async with open_app(load_settings(), interactive=True) as app:
        await app.index_prepared.wait()
        monkeypatch.setattr(passage_index, "newly_damaged_file", lambda _: None)  # damaged after the check
        (path,) = index.glob("*.idx")
        with path.open("r+b") as file:
            file.write(b"\xff" * (path.stat().st_size // 2))
        assert len((await app.search("ferry")).hits) == 10
        assert "The search index was damaged" in caplog.text
        assert (await app.ask("Who said that a ferry carries barley to Husum?")).findings
    assert is_rebuilt(index)


async def test_a_damaged_index_is_rebuilt_while_new_articles_come_in(
    index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.app import open_app
    from bot.store.passages import index as passage_index

    async with open_app(load_settings()) as app:
        monkeypatch.setattr(passage_index, "newly_damaged_file", lambda _: None)
        for path in index.iterdir():
            if path.suffix in {".term", ".idx", ".store"}:
                with path.open("r+b") as file:
                    file.write(b"\xff" * (path.stat().st_size // 2))
        (tmp_path / "new.txt").write_text("A zeppelin landed in Husum.")
        assert app.health.pending_notices() == []
        assert (await app.sync()).added == 1
        [notice] = app.health.pending_notices()
        assert notice.text.startswith("The search index was damaged (")
        assert len((await app.search("zeppelin")).hits) == 1
        assert len((await app.search("ferry", 1000)).hits) == 30
