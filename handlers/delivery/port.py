"""What a chat platform must be able to do for us, and how it tells us that it could not."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from handlers.message import Message
from storage.claims import Blocked
from storage.model import Platform


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a message went: enough to change it later."""

    chat: str
    message: str


class Failure(Enum):
    """What a failed request means for the promise behind it."""

    PASSING = "passing"  # surely not done; try again later
    SHUT_OUT = "shut_out"  # passing, once an operator has given us a token that is good
    NOT_ALLOWED = "not_allowed"  # passing, once an operator has let us do this
    UNKNOWN = "unknown"  # may have been done
    PERMANENT = "permanent"  # will never be done
    UNREACHABLE = "unreachable"  # permanent, and the person's account is the reason


AT_ONCE = -math.inf  # a moment past, for what need not wait for its place
NAME_TAKEN = "name_taken"
SLACKS_HASTE, TELEGRAMS_HASTE = "ratelimited", "retry_after"
HASTE = frozenset({SLACKS_HASTE, TELEGRAMS_HASTE})  # why a platform asks for patience
OPERATORS_PATIENCE = 10.0  # seconds between attempts while a token or scope is being mended
UNTRIED = "untried"  # why somebody is not in the channel who was refused for another's sake


class DeliveryError(Exception):
    """A platform's refusal, in our words. `reason` is the platform's own error name."""

    def __init__(
        self,
        failure: Failure,
        reason: str,
        *,
        retry_after: float | None = None,
        is_unheard: bool = False,
    ) -> None:
        super().__init__(reason)
        self.is_unheard = is_unheard  # the platform knows nothing of it, and does not count it
        self.is_of_look = False  # it was the look for a lost message that was refused
        self.is_haste = reason in HASTE  # too much was asked in too short a time
        self.failure = failure
        self.reason = reason
        self.retry_after = retry_after  # seconds; the platform asks for this much patience


class Messenger(Protocol):
    """A platform's sending side. Every method raises DeliveryError and nothing else."""

    @property
    def platform(self) -> Platform: ...

    async def send(self, address: str, message: Message, *, key: str) -> Receipt: ...

    async def edit(
        self, receipt: Receipt, message: Message, *, response_url: str | None
    ) -> None: ...

    async def find_sent(self, address: str, *, key: str) -> Receipt | None:
        """Return the message sent earlier under the key, where the platform can tell."""

    async def create_channel(self, name: str, *, may_be_there: Collection[str] | None) -> str:
        """Create a private channel; return its id. Refused as `NAME_TAKEN` when there is one.

        With `may_be_there` an earlier attempt may have made it: any channel of that name will do
        but these, which are other alarms'.
        """

    async def invite(self, channel: str, users: Sequence[str]) -> Mapping[str, str]:
        """Invite users in one call; return those who could not be, with the platform's reason.

        Where one of them made the platform refuse all, the others come back as `UNTRIED`.
        """

    async def set_topic(self, channel: str, topic: str) -> None: ...

    async def pin(self, receipt: Receipt) -> None: ...

    async def archive(self, channel: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Call:
    """A request as the limits count it."""

    method: str
    address: str
    looks_first: bool = False  # before it comes the look for a message that may have arrived


@dataclass(frozen=True, slots=True)
class Attempt:
    """A request that another process has made, or this one before it died. Times in seconds."""

    call: Call
    ago: float
    patience: float = 0.0  # that the platform asks for yet


class Limits(Protocol):
    """Our own keeping of a platform's limits."""

    def blocked(self) -> Blocked:
        """Return what may not go out now, nor in a moment."""

    def pressed(self, backlog: Mapping[str, int]) -> frozenset[str]:
        """Return the addresses that cannot rest if all that waits is to go out in time."""

    def reserve(self, call: Call) -> float | None:
        """Take a place for a call, maybe a moment ahead of its time.

        Return when it may go, by the monotonic clock in seconds; None: there is no place.
        """

    def closed_for(self, call: Call) -> float:
        """Return for how many seconds yet a refusal asks us to leave such calls alone."""

    def release(self, call: Call) -> None:
        """Give back a place that was taken for a call that is not made after all."""

    def answered(self, call: Call, refusal: DeliveryError | None = None) -> None:
        """Note that a call was answered; a window counts from here, unless it was unheard.

        The method, or on some platforms the address, is left alone for as long as a refusal
        asks; haste lowers the overall cap too.
        """

    def recall(self, attempts: Iterable[Attempt]) -> None:
        """Count these and no others, for whoever begins to send where somebody else has sent."""

    def wait(self) -> float | None:
        """Return after how many seconds a place may be had, None when none is taken."""


Content = Mapping[str, Any]
