"""Which platform refuses us until an operator has mended it: whatever is asked, or one method."""

import json
from dataclasses import asdict, dataclass
from enum import StrEnum

from sqlmodel import Session

from storage import moments
from storage.model import Platform

BARRED = "barred"  # the setting's name, with the platform behind it


class Lack(StrEnum):
    """What it is that we lack."""

    TOKEN = "token"  # noqa: S105  # the kind of lack, not a secret
    SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class Barred:
    """What is refused, and the platform's own word for it."""

    lack: Lack
    method: str  # the first that was refused; without a good token all are
    reason: str


def barred(session: Session) -> dict[Platform, Barred]:
    """Return the platforms that refuse us, by what each of them last said."""
    noted = {one: moments.setting(session, f"{BARRED}/{one}") for one in Platform}
    return {one: _read(spec) for one, spec in noted.items() if spec}


def note(session: Session, platform: Platform, found: Barred | None) -> None:
    """Note that the platform refuses us, or that it does not any more."""
    spec = json.dumps(asdict(found)) if found is not None else ""
    moments.put_setting(session, f"{BARRED}/{platform}", spec)


def _read(spec: str) -> Barred:
    facts = json.loads(spec)
    return Barred(Lack(facts["lack"]), facts["method"], facts["reason"])
