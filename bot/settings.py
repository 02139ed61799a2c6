"""Settings from the environment or `.env`; docs/settings.md gives each one's meaning."""

from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BeforeValidator, Field, HttpUrl, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


class Language(StrEnum):
    SWEDISH = "sv"
    ENGLISH = "en"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"{name!r} is no time zone; try Europe/Stockholm"
        raise ValueError(message) from error
    return name


class SettingsError(ValueError):
    """What is wrong with the settings, one line each, with the mend."""


class Settings(BaseSettings):
    """Everything that can be set; names and defaults are part of the contract."""

    model_config = SettingsConfigDict(env_prefix="LARM_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///larm.db"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    telegram_token: SecretStr | None = None
    telegram_api_url: str = "https://api.telegram.org"
    limits: Switch = Switch.ON
    slack_per_second: float = Field(default=10, gt=0)
    slack_burst: int = Field(default=50, ge=1)
    telegram_per_second: float = Field(default=30, gt=0)
    heartbeat_url: HttpUrl | None = None
    http_port: int = Field(default=8080, ge=0, le=65535)
    roster_file: Path | None = None
    blueprint_dir: Path | None = None
    timezone: Annotated[str, BeforeValidator(_known_zone)] = "Europe/Stockholm"
    digest_at: time = time(8, 15)
    language: Language = Language.SWEDISH
    clock_start: datetime | None = None
    clock_speed: float = Field(default=1, gt=0)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def is_clock_simulated(self) -> bool:
        return self.clock_start is not None or self.clock_speed != 1

    @model_validator(mode="after")
    def _play_only_on_loopback(self) -> Self:
        if self.limits is Switch.OFF and not self._is_local:
            message = (
                "LARM_LIMITS=off is only for servers on this machine: point LARM_SLACK_API_URL "
                "and LARM_TELEGRAM_API_URL at loopback, or leave LARM_LIMITS on"
            )
            raise ValueError(message)
        if self.is_clock_simulated and not self._is_local:
            message = (
                "LARM_CLOCK_START and LARM_CLOCK_SPEED are only for servers on this machine: "
                "real people must not be paged by a simulated clock; unset them"
            )
            raise ValueError(message)
        return self

    @property
    def _is_local(self) -> bool:
        """Whether every platform with a token has its address on this machine."""
        addresses = []
        if self.slack_bot_token:
            addresses.append(self.slack_api_url)
        if self.telegram_token:
            addresses.append(self.telegram_api_url)
        return all(urlsplit(address).hostname in LOOPBACK for address in addresses)


def load() -> Settings:
    """Read the settings; raises SettingsError with every mistake and its mend."""
    try:
        return Settings()
    except ValidationError as error:
        lines = [_line(dict(mistake)) for mistake in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def _line(mistake: dict[str, object]) -> str:
    place = mistake["loc"]
    message = str(mistake["msg"]).removeprefix("Value error, ")
    if not isinstance(place, tuple) or not place:
        return message
    name = "LARM_" + "_".join(str(part) for part in place[:1]).upper()
    return f"{name}={mistake['input']}: {message}"
