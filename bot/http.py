"""What operators look at: is the process alive, is it ready, and its figures."""

import socket
from collections.abc import Awaitable, Callable, Iterable, Iterator

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import CollectorRegistry, GaugeMetricFamily
from prometheus_client.registry import Collector

from handlers import figures
from handlers.figures import Snapshot


class PortError(RuntimeError):
    """The port of the operators' pages cannot be had."""


class HealthServer:
    """Serves /healthz, /readyz and /metrics, and the pages of others."""

    def __init__(
        self,
        is_ready: Callable[[], Awaitable[bool]],
        look: Callable[[], Awaitable[Snapshot]],
        pages: Iterable[web.RouteDef] = (),
    ) -> None:
        self._is_ready = is_ready
        self._look = look
        self._pages = tuple(pages)
        self._socket: socket.socket | None = None
        self._runner: web.AppRunner | None = None

    def listen(self, port: int, host: str = "0.0.0.0") -> int:  # noqa: S104  # a probe asks
        """Take the port and return its number; who asks before `start` waits for the answer.

        Raises PortError.
        """
        try:
            self._socket = socket.create_server((host, port))
        except OSError as error:
            message = (
                f"Port {port} cannot be used ({error.strerror}). "
                "Free it, or set LARM_HTTP_PORT to another; 0 takes any free one."
            )
            raise PortError(message) from error
        return int(self._socket.getsockname()[1])

    async def start(self) -> None:
        """Answer on the port that `listen` took."""
        assert self._socket is not None
        app = web.Application()
        app.add_routes(
            [
                web.get("/healthz", self._healthz),
                web.get("/readyz", self._readyz),
                web.get("/metrics", self._metrics),
                *self._pages,
            ]
        )
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.SockSite(self._runner, self._socket).start()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
        if self._socket is not None:
            self._socket.close()

    async def _healthz(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def _readyz(self, _request: web.Request) -> web.Response:
        if await self._is_ready():
            return web.Response(text="ready\n")
        return web.Response(status=503, text="not ready\n")

    async def _metrics(self, _request: web.Request) -> web.Response:
        now = CollectorRegistry()
        now.register(_Queues(await self._look()))
        return web.Response(
            body=generate_latest(now) + generate_latest(figures.REGISTRY),
            headers={"Content-Type": CONTENT_TYPE_LATEST},
        )


class _Queues(Collector):
    """The queues, read when somebody asks."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield self._deliveries()
        yield self._oldest()
        yield self._barred()
        yield GaugeMetricFamily(
            "larm_due_lag_seconds",
            "How late the most overdue row of the due queue is",
            value=self._snapshot.due_lag.total_seconds(),
        )

    def _deliveries(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "larm_deliveries",
            "Promises not delivered, by platform, state and priority",
            labels=["platform", "state", "priority"],
        )
        for labels, count in self._snapshot.deliveries.items():
            family.add_metric([str(label) for label in labels], count)
        return family

    def _oldest(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "larm_oldest_waiting_seconds",
            "Age of the oldest promise that may go out and has not",
            labels=["platform"],
        )
        for platform, age in self._snapshot.oldest_waiting.items():
            family.add_metric([platform.value], age.total_seconds())
        return family

    def _barred(self) -> GaugeMetricFamily:
        family = GaugeMetricFamily(
            "larm_barred",
            "1 for each platform that refuses us until somebody mends our token or scopes",
            labels=["platform", "lack"],
        )
        for platform, lack in self._snapshot.barred.items():
            family.add_metric([platform.value, lack.value], 1)
        return family
