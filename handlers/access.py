"""Note when a platform begins or ceases to refuse us; every open alarm's list tells of it."""

import structlog

from handlers import show
from handlers.work import Work
from storage import access
from storage.access import Barred, Lack
from storage.model import Platform

log = structlog.get_logger()

MENDS = {
    Lack.TOKEN: "the platform refuses our token; `larm check` says which setting holds it",
    Lack.SCOPE: "the platform does not let us do this; `larm check` says what is lacking",
}


def note(work: Work, platform: Platform, found: Barred | None) -> None:
    """Note what the platform refuses us now, if anything."""
    known = access.barred(work.session).get(platform)
    if found == known:
        return
    if found is not None:
        log.error(MENDS[found.lack], platform=platform, reason=found.reason, method=found.method)
    else:
        log.info("the platform lets us do everything again", platform=platform)
    access.note(work.session, platform, found)
    show.refresh_open(work)


def note_good_token(work: Work, platform: Platform) -> None:
    """Note that the token is good, whatever was said of it before."""
    known = access.barred(work.session).get(platform)
    if known is not None and known.lack is Lack.TOKEN:
        note(work, platform, None)
