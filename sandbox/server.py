"""The sandbox as one server: both platforms, the page, and the page's own interface."""

from collections.abc import Sequence
from pathlib import Path

from aiohttp import web

from sandbox.control import routes as control_routes
from sandbox.faults import Faults
from sandbox.slack.hands import Slack
from sandbox.telegram.hands import Telegram
from sandbox.world import ClockControl, SandboxPerson, World

PAGE = Path(__file__).parent / "page"


class Sandbox:
    """A local Slack and Telegram with the given people in them."""

    def __init__(
        self,
        people: Sequence[SandboxPerson],
        *,
        limits: bool = True,
        slack_bot_token: str = "xoxb-sandbox",  # noqa: S107  # opens nothing but this sandbox
        slack_app_token: str = "xapp-sandbox",  # noqa: S107
        telegram_token: str = "123456:sandbox",  # noqa: S107
        clock: ClockControl | None = None,
    ) -> None:
        self.world = World(people, clock)
        self.slack = Slack(self.world, bot_token=slack_bot_token, app_token=slack_app_token)
        self.telegram = Telegram(self.world, token=telegram_token)
        self.slack.api.has_limits = limits
        self.telegram.api.has_limits = limits
        self.url = ""
        self._runner: web.AppRunner | None = None

    @property
    def faults(self) -> Faults:
        return self.world.faults

    @property
    def slack_api_url(self) -> str:
        return f"{self.url}/api/"

    @property
    def telegram_api_url(self) -> str:
        return self.url

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Listen; port 0 takes any that is free."""
        app = web.Application(client_max_size=4 * 2**20)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.slack.api.handle),
                web.post("/response/{id}", self.slack.api.respond),
                web.get("/socket", self.slack.socket.connect),
                web.route("*", "/bot{token}/{method}", self.telegram.api.handle),
                *control_routes(self.world, self.slack, self.telegram),
                web.get("/", _index),
                web.static("/page", PAGE),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        bound = self._runner.addresses[0]
        self.url = f"http://{host}:{bound[1]}"
        self.slack.api.url = self.url

    async def stop(self) -> None:
        await self.slack.socket.close()
        self.telegram.api.close()
        if self._runner is not None:
            await self._runner.cleanup()


async def _index(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")
