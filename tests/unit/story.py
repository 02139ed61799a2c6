"""A callout driven by hand: minutes pass, pages arrive, people answer."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from escalation.advance import advance, answer, delivered, open_callout, undeliverable
from escalation.callout import (
    Action,
    Answer,
    AnswerKind,
    Asked,
    Callout,
    Candidate,
    Decision,
    Page,
    Refusal,
)
from roster.model import STANDARD, PersonId, Policy, Step, Target

START = datetime(2026, 11, 27, 9, tzinfo=UTC)
ANNA, BERTIL, BO, KARIN, SAM, STINA = (
    PersonId(name) for name in ("anna", "bertil", "bo", "karin", "sam", "stina")
)
DUTY: dict[Target, PersonId] = {
    Target.ON_CALL: ANNA,
    Target.DEPUTY: BERTIL,
    Target.NEXT_ON_CALL: BO,
    Target.CHIEF: KARIN,
    Target.COORDINATOR: SAM,
}


def at(minutes: float) -> datetime:
    """Return the moment so many minutes after the alarm."""
    return START + timedelta(minutes=minutes)


def policy(*steps: tuple[Target, int, int]) -> Policy:
    """Build a policy of steps given as target, attempts and patience in minutes."""
    return Policy(
        "test", tuple(Step(to, attempts, timedelta(minutes=wait)) for to, attempts, wait in steps)
    )


@dataclass
class Story:
    """What happens to one callout; `minute` counts from the alarm."""

    policy: Policy = STANDARD
    duty: dict[Target, PersonId] = field(default_factory=DUTY.copy)
    opens: dict[PersonId, float] = field(default_factory=dict)  # the minute their hours begin
    minute: float = 0
    callout: Callout = field(init=False)

    def __post_init__(self) -> None:
        self.callout = open_callout(self.policy, START)

    @property
    def now(self) -> datetime:
        return at(self.minute)

    @property
    def paged(self) -> list[PersonId]:
        return [page.person for page in self.callout.pages]

    @property
    def timeline(self) -> list[tuple[float, PersonId]]:
        return [
            ((page.promised_at - START).total_seconds() / 60, page.person)
            for page in self.callout.pages
        ]

    def who(self, target: Target) -> Candidate | None:
        person = self.duty.get(target)
        if person is None:
            return None
        return Candidate(person, max(self.now, at(self.opens.get(person, 0))))

    def check(self, minute: float | None = None) -> Decision:
        """Check the callout, at a later minute if one is given."""
        self.minute = self.minute if minute is None else minute
        decision = advance(self.callout, self.now, self.who)
        self.callout = decision.callout
        return decision

    def act(self, minute: float | None = None) -> Action | None:
        return self.check(minute).action

    def arrive(self, number: int | None = None, minute: float | None = None) -> None:
        """Let a page, the newest unless another is named, reach its person."""
        self.minute = self.minute if minute is None else minute
        self.callout = delivered(self.callout, number or len(self.callout.pages), self.now)

    def fail(self, number: int | None = None) -> None:
        """Let no platform take a page."""
        self.callout = undeliverable(self.callout, number or len(self.callout.pages), self.now)

    def page(self, minute: float | None = None) -> Asked:
        """Check the callout, which must lead to a page, and deliver it at once."""
        action = self.act(minute)
        assert isinstance(action, Page)
        self.arrive()
        return action.asked

    def run(self, until: float = 10_000) -> None:
        """Check punctually, and deliver at once, for as long as something falls due."""
        while self.callout.next_due_at is not None and self.callout.next_due_at <= at(until):
            self.run_once()

    def run_once(self) -> None:
        """Check when the callout next falls due, and deliver what it promises."""
        if isinstance(self.act_when_due(), Page):
            self.arrive()

    def act_when_due(self) -> Action | None:
        """Check at the due moment, or now if that has passed."""
        if self.callout.next_due_at is None:
            return None
        due = (self.callout.next_due_at - START).total_seconds() / 60
        return self.act(max(due, self.minute))

    def say(
        self,
        by: PersonId,
        kind: AnswerKind,
        *,
        moment: float | None = None,
        substitute: PersonId | None = None,
    ) -> Refusal | None:
        """Answer now; return why the press changed nothing, or None when it counted."""
        promised = None if moment is None else at(moment)
        said = answer(self.callout, Answer(kind, by, self.now, promised, substitute))
        if isinstance(said, Refusal):
            return said
        self.callout = said
        return None
