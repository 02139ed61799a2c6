"""Settings: names, defaults, and what is refused with its mend."""

import pytest

from bot import settings
from bot.settings import SettingsError


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
