"""The settings: their sources, and one sentence for an invalid one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without `.env`, and none of our variables."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FACTDESK_{name.upper()}", raising=False)


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("FACTDESK_VISIBILITY=public\nFACTDESK_WATCH_SECONDS=7\nOTHER=1\n")
    monkeypatch.setenv("FACTDESK_WATCH_SECONDS", "9")
    settings = load_settings()
    assert (settings.visibility, settings.watch_seconds) == ("public", 9)


def test_folders_stand_apart_by_colons_and_may_begin_with_a_tilde(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_CORPUS", "~/articles:/srv/wire:")
    assert load_settings().corpus == (Path.home() / "articles", Path("/srv/wire"))


def test_an_empty_value_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "TOKEN_FILE", "CORPUS", "WATCH_SECONDS"):
        monkeypatch.setenv(f"FACTDESK_{name}", "")
    settings = load_settings()
    assert settings.secret_token is None
    assert settings.corpus == ()
    assert settings.watch_seconds == 300


@pytest.mark.parametrize("where", ["environment", ".env"])
def test_the_token_may_stand_in_a_file(where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text("from-the-file\n")
    if where == ".env":
        (tmp_path / ".env").write_text("FACTDESK_TOKEN_FILE=token\n")
    else:
        monkeypatch.setenv("FACTDESK_TOKEN_FILE", "token")
    assert load_settings().secret_token == "from-the-file"
    monkeypatch.setenv("FACTDESK_TOKEN", "given-itself")
    assert load_settings().secret_token == "given-itself"


def test_an_unreadable_token_file_is_reported_when_the_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_TOKEN_FILE", "nowhere")
    settings = load_settings()
    with pytest.raises(SetupError, match=r"FACTDESK_TOKEN_FILE names nowhere, which can't be read") as raised:
        _ = settings.secret_token
    assert raised.value.exit_code == 78


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_TOKEN", "hush")
    assert "hush" not in repr(load_settings())


@pytest.mark.parametrize(
    ("name", "value"),
    [("WATCH_SECONDS", "often"), ("MAX_FILE_MB", "0"), ("VISIBILITY", "everyone"), ("LOG_LEVEL", "LOUD")],
)
def test_a_wrong_setting_is_named_in_one_sentence(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"FACTDESK_{name}", value)
    with pytest.raises(SetupError, match=rf"^FACTDESK_{name} is not valid: input .*docs/configuration\.md") as raised:
        load_settings()
    assert raised.value.exit_code == 78
    assert "\n" not in raised.value.message


@pytest.mark.parametrize(
    ("count", "ids", "read"),
    [("auto", "", ("auto", ())), ("4", "", (4, ())), ("8", "0-2, 5", (8, (0, 1, 2, 5))), ("2", "1", (2, (1,)))],
)
def test_shards_are_a_number_or_auto_and_their_ids_a_list(
    count: str, ids: str, read: tuple[object, tuple[int, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_SHARDS", count)
    monkeypatch.setenv("FACTDESK_SHARD_IDS", ids)
    settings = load_settings()
    assert (settings.shards, settings.shard_ids) == read


@pytest.mark.parametrize(
    ("count", "ids", "message"),
    [
        ("many", "", "FACTDESK_SHARDS is not valid: it is neither auto nor a whole number from 1 to 10,000"),
        ("0", "", "FACTDESK_SHARDS is not valid: it is neither auto nor"),
        ("-1", "0", "FACTDESK_SHARDS is not valid: it is neither auto nor"),
        ("2.5", "", "FACTDESK_SHARDS is not valid: it is neither auto nor"),
        ("10001", "", "FACTDESK_SHARDS is not valid: it is neither auto nor"),
        ("", "0-3", "FACTDESK_SHARD_IDS is not valid: it needs the number of all shards in FACTDESK_SHARDS"),
        ("auto", "0-3", "FACTDESK_SHARD_IDS is not valid: it needs the number of all shards in FACTDESK_SHARDS"),
        ("8", "0-8", "FACTDESK_SHARD_IDS is not valid: there is no shard 8 of 8 "),
        ("8", "0-999999", "FACTDESK_SHARD_IDS is not valid: there is no shard 999999 of 8 "),
        ("8", "3-0", "FACTDESK_SHARD_IDS is not valid: 3-0 begins with the higher number; write 0-3"),
        ("8", "first", "FACTDESK_SHARD_IDS is not valid: it is not a list of shards, such as 0-3 or 0,2,5-7"),
        ("8", "0,,2", "FACTDESK_SHARD_IDS is not valid: it is not a list of shards"),
    ],
)
def test_wrong_shards_are_refused_in_one_sentence(
    count: str, ids: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FACTDESK_SHARDS", count)
    monkeypatch.setenv("FACTDESK_SHARD_IDS", ids)
    with pytest.raises(SetupError) as raised:
        load_settings()
    assert raised.value.message.startswith(message)
    assert raised.value.exit_code == 78


def test_an_env_file_that_is_not_text_is_reported(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SetupError, match=r"\.env can't be read"):
        load_settings()


@pytest.mark.parametrize("url", ["http://a.example/", "a.example", "https://", "https://user:word@a.example/"])
def test_a_webhook_has_an_address_with_https(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_WEBHOOK_SECRET", "x" * 24)
    monkeypatch.setenv("FACTDESK_WEBHOOK_URL", url)
    with pytest.raises(SetupError, match="FACTDESK_WEBHOOK_URL is not valid: it is not an address that begins"):
        load_settings()


def test_a_webhook_needs_a_secret_that_can_not_be_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_WEBHOOK_URL", "https://a.example/hook")
    with pytest.raises(SetupError, match="FACTDESK_WEBHOOK_SECRET is not valid: it signs what is sent"):
        load_settings()
    monkeypatch.setenv("FACTDESK_WEBHOOK_SECRET", "x" * 23)
    with pytest.raises(SetupError, match="FACTDESK_WEBHOOK_SECRET is not valid: it is shorter than 24 characters"):
        load_settings()
    monkeypatch.setenv("FACTDESK_WEBHOOK_SECRET", "x" * 24)
    settings = load_settings()
    assert "x" * 24 not in repr(settings)
    assert "a.example" not in repr(settings)


@pytest.mark.parametrize(
    ("given", "address"),
    [("https://checks.example", "https://checks.example/"), ("http://a.example/b/c//", "http://a.example/b/c/")],
)
def test_the_address_of_the_site_ends_with_one_slash(given: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTDESK_PUBLISH_URL", given)
    assert load_settings().publish_url == address
