"""Each command on the command line, in one process: what it says, and what it leaves alone."""

import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import structlog
from sqlalchemy import inspect, text

from bot import cli
from storage.engine import Database
from storage.lock import ProcessLock
from storage.migrate import migrate
from tests.scenario.conftest import ROSTER

Told = tuple[int, str, str]
Larm = Callable[..., Told]

REHEARSAL = ("roster", "import", "roster.yaml", "--dry-run")
LOOKING = [
    ("check",),
    ("digest", "--dry-run"),
    ("digest", "--now"),
    REHEARSAL,
    ("roster", "export"),
    ("roster", "gaps"),
    ("roster", "oncall", "Söderhamn"),
]
USING = [
    *LOOKING,
    ("migrate",),
    ("run",),
    ("roster", "import", "roster.yaml"),
]


@pytest.fixture
def own_logs() -> Iterator[None]:
    """Let go of the captured standard error again: the tests that follow write to their own."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def larm(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    own_logs: None,
) -> Larm:
    """Run a command in an empty folder with a roster file; return its exit code and words."""
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LARM_")]:
        monkeypatch.delenv(name)

    def command(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["larm", *words])
        code: object = 0
        try:
            cli.main()
        except SystemExit as stop:
            code = stop.code
        told = capsys.readouterr()
        return int(str(code or 0)), told.out, told.err

    return command


@pytest.fixture
def token(larm: Larm, monkeypatch: pytest.MonkeyPatch) -> None:
    """A platform that nobody answers for: `run` must not get so far."""
    monkeypatch.setenv("LARM_TELEGRAM_TOKEN", "123456:nobody")
    monkeypatch.setenv("LARM_TELEGRAM_API_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("LARM_HTTP_PORT", "0")


def in_a_line(told: str) -> str:
    [line] = [line for line in told.splitlines() if line.strip()]
    return line


@pytest.mark.parametrize("words", [w for w in LOOKING if w != REHEARSAL], ids=" ".join)
def test_what_only_looks_makes_no_database(
    larm: Larm, tmp_path: Path, words: tuple[str, ...]
) -> None:
    code, out, err = larm(*words)

    assert code == 1
    assert "larm.db does not exist yet" in out + err
    assert "larm migrate" in out + err
    assert [path.name for path in tmp_path.iterdir()] == ["roster.yaml"]


def test_a_rehearsal_without_a_database_shows_all_as_new_and_makes_none(
    larm: Larm, tmp_path: Path
) -> None:
    code, out, _ = larm(*REHEARSAL)

    assert code == 0
    assert "Databasen finns inte än" in out
    assert "+ people anna" in out
    assert [path.name for path in tmp_path.iterdir()] == ["roster.yaml"]


@pytest.mark.parametrize("words", LOOKING, ids=" ".join)
def test_what_only_looks_migrates_nothing(
    larm: Larm, tmp_path: Path, words: tuple[str, ...]
) -> None:
    (tmp_path / "larm.db").touch()

    code, out, err = larm(*words)

    assert code == 1
    assert "not at the newest schema. Run `larm migrate`" in out + err
    database = Database("sqlite:///larm.db")
    assert inspect(database.engine).get_table_names() == []
    database.dispose()


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("words", USING, ids=" ".join)
def test_a_database_of_a_newer_program_is_told_the_same_everywhere(
    larm: Larm, words: tuple[str, ...]
) -> None:
    database = Database("sqlite:///larm.db")
    migrate(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()

    code, out, err = larm(*words)

    assert code == 1
    assert "newer than this program knows. Upgrade larm" in out + err
    assert "larm migrate" not in out + err


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("content", ["no database at all", "SQLite format 3\0 and then nonsense"])
@pytest.mark.parametrize("words", USING, ids=" ".join)
def test_a_broken_database_file_is_told_in_a_line(
    larm: Larm, tmp_path: Path, words: tuple[str, ...], content: str
) -> None:
    (tmp_path / "larm.db").write_text(content * 100)

    code, out, err = larm(*words)

    assert code == 1
    assert "The database at larm.db cannot be used" in out + err
    assert "LARM_DATABASE_URL" in out + err
    assert (tmp_path / "larm.db").read_text() == content * 100


def test_a_truncated_database_is_told_in_a_line(larm: Larm, tmp_path: Path) -> None:
    larm("migrate")
    os.truncate(tmp_path / "larm.db", 5_000)

    code, _, err = larm("roster", "gaps")

    assert code == 1
    assert "The database at larm.db cannot be used" in in_a_line(err)


@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("words", USING, ids=" ".join)
@pytest.mark.parametrize("place", ["away/larm.db", "folder"])
def test_a_database_where_none_can_be_is_told_in_a_line(
    larm: Larm,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    place: str,
) -> None:
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("LARM_DATABASE_URL", f"sqlite:///{place}")

    code, out, err = larm(*words)

    assert code == 1
    assert place in out + err
    assert not list(tmp_path.rglob("*.lock"))


@pytest.mark.usefixtures("token")
def test_a_port_that_is_taken_is_told_before_anything_is_made(
    larm: Larm, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        monkeypatch.setenv("LARM_HTTP_PORT", port)

        code, _, err = larm("run")

    assert code == 1
    assert f"Port {port} cannot be used" in in_a_line(err)
    assert "LARM_HTTP_PORT" in err
    assert not (tmp_path / "larm.db").exists()


@pytest.mark.parametrize(
    ("words", "mend"),
    [
        (("roster", "import", "roster.yaml"), "LARM_ROSTER_FILE=roster.yaml"),
        (("digest", "--now"), "LARM_DIGEST_AT"),
    ],
)
def test_what_changes_the_database_beside_a_running_larm_says_what_to_do_instead(
    larm: Larm, words: tuple[str, ...], mend: str
) -> None:
    larm("migrate")
    lock = ProcessLock("sqlite:///larm.db")
    lock.take()

    code, _, err = larm(*words)

    lock.release()
    assert code == 1
    assert mend in in_a_line(err)
    assert "PostgreSQL" in err


def test_a_file_of_settings_that_is_not_utf8_is_told_in_a_line(larm: Larm, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("# på svenska\n".encode("latin-1"))

    code, _, err = larm("roster", "gaps")

    assert code == 1
    assert in_a_line(err).startswith(".env, line 1")


@pytest.mark.parametrize("place", ["folder", "away/out.yaml", "roster.yaml/out.yaml"])
def test_an_export_that_cannot_be_written_is_told_in_a_line(
    larm: Larm, tmp_path: Path, place: str
) -> None:
    (tmp_path / "folder").mkdir()
    larm("migrate")

    code, _, err = larm("roster", "export", place)

    assert code == 1
    assert f"{place} kan inte skrivas" in in_a_line(err)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--at", "0001-01-01T00:00"), "från 2000 till 2099"),
        (("--at", "9999-12-31T23:59"), "från 2000 till 2099"),
        (("--at", "i morgon"), "Skriv som 2026-11-27T15:40"),
        (("--case", "larm"), "Giltiga är: etablering"),
    ],
)
def test_what_oncall_cannot_count_with_is_told_in_a_line(
    larm: Larm, words: tuple[str, ...], told: str
) -> None:
    code, _, err = larm("roster", "oncall", "Söderhamn", *words)

    assert code == 1
    assert told in in_a_line(err)


@pytest.mark.parametrize(
    ("written", "mend"), [("9999", "koden med fyra siffror"), ("Söderhan", "Närmast: Söderhamn")]
)
def test_a_municipality_that_is_not_there_is_told_with_what_may_be_meant(
    larm: Larm, written: str, mend: str
) -> None:
    code, _, err = larm("roster", "oncall", written)

    assert code == 1
    assert mend in in_a_line(err)


@pytest.mark.parametrize(
    "words", [("--port", "99999"), ("--speed", "0"), ("--speed", "-1"), ("--speed", "nan")]
)
def test_a_demonstration_that_cannot_be_is_refused_as_misunderstood(
    larm: Larm, words: tuple[str, ...]
) -> None:
    code, _, err = larm("demo", *words)

    assert code == 2
    assert words[0] in err


def test_nothing_to_tell_is_told(larm: Larm) -> None:
    larm("migrate")

    assert "Listan har ingen aktör" in larm("roster", "gaps")[1]
    assert "Ingen aktör i listan svarar för Habo" in larm("roster", "oncall", "Habo")[1]
    assert "there is nothing to send" in larm("digest", "--dry-run")[1]


def test_gaps_of_a_place_and_of_the_weeks_to_come(larm: Larm, tmp_path: Path) -> None:
    away = "absences:\n  - {person: nisse, from: 2000-01-01T00:00, until: 2099-01-01T00:00}\n"
    (tmp_path / "roster.yaml").write_text(ROSTER + away, encoding="utf-8")
    larm("roster", "import", "roster.yaml")

    county = larm("roster", "gaps", "gävleborgs län", "--weeks", "2")[1]
    one = larm("roster", "gaps", "Bollnäs")[1]

    assert len([line for line in county.splitlines() if not line.startswith(" ")]) == 10
    assert one.startswith("Bollnäs (2183)")
    assert "granne utan beredskap; i stället kallas maria" in one
    assert "ingen aktör alls; går till region" in one


def test_a_place_that_does_not_exist_gets_the_nearest(larm: Larm) -> None:
    larm("roster", "import", "roster.yaml")

    code, _, err = larm("roster", "gaps", "Bolnäs")

    assert code == 1
    assert "varken kommun eller län. Närmast: Bollnäs" in in_a_line(err)


def test_a_broken_roster_makes_no_database(larm: Larm, tmp_path: Path) -> None:
    (tmp_path / "roster.yaml").write_text("people: ]", encoding="utf-8")

    code, _, err = larm("roster", "import", "roster.yaml")

    assert code == 1
    assert err.startswith("roster.yaml, rad 1")
    assert not (tmp_path / "larm.db").exists()


def test_a_roster_in_another_encoding_is_told_with_file_row_and_mend(
    larm: Larm, tmp_path: Path
) -> None:
    (tmp_path / "roster.yaml").write_bytes("people:\n  - {id: bo, name: Bo Åhs}".encode("latin-1"))

    code, _, err = larm("roster", "import", "roster.yaml")

    assert code == 1
    assert in_a_line(err).startswith("roster.yaml, rad 2: filen är inte text i UTF-8. Spara")


def test_a_roster_file_that_is_not_there_is_told_in_a_line(larm: Larm) -> None:
    code, _, err = larm("roster", "import", "away.yaml")

    assert code == 1
    assert "away.yaml kan inte läsas" in in_a_line(err)


def test_the_nearest_level_comes_first(larm: Larm) -> None:
    larm("roster", "import", "roster.yaml")

    _, out, _ = larm("roster", "oncall", "Söderhamn")

    order = ["lokal", "delregional", "regional", "nationell", "internationell"]
    levels = [order.index(line.split()[0]) for line in out.splitlines()]
    assert levels == sorted(levels)
    assert len(set(levels)) > 1


class Stranger(BaseHTTPRequestHandler):
    """A server that is neither Slack nor Telegram."""

    status, kind, page = 200, "text/html", b"<html>"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(self.status)
        self.send_header("Content-Type", self.kind)
        self.send_header("Content-Length", str(len(self.page)))
        self.end_headers()
        self.wfile.write(self.page)

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def stranger() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Stranger) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.parametrize("words", [("check",), ("run",)], ids=" ".join)
@pytest.mark.parametrize(
    ("status", "kind", "page"),
    [
        (200, "text/html", b"<html>"),
        (200, "text/plain", b"hello"),
        (200, "application/json", b"not json"),
        (200, "application/json", b"[]"),
        (200, "application/json", b"{}"),
        (404, "text/html", b"<html>"),
    ],
)
@pytest.mark.parametrize("platform", ["SLACK", "TELEGRAM"])
def test_an_address_where_something_else_answers_is_told_in_a_line(
    larm: Larm,
    monkeypatch: pytest.MonkeyPatch,
    stranger: str,
    platform: str,
    status: int,
    kind: str,
    page: bytes,
    words: tuple[str, ...],
) -> None:
    for name, value in (("status", status), ("kind", kind), ("page", page)):
        monkeypatch.setattr(Stranger, name, value)
    monkeypatch.setenv("LARM_HTTP_PORT", "0")
    monkeypatch.setenv(
        "LARM_SLACK_BOT_TOKEN" if platform == "SLACK" else "LARM_TELEGRAM_TOKEN", "1:x"
    )
    monkeypatch.setenv(f"LARM_{platform}_API_URL", stranger)
    larm("migrate")

    code, out, err = larm(*words)

    [line] = [line for line in (out + err).splitlines() if f"LARM_{platform}_API_URL" in line]
    assert code == 1
    assert "is not" in line or "if it is set, leads to Telegram" in line
    assert "Traceback" not in out + err
