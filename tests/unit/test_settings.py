"""Settings: names, defaults, and what is refused with its mend."""

from pathlib import Path

import pytest

from bot import settings
from bot.settings import Settings, SettingsError


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_the_contracts() -> None:
    found = settings.load()

    assert found.database_url == "sqlite:///larm.db"
    assert found.timezone == "Europe/Stockholm"
    assert f"{found.digest_at:%H:%M}" == "08:15"
    assert (found.slack_per_second, found.slack_burst, found.telegram_per_second) == (10, 50, 30)
    assert found.http_port == 8080


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_means_unset(monkeypatch: pytest.MonkeyPatch, blank: str) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"LARM_{name.upper()}", blank)

    assert settings.load() == Settings.model_construct()


def test_a_file_with_notepads_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LARM_LANGUAGE=en", encoding="utf-8-sig")

    assert settings.load().language == "en"


@pytest.mark.parametrize(
    ("name", "value", "mend"),
    [
        ("LARM_DATABASE_URL", "foo", "it is no address of a database; write sqlite:///larm.db"),
        ("LARM_DATABASE_URL", "mysql://host/name", "mysql is no database that larm can use"),
        ("LARM_DATABASE_URL", "postgresql://host:port/name", "it is no address of a database"),
        ("LARM_DATABASE_URL", "postgresql+asyncpg://host/name", "postgresql+asyncpg is no"),
        ("LARM_DATABASE_URL", "sqlite+aiosqlite:///larm.db", "sqlite+aiosqlite is no"),
        ("LARM_DATABASE_URL", "sqlite://larm.db", "too few slashes"),
        ("LARM_DATABASE_URL", "sqlite:///larm.db?mode=ro", "is not for SQLite"),
        ("LARM_DATABASE_URL", "sqlite://", "it names no file"),
        ("LARM_TIMEZONE", "Europe", "try Europe/Stockholm"),
        ("LARM_TIMEZONE", "../Europe/Stockholm", "try Europe/Stockholm"),
        ("LARM_CLOCK_SPEED", "inf", "at most 1000000"),
        ("LARM_CLOCK_SPEED", "1e308", "at most 1000000"),
        ("LARM_CLOCK_SPEED", "0", "Write a number above 0"),
        ("LARM_CLOCK_START", "0001-01-01T00:00", "from 2000 to 2099"),
        ("LARM_CLOCK_START", "9999-12-31T23:59", "from 2000 to 2099"),
        ("LARM_CLOCK_START", "yesterday", "Write a moment, such as 2026-11-27T15:40."),
        ("LARM_HTTP_PORT", "http", "Write a port from 0 to 65535"),
        ("LARM_LIMITS", "maybe", "Write on or off."),
        ("LARM_LANGUAGE", "fi", "Write sv or en."),
        ("LARM_DIGEST_AT", "25:00", "Write a time of day, such as 08:15."),
        ("LARM_SLACK_PER_SECOND", "nan", "Write a number above 0"),
        ("LARM_SLACK_BURST", "0.5", "Write a whole number from 1"),
        ("LARM_TELEGRAM_PER_SECOND", "-1", "Write a number above 0"),
        ("LARM_HEARTBEAT_URL", "pulse", "Write a whole address"),
        ("LARM_SLACK_API_URL", "slack.com/api/", "no address of a server"),
        ("LARM_TELEGRAM_API_URL", "http://[::1", "no address of a server"),
        ("LARM_TELEGRAM_API_URL", "http://host:99999", "no address of a server"),
    ],
)
def test_a_value_that_cannot_be_used_is_told_with_its_name_and_the_mend(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, mend: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as error:
        settings.load()

    assert str(error.value).startswith(f"{name}=")
    assert mend in str(error.value)
    assert "Input should" not in str(error.value)
    assert len(str(error.value).splitlines()) == 1


def test_a_mistake_in_an_address_does_not_show_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LARM_DATABASE_URL", "postgresql://u:secret@host:port/name?password=secret")

    with pytest.raises(SettingsError) as error:
        settings.load()

    assert "secret" not in str(error.value)


def test_a_long_value_is_told_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARM_LANGUAGE", "x" * 5_000)

    with pytest.raises(SettingsError) as error:
        settings.load()

    assert len(str(error.value)) < 200


def test_a_file_of_settings_that_is_not_utf8_is_told_with_the_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("LARM_LANGUAGE=sv\n# på svenska\n".encode("latin-1"))

    with pytest.raises(SettingsError, match=r"\.env, line 2: .* Save the file again as UTF-8"):
        settings.load()


def test_a_file_of_settings_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / ".env").symlink_to("/proc/self/mem")

    with pytest.raises(SettingsError, match=r"\.env cannot be read"):
        settings.load()


def test_every_mistake_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARM_TIMEZONE", "Mars")
    monkeypatch.setenv("LARM_HTTP_PORT", "99999")

    with pytest.raises(SettingsError) as error:
        settings.load()

    assert "LARM_TIMEZONE=Mars" in str(error.value)
    assert "LARM_HTTP_PORT=99999" in str(error.value)


@pytest.mark.parametrize(
    ("name", "value"), [("LARM_LIMITS", "off"), ("LARM_CLOCK_START", "2026-11-27T15:40")]
)
def test_playing_with_real_platforms_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("LARM_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match="this machine"):
        settings.load()


def test_playing_on_loopback_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LARM_SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("LARM_SLACK_API_URL", "http://127.0.0.1:8765/api/")
    monkeypatch.setenv("LARM_LIMITS", "off")
    monkeypatch.setenv("LARM_CLOCK_SPEED", "60")

    assert settings.load().is_clock_simulated


def test_a_secret_is_never_shown() -> None:
    found = settings.Settings(slack_bot_token="xoxb-very-secret", _env_file=None)  # type: ignore[call-arg, arg-type]

    assert "very-secret" not in repr(found)
