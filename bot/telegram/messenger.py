"""Telegram's sending side: the Bot API in, our words for its refusals out."""

from collections.abc import Collection, Mapping, Sequence

from telegram import Bot, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.telegram.markup import Wording, rendered
from handlers.delivery.port import (
    OPERATORS_PATIENCE,
    TELEGRAMS_HASTE,
    DeliveryError,
    Failure,
    Receipt,
)
from handlers.message import Message
from storage.model import Platform

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # nobody else fetches what an address leads to
UNREACHABLE = ("chat not found", "user is deactivated", "bot was blocked", "initiate conversation")


class TelegramMessenger:
    """Carries out deliveries through the Bot API. It never retries by itself."""

    platform = Platform.TELEGRAM

    def __init__(self, bot: Bot, wording: Wording) -> None:
        self._bot = bot
        self._wording = wording

    async def send(self, address: str, message: Message, *, key: str) -> Receipt:
        text, keyboard = rendered(message, self._wording)
        try:
            sent = await self._bot.send_message(
                chat_id=int(address),
                text=text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
            )
        except TelegramError as error:
            raise translated(error) from error
        return Receipt(address, str(sent.message_id))

    async def edit(self, receipt: Receipt, message: Message, *, response_url: str | None) -> None:
        text, keyboard = rendered(message, self._wording)
        try:
            await self._bot.edit_message_text(
                chat_id=int(receipt.chat),
                message_id=int(receipt.message),
                text=text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest as error:
            if "not modified" not in error.message:
                raise translated(error) from error
        except TelegramError as error:
            raise translated(error) from error

    async def find_sent(self, address: str, *, key: str) -> Receipt | None:
        """Telegram shows a bot no history, so nothing can be found."""
        return None

    async def create_channel(self, name: str, *, may_be_there: Collection[str] | None) -> str:
        raise _has_no_channels("create_channel")

    async def invite(self, channel: str, users: Sequence[str]) -> Mapping[str, str]:
        raise _has_no_channels("invite")

    async def set_topic(self, channel: str, topic: str) -> None:
        raise _has_no_channels("set_topic")

    async def pin(self, receipt: Receipt) -> None:
        raise _has_no_channels("pin")

    async def archive(self, channel: str) -> None:
        raise _has_no_channels("archive")


def translated(error: TelegramError) -> DeliveryError:
    """Say in our words what a refusal means for the promise."""
    match error:
        case RetryAfter():
            return DeliveryError(Failure.PASSING, TELEGRAMS_HASTE, retry_after=patience_of(error))
        case Forbidden():
            return DeliveryError(Failure.UNREACHABLE, error.message)
        case BadRequest():
            return _refused(error.message)
        case TimedOut():
            return DeliveryError(Failure.UNKNOWN, "timeout")
        case NetworkError():
            return _network(error)
        case InvalidToken():
            patience = OPERATORS_PATIENCE
            return DeliveryError(Failure.SHUT_OUT, error.message, retry_after=patience)
        case _:
            return DeliveryError(Failure.PASSING, error.message, retry_after=30)


def patience_of(error: TelegramError) -> float | None:
    """Return how many seconds Telegram asks us to wait, if it does."""
    if not isinstance(error, RetryAfter):
        return None
    patience = error.retry_after
    return float(patience) if isinstance(patience, int) else patience.total_seconds()


def _refused(message: str) -> DeliveryError:
    is_account = any(word in message.lower() for word in UNREACHABLE)
    return DeliveryError(Failure.UNREACHABLE if is_account else Failure.PERMANENT, message)


def _network(error: NetworkError) -> DeliveryError:
    """A connection that was never made has delivered nothing; any other may have."""
    if "ConnectError" in str(error):
        return DeliveryError(Failure.PASSING, "unreachable", is_unheard=True)
    return DeliveryError(Failure.UNKNOWN, error.message)


def _has_no_channels(operation: str) -> DeliveryError:
    return DeliveryError(Failure.PERMANENT, f"Telegram bots cannot {operation}")
