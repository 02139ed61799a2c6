"""The Slack app manifest to paste when the app is created."""

from typing import Any

SCOPES = (
    "commands",
    "chat:write",
    "groups:write",
    "groups:read",
    "groups:history",
    "im:write",
    "im:history",
    "users:read",
    "users:read.email",
    "pins:write",
    "bookmarks:write",
)


def manifest(description: str) -> dict[str, Any]:
    """Return the manifest; Slack takes it as JSON."""
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {"name": "larm", "description": description},
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": True,
            },
            "bot_user": {"display_name": "larm", "always_online": True},
            "slash_commands": [
                {
                    "command": "/larm",
                    "description": description,
                    "usage_hint": "Söderhamn etablering Lavskrika",
                    "should_escape": False,
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }
