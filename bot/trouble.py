"""Say what keeps the bot from starting in one line, with the mend; nobody sees a traceback."""

from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import DatabaseError, OperationalError

from storage.engine import file_of, without_password

SLACK_TOKEN = {"invalid_auth", "not_authed", "token_revoked", "token_expired", "account_inactive"}


# What Slack says of itself rather than of us: it may let us in in a moment.
SLACK_PASSING = {"ratelimited", "internal_error", "fatal_error", "service_unavailable"}


class PlatformRefusedError(RuntimeError):
    """A platform refuses us, and trying again will not help."""


class PlatformUnreachableError(RuntimeError):
    """A platform does not answer; it may later, in so many seconds if it has said so."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def slack_trouble(
    error: SlackApiError, setting: str
) -> PlatformRefusedError | PlatformUnreachableError:
    """Say what Slack refuses, and whether for good."""
    # A server in trouble answers with a page of HTML, and the SDK then with what it has.
    answer = getattr(error.response, "data", None)
    status = getattr(error.response, "status_code", 0)
    reason = str(answer.get("error") or "") if isinstance(answer, dict) else ""
    if reason in SLACK_PASSING or status >= 500:
        told = reason or f"HTTP {status}"
        return PlatformUnreachableError(f"Slack lets nobody in at the moment ({told}).")
    if not reason:
        return not_slack()
    if reason in SLACK_TOKEN:
        mend = f"Copy it again from the app's page at Slack and set {setting}."
        return PlatformRefusedError(f"Slack refuses the token in {setting} ({reason}). {mend}")
    if reason == "missing_scope":
        return missing_scope(str(error.response.get("needed", "?")))
    if reason == "not_allowed_token_type":
        kinds = "the bot token begins with xoxb-, the app token with xapp-"
        return PlatformRefusedError(f"{setting} holds the wrong kind of token: {kinds}.")
    return PlatformRefusedError(f"Slack refuses to connect: {reason}.")


def missing_scope(scope: str) -> PlatformRefusedError:
    mend = "Add it under OAuth & Permissions and install the app again; `larm manifest` lists all."
    return PlatformRefusedError(f"Slack: the app lacks the scope {scope}. {mend}")


def unreachable(platform: str, address: str, setting: str) -> PlatformUnreachableError:
    return PlatformUnreachableError(
        f"{platform} does not answer at {address}. Check the network, or {setting}."
    )


def not_slack() -> PlatformRefusedError:
    mend = "Let it end in /api/, or unset it."
    return PlatformRefusedError(f"What answers at LARM_SLACK_API_URL is not Slack. {mend}")


def not_telegram() -> PlatformRefusedError:
    mend = "Correct it, or unset it."
    return PlatformRefusedError(f"What answers at LARM_TELEGRAM_API_URL is not Telegram. {mend}")


def database_trouble(error: DatabaseError, url: str) -> str:
    """Say why the database cannot be used, without its password."""
    reason = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
    file = file_of(url)
    if file is None:
        shown, mend = without_password(url), "Check that it runs, and LARM_DATABASE_URL."
    elif isinstance(error, OperationalError):
        shown, mend = str(file), "Check its folder and who may write there, or LARM_DATABASE_URL."
    else:
        shown, mend = str(file), "Put a backup in its place, or correct LARM_DATABASE_URL."
    return f"The database at {shown} cannot be used ({reason}). {mend}"
