"""Notice that an account has stopped answering, and tell whoever keeps the row, once a change."""

from handlers.compose import words
from handlers.roster import keepers
from handlers.work import Work
from roster.model import PersonId
from storage import confirmations, journal, people
from storage.model import Platform

BLOCKED, GONE = "blocked", "gone"
# In the platforms' own words: the account itself is the reason, and was there before.
LOST = frozenset({"user_not_found", "users_not_found", "user_disabled", "is_inactive"})
DEFINITE = ("blocked", "deactivated")


def note_lost(work: Work, platform: Platform, person: PersonId, reason: str) -> None:
    """Remember that a person's account does not answer; who never pressed Start is no change."""
    known = confirmations.of(work.session, person)
    before = known.reach[platform] if known is not None else ""
    state = "blocked" if "blocked" in reason else "unreachable"
    people.set_reach(work.session, platform, person, state)
    if known is None or before == state:
        return
    was_there = platform is Platform.TELEGRAM and before == "started"
    if was_there or reason in LOST or _is_definite(reason):
        _tell(work, platform, known.person.name, person, state)


def _is_definite(reason: str) -> bool:
    return any(word in reason.lower() for word in DEFINITE)


def _tell(work: Work, platform: Platform, name: str, person: PersonId, state: str) -> None:
    journal.write(
        work.session, work.now, "account_lost", person=person, platform=platform, state=state
    )
    reader = keepers.keeper_of(work, person)
    if reader is None:
        return
    keepers.tell(
        work,
        reader,
        f"account/{person}/{platform}/{work.now.isoformat()}",
        "account",
        who=name,
        id=person,
        platform=words.platform(platform),
        state=BLOCKED if state == "blocked" else GONE,
    )
