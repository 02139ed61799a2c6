"""The demonstration's people and cases, read from the files beside this one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from sandbox.world import SandboxPerson

HERE = Path(__file__).parent
ROSTER = HERE / "roster.yaml"
CASES = ("lavskrika", "strandskata")


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its municipality knows it when the alarm is raised."""

    codename: str
    municipality: str
    kind: str
    grade: str
    tempo: str
    secrecy: str
    alarm_at: datetime
    reply_due_at: datetime | None
    neighbours: tuple[str, ...]
    facts: str
    contact_paths: str
    start_meeting: str


def case(name: str) -> Case:
    """Return a case by its file's name; raises KeyError when there is none."""
    if name not in CASES:
        raise KeyError(name)
    spec = _read(HERE / f"{name}.yaml")
    due = spec.pop("reply_due_at", None)
    return Case(
        alarm_at=datetime.fromisoformat(spec.pop("alarm_at")),
        reply_due_at=datetime.fromisoformat(due) if due else None,
        neighbours=tuple(spec.pop("neighbours")),
        **spec,
    )


def people() -> list[SandboxPerson]:
    """Return the roster's people as the sandbox wants them, with their posts as titles."""
    spec = _read(ROSTER)
    titles: dict[str, str] = {}
    for actor in spec["actors"]:
        for person in actor["on_call"]["people"]:
            titles.setdefault(person, f"{actor['role']}, {actor['organisation']}")
    return [
        SandboxPerson(
            name=person["name"],
            slack=person.get("slack"),
            telegram=int(person["telegram"]) if person.get("telegram") else None,
            email=person.get("email"),
            title=titles.get(person["id"], ""),
        )
        for person in spec["people"]
    ]


def _read(path: Path) -> dict[str, Any]:
    # BaseLoader takes every value as it is written, as the roster's own reader does.
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506
