"""A half-filled alarm, as the answers that a dialogue keeps, and what can be read from it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from blueprint import municipalities
from blueprint.model import CaseKind, Municipality
from escalation.case import Grade, Secrecy, Tempo
from escalation.drill import Scope
from handlers import form, secrecy
from handlers.dialogue.turn import Turn
from handlers.open_alarm import OpenAlarm
from handlers.work import Work
from roster.model import ActorId

Answers: TypeAlias = dict[str, Any]

MANDATORY = ("municipality", "kind", "codename")
CHOICES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "grade": (("form-grade-alarm", Grade.ALARM), ("form-grade-advance", Grade.ADVANCE)),
    "tempo": (("form-tempo-acute", Tempo.ACUTE), ("form-tempo-drawn-out", Tempo.DRAWN_OUT)),
    "secrecy": (
        ("form-secrecy-open", Secrecy.OPEN),
        ("form-secrecy-restricted", Secrecy.RESTRICTED),
        ("form-secrecy-secret", Secrecy.SECRET),
    ),
}


def missing(answers: Mapping[str, Any]) -> str | None:
    """Return the first field without which no alarm can be raised."""
    return next((field for field in MANDATORY if not answers.get(field)), None)


def keeps_facts(answers: Mapping[str, Any]) -> bool:
    """Whether facts may be written, the secrecy being what is chosen so far."""
    return secrecy.keeps_facts(Secrecy(answers.get("secrecy", Secrecy.RESTRICTED)))


def municipality_of(answers: Mapping[str, Any]) -> Municipality | None:
    return municipalities.by_code(str(answers.get("municipality")))


def scope_of(answers: Mapping[str, Any]) -> Scope | None:
    """Return what the drill is for; None when an alarm is asked for in earnest."""
    given = answers.get("drill")
    return Scope(given["county"], tuple(given["themes"])) if given else None


def drill_facts(scope: Scope | None) -> dict[str, Any] | None:
    return {"county": scope.county, "themes": list(scope.themes)} if scope is not None else None


def proposed(work: Work, answers: Mapping[str, Any]) -> list[form.ProposedActor]:
    """Return whom the alarm would summon, as far as it is filled in."""
    municipality = municipality_of(answers)
    if municipality is None:
        return []
    grade = Grade(answers.get("grade", Grade.ALARM))
    kind = CaseKind(answers["kind"])
    return form.propose(work, municipality, kind, grade, scope_of(answers))


def command(turn: Turn, answers: Mapping[str, Any]) -> OpenAlarm:
    """Return the alarm that a complete draft asks for."""
    due = answers.get("deadline")
    return OpenAlarm(
        identity=turn.identity,
        municipality=answers["municipality"],
        kind=CaseKind(answers["kind"]),
        codename=answers["codename"],
        reply_due_at=datetime.fromisoformat(due) if due else None,
        grade=Grade(answers.get("grade", Grade.ALARM)),
        tempo=Tempo(answers.get("tempo", Tempo.ACUTE)),
        secrecy=Secrecy(answers.get("secrecy", Secrecy.RESTRICTED)),
        facts=answers.get("facts", ""),
        unticked=tuple(ActorId(actor) for actor in answers.get("unticked", [])),
        contact_paths=answers.get("contacts", ""),
        start_meeting=answers.get("meeting", ""),
        neighbours=tuple(answers.get("neighbours", [])),
        drill=scope_of(answers),
    )
