"""Read what people write to the bot in Telegram. Pure."""

import re
from dataclasses import dataclass

from blueprint.municipalities import fold

# By our own pattern: Telegram's marking of a command ends before å, ä and ö.
_COMMAND = re.compile(r"/([^\s@/]+)(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Command:
    """`/word@addressee rest`, as somebody has written it."""

    word: str  # folded: no å ä ö
    addressee: str  # empty when it is meant for any bot
    rest: str

    def is_for(self, username: str) -> bool:
        return self.addressee.lower() in {"", username.lower()}


def command(text: str) -> Command | None:
    """Return the command that a text is; None when it is none."""
    found = _COMMAND.fullmatch(text.strip())
    if found is None:
        return None
    return Command(fold(found[1]), found[2] or "", (found[3] or "").strip())
