"""Settings from the environment or `.env`; docs/settings.md gives each one's meaning."""

from collections.abc import Mapping
from datetime import datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    FiniteFloat,
    HttpUrl,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.clock import FASTEST, YEARS, is_in_calendar
from storage.engine import address_problem, without_password

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
LONGEST_SHOWN = 80  # characters of a value that is told back

# What to write instead, where the type alone says what is wrong.
MENDS = {
    "limits": "Write on or off.",
    "slack_per_second": "Write a number above 0, such as 10.",
    "slack_burst": "Write a whole number from 1, such as 50.",
    "telegram_per_second": "Write a number above 0, such as 30.",
    "heartbeat_url": "Write a whole address, such as https://example.org/ping.",
    "http_port": "Write a port from 0 to 65535, such as 8080.",
    "roster_file": "Write the path of a roster file.",
    "blueprint_dir": "Write the path of a folder.",
    "digest_at": "Write a time of day, such as 08:15.",
    "confirm_months": "Write a whole number of months, such as 6; 0 asks nobody.",
    "language": "Write sv or en.",
    "clock_start": "Write a moment, such as 2026-11-27T15:40.",
    "clock_speed": f"Write a number above 0 and at most {FASTEST}, such as 60.",
}


class Switch(StrEnum):
    ON = "on"
    OFF = "off"


class Language(StrEnum):
    SWEDISH = "sv"
    ENGLISH = "en"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # "Europe" is a folder
        message = f"{name!r} is no time zone; try Europe/Stockholm"
        raise ValueError(message) from error
    return name


def _database(url: str) -> str:
    problem = address_problem(url)
    if problem is not None:
        message = f"{problem}; write sqlite:///larm.db or postgresql://user:password@host/name"
        raise ValueError(message)
    return url


def _server(address: str) -> str:
    try:
        parts = urlsplit(address)
        is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole:
        message = "it is no address of a server; write https://…, or leave it out"
        raise ValueError(message)
    return address


def _in_calendar(moment: datetime) -> datetime:
    if not is_in_calendar(moment):
        message = f"the calendar goes from {YEARS[0]} to {YEARS[-1]}; write 2026-11-27T15:40"
        raise ValueError(message)
    return moment


class SettingsError(ValueError):
    """What is wrong with the settings, one line each, with the mend."""


class Settings(BaseSettings):
    """Everything that can be set; names and defaults are part of the contract."""

    model_config = SettingsConfigDict(
        env_prefix="LARM_",
        env_file=".env",
        env_file_encoding="utf-8-sig",  # with and without Notepad's mark
        env_ignore_empty=True,
        extra="ignore",
    )

    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///larm.db"
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_url: Annotated[str, AfterValidator(_server)] = "https://slack.com/api/"
    telegram_token: SecretStr | None = None
    telegram_api_url: Annotated[str, AfterValidator(_server)] = "https://api.telegram.org"
    limits: Switch = Switch.ON
    slack_per_second: FiniteFloat = Field(default=10, gt=0)
    slack_burst: int = Field(default=50, ge=1)
    telegram_per_second: FiniteFloat = Field(default=30, gt=0)
    heartbeat_url: HttpUrl | None = None
    http_port: int = Field(default=8080, ge=0, le=65535)
    public_url: Annotated[str, AfterValidator(_server)] | None = None
    roster_file: Path | None = None
    blueprint_dir: Path | None = None
    timezone: Annotated[str, BeforeValidator(_known_zone)] = "Europe/Stockholm"
    digest_at: time = time(8, 15)
    confirm_months: int = Field(default=6, ge=0, le=120)
    language: Language = Language.SWEDISH
    clock_start: Annotated[datetime, AfterValidator(_in_calendar)] | None = None
    clock_speed: FiniteFloat = Field(default=1, gt=0, le=FASTEST)

    @model_validator(mode="before")
    @classmethod
    def _blank_is_unset(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: value
            for name, value in values.items()
            if not (isinstance(value, str) and not value.strip())
        }

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
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        message = f".env, line {line}: it is not text in UTF-8. Save the file again as UTF-8."
        raise SettingsError(message) from error
    except OSError as error:
        message = f".env cannot be read ({error.strerror}). Make it readable, or remove it."
        raise SettingsError(message) from error


def _line(mistake: Mapping[str, Any]) -> str:
    """Say which setting has what value, what is wrong with it, and how to mend it."""
    message = str(mistake["msg"]).removeprefix("Value error, ")
    if not mistake["loc"]:
        return f"{message}."
    field = str(mistake["loc"][0])
    written = " ".join(without_password(str(mistake["input"])).split())
    shown = written if len(written) <= LONGEST_SHOWN else f"{written[:LONGEST_SHOWN]}…"
    name = f"LARM_{field.upper()}={shown}"
    if mistake["type"] == "value_error":
        return f"{name}: {message}."
    return f"{name} cannot be used. {MENDS[field]}"
