"""`larm demo`: the bot against the sandbox, until somebody stops it."""

import asyncio
import signal

from bot.demo import cast
from bot.demo.stage import stage

BANNER = """
  larm, sandlåda

  Öppna {url}

  Välj Anna Ek, näringslivschef i Söderhamn, och tryck Larm, eller skriv
  /larm Söderhamn etablering Lavskrika

  Eller välj Wilma Dahl i Nässjö, och skriv
  /larm Nässjö varsel Strandskata

  Allt är påhittat och stannar på den här datorn. Ctrl-C avslutar.
"""


async def serve(port: int, speed: float) -> None:
    """Serve the page at the port until interrupted; says so if the port is taken."""
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        async with stage(cast.case("lavskrika").alarm_at, port=port, speed=speed) as set_up:
            print(BANNER.format(url=set_up.sandbox.url), flush=True)
            await stopping.wait()
    except OSError as error:
        if error.errno is None:
            raise
        print(f"Port {port} is taken. Name another: larm demo --port {port + 1}")
        raise SystemExit(1) from error
