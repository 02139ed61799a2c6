"""Slack's small forms: around answers, endings, duties and one's row. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from slack_sdk.models.blocks import (
    DatePickerElement,
    DateTimePickerElement,
    ExternalDataSelectElement,
    NumberInputElement,
    PlainTextInputElement,
    StaticSelectElement,
)

from bot.slack import fields
from handlers.amend import Amendment
from handlers.form import ProposedActor
from handlers.work import Desk

MOST_OPTIONS = 100


def later_form(desk: Desk, suggested: datetime, metadata: str) -> dict[str, Any]:
    field = fields.field(
        desk.say("later-field"),
        "moment",
        DateTimePickerElement(initial_date_time=int(suggested.timestamp())),
    )
    return fields.small(desk, "later", [field], metadata)


def substitute_form(desk: Desk, metadata: str) -> dict[str, Any]:
    field = fields.field(
        desk.say("substitute-field"),
        "person",
        ExternalDataSelectElement(min_query_length=0),
        hint=desk.say("substitute-hint"),
    )
    return fields.small(desk, "substitute", [field], metadata)


def away_form(desk: Desk, today: date) -> dict[str, Any]:
    """Ask from which day to which, both included."""
    blocks = [
        fields.field(
            desk.say("away-from"), "from", DatePickerElement(initial_date=today.isoformat())
        ),
        fields.field(
            desk.say("away-until"), "until", DatePickerElement(), hint=desk.say("away-form-hint")
        ),
    ]
    return fields.small(desk, "away", blocks, fields.metadata())


def duty_else_form(desk: Desk, about: str, metadata: str) -> dict[str, Any]:
    """Ask who else is to have a duty at an actor."""
    field = fields.field(
        desk.say("shift-else-field"),
        "person",
        ExternalDataSelectElement(min_query_length=0),
        hint=desk.say("substitute-hint"),
    )
    return fields.small(desk, "duty-else", [fields.about(about), field], metadata)


def decline_form(desk: Desk, said: str, metadata: str) -> dict[str, Any]:
    """Ask why; `said` tells that the answer counts already."""
    field = fields.field(
        desk.say("decline-field"),
        "reason",
        PlainTextInputElement(multiline=True, max_length=500),
        optional=True,
        hint=desk.say("decline-hint"),
    )
    return fields.small(desk, "decline", [fields.about(said), field], metadata)


def wrong_row_form(desk: Desk, metadata: str) -> dict[str, Any]:
    """Ask what is wrong with the person's own row of the roster."""
    field = fields.field(
        desk.say("row-wrong-field"),
        "wrong",
        PlainTextInputElement(multiline=True, max_length=500),
        hint=desk.say("row-wrong-hint"),
    )
    return fields.small(desk, "row-wrong", [field], metadata)


def hours_form(desk: Desk, metadata: str) -> dict[str, Any]:
    number = NumberInputElement(is_decimal_allowed=False, min_value="0", max_value="80")
    field = fields.field(desk.say("hours-field"), "hours", number)
    return fields.small(desk, "hours", [field], metadata)


def hand_over_form(
    desk: Desk, about: str, actors: Sequence[ProposedActor], metadata: str
) -> dict[str, Any]:
    options = [fields.option(actor.label, actor.id) for actor in actors[:MOST_OPTIONS]]
    field = fields.field(desk.say("hand-over-field"), "actor", StaticSelectElement(options=options))
    return fields.small(desk, "hand-over", [fields.about(about), field], metadata)


def call_off_form(desk: Desk, about: str, metadata: str) -> dict[str, Any]:
    field = fields.field(
        desk.say("call-off-reason"),
        "reason",
        PlainTextInputElement(multiline=True, max_length=1000),
        hint=desk.say("call-off-reason-hint"),
    )
    return fields.small(desk, "call-off", [fields.about(about), field], metadata)


def finish_form(desk: Desk, about: str, metadata: str) -> dict[str, Any]:
    outcome = fields.field(
        desk.say("finish-outcome"),
        "outcome",
        PlainTextInputElement(multiline=True, max_length=2000),
        hint=desk.say("finish-outcome-hint"),
    )
    lessons = [
        fields.field(
            desk.say(f"finish-lesson-{number}"),
            f"lesson-{number}",
            PlainTextInputElement(multiline=True, max_length=1000),
        )
        for number in (1, 2, 3)
    ]
    return fields.small(desk, "finish", [fields.about(about), outcome, *lessons], metadata)


def amend_form(desk: Desk, now: Amendment, metadata: str, *, keeps_facts: bool) -> dict[str, Any]:
    """Return what may be filled in later, as it stands now."""
    due = now.reply_due_at
    picker = DateTimePickerElement(initial_date_time=int(due.timestamp()) if due else None)
    blocks = [
        fields.field(desk.say("form-deadline"), "deadline", picker, optional=True),
        *([fields.text(desk, "facts", now.facts)] if keeps_facts else []),
        fields.text(desk, "contacts", now.contact_paths),
        fields.text(desk, "meeting", now.start_meeting, multiline=False),
        fields.neighbours(desk, now.neighbours),
    ]
    return fields.small(desk, "amend", blocks, metadata)
