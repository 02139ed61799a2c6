"""What Slack's forms are made of. Pure."""

import json
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    Block,
    ExternalDataMultiSelectElement,
    InputBlock,
    Option,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.block_elements import InputInteractiveElement

from blueprint import municipalities
from blueprint.model import Municipality
from handlers.work import Desk

VALUE = "value"  # the action_id of every field
MOST_LABEL = 75  # characters of an option


def view(
    callback: str,
    title: str,
    submit: str,
    desk: Desk,
    blocks: Sequence[Block | dict[str, Any]],
    private_metadata: str,
) -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title).to_dict(),
        "submit": plain(submit).to_dict(),
        "close": plain(desk.say("form-close")).to_dict(),
        "private_metadata": private_metadata,
        "blocks": [b if isinstance(b, dict) else b.to_dict() for b in blocks],
    }


def small(desk: Desk, name: str, blocks: Sequence[Block], private_metadata: str) -> dict[str, Any]:
    title, submit = desk.say(f"{name}-title"), desk.say(f"{name}-submit")
    return view(name, title, submit, desk, blocks, private_metadata)


def field(
    label: str,
    name: str,
    element: InputInteractiveElement,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool | None = None,
) -> InputBlock:
    element.action_id = VALUE
    return InputBlock(
        block_id=name,
        label=plain(label),
        element=element,
        optional=optional,
        hint=plain(hint) if hint else None,
        dispatch_action=dispatch,
    )


def text(desk: Desk, name: str, initial: str = "", *, multiline: bool = True) -> InputBlock:
    return field(
        desk.say(f"form-{name}"),
        name,
        PlainTextInputElement(initial_value=initial or None, multiline=multiline, max_length=3000),
        optional=True,
        hint=desk.say(f"form-{name}-hint"),
    )


def neighbours(desk: Desk, chosen: Sequence[str] = ()) -> InputBlock:
    known = [one for code in chosen if (one := municipalities.by_code(code))]
    select = ExternalDataMultiSelectElement(
        min_query_length=1,
        initial_options=[option(f"{one.name} ({one.code})", one.code) for one in known] or None,
    )
    hint = desk.say("form-neighbours-hint")
    return field(desk.say("form-neighbours"), "neighbours", select, optional=True, hint=hint)


def choice(offered: Sequence[Option], initial: int) -> StaticSelectElement:
    return StaticSelectElement(options=list(offered), initial_option=offered[initial])


def of_drill(desk: Desk, form: dict[str, Any]) -> dict[str, Any]:
    """Return the form with a word in front that it is a drill's."""
    told = about(f"{desk.say('drill')}: {desk.say('drill-intro')}")
    return {**form, "blocks": [told.to_dict(), *form["blocks"]]}


def about(text: str) -> SectionBlock:
    return SectionBlock(text=plain(text))


def municipality_options(found: Sequence[Municipality]) -> list[dict[str, Any]]:
    return [option(f"{one.name} ({one.code})", one.code).to_dict() for one in found]


def options(found: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """Return options of (label, value) for a field that suggests."""
    return [option(label, value).to_dict() for label, value in found]


def option(label: str, value: str) -> Option:
    return Option(text=plain(label[:MOST_LABEL]), value=str(value))


def plain(text: str) -> PlainTextObject:
    return PlainTextObject(text=text, emoji=False)


def metadata(**facts: Any) -> str:
    return json.dumps(facts, ensure_ascii=False)
