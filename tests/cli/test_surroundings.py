"""Permissions, environments and mistyped settings: one sentence each, and the command goes on."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.visible import visible
from bot.store import permissions
from tests.conftest import ROOT


def started(*arguments: str | bytes, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program in a process of its own; an empty value takes a variable away."""
    env = {name: value for name, value in (os.environ | environment).items() if value}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments], capture_output=True, cwd=ROOT, env=env, check=False, timeout=60
    )


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")] if path.is_file()}


def folder_modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o777 for path in [folder, *folder.rglob("*")] if path.is_dir()}


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/ferry.txt").write_text("The ferry line will close in May.\n")
    monkeypatch.setenv("FACTDESK_CORPUS", str(tmp_path / "articles"))
    monkeypatch.setenv("FACTDESK_SENTENCE_MODEL", "off")
    return tmp_path / "articles"


def test_the_data_folder_is_created_for_its_owner_alone(articles: Path, own_settings: Path) -> None:
    assert started("index").returncode == 0
    assert (modes(own_settings / "data"), folder_modes(own_settings / "data")) == ({0o600}, {0o700})


def test_what_others_may_read_is_tightened_at_the_start(articles: Path, own_settings: Path) -> None:
    run(["index"])
    data = own_settings / "data"
    for path in [data, *data.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert run(["search", "ferry"]) == 0
    assert (modes(data), folder_modes(data)) == ({0o600}, {0o700})


def test_a_folder_with_other_things_in_it_keeps_its_rights(tmp_path: Path) -> None:
    (tmp_path / "factdesk.db").touch(mode=0o644)
    (tmp_path / "holiday.jpg").touch(mode=0o644)
    (tmp_path / "index").symlink_to("/etc")
    tmp_path.chmod(0o755)
    permissions.tighten(tmp_path)
    rights = {path.name: path.lstat().st_mode & 0o777 for path in [tmp_path, *tmp_path.iterdir()]}
    assert (rights["factdesk.db"], rights["holiday.jpg"], rights[tmp_path.name]) == (0o600, 0o644, 0o755)


def test_an_export_has_the_rights_that_the_shell_gives(own_settings: Path) -> None:
    (own_settings / "checks.csv").write_text("claim,rating\nThe ferry sank.,False\n")
    assert started("claims", "import", str(own_settings / "checks.csv")).returncode == 0
    assert started("claims", "export", "--output", str(own_settings / "out.csv")).returncode == 0
    umask = os.umask(0)
    os.umask(umask)
    assert (own_settings / "out.csv").stat().st_mode & 0o777 == 0o666 & ~umask


@pytest.mark.skipif(os.getuid() != 0, reason="only root may start a process of another user")
@pytest.mark.parametrize(
    ("prepare", "sentence"),
    [
        (
            "",
            "The folder {data} can't be created (Permission denied); create it for user 65534 (mkdir -p {data} && ",
        ),
        ("data", "{data} can't be written; give it to user 65534 (chown -R 65534 {data};"),
        ("data and others", "{data} can't be written; it holds other things than factdesk's data: name a folder of "),
        ("file", "{data}/factdesk.db can't be written; give it to user 65534 (chown -R 65534 {data}/factdesk.db;"),
    ],
)
def test_the_fix_names_the_folder_itself_and_its_setting(
    prepare: str, sentence: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    # All is imported before the change of the user, who may not read the interpreter's folder.
    code = (
        "import os, sys; from bot.cli import run; run(['corpus', 'list']); os.setuid(65534)\n"
        "os.environ['FACTDESK_DATA'] = sys.argv[1]; sys.exit(run(['corpus', 'list']))"
    )
    top = Path("/tmp") / f"factdesk-rights-{os.getpid()}"
    data = top / "below" / "data"
    (data if prepare else top).mkdir(parents=True)
    if prepare == "data and others":
        (data / "holiday.jpg").touch()
    if prepare == "file":
        (data / "factdesk.db").touch(mode=0o600)
        data.chmod(0o777)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code, str(data)], capture_output=True, text=True, cwd=ROOT, check=False
        )
    finally:
        subprocess.run(["rm", "-r", str(top)], check=True)
    message = done.stderr.splitlines()[-1]
    assert message.startswith(sentence.format(data=data))
    assert message.endswith(("or name another folder in FACTDESK_DATA.", "name a folder of its own in FACTDESK_DATA."))


def test_without_a_home_the_data_folder_has_to_be_named(own_settings: Path, articles: Path) -> None:
    # A number without an entry in the list of users has no home folder either.
    code = "import os, pwd; from bot.settings import load_settings; os.setuid(54321); print(load_settings().cache)"
    if os.getuid() != 0:
        pytest.skip("only root may become another user")
    env = {
        name: value for name, value in os.environ.items() if name not in {"HOME", "XDG_CACHE_HOME", "FACTDESK_CACHE"}
    }
    named = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=False)
    assert named.stdout.strip() == str(own_settings / "data/cache")
    env.pop("FACTDESK_DATA")
    unnamed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=env, check=False
    )
    assert (
        "HOME is not set, and user 54321 has no home folder. Name the data folder in FACTDESK_DATA." in unnamed.stderr
    )


def test_a_path_of_any_letters_works_in_every_locale(tmp_path: Path) -> None:
    folder = tmp_path / "Zürich-東京"
    folder.mkdir()
    (folder / "fähre.txt").write_text("The ferry line will close in May.\n", "utf-8")
    environment = {"PYTHONUTF8": "0", "LC_ALL": "C", "LANG": "C", "FACTDESK_DATA": str(tmp_path / "dätå")}
    done = started("index", str(folder), **environment)
    assert done.returncode == 0, done.stderr
    assert b"1 document" in done.stdout
    listed = started("corpus", "list", **environment)
    assert "fähre" in listed.stdout.decode()


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_a_mistyped_setting_is_named_with_the_closest_right_one(where: str, monkeypatch, capsys) -> None:
    if where == ".env":
        Path(".env").write_text("FACTDESK_VISIBLITY=public\n")
    else:
        monkeypatch.setenv("FACTDESK_VISIBLITY", "public")
    monkeypatch.setenv("FACTDESK_QUESTION", "set by make")
    run(["corpus", "list"])
    assert (
        capsys.readouterr().err.count(
            "FACTDESK_VISIBLITY is not a setting and has no effect. Did you mean FACTDESK_VISIBILITY?\n"
        )
        == 1
    )


def test_a_name_like_no_setting_gets_no_guess(monkeypatch, capsys) -> None:
    monkeypatch.setenv("FACTDESK_ZEBRA", "1")
    run(["corpus", "list"])
    assert "FACTDESK_ZEBRA is not a setting and has no effect. See docs/configuration.md." in capsys.readouterr().err


@pytest.mark.parametrize("token", ["YOUR_TOKEN", "your-token-here", "<your bot token>", "changeme"])
def test_a_placeholder_is_no_token_and_all_else_goes_on(token: str, articles: Path, capsys) -> None:
    Path(".env").write_text(f"FACTDESK_TOKEN={token}\n")
    assert run(["bot"]) == 78
    assert f"FACTDESK_TOKEN still holds the placeholder {token}." in capsys.readouterr().err
    assert run(["index"]) == 0


def test_a_missing_folder_is_said_and_the_others_are_read(articles: Path, monkeypatch, capsys) -> None:
    missing = articles.parent / "missing"
    missing.mkdir()
    (missing / "bridge.txt").write_text("The bridge is closed.\n")
    monkeypatch.setenv("FACTDESK_CORPUS", f"{articles}:{missing}")
    assert run(["index"]) == 0
    (missing / "bridge.txt").unlink()
    missing.rmdir()
    (articles / "new.txt").write_text("A zeppelin landed in Husum.\n")
    capsys.readouterr()
    assert run(["index"]) == 1
    shown = capsys.readouterr().out
    assert f"The folder {missing} is missing." in shown
    assert "3 documents" in shown, "the documents of the missing folder stay"
    assert "1 new" in shown
    assert "remove it" not in shown
    monkeypatch.setenv("FACTDESK_CORPUS", str(missing))
    assert run(["index"]) == 1
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b]0;owned\x07", "\\u001b[2J\\u001b]0;owned\\u0007"),
        ("a\x9b31mb\x00\x7f", "a\\u009b31mb\\u0000\\u007f"),
        ("evil\u202etxt.exe", "evil\\u202etxt.exe"),
        ("over\rwritten", "over\\u000dwritten"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("\x1b[32mok  \x1b[0m \r\x1b[KReading", "\x1b[32mok  \x1b[0m \r\x1b[KReading"),
        ("\x1b[8mhidden", "\\u001b[8mhidden"),
        ("Zoë 東京 👩‍👩‍👧", "Zoë 東京 👩‍👩‍👧"),
    ],
)
def test_control_characters_become_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_header_and_a_path_with_escape_sequences_are_shown_as_text(own_settings: Path, capsys) -> None:
    (own_settings / "a\x1b[2Jb.csv").write_text("claim,rat\x1b]0;owned\x07ing\n\x1b[31mX,\n")
    run(["claims", "import", str(own_settings / "a\x1b[2Jb.csv"), str(own_settings / "no\x07.csv")])
    run(["claims", "--js\x1b[2Jon"])
    run(["ask", "--corpus", str(own_settings / "gone\x9b2J"), "Who?"])
    shown = capsys.readouterr()
    assert not {"\x1b", "\x07", "\x9b"} & set(shown.out + shown.err)
    assert "no\\u0007.csv can't be read" in shown.err


def test_on_a_terminal_an_escape_sequence_of_a_path_is_shown_and_our_colours_stay(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "bot", "search", "x", "--corpus", str(tmp_path / "gone\x1b[2J")]
    subprocess.run(command, stdout=theirs, stderr=theirs, cwd=ROOT, check=False, timeout=60)
    subprocess.run([sys.executable, "-m", "bot", "doctor"], stdout=theirs, stderr=theirs, cwd=ROOT, check=False)
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # the end of a terminal
        while chunk := os.read(ours, 4096):
            shown += chunk
    os.close(ours)
    assert b"gone\\x1b[2J is missing" in shown
    assert b"\x1b[32mok" in shown
    assert b"\x1b[2J" not in shown


def test_an_export_through_a_pipe_keeps_every_character(own_settings: Path) -> None:
    (own_settings / "checks.csv").write_text('claim,rating\n"The \u202eferry\u202c sank.",False\n')
    run(["claims", "import", str(own_settings / "checks.csv")])
    assert "\u202e" in started("claims", "export", "--format", "csv").stdout.decode()
