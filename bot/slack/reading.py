"""Read what was entered in a form of Slack's. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any


def values(view: Mapping[str, Any]) -> dict[str, Any]:
    """Return field -> what was entered: a text, a value, a list of values, or None."""
    state: Mapping[str, Mapping[str, Any]] = view["state"]["values"]
    return {
        str(block["block_id"]).partition(":")[0]: _entered(_shown(block, state))
        for block in view["blocks"]
        if block["type"] == "input"
    }


def unticked(view: Mapping[str, Any], chosen: Sequence[str]) -> tuple[str, ...]:
    """Return the actors that were proposed ticked and are no longer."""
    for block in view["blocks"]:
        if str(block.get("block_id", "")).startswith("actors:"):
            proposed = block["element"].get("initial_options", [])
            return tuple(o["value"] for o in proposed if o["value"] not in chosen)
    return ()


def block_of(view: Mapping[str, Any], field: str) -> str:
    """Return the id of a field's block, for an error to stand at."""
    for block in view["blocks"]:
        if str(block.get("block_id", "")).partition(":")[0] == field:
            return str(block["block_id"])
    return field


def first_field(view: Mapping[str, Any]) -> str:
    """Return the field where what concerns the whole form is told."""
    fields = (str(b["block_id"]) for b in view["blocks"] if b["type"] == "input")
    return next(fields).partition(":")[0]


def _shown(block: Mapping[str, Any], state: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return what a field shows: what was entered, else what it was opened with."""
    elements = state.get(str(block["block_id"]))
    if elements:
        return next(iter(elements.values()))
    element = block["element"]
    opened_with = (
        "initial_options", "initial_option", "initial_date_time", "initial_date", "initial_value",
    )  # fmt: skip
    as_entered = (
        "selected_options", "selected_option", "selected_date_time", "selected_date", "value",
    )  # fmt: skip
    return {
        entered: element[initial]
        for initial, entered in zip(opened_with, as_entered, strict=True)
        if initial in element
    }


def _entered(element: Mapping[str, Any]) -> Any:
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        option = element["selected_option"]
        return option["value"] if option else None
    if "selected_date_time" in element:
        return element["selected_date_time"]
    if "selected_date" in element:
        return element["selected_date"]
    return element.get("value")
