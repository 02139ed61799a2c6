"""Note when a platform begins or ceases to refuse us; every open alarm's list tells of it."""

from handlers import show
from handlers.work import Work
from storage import access
from storage.access import Barred
from storage.model import Platform


def note(work: Work, platform: Platform, found: Barred | None) -> None:
    """Note what the platform refuses us now, if anything."""
    if found != access.barred(work.session).get(platform):
        access.note(work.session, platform, found)
        show.refresh_open(work)
