"""What operators look at: is the process alive, is it ready, and its figures."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import CollectorRegistry, GaugeMetricFamily
from prometheus_client.registry import Collector

from storage.model import RANK

NAMES = {rank: priority.value for priority, rank in RANK.items()}
Counts = dict[tuple[str, str, int], int]


class HealthServer:
    """Serves /healthz, /readyz and /metrics."""

    def __init__(
        self,
        is_ready: Callable[[], Awaitable[bool]],
        counts: Callable[[], Awaitable[Counts]],
    ) -> None:
        self._is_ready = is_ready
        self._counts = counts
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def start(self, port: int, host: str = "0.0.0.0") -> None:  # noqa: S104  # a probe asks
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, _request: web.Request) -> web.Response:
        if await self._is_ready():
            return web.Response(text="ready\n")
        return web.Response(status=503, text="not ready\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        registry = CollectorRegistry()
        registry.register(_Deliveries(await self._counts()))
        return web.Response(
            body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )


class _Deliveries(Collector):
    """The outbox, counted when somebody asks."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts

    def collect(self) -> list[GaugeMetricFamily]:
        family = GaugeMetricFamily(
            "larm_deliveries",
            "Promised messages by platform, state and priority",
            labels=["platform", "state", "priority"],
        )
        for (platform, state, rank), count in self._counts.items():
            family.add_metric([platform, state, NAMES[rank]], count)
        return [family]
