"""The hands of the people in a play: find the right message, press the right button."""

from collections.abc import Mapping
from typing import Any

from sandbox.server import Sandbox
from sandbox.slack.state import Message as SlackMessage


class Hands:
    """Everybody's hands, on both platforms."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._slack = sandbox.slack
        self._telegram = sandbox.telegram

    async def raise_alarm(self, user: str, command: str, fields: Mapping[str, Any]) -> None:
        """Type the command, fill in the form and press its button."""
        await self._slack.command(user, command)
        await self._slack.wait_for_view(user)
        submitted = await self._slack.submit(user, fields)
        if submitted.errors:
            raise LookupError(str(submitted.errors))

    async def press(self, user: str, label: str, about: str = "") -> None:
        """Press a button in the person's direct messages in Slack."""
        await self._slack.press(user, self._newest(user, label, about), label)

    async def press_in_channel(
        self, user: str, channel: str, label: str, about: str, *, nth: int = 0
    ) -> None:
        """Press a button in a channel's newest message that has it and is about something."""
        found = self._slack.channel(channel)
        if found is None:
            raise LookupError(channel)
        fitting = [m for m in found.messages if label in m.labels and about in m.plain]
        if not fitting:
            raise LookupError(f"{label} about {about} in {channel}")
        await self._slack.press(user, fitting[-1], label, nth=nth)

    async def fill(self, user: str, title: str, fields: Mapping[str, Any]) -> None:
        """Fill in and submit the small form that a press has opened."""
        await self._slack.wait_for_view(user, title)
        submitted = await self._slack.submit(user, fields)
        if submitted.errors:
            raise LookupError(str(submitted.errors))

    async def tap(self, user: int, label: str, about: str = "") -> None:
        """Press a button in the person's chat in Telegram."""
        fitting = [
            m for m in self._telegram.from_bot(user) if label in m.labels and about in m.text
        ]
        if not fitting:
            raise LookupError(f"{label} about {about} for {user}")
        answered = await self._telegram.press(user, fitting[-1], label)
        if answered is None:
            raise LookupError(f"no answer to {label}")

    def _newest(self, user: str, label: str, about: str) -> SlackMessage:
        seen = self._slack.direct(user)
        fitting = [m for m in seen if label in m.labels and about in m.plain]
        if not fitting:
            raise LookupError(f"{label} about {about} for {user}: {[m.labels for m in seen]}")
        return fitting[-1]
