"""The page that calendars read: somebody's shifts, behind a secret address."""

import asyncio
import re

from aiohttp import ETag, web

from bot.runner import Runner
from handlers.roster import feed

TOKEN = re.compile(rf"[0-9a-f]{{{feed.TOKEN_LENGTH}}}")


class FeedPage:
    """Serves /kalender/<token>.ics; what may not be read is not there."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._turn = asyncio.Semaphore(1)  # however many calendars ask at once, one is worked out

    @property
    def route(self) -> web.RouteDef:
        return web.get(f"{feed.PATH}/{{token}}.ics", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        token = request.match_info["token"]
        if TOKEN.fullmatch(token) is None:
            return web.Response(status=404)
        reading = await self._runner.look(lambda work: feed.look(work, token))
        if reading is None:
            return web.Response(status=404)
        async with self._turn:  # beside the database's thread, which has more urgent work
            told = await asyncio.to_thread(feed.told, self._runner.desk, reading)
        answer = await self._unchanged_or_written(request, reading, told)
        answer.etag = ETag(told.version)
        answer.headers["Cache-Control"] = "private, no-cache"
        return answer

    async def _unchanged_or_written(
        self, request: web.Request, reading: feed.Reading, told: feed.Told
    ) -> web.Response:
        if told.version in {tag.value for tag in request.if_none_match or ()}:
            return web.Response(status=304)
        since = await self._runner.look(lambda work: feed.note_told(work, reading.feed, told))
        body = await asyncio.to_thread(feed.written, told, since)
        return web.Response(body=body, content_type="text/calendar", charset="utf-8")
