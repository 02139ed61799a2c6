"""Real processes against the sandbox: started, killed, started again."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from sandbox.server import Sandbox
from tests.scenario.conftest import ROSTER, people_of

PATIENCE = 30.0  # seconds
MUCH = 1 << 24  # bytes of journal that are read without being asked: a full pipe stops a process


@dataclass
class Installation:
    """An installed larm with its own folder and environment."""

    folder: Path
    sandbox: Sandbox
    changes: dict[str, str] = field(default_factory=dict)
    running: list[asyncio.subprocess.Process] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),  # the code that is tested
            "HOME": str(self.folder),
            "LARM_DATABASE_URL": f"sqlite:///{self.folder / 'larm.db'}",
            "LARM_SLACK_BOT_TOKEN": "xoxb-sandbox",
            "LARM_SLACK_APP_TOKEN": "xapp-sandbox",
            "LARM_SLACK_API_URL": self.sandbox.slack_api_url,
            "LARM_TELEGRAM_TOKEN": "123456:sandbox",
            "LARM_TELEGRAM_API_URL": self.sandbox.telegram_api_url,
            "LARM_ROSTER_FILE": str(self.folder / "roster.yaml"),
            "LARM_CLOCK_START": "2026-11-30T10:00",
            "LARM_LIMITS": "off",
            "LARM_HTTP_PORT": "0",
            **self.changes,
        }

    async def command(self, *words: str) -> tuple[int, str, str]:
        """Run a command to its end; return exit code, output and complaints."""
        process = await self._start(*words)
        out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
        return process.returncode or 0, out.decode(), err.decode()

    async def begin(self) -> asyncio.subprocess.Process:
        """Start `larm run`, and do not wait for it."""
        return await self._start("run")

    async def run(self) -> asyncio.subprocess.Process:
        """Start `larm run` and wait until it listens."""
        before = self.sandbox.slack.socket.connections
        process = await self.begin()
        for _ in range(int(PATIENCE / 0.02)):
            if self.sandbox.slack.socket.connections >= before + 2:
                return process
            if process.returncode is not None:
                break
            await asyncio.sleep(0.02)
        raise AssertionError("larm did not start")

    async def kill(self, process: asyncio.subprocess.Process) -> None:
        """Kill it as a power cut would, and wait until its connections are gone."""
        process.send_signal(signal.SIGKILL)
        await process.communicate()
        for _ in range(500):
            if self.sandbox.slack.socket.connections == 0:
                return
            await asyncio.sleep(0.01)

    async def until(self, is_so: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not is_so():
            if time.monotonic() > deadline:
                raise TimeoutError(is_so)
            await asyncio.sleep(0.001)

    async def until_calls(self, count: int) -> None:
        """Wait until Slack has been called so often."""
        await self.until(lambda: len(self.sandbox.slack.calls) >= count)

    async def until_confirmed(self) -> None:
        """Wait until Telegram has been told that its updates are handled."""
        for _ in range(3000):
            if not self.sandbox.telegram.state.updates:
                return
            await asyncio.sleep(0.01)
        raise TimeoutError("updates")

    async def quiet(self) -> None:
        """Wait until nothing more is called for a while."""
        calls = -1
        while calls != self._calls:
            calls = self._calls
            await asyncio.sleep(1.5)

    @property
    def _calls(self) -> int:
        return len(self.sandbox.slack.calls) + len(self.sandbox.telegram.calls)

    async def _start(self, *words: str) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *words,
            env=self.environment,
            cwd=self.folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            limit=MUCH,
        )
        self.running.append(process)
        return process


@pytest.fixture
async def installation(tmp_path: Path) -> AsyncIterator[Installation]:
    (tmp_path / "roster.yaml").write_text(ROSTER, encoding="utf-8")
    sandbox = Sandbox(people_of(ROSTER), limits=False)
    await sandbox.start()
    found = Installation(tmp_path, sandbox)
    yield found
    for process in found.running:
        if process.returncode is None:
            process.kill()
            await process.communicate()
    await sandbox.stop()
